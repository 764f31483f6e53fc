"""How long an analysis of a million events takes and how much memory, beside pandas with pm4py on the same file."""
