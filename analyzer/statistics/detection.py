"""How likely a change is to be seen, and when: the placebo t with group-sequential bounds, before anything is tried."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzer.statistics.placebo import FARTHEST, LEAST_CHANCE, NORMAL
from analyzer.statistics.sequential import obrien_fleming_bounds
from analyzer.statistics.student import t_quantile

DRAWS = 2000
SEED = 9
LEAST_UNITS = 3  # to be held against
LEAST_VISITS = 20  # of a unit in each period


@dataclass(frozen=True)
class WeeklySpread:
    """What weeks are like before anything is tried. `visits`, `shares`: heard visits a week and unhappy share (0–1) of
    each unit, the one to be treated first. `shock`: standard deviation of a unit's week beyond chance, in share;
    `memory`: correlation of one week's with the next one's."""

    visits: tuple[float, ...]
    shares: tuple[float, ...]
    shock: float
    memory: float = 0.0


def weekly_spread(visits: Sequence[Sequence[float]], bad: Sequence[Sequence[float]]) -> WeeklySpread:
    """The spread of units' weeks, from a table of units × weeks, the unit to be treated first.

    Unit: shares 0–1. Formula: y = bad/visits less the unit's mean less the mean of the untreated in that week; σ² its
    mean square over the untreated with (k − 1)·(w − 1) degrees of freedom; shock² = σ² less the mean of p·(1 − p)/n;
    memory = (lag-1 covariance + σ²/w)/shock² within 0–0.95, where σ²/w undoes what taking the mean of a short series
    costs. Weeks in which an untreated unit has no visit are left out. Raises ValueError with fewer than two untreated
    units. Not to be trusted with fewer than about eight weeks: shocks that last longer than that cannot be seen.
    """
    n, b = np.asarray(visits, float), np.asarray(bad, float)
    if n.ndim != 2 or len(n) < 3 or n.shape != b.shape:
        raise ValueError(f"A spread needs two untreated units and a table of units by weeks; got {n.shape}.")
    total = np.maximum(n.sum(1), 1.0)
    shares = b.sum(1) / total
    per_week = n.mean(1)
    whole = (n[1:] > 0).all(0)
    n, b, k = n[1:, whole], b[1:, whole], len(n) - 1
    weeks = n.shape[1]
    shock = memory = 0.0
    if weeks > 2:
        y = b / n
        y = y - y.mean(1, keepdims=True)
        y = y - y.mean(0)
        spread = float((y**2).sum()) / ((k - 1) * (weeks - 1))
        p = (b.sum(1) + 1) / (n.sum(1) + 2)
        beyond = spread - float(((p * (1 - p))[:, None] / n).mean())
        if beyond > 0:
            lagged = float((y[:, 1:] * y[:, :-1]).sum()) / ((k - 1) * (weeks - 1)) + spread / weeks
            shock, memory = math.sqrt(beyond), min(max(lagged / beyond, 0.0), 0.95)
    return WeeklySpread(tuple(map(float, per_week)), tuple(map(float, shares)), shock, memory)


def chance_to_see(spread: WeeklySpread, effect: float, before: int, of: int, draws: int = DRAWS) -> tuple[float, ...]:
    """The chance (0–1) that a change of the treated share is seen by the end of each of `of` weeks, one look a week.

    Grain: one entry a week, never falling. `effect`: −1 to 1, a fall below 0; seen is a limit of the placebo t, at the
    bound of that look, on its side of 0. `before`: weeks before the start that it is held against.
    Method: `draws` histories with normal weeks (shocks of `spread`, and chance p·(1 − p)/n) from a fixed seed, judged
    as `placebo_difference` does; so it is known to 1/√draws, 2 points, at most. Units with fewer than 20 visits in a
    period are left out; with fewer than three nothing is seen.
    Raises ValueError unless before, of and draws are above 0. Not to be trusted where the weeks to come are not like
    those before, nor where the shares lie so near 0 that the effect leads beyond it.
    """
    if min(before, of, draws) < 1:
        raise ValueError(f"A plan needs weeks before, weeks after and draws; got {before}, {of}, {draws}.")
    chance = np.random.default_rng(SEED)
    bounds = obrien_fleming_bounds([week / of for week in range(1, of + 1)])
    visits = np.maximum(np.asarray(spread.visits), 1e-9)
    first, then = np.asarray(spread.shares), np.asarray(spread.shares).copy()
    then[0] = min(max(then[0] + effect, 0.0), 1.0)
    shock = chance.normal(0.0, spread.shock, (draws, len(visits)))
    sums = [np.zeros_like(shock), np.zeros_like(shock)]
    seen = np.zeros(draws, dtype=bool)
    found = []
    for week in range(-before, of):
        after = week >= 0
        p = then if after else first
        sums[after] += p + shock + chance.normal(size=shock.shape) * np.sqrt(p * (1 - p) / visits)
        step = chance.normal(0.0, spread.shock, shock.shape)
        shock = spread.memory * shock + math.sqrt(1 - spread.memory**2) * step
        if not after:
            continue
        counted = visits * min(before, week + 1) >= LEAST_VISITS
        if counted[0] and counted[1:].sum() >= LEAST_UNITS:
            changes = (sums[1] / (week + 1) - sums[0] / before)[:, counted]
            variance = (first * (1 - first) / before + then * (1 - then) / (week + 1))[counted] / visits[counted]
            seen |= _seen(changes, variance, bounds[week], effect)
        found.append(float(seen.mean()))
    return tuple(found)


def _seen(
    changes: NDArray[np.float64], variance: NDArray[np.float64], bound: float, effect: float
) -> NDArray[np.bool_]:
    """Which histories (rows; the treated unit's change first) show the effect at a look; as placebo_difference."""
    if bound > FARTHEST:
        return np.zeros(len(changes), dtype=bool)
    k = changes.shape[1] - 1
    value = changes[:, 0] - changes[:, 1:].mean(1)
    even = float(variance[1:].mean())
    factor = max(1.0, float(variance[0]) / even) if even else 1.0
    error = changes[:, 1:].std(1, ddof=1) * math.sqrt(factor + 1 / k)
    by_chance = LEAST_CHANCE * bound * math.sqrt(float(variance[0]) + even / k)
    half = np.maximum(t_quantile(NORMAL.cdf(bound), k - 1) * error, by_chance)
    return value * math.copysign(1.0, effect) - half > 0


def weeks_to_see(
    spread: WeeklySpread, effect: float, most_before: int, power: float = 0.8, most: int = 52
) -> int | None:
    """The fewest weeks until a review at which the change is seen with the chance `power`; None beyond `most` weeks.

    Each plan has as many weeks before as after, at least 8, at most `most_before`. Found by halving, for the chance
    grows with the weeks. Raises ValueError as chance_to_see.
    """
    low, high = 0, most + 1
    while high - low > 1:
        weeks = (low + high) // 2
        enough = chance_to_see(spread, effect, min(max(weeks, 8), most_before), weeks)[-1] >= power
        low, high = (low, weeks) if enough else (weeks, high)
    return high if high <= most else None
