"""The tests behind a change: each looks at days after a reference period, and holds however many nights look.

A change may come long after the reference period, and would drown in the quiet days between. So each test is made for
several starts: the day after the reference, and every 28 days from then on. The level is shared out among them, half to
the first, half·1/(j(j + 1)) to the j-th later one, which adds up to the whole for any number of starts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from analyzer.statistics.sequential import always_valid_difference, always_valid_excess, always_valid_share
from analyzer.tables.interval import NO_DATA, Interval
from analyzer.tables.nights import DayCounts, DriverDays, Reference

START_EVERY = 28  # days between the starts that are tried
EXPECTED_DAYS = 30  # the limits are tightest for the visits of so many days at the reference's rate
LEAST_INFORMATION = 5.0  # n·p·(1 − p) below which a sum of visits is not normal enough to be judged
LEAST_EXPOSED = 20  # visits with, and without, a driver from which its effect is judged
LEAST_WEEKS = 8  # of a reference, to say how much its weeks wobble


@dataclass(frozen=True)
class Period:
    """Visits and unhappy ones of some days."""

    n: int
    bad: int

    @property
    def share(self) -> float:
        return self.bad / self.n if self.n else 0.0


@dataclass(frozen=True)
class Shift:
    """A share that differs from its reference: both periods, the limits of the difference, and the day since when."""

    before: Period
    after: Period
    difference: Interval
    since: str


def day_after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def days_between(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def period(counts: DayCounts, first: str | None, last: str) -> Period:
    """What was counted from `first` (None: the beginning) to `last`, both included."""
    inside = _inside(counts.days, first, last)
    return Period(sum(counts.n[inside]), sum(counts.bad[inside]))


def first_day(counts: DayCounts, reference: Reference) -> str | None:
    """The first day of the reference that has visits."""
    inside = _inside(counts.days, reference.first, reference.last)
    return next((d for d, n in zip(counts.days[inside], counts.n[inside], strict=True) if n), None)


def weekly_dispersion(counts: DayCounts, first: str | None, last: str) -> float:
    """By how much the share wobbles from week to week beyond chance: a factor on the variance, at least 1.

    Formula: Pearson's χ² over its degrees of freedom, and with it what neighbouring weeks have in common: γ₀ +
    2·Σ(1 − k/(L + 1))·γ_k over the standardised weeks, k up to L, an eighth of the weeks; never below γ₀. 1 where there
    are fewer than eight weeks of five visits and more. A trend within the period counts as wobble.
    Not to be trusted where moods last longer than about two months: then changes are said that go back by themselves.
    Source: McCullagh & Nelder (1989), Generalized Linear Models, section 4.5; Newey & West (1987), Econometrica 55:703.
    """
    inside = _inside(counts.days, first, last)
    if not counts.days[inside]:
        return 1.0
    weeks = np.array([(date.fromisoformat(d).toordinal() - 1) // 7 for d in counts.days[inside]])
    weeks -= weeks[0]  # from Monday to Sunday
    n = np.bincount(weeks, weights=np.array(counts.n[inside]))
    bad = np.bincount(weeks, weights=np.array(counts.bad[inside]))[n >= 5]
    n = n[n >= 5]
    share = bad.sum() / n.sum() if len(n) else 0.0
    if len(n) < LEAST_WEEKS or share in (0.0, 1.0):
        return 1.0
    strays = (bad - n * share) / np.sqrt(n * share * (1 - share))
    alone = float(strays @ strays) / (len(n) - 1)
    lags = len(n) // LEAST_WEEKS
    common = sum((1 - k / (lags + 1)) * float(strays[k:] @ strays[:-k]) / (len(n) - 1) for k in range(1, lags + 1))
    return max(alone + 2 * common, alone, 1.0)


def starts(reference: Reference, last: str, alpha: float) -> Iterator[tuple[str, float]]:
    """The first days that are tried, each with its part of the level."""
    start, number = day_after(reference.last, 1), 0
    while start <= last:
        yield start, alpha / 2 if number == 0 else alpha / 2 / (number * (number + 1))
        start, number = day_after(start, START_EVERY), number + 1


def find_shift(
    counts: DayCounts, reference: Reference, before: Period, last: str, alpha: float, dispersion: float
) -> Shift | None:
    """Whether the share since the reference differs from that of the reference, `before`; None where it is not shown.

    Of several starts that show it the clearest one is told. The chance to say so at any night at all, while nothing has
    changed, is at most `alpha`.
    """
    first = first_day(counts, reference)
    if first is None or not before.n:
        return None
    expected = before.n / (days_between(first, reference.last) + 1) * EXPECTED_DAYS
    found: Shift | None = None
    clearest = 1.0
    for start, level in starts(reference, last, alpha):
        after = period(counts, start, last)
        if _information(before, after) < LEAST_INFORMATION * dispersion:
            continue
        difference = always_valid_difference(after.bad, after.n, before.bad, before.n, expected, level, dispersion)
        if difference.value is None or difference.low is None or difference.high is None:
            continue
        half = max(difference.value - difference.low, difference.high - difference.value)
        if (difference.low > 0 or difference.high < 0) and abs(difference.value) / half > clearest:
            clearest = abs(difference.value) / half
            found = Shift(before, after, difference, _change_day(counts, before.share, start, last, reference))
    return found


def find_below(
    counts: DayCounts, reference: Reference, last: str, level: float, alpha: float, dispersion: float
) -> str | None:
    """The start since which the share is shown to lie below `level`; None where it is not shown."""
    for start, part in starts(reference, last, alpha):
        seen = period(counts, start, last)
        if seen.share >= level:
            continue
        high = always_valid_share(seen.bad, seen.n, part, dispersion).high
        if high is not None and high < level:
            return start
    return None


def find_gone(
    drivers: tuple[DriverDays, ...],
    shares: dict[str, float],
    reference: Reference,
    last: str,
    least_share: float,
    alpha: float,
    dispersion: float,
) -> str | None:
    """The start since which every driver is shown to carry less than `least_share` of the unhappy visits, and at most
    half of what it carried (`shares`); None where it is not shown of all.

    Of a driver it is shown in one of two ways, at half the level each: it has become too rare among the unhappy (exact
    limits), or its excess is too small (from twenty visits with and twenty without it on).
    """
    for start, part in starts(reference, last, alpha):
        if all(
            _is_gone(d, reference, (start, last), least_share, shares.get(d.key, least_share), part / 2, dispersion)
            for d in drivers
        ):
            return start
    return None


def find_back(
    driver: DriverDays, reference: Reference, last: str, least_share: float, alpha: float, dispersion: float
) -> str | None:
    """The start since which a driver again carries `least_share` of the unhappy visits (the estimate) and shows an
    excess at all (its limits); None where it does not."""
    expected = _expected(driver, reference)
    for start, part in starts(reference, last, alpha):
        cells = driver_cells(driver, start, last)
        if min(cells[0] + cells[1], cells[2] + cells[3]) < LEAST_EXPOSED or cells[0] < LEAST_INFORMATION:
            continue
        low = always_valid_excess(cells, 0.0, expected, part, dispersion).low
        if low is not None and low > 0 and driver_share(cells) >= least_share:
            return start
    return None


def driver_cells(driver: DriverDays, first: str | None, last: str) -> tuple[float, float, float, float]:
    """Exposed and unhappy, exposed and content, unhappy without it, content without it, in the days given."""
    inside = _inside(driver.days, first, last)
    a, b, c, d = (
        float(sum(column[inside]))
        for column in (driver.exposed_bad, driver.exposed_good, driver.other_bad, driver.other_good)
    )
    return a, b, c, d


def driver_share(cells: tuple[float, float, float, float]) -> float:
    """The part of all unhappy visits that goes with the driver: 1 − P(bad | without it)/P(bad), at least 0; unadjusted.

    0 without unhappy visits. Source: Bruzzi et al. (1985), Am. J. Epidemiology 122:904.
    """
    a, b, c, d = cells
    bad, others = a + c, c + d
    if not bad:
        return 0.0
    return 1.0 if not others else max(1 - (c / others) / (bad / (a + b + c + d)), 0.0)


def _is_gone(
    driver: DriverDays,
    reference: Reference,
    days: tuple[str, str],
    least: float,
    carried: float,
    alpha: float,
    dispersion: float,
) -> bool:
    cells = driver_cells(driver, *days)
    a, b, c, d = cells
    if driver_share(cells) > carried / 2:
        return False
    rare: Interval = always_valid_share(a, a + c, alpha, dispersion) if a < least * (a + c) else NO_DATA
    if rare.high is not None and rare.high < least:
        return True
    if min(a + b, c + d) < LEAST_EXPOSED or a + c < LEAST_INFORMATION:
        return False
    high = always_valid_excess(cells, least, _expected(driver, reference), alpha, dispersion).high
    return high is not None and high < 0


def _expected(driver: DriverDays, reference: Reference) -> float:
    """The visits of thirty days at the reference's rate: fixed before the days that are judged."""
    known = driver.days[_inside(driver.days, reference.first, reference.last)]
    visits = sum(driver_cells(driver, reference.first, reference.last))
    return visits / (days_between(known[0], reference.last) + 1) * EXPECTED_DAYS if known else float(LEAST_EXPOSED)


