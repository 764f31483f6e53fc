"""The process over time: cases as rows of dots, the ways from one activity to another, how long cases take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from analyzer.tables.heard_share import HeardShare


@dataclass(frozen=True)
class DottedCase:
    """A case of a dotted chart: its name, start (naive UTC), seconds from first to last event, and what its customer
    says in the slice: bad, good or unknown."""

    case_id: str
    first_at: datetime
    took_s: float
    customer: str


@dataclass(frozen=True)
class DottedEvent:
    """An event: the row of its case (0-based), its activity, its stage (None: of none) and its time, naive UTC."""

    row: int
    activity: str
    stage_no: int | None
    at: datetime


@dataclass(frozen=True)
class DottedChart:
    """A sample of cases in their order, with their events; `all` are all cases of the slice. `timezone`: the project's,
    in which its UTC times are shown."""

    cases: tuple[DottedCase, ...]
    dots: tuple[DottedEvent, ...]
    all: HeardShare
    timezone: str = "UTC"


@dataclass(frozen=True)
class DurationBand:
    """Cases (or ways) whose duration lies above `over_s` and at most at `up_to_s`; None where the band is open.

    `times`: how many durations lie in it; a case with several ways in a band counts once in `heard`.
    """

    over_s: float | None
    up_to_s: float | None
    times: int
    heard: HeardShare


@dataclass(frozen=True)
class SpectrumLine:
    """One way from the first activity to the second: its two times (naive UTC), its band (0 is the quickest), and
    what the case's customer says: bad, good or unknown."""

    left_at: datetime
    reached_at: datetime
    band: int
    customer: str


@dataclass(frozen=True)
class PerformanceSpectrum:
    """The ways from one activity directly to another, drawn as a sample; the bands rest on all `times` of them."""

    first: str
    second: str
    times: int
    lines: tuple[SpectrumLine, ...]
    bands: tuple[DurationBand, ...]


@dataclass(frozen=True)
class DurationWeek:
    """Cases whose last event lies in a week from its Monday, in UTC: how many, the median and the 90th percentile of
    their seconds from first to last event."""

    monday: date
    ended: int
    median_s: float
    p90_s: float


@dataclass(frozen=True)
class ThroughputTimes:
    """How long ended cases took: by the week of their end, and in bands. `running` cases have not ended, and are in
    neither."""

    ended: int
    running: int
    median_s: float | None
    p90_s: float | None
    weeks: tuple[DurationWeek, ...]
    bands: tuple[DurationBand, ...]
