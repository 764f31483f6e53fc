"""Risk ratios adjusted for strata, for many candidates at once, and their cluster-robust limits."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyzer.statistics.exact import exact_conditional_p
from analyzer.statistics.normal import chi_square_p, two_sided_z
from analyzer.statistics.risk_ratio import SMALL_EXPECTED, WORTH_EXACT, RiskRatios, tables
from analyzer.statistics.student import t_quantile
from analyzer.tables.interval import NO_DATA, Interval

Floats = NDArray[np.float64]


def mantel_haenszel(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, level: float = 0.95) -> RiskRatios:
    """Mantel–Haenszel risk ratio over strata, with limits and the Cochran–Mantel–Haenszel p-value, a candidate a row.

    Grain: arrays (candidates, strata), or (strata,) for one candidate; a exposed and bad, b exposed and good,
    c unexposed and bad, d unexposed and good; an empty stratum is four zeros and says nothing.
    Formula, with n1 = a+b, n0 = c+d, m1 = a+c, m0 = b+d, N = n1+n0 and sums over strata:
    rr = R/S, R = Σ a·n0/N, S = Σ c·n1/N; var(ln rr) = Σ (m1·n1·n0 − a·c·N)/N² / (R·S);
    χ² = (Σ a − Σ n1·m1/N)² / Σ n1·n0·m1·m0/(N²(N−1)), one degree of freedom, without continuity correction; where
    a cell's expected count over all strata is below 10 and this p below 0.2, the exact conditional test instead.
    Where the sum of a cell over the strata in which both groups occur is 0, half an observation is added to each of
    the four cells, spread over these strata by their size (not for the test).
    Unit: a ratio. NaN (and p = 1) where no stratum holds both groups, or nobody in these is bad.
    Raises ValueError for negative counts or shapes that do not fit.
    Not to be trusted where the ratio differs much between strata (it is then an average), nor for clustered visits.
    Source: Mantel & Haenszel (1959), J. Natl. Cancer Inst. 22:719; Greenland & Robins (1985), Biometrics 41:55;
    Mehta, Patel & Gray (1985), J. Am. Stat. Assoc. 80:969 (exact).
    """
    cells = _rows(a, b, c, d)
    log_rr, variance = _log_ratio(*_with_half(*_both_groups(*cells)))
    half = two_sided_z(level) * np.sqrt(variance)
    return RiskRatios(np.exp(log_rr), np.exp(log_rr - half), np.exp(log_rr + half), _null_p(*cells))


@dataclass(frozen=True)
class Influence:
    """How much each observation adds to the null test and to ln rr, by its stratum and cell.

    Arrays `null` and `log_rr` have shape (strata, 4), columns exposed-bad, exposed-good, unexposed-bad,
    unexposed-good: the value of ONE observation in that cell. For a cluster-robust variance, add the values within
    each cluster, square, and add up the squares. `score` and `score_variance` are the null test's sum and its variance
    when observations are independent; `rr` and `log_rr_variance` the same for the risk ratio (None where undefined).
    """

    score: float
    score_variance: float
    null: Floats
    rr: float | None
    log_rr_variance: float | None
    log_rr: Floats


def influence(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Influence:
    """The contribution of one observation to the null test and to ln rr, for ONE candidate.

    Grain: arrays (strata,), cells as in `mantel_haenszel`; the result has a value a stratum and cell.
    Formula: at risk ratio θ a stratum's risks are q0 = m1/(θ·n1 + n0) and q1 = θ·q0, and an observation (y = 1 if bad)
    adds (n0/N)(y − q1) if exposed and −θ(n1/N)(y − q0) if not; these sum to Σ (a·n0 − θ·c·n1)/N. At θ = 1 that is the
    score (x − x̄)(y − ȳ) of the null test; at θ = rr, divided by R = Σ a·n0/N, the influence on ln rr, whose sum is 0.
    Unit: `null` in visits, `log_rr` in log ratios. Raises ValueError for negative counts.
    Not to be trusted in strata of two or three visits: residuals shrink there, so squares add up to too little.
    Source: Greenland & Robins (1985), Biometrics 41:55 (estimating function); Liang & Zeger (1986), Biometrika 73:13
    (robust variance from it).
    """
    cells = _rows(a, b, c, d)
    if len(cells[0]) != 1:
        raise ValueError("Influence values are for one candidate: give arrays of one entry a stratum.")
    score, variance = (float(x[0]) for x in null_score(*cells))
    null = _contributions(*cells, 1.0)[0]
    bad1, good1, bad0, good0 = _with_half(*_both_groups(*cells))
    log_rr, log_rr_variance = (float(x[0]) for x in _log_ratio(bad1, good1, bad0, good0))
    if math.isnan(log_rr):
        return Influence(score, variance, null, None, None, np.zeros_like(null))
    rr = math.exp(log_rr)
    weight = float((bad1 * (bad0 + good0) / _divisor(bad1 + good1 + bad0 + good0)).sum())
    on_ratio = _contributions(bad1, good1, bad0, good0, rr)[0] / weight
    return Influence(score, variance, null, rr, log_rr_variance, on_ratio)


def clustered_risk_ratio(
    rr: float | None,
    cluster_influence_squares: ArrayLike,
    clusters: int | None = None,
    plain_variance: float | None = 0.0,
    level: float = 0.95,
) -> Interval:
    """Cluster-robust limits of a Mantel–Haenszel risk ratio.

    Grain: one candidate. `rr` and `plain_variance` (`log_rr_variance`) come from `Influence`; the squares are those of
    the sums of `log_rr` values within each cluster, or their total when `clusters` is given.
    Formula: exp(ln rr ± t(G−1)·√max(G/(G−1)·Σ squares, plain_variance)). Unit: a ratio.
    None without a ratio or with fewer than two clusters. Raises ValueError for negative squares.
    Not to be trusted below about twenty clusters that hold the exposure.
    Source: Liang & Zeger (1986), Biometrika 73:13; t for few clusters: Cameron & Miller (2015), J. Human Resources
    50:317.
    """
    robust = _clustered_variance(cluster_influence_squares, clusters)
    if rr is None or not math.isfinite(robust):
        return NO_DATA
    count = clusters if clusters is not None else np.size(cluster_influence_squares)
    half = t_quantile((1 + level) / 2, count - 1) * math.sqrt(max(robust, plain_variance or 0.0))
    return Interval(rr, rr * math.exp(-half), rr * math.exp(half))


def _clustered_variance(squares: ArrayLike, clusters: int | None) -> float:
    values = np.asarray(squares, float)
    if bool(np.any(values < 0)):
        raise ValueError("Squares of cluster sums cannot be negative.")
    count = values.size if clusters is None else clusters
    return math.nan if count < 2 else count / (count - 1) * float(values.sum())


def _log_ratio(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, Floats]:
    n1, n0, m1 = a + b, c + d, a + c
    total = _divisor(n1 + n0)
    top, bottom = (a * n0 / total).sum(axis=-1), (c * n1 / total).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_rr = np.where((top > 0) & (bottom > 0), np.log(top) - np.log(bottom), np.nan)
        variance = ((m1 * n1 * n0 - a * c * total) / total**2).sum(axis=-1) / (top * bottom)
    return log_rr, variance


def _contributions(a: Floats, b: Floats, c: Floats, d: Floats, ratio: float) -> Floats:
    n1, n0 = a + b, c + d
    total = _divisor(n1 + n0)
    risk0 = (a + c) / _divisor(ratio * n1 + n0)
    exposed, unexposed = n0 / total, -ratio * n1 / total
    risk1 = ratio * risk0
    return np.stack([exposed * (1 - risk1), -exposed * risk1, unexposed * (1 - risk0), -unexposed * risk0], axis=-1)


def _rows(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> tuple[Floats, Floats, Floats, Floats]:
    bad1, good1, bad0, good0 = (np.atleast_2d(x) for x in tables(a, b, c, d))
    return bad1, good1, bad0, good0


def null_score(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, Floats]:
    """Score Σ(a − n1·m1/N) of the Cochran–Mantel–Haenszel test and its variance; χ² = score² / variance.

    Grain: arrays (candidates, strata), cells as in `mantel_haenszel`; an entry a candidate comes back. Unit: visits.
    A score above 0: exposure goes with bad. Raises nothing.
    Not to be trusted as a p-value in small tables: `mantel_haenszel` takes the exact test there.
    Source: Mantel & Haenszel (1959), J. Natl. Cancer Inst. 22:719.
    """
    n1, n0, m1, m0 = a + b, c + d, a + c, b + d
    total = n1 + n0
    score = (a - n1 * m1 / _divisor(total)).sum(axis=-1)
    variance = (n1 * n0 * m1 * m0 / _divisor(total**2 * (total - 1))).sum(axis=-1)
    return score, variance


def null_p(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, *, greater: ArrayLike = False) -> Floats:
    """p-values of the Cochran–Mantel–Haenszel test that `mantel_haenszel` gives, two-sided or, where `greater`, against
    the exposed being bad more often.

    Grain: arrays (candidates, strata), cells as in `mantel_haenszel`; `greater` an entry a candidate, or one for all.
    Formula: as there; one-sided the upper tail of score / √variance, or of the exact distribution. Unit: 0–1.
    Raises ValueError for negative counts. Not to be trusted for clustered visits. Source: as there.
    """
    return _null_p(*_rows(a, b, c, d), greater)


def _null_p(a: Floats, b: Floats, c: Floats, d: Floats, greater: ArrayLike = False) -> Floats:
    score, variance = null_score(a, b, c, d)
    upper = np.broadcast_to(np.asarray(greater, bool), score.shape)
    p = chi_square_p(np.where(variance > 0, score**2 / _divisor(variance), 0.0))
    p = np.where(upper, np.where(score > 0, p / 2, 1 - p / 2), p)
    n1, n0, m1, m0 = a + b, c + d, a + c, b + d
    total = _divisor(n1 + n0)
    expected = np.minimum.reduce([(x * y / total).sum(axis=-1) for x in (n1, n0) for y in (m1, m0)])
    whole = np.all([np.all(x == np.round(x), axis=-1) for x in (a, b, c, d)], axis=0)
    for i in np.flatnonzero((variance > 0) & (expected < SMALL_EXPECTED) & (p < WORTH_EXACT) & whole):
        p[i] = exact_conditional_p(a[i], b[i], c[i], d[i], greater=bool(upper[i]))
    return p


def _both_groups(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    both = (a + b > 0) & (c + d > 0)
    return np.where(both, a, 0.0), np.where(both, b, 0.0), np.where(both, c, 0.0), np.where(both, d, 0.0)


def _with_half(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    size = a + b + c + d
    empty = np.stack([x.sum(axis=-1) == 0 for x in (a, b, c, d)]).any(axis=0)
    anyone_bad = (a + c).sum(axis=-1) > 0
    share = size / _divisor(size.sum(axis=-1, keepdims=True))
    half = 0.5 * share * (empty & anyone_bad)[..., None]
    return a + half, b + half, c + half, d + half


def _divisor(x: Floats) -> Floats:
    return np.where(x > 0, x, 1.0)
