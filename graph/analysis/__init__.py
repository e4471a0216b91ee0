"""What the graph shows: sums, overlap, networks, changes, and files for other tools."""
