"""Before and after, treated against untreated: the untreated units' own changes say how far one strays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from analyzer.statistics.student import t_quantile
from analyzer.tables.interval import NO_DATA, Interval

Z_95 = 1.959964
FARTHEST = 7.5  # standard errors; a bound beyond them decides nothing
LEAST_CHANCE = 0.8  # of chance alone, at least; at 1 limits hold 97.5 % with seven others instead of 96.2 %
NORMAL = NormalDist()


@dataclass(frozen=True)
class ShareChange:
    """How a share changed from one period to another. Grain: one unit. Unit: −1 to 1; `variance` is that of chance
    alone, as if visits came independently."""

    value: float
    variance: float


def share_change(bad_before: float, n_before: float, bad_after: float, n_after: float) -> ShareChange:
    """The share after less the share before.

    Grain: one unit. Formula: b1/n1 − b0/n0; variance p0·(1 − p0)/n0 + p1·(1 − p1)/n1, one good and one bad added to
    each period so that a share of 0 or 1 has one. Raises ValueError unless 0 ≤ bad ≤ n and n > 0 in both periods.
    """
    for bad, n in ((bad_before, n_before), (bad_after, n_after)):
        if not 0 <= bad <= n or n == 0:
            raise ValueError(f"A change needs 0 ≤ bad ≤ n and n > 0 in both periods; got {bad} of {n}.")
    variance = 0.0
    for bad, n in ((bad_before, n_before), (bad_after, n_after)):
        p = (bad + 1) / (n + 2)
        variance += p * (1 - p) / n
    return ShareChange(bad_after / n_after - bad_before / n_before, variance)


def placebo_difference(treated: ShareChange, untreated: Sequence[ShareChange], bound: float = Z_95) -> Interval:
    """How much more a treated unit changed than the untreated ones, with limits from their own spread (placebo t).

    Grain: one comparison. Unit: −1 to 1. Formula: d − mean(dᵢ); standard error s·√(f + 1/k) with s the standard
    deviation of the k untreated changes and f = max(1, v/v̄): a treated unit of fewer visits strays more by chance
    (v its variance, v̄ the mean of theirs), one of more visits is not credited, for shocks strike large units too.
    Limits: Student's t with k − 1 degrees of freedom at the level of `bound` (standard errors of a normal; 1.96 is
    95 % at one single look, a group-sequential bound holds over all looks; infinite: no limits). They are never
    narrower than 0.8 of chance alone, 0.8·bound·√(v + v̄/k): a few units can agree by luck.
    None with fewer than two untreated units. Raises ValueError for a bound not above 0.
    Not to be trusted where one shock strikes the treated unit and none of the untreated, nor where they changed for a
    reason of their own at the same time; with fewer than about five units it finds only large effects.
    Source: Conley & Taber (2011), Review of Economics and Statistics 93:113; Donald & Lang (2007), ibid. 89:221.
    """
    if not bound > 0:
        raise ValueError(f"A bound lies above 0, for example 1.96; got {bound}.")
    k = len(untreated)
    if k < 2:
        return NO_DATA
    mean = sum(one.value for one in untreated) / k
    spread = sum((one.value - mean) ** 2 for one in untreated) / (k - 1)
    chance = sum(one.variance for one in untreated) / k
    factor = max(1.0, treated.variance / chance) if chance else 1.0
    error = math.sqrt(spread * (factor + 1 / k))
    value = treated.value - mean
    if bound > FARTHEST:
        return Interval(value, -math.inf, math.inf)
    by_chance = LEAST_CHANCE * bound * math.sqrt(treated.variance + chance / k)
    half = max(t_quantile(NORMAL.cdf(bound), k - 1) * error, by_chance)
    return Interval(value, value - half, value + half)
