"""Intervals, tests, false discovery and adjusted effects, each with its source. Knows nothing of processes."""
