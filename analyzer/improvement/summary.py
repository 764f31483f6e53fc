"""All that is done to improve, at one moment: what a report tells of it, and a digest where something changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from analyzer.improvement.board import Card
from analyzer.improvement.review import Review
from analyzer.improvement.risk import Risk
from analyzer.tables.field_note import BorneOut, FieldNote
from analyzer.tables.hypothesis import Hypothesis
from analyzer.tables.kata import Kata


@dataclass(frozen=True)
class ImprovingSummary:
    """Grain: one run of a project. `today`: the day of the run's moment of looking, in the project's zone.

    `katas`: action → what is written of it. `prices`: mismatches (rows of the document) that rest on something
    required; `free`: what is required and shows no price. `came_true`: notes that spoke before the data, the newest
    first. `month`: the review of the month of `today`; `last_month`: of the one before; `titles`: mismatch → its title,
    for both. `owners`: who has a score card, by name.
    """

    today: date
    cards: Sequence[Card]
    katas: Mapping[str, Kata]
    risks: Sequence[Risk]
    prices: Sequence[Mapping[str, Any]]
    free: Sequence[Mapping[str, str]]
    came_true: Sequence[tuple[FieldNote, BorneOut]]
    hypotheses: Sequence[Hypothesis]
    month: Review
    last_month: Review
    titles: Mapping[str, str]
    owners: Sequence[str]


@dataclass(frozen=True)
class ImprovingNews:
    """Something that is so since a while, or is due: told once to each who hears. Grain: one by `key`.

    `kind`: one of KINDS; `mismatch`: whose it is, None where it is of the whole project; `path`: where the dashboard
    shows it. `text`: in words, without a full stop.
    """

    key: str
    kind: str
    mismatch: str | None
    text: str
    path: str


KINDS = ("action", "kata", "note", "risk", "compliance", "hypothesis", "review", "cards")  # in the order of a digest
