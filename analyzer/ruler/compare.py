"""Two rulers side by side: what a fresh calibration would measure otherwise."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from analyzer.tables.ruler import Ruler

PARTS = ("pause", "reactions", "targets", "timing", "lags", "bins", "columns", "numbers", "waits", "durations")
NAMED = {
    "reactions": ("activity",),
    "targets": ("stage",),
    "timing": ("group",),
    "lags": ("stage",),
    "bins": ("stage", "company", "asked"),
    "columns": ("attribute",),
    "numbers": ("attribute", "take"),
    "waits": ("start", "end"),
    "durations": ("stage",),
}
COUNTS = ("visits", "cases", "events", "signals", "pauses", "after_bad", "values", "agreement")  # sizes, not measures


@dataclass(frozen=True)
class Difference:
    """One measure that two rulers set otherwise: its part, what it belongs to, and both values (None: not there)."""

    part: str
    of: tuple[str, ...]
    before: Any
    after: Any


def compare_rulers(before: Ruler, after: Ruler) -> tuple[Difference, ...]:
    """Everything that is measured otherwise, in the order of the parts; on how many observations a part rests does
    not count."""
    found = []
    for part in PARTS:
        old, new = (_entries(part, getattr(r, part)) for r in (before, after))
        for key in sorted(old.keys() | new.keys()):
            if old.get(key) != new.get(key):
                found.append(Difference(part, key, old.get(key), new.get(key)))
    return tuple(found)


def _entries(part: str, value: Any) -> dict[tuple[str, ...], Any]:
    rows = value if isinstance(value, tuple) else (value,)
    names = NAMED.get(part, ())
    return {
        tuple(str(getattr(row, n)) for n in names): {
            f.name: getattr(row, f.name) for f in fields(row) if f.name not in (*names, *COUNTS)
        }
        for row in rows
    }
