"""Charts: each takes a finished table and an axes, and returns the axes."""
