"""Risk ratios of many 2×2 tables at once: the screen of all candidates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyzer.statistics.exact import exact_conditional_p
from analyzer.statistics.normal import chi_square_p, two_sided_z
from analyzer.tables.interval import Interval

SMALL_EXPECTED = 10.0  # an expected count below this asks for the exact test
WORTH_EXACT = 0.2  # a score p-value at or above this is not worth an exact one: it will never be chosen


@dataclass(frozen=True)
class RiskRatios:
    """Risk ratios, limits and p-values, one entry a candidate. NaN (p = 1) where a group is empty or nobody is bad."""

    rr: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    p: NDArray[np.float64]

    def interval(self, candidate: int) -> Interval:
        """The risk ratio of one candidate."""
        return Interval(float(self.rr[candidate]), float(self.low[candidate]), float(self.high[candidate]))


def risk_ratios(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, level: float = 0.95) -> RiskRatios:
    """Risk ratio with interval and p-value for each of many 2×2 tables.

    Grain: one entry a candidate; a exposed and bad, b exposed and good, c unexposed and bad, d unexposed and good.
    Formula: rr = (a/(a+b)) / (c/(c+d)); limits exp(ln rr ± z·√(1/a − 1/(a+b) + 1/c − 1/(c+d))). Where a cell is 0, half
    an observation is added to all four first, for ratio and limits (not for the test). p: see `p_values`.
    Unit: a ratio, 1 = no difference. Raises ValueError for negative counts or shapes that do not fit.
    Not to be trusted for confounded candidates (`mantel_haenszel`) and for clustered visits.
    Source: Katz, Baptista, Azen & Pike (1978), Biometrics 34:469; Haldane (1956), Ann. Hum. Genet. 20:309; Anscombe
    (1956), Biometrika 43:461 (the half).
    """
    cells = tables(a, b, c, d)
    bad1, good1, bad0, good0 = cells
    known = (bad1 + good1 > 0) & (bad0 + good0 > 0) & (bad1 + bad0 > 0)
    half = np.where(np.minimum.reduce(cells) == 0, 0.5, 0.0)
    bad1, all1, bad0, all0 = bad1 + half, bad1 + good1 + 2 * half, bad0 + half, bad0 + good0 + 2 * half
    log_rr = np.where(known, np.log(bad1 / all1) - np.log(bad0 / all0), np.nan)
    error = np.sqrt(1 / bad1 - 1 / all1 + 1 / bad0 - 1 / all0)
    z = two_sided_z(level)
    return RiskRatios(np.exp(log_rr), np.exp(log_rr - z * error), np.exp(log_rr + z * error), p_values(*cells))


def p_values(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> NDArray[np.float64]:
    """Two-sided p-value that exposed and unexposed are equally often bad, for each of many 2×2 tables.

    Grain: one entry a candidate, cells as in `risk_ratios`.
    Formula: Pearson's χ² (the score test, without continuity correction), and Fisher's exact test (sum of all tables
    that are no more likely) where an expected count is below 10 and the score p below 0.2. Weighted counts that are
    no whole numbers keep the score test. Empty margins give 1. Raises ValueError as `risk_ratios` does.
    Not to be trusted for clustered visits; p-values of 0.2 and more are the score test's even in small tables.
    Source: Pearson (1900), Phil. Mag. 50:157; Fisher (1935), J. R. Stat. Soc. 98:39.
    """
    bad1, good1, bad0, good0 = tables(a, b, c, d)
    n1, n0, m1, m0 = bad1 + good1, bad0 + good0, bad1 + bad0, good1 + good0
    total, product = n1 + n0, n1 * n0 * m1 * m0
    divisor = np.where(product > 0, product, 1.0)
    p = chi_square_p(np.where(product > 0, total * (bad1 * good0 - good1 * bad0) ** 2 / divisor, 0.0))
    expected = np.minimum(n1, n0) * np.minimum(m1, m0) / np.maximum(total, 1.0)
    cells = np.stack([bad1, good1, bad0, good0], axis=-1)
    whole = np.all(cells == np.round(cells), axis=-1)
    exact = (product > 0) & (expected < SMALL_EXPECTED) & (p < WORTH_EXACT) & whole
    if exact.any():
        distinct, place = np.unique(cells[exact], axis=0, return_inverse=True)
        tested = np.array([exact_conditional_p(*table[:, None]) for table in distinct])
        p[exact] = tested[place.ravel()]
    return np.asarray(np.minimum(p, 1.0))


def tables(
    a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """The four cells as float arrays of one shape. Raises ValueError for negative counts or shapes that do not fit."""
    cells = np.broadcast_arrays(*(np.atleast_1d(np.asarray(x, float)) for x in (a, b, c, d)))
    if any(bool(np.any(~(x >= 0))) for x in cells):
        raise ValueError("Counts of a 2×2 table cannot be negative or missing.")
    return cells[0], cells[1], cells[2], cells[3]
