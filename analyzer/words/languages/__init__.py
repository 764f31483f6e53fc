"""One file a language, with what it is too long for in a folder beside it. A further one has the same keys in TEXTS
with the same names in braces, and the same functions."""
