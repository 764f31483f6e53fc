"""Two slices side by side: shares of each stage with their difference, and the cases of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.tables.interval import Interval

SharedMeasure = Literal["hidden", "unhappy", "off_target", "unfelt"]


@dataclass(frozen=True)
class SharePair:
    """One share of a stage on both sides (0–1, with its interval), of how many visits, and A − B.

    `hidden`: unhappy and on target; `unfelt`: off target and not unhappy, both of the visits that both sides judge.
    `unhappy`: of the visits whose customer was heard. `off_target`: of those that have a verdict of ours.
    """

    stage: str
    measure: SharedMeasure
    first: Interval
    first_n: int
    second: Interval
    second_n: int
    difference: Interval

    @property
    def clear(self) -> bool:
        """Whether the interval of the difference leaves out 0."""
        low, high = self.difference.low, self.difference.high
        return low is not None and high is not None and (low > 0 or high < 0)


@dataclass(frozen=True)
class CasesBeside:
    """Cases of A, of B, and of both at once, of how many in the run; the median seconds from first to last event of
    each side's ended cases (None where none has ended)."""

    first: int
    second: int
    both: int
    of: int
    first_median_s: float | None
    second_median_s: float | None
