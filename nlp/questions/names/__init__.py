"""What a question names, linked to things of the graph."""
