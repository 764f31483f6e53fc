"""Room 2: events × journey → one row a case and stage as a customer lived it."""

from analyzer.visits.ended import fit_pause
from analyzer.visits.make import make_visits, staged_events

__all__ = ["fit_pause", "make_visits", "staged_events"]
