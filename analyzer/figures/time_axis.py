"""A time axis for one case: long silences are cut short, and say so."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = 0.12  # of the axis, that a time in which nothing happens may take
FEW = 1.5  # ÷ number of gaps: with few gaps each may take more
STEPS = 60
DAY = timedelta(days=1)


@dataclass(frozen=True)
class TimeAxis:
    """Moments → 0–1. `gaps` are the silences that were cut short: (from, to, seconds) on the axis."""

    moments: tuple[float, ...]
    places: tuple[float, ...]
    gaps: tuple[tuple[float, float, float], ...]
    first: datetime
    last: datetime

    def at(self, moment: datetime) -> float:
        """The place of a moment; between two known ones in proportion, at the ends for what lies outside."""
        t = moment.timestamp()
        if t <= self.moments[0]:
            return self.places[0]
        if t >= self.moments[-1]:
            return self.places[-1]
        i = bisect.bisect_right(self.moments, t)
        before, after = self.moments[i - 1], self.moments[i]
        part = (t - before) / (after - before)
        return self.places[i - 1] + part * (self.places[i] - self.places[i - 1])


def time_axis(moments: Iterable[datetime]) -> TimeAxis:
    """An axis on which each moment has its place.

    Time runs evenly, but for silences: one that would take more than 12 % of the axis (more where there are few) takes
    that much. Raises ValueError without any moment.
    """
    known = sorted(set(moments))
    if not known:
        raise ValueError("A time axis needs a moment.")
    times = [moment.timestamp() for moment in known]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    if not gaps:
        return TimeAxis((times[0],), (0.5,), (), known[0], known[0])
    longest = _longest(gaps)
    widths = [min(gap, longest) for gap in gaps]
    reached = [0.0, *itertools.accumulate(widths)]
    places = [place / reached[-1] for place in reached]
    cut = tuple(
        (places[i], places[i + 1], gap) for i, gap in enumerate(gaps) if gap > longest * 1.5
    )  # a little less is not worth a mark
    return TimeAxis(tuple(times), tuple(places), cut, known[0], known[-1])


def _longest(gaps: list[float]) -> float:
    """The length at which the longest gaps are cut, so that each takes its share of what is left."""
    share = max(LONGEST, FEW / len(gaps))
    longest = max(gaps)
    for _ in range(STEPS):
        longest = min(longest, share * sum(min(gap, longest) for gap in gaps))
    return longest


def ticks(axis: TimeAxis) -> list[tuple[float, str]]:
    """(place, label) of days, or of hours and months where the case is short or long."""
    span = axis.last - axis.first
    if span < timedelta(days=2):
        hours = 1 if span < timedelta(hours=8) else 3 if span < timedelta(hours=20) else 6
        start = axis.first.replace(minute=0, second=0, microsecond=0)
        moments = [start + timedelta(hours=hours * i) for i in range(1, int(span / timedelta(hours=hours)) + 2)]
        return [(axis.at(m), f"{m:%H:%M}") for m in moments if m < axis.last]
    start = axis.first.replace(hour=0, minute=0, second=0, microsecond=0)
    days = span.days + 1
    if days > 400:
        months = [_month(start, i) for i in range(1, days // 28)]
        return [(axis.at(m), f"{m:%b %Y}") for m in months if m < axis.last]
    moments = [start + DAY * i for i in range(1, days + 1)]
    return [(axis.at(m), f"{m.day} {m:%b}") for m in moments if m < axis.last]


def _month(start: datetime, after: int) -> datetime:
    """The first of the month so many months later."""
    years, month = divmod(start.month - 1 + after, 12)
    return start.replace(year=start.year + years, month=month + 1, day=1)
