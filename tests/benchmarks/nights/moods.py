"""Years in which nothing happens, but weeks have moods of their own, as real ones do: one finding, thirty visits a day.

Each week the unhappy share is off its 20 % by a normal amount; `memory` is the correlation of one week's with the
next's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analyzer.nightly import classify
from analyzer.tables.nights import DayCounts, WatchedFinding, WatchedNight

from .years import DAYS, HISTORY, NIGHTS, first_alarm, until

A_DAY = 30
USUAL = 0.2


@dataclass(frozen=True)
class Moods:
    """The standard deviation of a week's share, and the correlation of neighbouring weeks."""

    deviation: float
    memory: float


MOODS = (Moods(0.03, 0.0), Moods(0.05, 0.0), Moods(0.03, 0.5), Moods(0.03, 0.8))


def moody_year(rng: np.random.Generator, moods: Moods) -> tuple[bool, bool]:
    """Whether anything was said in the year, and whether the usual interval of 95 % alarmed."""
    total = HISTORY + NIGHTS
    off = rng.normal(0, moods.deviation, total // 7 + 1)
    for week in range(1, len(off)):
        off[week] = moods.memory * off[week - 1] + off[week] * (1 - moods.memory**2) ** 0.5
    share = np.clip(USUAL + np.repeat(off, 7)[:total], 0.01, 0.99)
    visits = rng.poisson(A_DAY, total)
    counts = DayCounts(DAYS, tuple(visits.tolist()), tuple(rng.binomial(visits, share).tolist()))
    finding = WatchedFinding("friction", "hidden_friction", "Delivery", True, counts)
    history = None
    said = False
    for night in range(NIGHTS + 1):
        upto = HISTORY + night
        changes = classify(history, WatchedNight(DAYS[upto - 1], "ruler", "settings", (until(finding, upto),)))
        said |= night > 0 and bool(changes.said)
        history = changes.history
    return said, first_alarm(counts, 0) is not None
