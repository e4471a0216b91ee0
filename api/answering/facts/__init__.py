"""What is told of one thing: attributes, indicators, links, lineage, confidence, and of the graph itself."""
