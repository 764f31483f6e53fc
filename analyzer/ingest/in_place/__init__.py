"""A log that stays where it is: roles, types, missing words, sorting and cases as expressions in the engine's own
database. What comes to this machine are counts, examples and a few thousand rows to look at."""
