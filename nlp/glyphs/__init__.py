"""Text whose code points are glyph ids: found, decoded, put in order, every character tied to its source."""
