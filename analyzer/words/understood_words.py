"""How a file and its columns were understood, as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analyzer.document.parts.reading import DetectedRow
from analyzer.tables.quality import Detected, ReadingNote
from analyzer.words import wording
from analyzer.words.language import knows, say

_PARTS = {
    "%Y": "year",
    "%y": "short_year",
    "%m": "month",
    "%d": "day",
    "%H": "hour",
    "%I": "hour",
    "%M": "minute",
    "%S": "second",
    "%f": "fraction",
    "%n": "fraction",
    "%p": "half",
    "%z": "zone",
    "%b": "short_month_name",
    "%B": "month_name",
    "%a": "day_name",
}  # of a strptime pattern → the end of the key of its words


def detected_words(one: Detected) -> str:
    """How a column is written: `time, DD/MM/YYYY hh:mm, read in UTC`; or a file: `UTF-8, separator comma; one row a
    case, 3 activities`."""
    return understood_words(one.facts, "; " if one.role == "file" else ", ")


def understood_words(facts: Iterable[ReadingNote], apart: str = ", ") -> str:
    """What was understood, one after the other."""
    return apart.join(_said(one.kind, dict(one.values)) for one in facts)


def told_detected(rows: Iterable[DetectedRow]) -> None:
    """Puts the words beside the facts of each row; a row of an older version, without facts, keeps its own."""
    for row in rows:
        if "facts" in row:
            facts = tuple(ReadingNote(one["kind"], tuple(one["values"].items())) for one in row["facts"])
            row["note"] = detected_words(Detected(row["role"], row["column"], facts))


def _said(kind: str, values: Mapping[str, str | int]) -> str:
    """Raises KeyError for a kind that has no words."""
    if kind == "pattern":
        return _pattern(str(values["pattern"]))
    key = f"understood.{kind}"
    if values.get("n") == 1 and knows(f"{key}.one"):
        key += ".one"
    return say(key, **{name: wording.count(one) if isinstance(one, int) else one for name, one in values.items()})


def _pattern(pattern: str) -> str:
    """A pattern as people write it: DD/MM/YYYY hh:mm; of counts their unit and beginning."""
    if pattern.startswith("@"):
        return say(f"pattern.{pattern[1:]}")
    for code, part in _PARTS.items():
        pattern = pattern.replace(code, say(f"pattern.{part}"))
    return pattern
