"""What people who meet customers have written down: what gets in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class NoteLine:
    """A note as it is given: by a row of a file, or by the form."""

    said_on: date
    author: str
    text: str
    stage: str | None = None
    activity: str | None = None
    mismatch_id: str | None = None
    attention: bool = False  # raises its mismatch, or its place, for people to look at


@dataclass(frozen=True)
class FieldNote:
    """A note that is kept. Grain: one row a note of a project; times aware UTC, `said_on` a day of the project's zone.

    It is what somebody says, and no finding of the data.
    """

    id: str
    line: NoteLine
    added_at: datetime
    added_by: str
    voters: tuple[str, ...] = ()  # who agrees, by name


@dataclass(frozen=True)
class BorneOut:
    """That the data came to support what a note had said: the mismatch, and the day to which its first run had read.
    `taken_on`: the day on which the note was written down here, where that is later; its own date is what it says."""

    mismatch_id: str
    found_on: date
    first: bool  # the note is older, by its own date
    taken_on: date | None = None
