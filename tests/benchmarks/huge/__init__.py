"""A huge process, 1,000 activities and 100,000 variants, and whether it stays usable in a browser."""
