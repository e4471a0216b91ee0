"""The pictures: one module each, drawn as SVG by the server; PNG, PDF and data from the same rows."""
