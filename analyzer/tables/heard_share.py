"""How many of some cases' customers were heard, and how many of these are unhappy."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.tables.interval import NO_DATA, Interval


@dataclass(frozen=True)
class HeardShare:
    """`cases` in all; `heard` of them have a rated visit in the slice, and `unhappy` of these one that is bad.

    `share` is unhappy / heard with its 95 % interval, for cases of one customer go together; no data where nobody was
    heard.
    """

    cases: int = 0
    heard: int = 0
    unhappy: int = 0
    share: Interval = NO_DATA
    design: float = 1.0  # by how much that widens its variance


NOBODY = HeardShare()
