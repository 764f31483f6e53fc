"""Room 2: events × journey → one row a case and stage, or a case, stage and object, as a customer lived it."""

from analyzer.visits.by_object import SeenCases, of_their_cases, seen_cases, visits_as_seen
from analyzer.visits.ended import fit_pause
from analyzer.visits.make import make_visits, staged_events

__all__ = [
    "SeenCases",
    "fit_pause",
    "make_visits",
    "of_their_cases",
    "seen_cases",
    "staged_events",
    "visits_as_seen",
]
