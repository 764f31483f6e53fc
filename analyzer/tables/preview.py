"""A look at a file before anything runs: its first rows, which column is what and why, and what reading it would
find."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from analyzer.tables.quality import Quality, ReadingNote

HowKnown = Literal["no_role", "name", "chosen", "values"]  # by the file's own values, where nobody chose


@dataclass(frozen=True)
class Guessed:
    """A column and its role: `role` is None for an attribute; `why`: how that is known."""

    column: str
    role: str | None
    why: HowKnown
    facts: tuple[ReadingNote, ...] = ()  # how its values are written: type, pattern, time zone, decimal sign
    empty: int | None = None  # rows without a value


@dataclass(frozen=True)
class Fault:
    """What keeps the file from being read: at a column, or of the whole file where `column` is None."""

    column: str | None
    role: str | None
    expected: str
    found: str
    where: str
    do: str
    choice: tuple[tuple[str, str], ...] = ()  # (value, words) of a choice that settles it: day_first true or false


@dataclass(frozen=True)
class RefusedRow:
    """A row that would be kept out, as the file has it."""

    line: int | None
    reason: str
    text: str


@dataclass(frozen=True)
class Preview:
    """`rows` are the first ones as texts. `quality` and what follows are None where a fault stands in the way.

    `looked_at`: None where the whole file was read, else only so many rows at its beginning.
    """

    columns: tuple[Guessed, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[ReadingNote, ...] = ()  # separator, encoding; or why the file is not looked at
    refused: tuple[RefusedRow, ...] = ()
    quality: Quality | None = None
    cases: int | None = None
    events: int | None = None
    activities: int | None = None
    first_at: datetime | None = None
    last_at: datetime | None = None
    looked_at: int | None = None
    missing: dict[str, int] = field(default_factory=dict)  # role → rows without a value

    def column_of(self, role: str) -> str | None:
        """The column that plays a role."""
        return next((one.column for one in self.columns if one.role == role), None)
