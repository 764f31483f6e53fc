"""A number with its limits: how every estimate is handed on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypedDict


class LimitsRow(TypedDict):
    """The limits of a number in a document, None where not known."""

    low: float | None
    high: float | None


class IntervalRow(LimitsRow):
    """A number with its limits, as documents hold it; all None where there is no data."""

    value: float | None


class ScoreRow(IntervalRow):
    """A score on the scale of its kind, and the signals that it was made of."""

    n: int


@dataclass(frozen=True)
class Interval:
    """An estimate with its lower and upper confidence limit, all three in the unit of the estimate.

    `value` None says that there is no data; then the limits are None too. Limits may be None or infinite beside a
    known value (one single observation has a mean but no limits). NaN becomes None.
    """

    value: float | None
    low: float | None
    high: float | None

    def __post_init__(self) -> None:
        value = _number(self.value)
        object.__setattr__(self, "value", value)
        object.__setattr__(self, "low", None if value is None else _number(self.low))
        object.__setattr__(self, "high", None if value is None else _number(self.high))

    def as_dict(self) -> IntervalRow:
        """The three numbers for JSON: six significant digits, None for what JSON cannot hold (NaN, infinity)."""
        return {"value": _rounded(self.value), "low": _rounded(self.low), "high": _rounded(self.high)}


def _number(x: float | None) -> float | None:
    return None if x is None or math.isnan(x) else float(x)


def _rounded(x: float | None) -> float | None:
    if x is None or not math.isfinite(x):
        return None
    return float(f"{x:.6g}") + 0.0  # + 0.0 turns -0.0 into 0.0


NO_DATA = Interval(None, None, None)
