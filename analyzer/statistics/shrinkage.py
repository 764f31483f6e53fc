"""Observed against expected counts of several units, fair to case mix, the small ones drawn towards the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzer.tables.interval import Interval


@dataclass(frozen=True)
class Standardised:
    """One unit. `expected`: events that it would have had at everybody's rates in its own mix of cells. `ratio`:
    observed ÷ expected (None without an expectation). `shrunk`: the same drawn towards the mean of all, with its 95 %
    credible limits. `weight`, 0 to 1: how much of `shrunk` is the unit's own ratio."""

    observed: int
    expected: float
    ratio: float | None
    shrunk: Interval
    weight: float


Cells = Mapping[str, tuple[int, int]]  # cell of the case mix → (events, visits) of a unit


def standardise(units: Sequence[Cells], whole: Cells) -> list[Standardised]:
    """Every unit against what would be expected of its mix; in the order given.

    Grain: one a unit. `whole`: events and visits of everybody, by cell; a cell without visits there expects nothing.
    Indirect standardisation: E = Σ n_c · r_c with r_c = events ÷ visits of everybody in cell c; ratio = O ÷ E. A unit
    may be counted in `whole`. Shrinkage: O ~ Poisson(θE), θ with mean m and variance A over the units, by moments
    (Marshall): m = ΣO ÷ ΣE, s² = ΣE(O/E − m)² ÷ ΣE, A = max(0, s² − m ÷ Ē); shrunk = m + w(O/E − m),
    w = A ÷ (A + m/E). The limits are those of the gamma posterior, shape O + m²/A and rate E + m/A; with A = 0 the
    units differ by no more than chance and all have the mean with no limits. Raises ValueError for more events than
    visits in a cell. Not to be trusted with fewer than about five units (A is then a guess), where visits of one unit
    share customers (limits too narrow), or where the cells miss what makes cases hard.
    Sources: Breslow and Day (1987), IARC 82, section 2.3; Clayton and Kaldor (1987), Biometrics 43:671; Marshall
    (1991), Applied Statistics 40:283.
    """
    rates = {cell: _rate(cell, *counts) for cell, counts in whole.items()}
    pairs = [(sum(bad for bad, _ in cells.values()), _expected(cells, rates)) for cells in units]
    told = [(o, e) for o, e in pairs if e > 0]
    total = sum(e for _, e in told)
    if not total:
        return [Standardised(o, e, None, Interval(None, None, None), 0.0) for o, e in pairs]
    mean = sum(o for o, _ in told) / total
    spread = sum(e * (o / e - mean) ** 2 for o, e in told) / total
    variance = max(0.0, spread - mean / (total / len(told)))
    return [_unit(o, e, mean, variance) for o, e in pairs]


def _rate(cell: str, events: int, visits: int) -> float:
    if not 0 <= events <= visits:
        raise ValueError(f"A cell has at most as many events as visits; {cell!r} has {events} of {visits}.")
    return events / visits if visits else 0.0


def _expected(cells: Cells, rates: Mapping[str, float]) -> float:
    return sum(n * rates.get(cell, 0.0) for cell, (_, n) in cells.items())


def _unit(observed: int, expected: float, mean: float, variance: float) -> Standardised:
    if expected <= 0:
        return Standardised(observed, expected, None, Interval(None, None, None), 0.0)
    ratio = observed / expected
    if variance == 0 or mean == 0:
        return Standardised(observed, expected, ratio, Interval(mean, None, None), 0.0)
    weight = variance / (variance + mean / expected)
    shape, rate = observed + mean**2 / variance, expected + mean / variance
    low, high = (_gamma_quantile(shape, p) / rate for p in (0.025, 0.975))
    return Standardised(observed, expected, ratio, Interval(mean + weight * (ratio - mean), low, high), weight)


def _gamma_quantile(shape: float, share: float) -> float:
    """Of the gamma distribution with rate 1."""
    from scipy.special import gammaincinv

    return float(gammaincinv(shape, share))
