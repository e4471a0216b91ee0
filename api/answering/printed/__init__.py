"""Answers from printed texts: passages quoted, small records of guidelines, sheets and grantees, words defined."""
