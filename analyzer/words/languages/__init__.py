"""One file a language. A further one has the same keys in TEXTS with the same names in braces, and the same
functions."""
