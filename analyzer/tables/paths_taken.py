"""Pages of the paths that cases take: every variant, with how long it takes and what its customers say."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.tables.heard_share import HeardShare


@dataclass(frozen=True)
class PathTaken:
    """A variant: its activities, its number by frequency (1 is the most frequent), the cases that take it, their share
    of all cases of the slice, and the median and 90th percentile of their seconds from first to last event."""

    activities: tuple[str, ...]
    rank: int
    cases: int
    share: float
    median_s: float
    p90_s: float
    heard: HeardShare


@dataclass(frozen=True)
class PathsPage:
    """One page: of `total` variants `found` hold what was searched for; `cases` take these."""

    rows: tuple[PathTaken, ...]
    found: int
    total: int
    cases: int
    page: int
    pages: int
