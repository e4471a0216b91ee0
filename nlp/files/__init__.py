"""From bytes to text: every file format, every encoding, with pages and tables kept."""
