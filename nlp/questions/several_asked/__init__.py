"""Several things asked at once: two questions in a line, halves, parts of one set, one value of each."""
