"""The scale of a kind of survey."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Which scores are bad and which good, both ends included; what lies between is neutral."""

    bad_low: float
    bad_high: float
    good_low: float
    good_high: float

    @property
    def low(self) -> float:
        return min(self.bad_low, self.good_low)

    @property
    def high(self) -> float:
        return max(self.bad_high, self.good_high)
