"""Signals: the rows of every source of signals → one signal table, held against the journey."""
