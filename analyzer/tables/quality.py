"""The quality report: what was read, used and refused, and what a reader of the results should know about the input."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ReadingNote:
    """What a reader of the results should know about the input, as a fact: its kind, and the counts and names in it.

    `words.note_words` says it; nothing asks what it says.
    """

    kind: str
    values: tuple[tuple[str, str | int], ...] = ()


def noted(kind: str, **values: str | int) -> ReadingNote:
    """A note of a kind; of its values `n` is the count that its words stand in the singular or the plural for."""
    return ReadingNote(kind, tuple(values.items()))


def fact(kind: str, **values: str | int) -> ReadingNote:
    """A fact of how a file or a column was understood; `words.understood_words` says it."""
    return ReadingNote(kind, tuple(values.items()))


@dataclass(frozen=True)
class Detected:
    """How a file or one of its columns was understood: separator, pattern of times, time zone, decimal sign, …

    `words.understood_words` says the facts.
    """

    role: str
    column: str
    facts: tuple[ReadingNote, ...] = ()


@dataclass(frozen=True)
class Quality:
    """What the reading of one input found. Counts are rows of the file unless they say otherwise."""

    rows: int = 0
    used: int = 0
    refused: int = 0
    reasons: dict[str, int] = field(default_factory=dict)  # reason -> rows refused
    duplicates: int = 0  # rows that repeat another in every column (kept)
    out_of_order: int = 0  # events that stand in the file before an earlier one of their case
    future: int = 0  # events later than the day on which the log was read
    missing: dict[str, int] = field(default_factory=dict)  # optional column -> rows without a value
    warnings: tuple[ReadingNote, ...] = ()
    detected: tuple[Detected, ...] = ()
