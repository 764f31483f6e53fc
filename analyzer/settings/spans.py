"""Ranges in an address: of durations (`1d..3d`, `>1d..3d`, `..2h`) and of numbers (`100..500`)."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from analyzer.settings.durations import parse_duration

UNITS = (("d", 86_400.0), ("h", 3_600.0), ("m", 60.0))
_ZERO = re.compile(r"0+(\.0+)?\s*[a-z]*")


@dataclass(frozen=True)
class Span:
    """From `least` to `most`, both included, None where it is open; `above`: the lower end itself is not."""

    least: float | None = None
    most: float | None = None
    above: bool = False


def read_span(text: str, of_time: bool = True) -> Span:
    """A range of durations in seconds, or of numbers. A sign `>` before the lower end leaves that end out.

    Raises ValueError with what is wrong: no range, an end that is no duration (no number), an end before the beginning.
    """
    least, dots, most = (part.strip() for part in text.partition(".."))
    above = least.startswith(">")
    least = least.removeprefix(">").strip()
    if not dots or not (least or most):
        raise ValueError("not a range")
    read = _seconds if of_time else _number
    ends = [read(end) if end else None for end in (least, most)]
    if ends[0] is not None and ends[1] is not None and ends[1] < ends[0]:
        raise ValueError("the end comes before the beginning")
    return Span(ends[0], ends[1], above)


def span_text(over_s: float | None, up_to_s: float | None) -> str:
    """Durations above one and up to another as a range of an address."""
    least = "" if over_s is None else f">{duration_text(over_s)}"
    return f"{least}..{'' if up_to_s is None else duration_text(up_to_s)}"


def duration_text(seconds: float) -> str:
    """A duration as an address has it, exact to the microsecond: 2d, 36h, 90m, 12.5s."""
    for unit, size in UNITS:
        if seconds >= size and seconds % size == 0:
            return f"{seconds / size:.0f}{unit}"
    text = f"{seconds:.6f}"
    return f"{text.rstrip('0').rstrip('.')}s"


def _seconds(end: str) -> float:
    if _ZERO.fullmatch(end):
        return 0.0
    try:
        found = parse_duration(end)
    except ValueError as error:
        raise ValueError(f"{end}: {error}") from None
    if found.working:
        raise ValueError("working time")
    return found.seconds


def _number(end: str) -> float:
    try:
        found = float(end)
    except ValueError:
        raise ValueError(f"{end}: not a number") from None
    if not math.isfinite(found):
        raise ValueError(f"{end}: not a number")
    return found
