"""Room 6, improvement: what is done about the mismatches, what it would bring, and what it costs."""

from analyzer.improvement.board import Card, cards
from analyzer.improvement.effect import did_it_help
from analyzer.improvement.owners import all_owners, proposed_owner
from analyzer.improvement.standing import Standing, standings
from analyzer.improvement.value_effort import Point, points

__all__ = ["Card", "Point", "Standing", "all_owners", "cards", "did_it_help", "points", "proposed_owner", "standings"]
