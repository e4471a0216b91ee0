"""How a page is laid out: lines, tables, headings, numbered outlines."""
