"""How a rule is kept: the cases that it asks something of, those that break it, and what the customers of both say."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.tables.heard_share import HeardShare
from analyzer.tables.interval import Interval


@dataclass(frozen=True)
class RuleKept:
    """`rule` as an address has it. `violations`: events without what must follow them, or cases with both activities.

    `broken` and `kept` are the cases of either kind; `open` ones may still go either way. `difference`: the unhappy
    share of the cases that break it less that of those that keep it. `problem`: why nothing can be said.
    """

    rule: str
    violations: int
    open: int
    broken: HeardShare
    kept: HeardShare
    difference: Interval
    problem: str | None = None
