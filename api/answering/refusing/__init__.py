"""Instead of an answer: why there is none, and the nearest questions that have one."""
