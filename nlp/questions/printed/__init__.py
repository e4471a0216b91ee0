"""Questions for what a text prints: passages with a value, small records, words defined."""
