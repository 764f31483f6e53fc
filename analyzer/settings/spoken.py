"""Durations, counts and risk ratios as people say them."""

from __future__ import annotations

MOST_TIMES = 100  # a risk ratio above is only said to be above

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


def ratio_words(ratio: float | None) -> str:
    """A risk ratio: 4.2×, or more than 100×. Where nearly all unhappy visits have what they are compared by, the
    estimate grows without bounds and its digits mean nothing."""
    if ratio is None:
        return "–"
    return f"more than {MOST_TIMES}×" if ratio > MOST_TIMES else f"{ratio:.1f}×"


def ratio_span(low: float | None, high: float | None) -> str:
    """The limits of a risk ratio: 3.5–5.0; 38.0 or more where the upper one is above a hundred; ∞ where no finite
    number bounds it."""
    if low is None:
        return "–"
    if high is None:
        return f"{low:.1f}–∞"
    return f"{min(low, MOST_TIMES):.1f} or more" if high > MOST_TIMES else f"{low:.1f}–{high:.1f}"


def _count(number: float, word: str) -> str:
    text = f"{number:.1f}".removesuffix(".0")
    return f"{text} {word}" if text == "1" else f"{text} {word}s"
