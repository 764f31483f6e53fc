"""The share of bad visits that goes with a driver, and how many a month would be avoided without it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyzer.statistics.mantel_haenszel import influence
from analyzer.statistics.normal import two_sided_z
from analyzer.statistics.risk_ratio import tables
from analyzer.tables.interval import NO_DATA, Interval


@dataclass(frozen=True)
class AttributableInfluence:
    """The attributable fraction over strata, its variance for independent visits, and what each visit adds to it.

    `values` has shape (strata, 4), columns as in `mantel_haenszel.Influence`: the value of ONE visit in that cell.
    """

    fraction: float | None
    variance: float | None
    values: NDArray[np.float64]


def attributable_influence(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> AttributableInfluence:
    """Influence of each visit on the attributable fraction with a Mantel–Haenszel risk ratio.

    Grain: arrays (strata,), one driver; a exposed and bad, b exposed and good, c unexposed and bad, d unexposed and
    good. Unit: share. Formula: (1 − 1/rr)·(x − e)/bad for a bad visit (x = 1 if exposed), plus (e/rr) times its
    influence on ln rr; the variance is the sum of squares over visits. None where there is no ratio or nobody is bad.
    Raises ValueError for negative counts.
    Not to be trusted in strata of two or three visits.
    Source: delta method on Miettinen's formula with the influence of Greenland & Robins' estimator; compare Greenland
    (1987), Stat. Med. 6:701.
    """
    cells = np.stack(tables(a, b, c, d), axis=-1).reshape(-1, 4)
    ratio = influence(a, b, c, d)
    exposed_bad, bad = float(cells[:, 0].sum()), float(cells[:, [0, 2]].sum())
    if ratio.rr is None or bad == 0:
        return AttributableInfluence(None, None, np.zeros_like(cells))
    share = exposed_bad / bad
    of_share = np.array([1 - share, 0.0, -share, 0.0]) / bad
    values = (1 - 1 / ratio.rr) * of_share + share / ratio.rr * ratio.log_rr
    variance = float((cells * values**2).sum())
    return AttributableInfluence(share * (1 - 1 / ratio.rr), variance, values)


def stratified_attributable_fraction(
    a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, level: float = 0.95, clustered_variance: float = 0.0
) -> Interval:
    """Population attributable fraction with a Mantel–Haenszel risk ratio, limits on ln(1 − paf).

    Grain: as `attributable_influence`. Unit: a share, at most 1; negative for an exposure that goes with fewer bad
    visits. `clustered_variance` is G/(G−1) times the sum over
    clusters of the squared sums of influence values; the larger of it and the plain variance is used.
    Formula: paf = e·(1 − 1/rr), e the share of the bad visits that are exposed; limits
    1 − (1 − paf)·exp(∓ z·√v/(1 − paf)). None without a ratio or bad visits.
    Raises ValueError for negative counts. Not to be trusted where `attributable_influence` is not, nor as what
    an action would bring: it holds only if the driver causes what it goes with.
    Source: Miettinen (1974), Am. J. Epidemiol. 99:325 (formula); Walter (1978), Biometrics 34:69; Greenland
    (1987), Stat. Med. 6:701.
    """
    found = attributable_influence(a, b, c, d)
    if found.fraction is None or found.variance is None:
        return NO_DATA
    return _limits(found.fraction, max(found.variance, clustered_variance), level)


def avoidable(fraction: Interval, bad: float, months: float) -> Interval:
    """Bad visits a month that would be avoided if the exposed visits had gone like the rest.

    Grain: one driver. Unit: visits a month. Formula: fraction · bad / months, limits likewise; the number of bad visits
    is taken as counted. None without a fraction or when the time span is not above 0.
    Raises ValueError for negative `bad`.
    Not to be trusted for less than a month of data, nor as a promise: it holds if the driver is the cause.
    Source: Rockhill, Newman & Weinberg (1998), Am. J. Public Health 88:15.
    """
    if bad < 0:
        raise ValueError(f"A number of bad visits cannot be negative; got {bad}.")
    if fraction.value is None or months <= 0:
        return NO_DATA
    rate = bad / months
    low = None if fraction.low is None else fraction.low * rate
    high = None if fraction.high is None else fraction.high * rate
    return Interval(fraction.value * rate, low, high)


def _limits(fraction: float, variance: float, level: float) -> Interval:
    left = 1 - fraction
    if left <= 0:
        return Interval(fraction, None, 1.0)
    half = two_sided_z(level) * math.sqrt(variance) / left
    return Interval(fraction, 1 - left * math.exp(half), 1 - left * math.exp(-half))
