"""Answering: command line, SPARQL endpoint, questions, pages and pictures."""
