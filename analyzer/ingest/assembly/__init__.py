"""Assembly: typed rows → the event table, sorted once, the case table and the transitions; and what was refused."""
