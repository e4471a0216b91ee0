"""Answers to questions that claim something and ask whether it is so."""
