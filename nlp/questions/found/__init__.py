"""What stands in a question: its words, numbers and stretches that nothing explains."""
