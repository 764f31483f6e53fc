"""The rows of a process comparison: shares of two groups of visits, their difference, and how sure it is."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from analyzer.mismatches.settled import Mask, covers
from analyzer.tables.comparison import ComparedActivityRow, ComparedFlowRow, DifferenceRow

ACTIVITIES, FLOWS = 40, 60  # rows that are kept, the largest differences first
SETTLED = 0.05  # of each group: what is known of fewer visits says nothing about the rest


@dataclass(frozen=True)
class Counts:
    """Visits of the two groups."""

    bad: int
    good: int


@dataclass(frozen=True)
class Group:
    """The two groups of visits, by what was settled when their customers spoke (mismatches/settled.py)."""

    by_mask: tuple[tuple[Mask, Counts], ...]

    @property
    def bad(self) -> int:
        return sum(counts.bad for _, counts in self.by_mask)

    @property
    def good(self) -> int:
        return sum(counts.good for _, counts in self.by_mask)

    def settled(self, needs: Mask) -> Counts:
        """The visits for which all of these bits are set."""
        there = [counts for mask, counts in self.by_mask if covers(mask, needs)]
        return Counts(sum(c.bad for c in there), sum(c.good for c in there))


@dataclass(frozen=True)
class Seen:
    """One row before it is written: what it is, in how many visits of each group it happened, of how many."""

    keys: dict[str, Any]
    had: Counts
    of: Counts
    further: dict[str, Any]

    @property
    def difference(self) -> float:
        return self.had.bad / self.of.bad - self.had.good / self.of.good


def activity_rows(rows: Iterable[dict[str, Any]], group: Group) -> list[ComparedActivityRow]:
    """A row an activity: in how many visits' cases it happened."""
    written = _written(
        [
            Seen({"activity": row["first"]}, Counts(int(row["bad"]), int(row["good"])), group.settled(row["needs"]), {})
            for row in rows
        ],
        group,
        ACTIVITIES,
    )
    return cast(list[ComparedActivityRow], written)


def repeat_rows(rows: Iterable[dict[str, Any]], group: Group) -> list[ComparedActivityRow]:
    """A row an activity that happened twice or more in a case: in how many visits' cases it did."""
    written = _written(
        [
            Seen(
                {"activity": row["first"]},
                Counts(int(row["bad_twice"]), int(row["good_twice"])),
                group.settled(row["needs"]),
                {},
            )
            for row in rows
            if row["bad_twice"] + row["good_twice"] > 0
        ],
        group,
        ACTIVITIES,
    )
    return cast(list[ComparedActivityRow], written)


def flow_rows(rows: Iterable[dict[str, Any]], group: Group) -> list[ComparedFlowRow]:
    """A row a path: in how many visits' cases the one activity follows the other directly, and after how long."""
    written = _written(
        [
            Seen(
                {"from": row["first"], "to": row["second"]},
                Counts(int(row["bad"]), int(row["good"])),
                group.settled(row["needs"]),
                {name: _seconds(row[name]) for name in ("median_s_bad", "median_s_good")},
            )
            for row in rows
        ],
        group,
        FLOWS,
    )
    return cast(list[ComparedFlowRow], written)


def _seconds(value: Any) -> float | None:
    """The median as a number; None where a group has no such succession."""
    return None if value is None or value != value else float(value)


def _written(seen: list[Seen], group: Group, most: int) -> list[DifferenceRow]:
    """Rows that are known of enough visits of both groups, the largest difference first, each corrected for all."""
    from analyzer.statistics.false_discovery import benjamini_hochberg
    from analyzer.statistics.proportions import two_share_difference
    from analyzer.statistics.risk_ratio import p_values

    enough = Counts(*(math.ceil(SETTLED * n) or 1 for n in (group.bad, group.good)))
    rows = [row for row in seen if row.of.bad >= enough.bad and row.of.good >= enough.good]
    if not rows:
        return []
    p = p_values(
        [row.had.bad for row in rows],
        [row.had.good for row in rows],
        [row.of.bad - row.had.bad for row in rows],
        [row.of.good - row.had.good for row in rows],
    )
    tested = sorted(
        zip(rows, benjamini_hochberg(p), strict=True),
        key=lambda pair: (-round(abs(pair[0].difference), 12), *pair[0].keys.values()),
    )
    return [
        cast(DifferenceRow, row.keys | row.further)
        | {
            "bad_share": row.had.bad / row.of.bad,
            "good_share": row.had.good / row.of.good,
            "difference": two_share_difference(row.had.bad, row.of.bad, row.had.good, row.of.good).as_dict(),
            "q": float(q),
            "bad_n": row.of.bad,
            "good_n": row.of.good,
        }
        for row, q in tested[:most]
    ]
