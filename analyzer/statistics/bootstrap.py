"""Seeded bootstrap over clusters, fast for hundreds of thousands of them: equal clusters are drawn together."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyzer.tables.interval import NO_DATA, Interval

Statistic = Callable[[NDArray[np.float64]], ArrayLike]
CELLS_AT_ONCE = 2_000_000  # bounds memory: draws of (repetitions × patterns) held at a time
MOST_UNDEFINED = 0.05  # with more repetitions than this without a value, limits would be those of a lucky part


def bootstrap_interval(
    counts: ArrayLike,
    multiplicity: ArrayLike,
    statistic: Statistic,
    repetitions: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Interval:
    """Percentile bootstrap interval of a statistic of summed counts, drawing whole clusters.

    Grain: `counts` (patterns, k) holds the counts of one cluster a row, `multiplicity` (patterns,) how many clusters
    have that row. `statistic` gets an array (…, k) of totals and returns an array (…), NaN where undefined. The unit is
    the statistic's.
    Formula: quantiles (1 ± level)/2 of the statistic over totals of as many clusters, drawn with replacement (one
    multinomial over the distinct patterns); widened to hold the value. The order of rows and equal rows do not matter.
    None where the statistic is undefined; no limits with fewer than two clusters or when over 5 % of the draws are
    undefined. Raises ValueError for negative or fractional multiplicities or shapes that do not fit.
    Not to be trusted below about thirty clusters, nor for maxima and other statistics of single clusters.
    Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 13; Davison & Hinkley (1997), ch. 3.8.
    """
    patterns, clusters = _distinct(counts, multiplicity)
    total = int(clusters.sum())
    if total == 0:
        return NO_DATA
    value = float(np.asarray(statistic((clusters[None, :] @ patterns).astype(float)), float).ravel()[0])
    if np.isnan(value):
        return NO_DATA
    if total < 2:
        return Interval(value, None, None)
    draws = _draws(patterns, clusters, statistic, repetitions, seed)
    defined = draws[~np.isnan(draws)]
    if len(defined) < (1 - MOST_UNDEFINED) * repetitions:
        return Interval(value, None, None)
    low, high = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return Interval(value, min(float(low), value), max(float(high), value))


def _distinct(counts: ArrayLike, multiplicity: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    rows, times = np.asarray(counts, float), np.asarray(multiplicity, float)
    if rows.ndim != 2 or times.shape != rows.shape[:1] or bool(np.any((times < 0) | (times != np.round(times)))):
        raise ValueError("Bootstrap needs counts (patterns × k) and one whole, non-negative multiplicity a pattern.")
    rows, times = rows[times > 0], times[times > 0].astype(np.int64)
    if len(rows) == 0:
        return rows, times
    patterns, place = np.unique(rows, axis=0, return_inverse=True)
    return patterns, np.bincount(place.ravel(), weights=times, minlength=len(patterns)).astype(np.int64)


def _draws(
    patterns: NDArray[np.float64], clusters: NDArray[np.int64], statistic: Statistic, repetitions: int, seed: int
) -> NDArray[np.float64]:
    generator = np.random.default_rng(seed)
    total = int(clusters.sum())
    chances = clusters / total
    step = max(1, CELLS_AT_ONCE // len(patterns))
    found = []
    for start in range(0, repetitions, step):
        drawn = generator.multinomial(total, chances, size=min(step, repetitions - start))
        found.append(np.asarray(statistic(drawn @ patterns), float).ravel())
    return np.concatenate(found)
