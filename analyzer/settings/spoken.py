"""Durations and counts as people say them."""

from __future__ import annotations

_STEPS = (
    (604_800.0 * 8, 604_800.0, "week"),
    (86_400.0 * 2, 86_400.0, "day"),
    (3_600.0 * 2, 3_600.0, "hour"),
    (60.0 * 2, 60.0, "minute"),
)


def spoken(seconds: float) -> str:
    """A duration in its largest fitting unit with at most one decimal: `36 hours`, `3.2 days`, `90 minutes`, `45
    seconds`."""
    size = abs(seconds)
    for least, unit_s, word in _STEPS:
        if size >= least:
            return _count(seconds / unit_s, word)
    return _count(seconds, "second")


def plural(noun: str, n: int) -> str:
    """A noun that fits its count: 1 order, 2 orders, 2 categories."""
    if n == 1:
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def _count(number: float, word: str) -> str:
    text = f"{number:.1f}".removesuffix(".0")
    return f"{text} {word}" if text == "1" else f"{text} {word}s"
