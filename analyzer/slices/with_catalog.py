"""What is said of a run together with what the catalog knows: actions, notes, nights, cards, registers, reviews.

A door of its own: an analysis without a project needs no catalog, and does not wait until one is imported."""

from __future__ import annotations

from analyzer.slices.borne_out import borne_out, places_of
from analyzer.slices.cards import card_of, parties
from analyzer.slices.effects import verdicts
from analyzer.slices.hypotheses import check_place, put_to_data
from analyzer.slices.improving import improving_of
from analyzer.slices.lives import lives_of
from analyzer.slices.registers import Compliance, compliance_of, risk_register
from analyzer.slices.reviews import review_of

__all__ = [
    "Compliance",
    "borne_out",
    "card_of",
    "check_place",
    "compliance_of",
    "improving_of",
    "lives_of",
    "parties",
    "places_of",
    "put_to_data",
    "review_of",
    "risk_register",
    "verdicts",
]
