"""A question -> the contract's answer object: operations over the graph, put in words."""
