"""One kind of mismatch a file: when it is supported, and what it says."""
