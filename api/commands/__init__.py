"""What each command of `tsunagari` does."""
