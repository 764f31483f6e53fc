"""Simulated years of nights. A year has a history before its first night; each night knows the days until then.

A project of five findings: hidden friction with one driver (two of ten visits have it, and are three times as often
unhappy), two shared failures, a silent defect whose share off target lies just above the limit of 20 %, and a broken
promise. Visits a day are Poisson, outcomes independent: what chance alone makes of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from analyzer.nightly import classify
from analyzer.tables.nights import DayCounts, DriverDays, WatchedFinding, WatchedNight

HISTORY = 365
NIGHTS = 365
FIRST = date(2024, 1, 1)
DAYS = tuple((FIRST + timedelta(days=i)).isoformat() for i in range(HISTORY + NIGHTS))
EXPOSED = 0.2  # of the visits have the driver
RATIO = 3.0  # as often unhappy with it

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Plan:
    """What happens to the hidden friction in a year: `points` on the unhappy share from night `at` on; or its driver is
    gone from night `at` to night `until`. All else stands still."""

    points: float = 0.0
    at: int = 0
    driver_gone: bool = False
    until: int = NIGHTS
    a_day: int = 10  # heard visits of a stage
    bad: float = 0.2  # of them unhappy


@dataclass(frozen=True)
class Told:
    """One thing that a night said."""

    night: int
    id: str
    word: str


@dataclass
class Outcome:
    """What a year said, and the first night on which the usual interval of 95 % excluded 0: of the hidden friction
    (None: never), and whether that of any finding did."""

    told: list[Told] = field(default_factory=list)
    naive: int | None = None
    naive_any: bool = False


def year(rng: np.random.Generator, plan: Plan) -> Outcome:
    """One year, looked at every night."""
    made = _findings(rng, plan)
    outcome = Outcome()
    history = classify(None, _night(made, 0)).history
    for night in range(1, NIGHTS + 1):
        changes = classify(history, _night(made, night))
        history = changes.history
        outcome.told += [Told(night, said.id, said.word) for said in changes.said]
    alarms = {f.id: first_alarm(f.measure, plan.at if f.id == "friction" else 0) for f in made if f.measure is not None}
    outcome.naive = alarms["friction"]
    outcome.naive_any = any(night is not None for night in alarms.values())
    return outcome


def _findings(rng: np.random.Generator, plan: Plan) -> list[WatchedFinding]:
    """The five findings with all their days; a night sees the beginning of them."""
    felt = _shared(rng, 0.15, plan.a_day), _shared(rng, 0.3, plan.a_day)
    defect, promise = _share(rng, 25, 0.205), _share(rng, 15, 0.10)
    measure, driver = _friction(rng, plan)
    return [
        WatchedFinding("friction", "hidden_friction", "Delivery", True, measure, drivers=(driver,)),
        WatchedFinding("ordering", "shared_failure", "Ordering", True, *felt[0], level=0.05),
        WatchedFinding("returns", "shared_failure", "Returns", True, *felt[1], level=0.05),
        WatchedFinding("picking", "silent_defect", "Picking", True, defect, defect, 0.20),
        WatchedFinding("invoicing", "broken_promise", "Invoicing", True, promise, promise, 0.05),
    ]


def _friction(rng: np.random.Generator, plan: Plan) -> tuple[DayCounts, DriverDays]:
    total = HISTORY + NIGHTS
    day = np.arange(total) - HISTORY
    visits = rng.poisson(plan.a_day, total)
    away = (day >= plan.at) & (day < plan.until) & plan.driver_gone
    exposed = np.where(away, 0, rng.binomial(visits, EXPOSED))
    plain = plan.bad / (1 + EXPOSED * (RATIO - 1))  # the share without the driver
    raised = (plan.bad + np.where(day >= plan.at, plan.points, 0.0)) / plan.bad
    exposed_bad = rng.binomial(exposed, np.minimum(plain * RATIO * raised, 1.0))
    other_bad = rng.binomial(visits - exposed, plain * raised)
    driver = DriverDays(
        "driver", DAYS, *map(_plain, (exposed_bad, exposed - exposed_bad, other_bad, visits - exposed - other_bad))
    )
    return DayCounts(DAYS, _plain(visits), _plain(exposed_bad + other_bad)), driver


def _shared(rng: np.random.Generator, missed: float, a_day: int) -> tuple[DayCounts, DayCounts]:
    """Heard visits that are off target and unhappy (half of those off target), and judged visits off target."""
    judged = rng.poisson(2.5 * a_day, HISTORY + NIGHTS)
    off = rng.binomial(judged, missed)
    heard_off, heard_on = rng.binomial(off, 0.4), rng.binomial(judged - off, 0.4)
    felt = DayCounts(DAYS, _plain(heard_off + heard_on), _plain(rng.binomial(heard_off, 0.5)))
    return felt, DayCounts(DAYS, _plain(judged), _plain(off))


def _share(rng: np.random.Generator, a_day: int, share: float) -> DayCounts:
    visits = rng.poisson(a_day, HISTORY + NIGHTS)
    return DayCounts(DAYS, _plain(visits), _plain(rng.binomial(visits, share)))


def _night(made: list[WatchedFinding], night: int) -> WatchedNight:
    upto = HISTORY + night
    return WatchedNight(DAYS[upto - 1], "ruler", "settings", tuple(until(f, upto) for f in made))


def until(found: WatchedFinding, upto: int) -> WatchedFinding:
    """The finding as it is known after so many days."""
    drivers = tuple(
        DriverDays(
            d.key,
            d.days[:upto],
            d.exposed_bad[:upto],
            d.exposed_good[:upto],
            d.other_bad[:upto],
            d.other_good[:upto],
        )
        for d in found.drivers
    )
    measure, reported = (
        None if c is None else DayCounts(c.days[:upto], c.n[:upto], c.bad[:upto])
        for c in (found.measure, found.reported)
    )
    return WatchedFinding(found.id, found.kind, found.stage, True, measure, reported, found.level, drivers=drivers)


def first_alarm(counts: DayCounts, at: int) -> int | None:
    """The first night, counted from night `at`, whose usual interval of 95 % of the difference to all days before
    excludes 0."""
    n, bad = np.array(counts.n, float), np.array(counts.bad, float)
    start = HISTORY + at
    n0, bad0 = n[:start].sum(), bad[:start].sum()
    n1, bad1 = n[start:].cumsum(), bad[start:].cumsum()
    p1, p0 = bad1 / np.maximum(n1, 1), bad0 / n0
    together = (bad1 + bad0) / (n1 + n0)
    error = np.sqrt(together * (1 - together) * (1 / np.maximum(n1, 1) + 1 / n0))
    alarms = np.flatnonzero((np.abs(p1 - p0) > 1.96 * error) & (n1 > 0))
    return int(alarms[0]) + 1 if len(alarms) else None


def _plain(values: Counts) -> tuple[int, ...]:
    return tuple(values.tolist())
