"""Score cards for the pages."""

from __future__ import annotations

from analyzer.reports.sheets import card_body
from analyzer.slices.with_catalog import card_of, parties
from analyzer.tables.score_card import Party, ScoreCard
from dashboards.providers.runs import Provider

__all__ = ["Party", "ScoreCard"]


def card(provider: Provider, kind: Party, name: str) -> ScoreCard | None:
    """The card of an owner or a partner from the newest run; None where they have no visit in it."""
    return card_of(provider.catalog(), provider.newest_run(), kind, name)


def who_has_one(provider: Provider, kind: Party) -> list[str]:
    """The owners or partners that have a visit in the newest run, by name."""
    return parties(provider.newest_run(), kind)


def body(found: ScoreCard) -> str:
    """A card as HTML, the same as in the file that is shared; texts are escaped."""
    return card_body(found)
