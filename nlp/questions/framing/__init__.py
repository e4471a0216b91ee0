"""Which frame a question fills, and with what: what is asked, over which rows, of which set."""
