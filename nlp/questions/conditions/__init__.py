"""What stands in a question as conditions of the set that it speaks of."""
