"""A process comparison: what the cases of two groups of visits do, and how sure the difference is."""

from __future__ import annotations

from typing import TypedDict

from analyzer.tables.interval import IntervalRow


class GroupsRow(TypedDict):
    """Visits of the two groups."""

    bad: int
    good: int


class DifferenceRow(TypedDict):
    """Shares of each group's visits (0–1) in whose cases it happened, of those in which that was settled."""

    bad_share: float
    good_share: float
    difference: IntervalRow
    q: float | None
    bad_n: int
    good_n: int


class ComparedActivityRow(DifferenceRow):
    """An activity that happened, or (under `repeats`) that happened twice or more."""

    activity: str


# `from` is a word of Python, so this part is written as a call
_Path = TypedDict("_Path", {"from": str, "to": str})


class ComparedFlowRow(DifferenceRow, _Path):
    """One activity that directly follows another; medians in seconds, None where a group has no such succession."""

    median_s_bad: float | None
    median_s_good: float | None


class ComparisonRow(TypedDict):
    """`by`: whose verdict parts the groups, customer or company. The largest differences stand first."""

    groups: GroupsRow
    by: str
    activities: list[ComparedActivityRow]
    flows: list[ComparedFlowRow]
    repeats: list[ComparedActivityRow]
