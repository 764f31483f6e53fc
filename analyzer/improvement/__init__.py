"""Room 6, improvement: what is done about the mismatches, what it would bring, and what it costs."""

from analyzer.improvement.board import DECIDED, VERIFIED, Card, cards, only
from analyzer.improvement.condition import CurrentCondition, current_condition
from analyzer.improvement.effect import did_it_help, weeks_decided
from analyzer.improvement.note_file import NotePlaces, read_notes
from analyzer.improvement.owners import all_owners, proposed_owner
from analyzer.improvement.plan import fair_split, foresee, proposed_effect
from analyzer.improvement.review import NightLine, Review, review
from analyzer.improvement.risk import Risk, risks
from analyzer.improvement.score_cards import first_of_quarter, parties_of, score_card
from analyzer.improvement.standing import Standing, standings
from analyzer.improvement.summary import KINDS, ImprovingNews, ImprovingSummary
from analyzer.improvement.value_effort import Point, points

__all__ = [
    "DECIDED",
    "KINDS",
    "VERIFIED",
    "Card",
    "CurrentCondition",
    "ImprovingNews",
    "ImprovingSummary",
    "NightLine",
    "NotePlaces",
    "Point",
    "Review",
    "Risk",
    "Standing",
    "all_owners",
    "cards",
    "current_condition",
    "did_it_help",
    "fair_split",
    "first_of_quarter",
    "foresee",
    "only",
    "parties_of",
    "points",
    "proposed_effect",
    "proposed_owner",
    "read_notes",
    "review",
    "risks",
    "score_card",
    "standings",
    "weeks_decided",
]