def _information(before: Period, after: Period) -> float:
    together = (before.bad + after.bad + 1) / (before.n + after.n + 2)
    return after.n * together * (1 - together)


def _change_day(counts: DayCounts, usual: float, start: str, last: str, reference: Reference) -> str:
    """The day from which on the visits differ most clearly from the usual share: the start of the tail with the largest
    likelihood ratio (Page 1955; Hinkley 1970)."""
    inside = _inside(counts.days, day_after(reference.last, 1), last)
    days = counts.days[inside]
    n = np.array(counts.n[inside], float)[::-1].cumsum()[::-1]
    bad = np.array(counts.bad[inside], float)[::-1].cumsum()[::-1]
    share = np.where(n > 0, bad / np.maximum(n, 1), usual)
    limited = min(max(usual, 1e-6), 1 - 1e-6)
    with np.errstate(divide="ignore", invalid="ignore"):
        up = np.where(share > 0, share * np.log(share / limited), 0.0)
        down = np.where(share < 1, (1 - share) * np.log((1 - share) / (1 - limited)), 0.0)
    return days[int(np.argmax(n * (up + down)))] if days else start


def _inside(days: tuple[str, ...], first: str | None, last: str) -> slice:
    """Where the days from `first` to `last` stand; days rise."""
    return slice(bisect_left(days, first or ""), bisect_right(days, last))
