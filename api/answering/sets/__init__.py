"""Sets of things: listed, counted, grouped, compared, shown with several parts beside each other."""
