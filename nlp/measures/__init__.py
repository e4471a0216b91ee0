"""Numbered measures of a plan: status tables, the plan's own list, one page per measure, indicators."""
