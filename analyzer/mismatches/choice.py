"""A candidate that was chosen as a driver, and within what others are tested given it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analyzer.mismatches.adjust import Exposure
from analyzer.mismatches.amounts import variable
from analyzer.mismatches.candidates import Candidate

Side = tuple[Candidate, bool]  # a candidate, and whether its complement is meant


@dataclass(frozen=True)
class Choice:
    """A chosen candidate on the side that raises the risk; `column` holds its state for every visit, `band` the band of
    its amount, where it is one. `beside`: the choices before it that bring it about."""

    candidate: Candidate
    absent: bool
    q: float
    column: str
    band: str | None = None
    beside: tuple[Choice, ...] = ()
    twins: tuple[Side, ...] = ()

    def strata(self, tested: Candidate) -> tuple[str, ...]:
        """The columns within which another candidate is tested: the state, and the band of its amount.

        The other end of the same amount (haste, where waiting was chosen) lies in bands of its own, in which nothing
        can be compared: it is tested within the state alone.
        """
        return (self.column, self.band) if self.band and not other_end(self.candidate, tested) else (self.column,)

    @property
    def exposure(self) -> Exposure:
        """The side that raises the risk; one whose other side has no name is tested on this one only."""
        return Exposure(self.column, self.absent, one_sided=self.candidate.opposite is None)


def strata_of(choices: Iterable[Choice], tested: Candidate) -> tuple[str, ...]:
    """The columns within which a candidate is tested given some choices."""
    return tuple(column for choice in choices for column in choice.strata(tested))


def other_end(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates are the two ends of one amount."""
    same = variable(one) is not None and variable(one) == variable(other)
    return same and ("over_seconds" in one.keys) != ("over_seconds" in other.keys)
