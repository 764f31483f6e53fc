"""How a number is written: point or comma, with or without thousands marks. One column is written in one way."""

from __future__ import annotations

import re
from typing import Literal

Way = Literal["point", "comma", "grouped"]  # 1234.5   1234,5 and 1.234,5   1,234.5

MISSING = frozenset(
    {"", "null", "none", "nan", "nat", "na", "n/a", "#n/a", "-", "--", "?"}
)  # in columns of numbers, times, truths

PATTERNS: dict[Way, str] = {
    "point": r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?",
    "comma": r"[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?",
    "grouped": r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?",
}
_COMPILED = {way: re.compile(pattern, re.ASCII) for way, pattern in PATTERNS.items()}


def ways(values: list[str]) -> set[Way]:
    """The ways of writing in which every value is a number; empty where there is none."""
    return {way for way, pattern in _COMPILED.items() if all(pattern.fullmatch(v) for v in values)}


def number_sql(text: str, way: Way) -> str:
    """SQL: a text as a number, null where it is none in this way of writing or not finite."""
    if way == "point":
        value = f"TRY_CAST({text} AS DOUBLE)"
        return f"CASE WHEN isfinite({value}) AND NOT contains({text}, '_') THEN {value} END"
    plain = f"replace(replace({text}, '.', ''), ',', '.')" if way == "comma" else f"replace({text}, ',', '')"
    return f"CASE WHEN regexp_full_match({text}, '{PATTERNS[way]}') THEN TRY_CAST({plain} AS DOUBLE) END"
