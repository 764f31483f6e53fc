"""Columns: which plays which role, what each holds, and the SQL that turns what is written into a value."""
