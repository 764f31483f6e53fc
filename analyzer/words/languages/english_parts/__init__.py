"""Parts of the English texts, which are too many for one file."""
