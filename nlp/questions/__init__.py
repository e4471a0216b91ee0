"""Questions in Japanese: what stands in them, which frame they fill, or why there is no answer."""
