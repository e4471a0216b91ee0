"""A question as people type and say it, put into the form in which it is read."""
