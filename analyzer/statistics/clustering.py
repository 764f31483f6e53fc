"""Tests for visits that go together by customer: a design effect from how alike a customer's outcomes are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyzer.statistics.risk_ratio import tables
from analyzer.statistics.student import t_two_sided_p

Floats = NDArray[np.float64]
SMALLEST_P = 1e-300  # below, a p-value has lost its z


@dataclass(frozen=True)
class StratumProducts:
    """What clusters add up to, such as an engine can form it: arrays (strata, strata), entry s, t a sum over clusters.

    bad_bad: of y_s·y_t; bad_all: of y_s·n_t; all_all: of n_s·n_t, with y_s the bad of a cluster's n_s visits in
    stratum s.
    """

    bad_bad: ArrayLike
    bad_all: ArrayLike
    all_all: ArrayLike


def outcome_correlation(bad: ArrayLike, n: ArrayLike, products: StratumProducts) -> float:
    """How alike the outcomes of one cluster are, beyond their stratum: the correlation of two of its visits, 0 to 1.

    Grain: `bad` of `n` visits an entry a stratum; `products` sums over clusters of their counts by two strata.
    Formula: with residuals r = y − ȳ of the stratum, Σ over pairs of visits of one cluster of r·r', divided
    by the number of pairs and by the mean of r². At least 0; 0 without pairs or without any spread.
    Raises ValueError for arrays of unequal length or not 0 ≤ bad ≤ n.
    Not to be trusted with few pairs. Large clusters weigh by their pairs.
    Source: moment estimator of Liang & Zeger (1986), Biometrika 73:13, exchangeable correlation.
    """
    y, size = np.asarray(bad, float).ravel(), np.asarray(n, float).ravel()
    both, mixed, sizes = (np.asarray(x, float) for x in (products.bad_bad, products.bad_all, products.all_all))
    if not {both.shape, mixed.shape, sizes.shape} == {(len(y), len(y))} or y.shape != size.shape:
        raise ValueError("Products of clusters need an entry for each two strata.")
    if bool(np.any((y < 0) | (y > size))):
        raise ValueError("Strata need 0 ≤ bad ≤ visits.")
    mean = y / np.where(size > 0, size, 1.0)
    squares = float((y * (1 - mean) ** 2 + (size - y) * mean**2).sum())
    together = both - mixed * mean - (mixed * mean).T + sizes * np.outer(mean, mean)
    return _pair_correlation(float(together.sum()), squares, float(sizes.sum()), float(size.sum()))


@dataclass(frozen=True)
class ClusterDesign:
    """What clustering does to the test of candidates: the factor on its variance, and how many clusters carry it."""

    design_effect: Floats
    effective_clusters: Floats


def cluster_design(spread: ArrayLike, squares: ArrayLike, fourths: ArrayLike, correlation: float) -> ClusterDesign:
    """Design effect and effective number of clusters of many candidates.

    Grain: one entry a candidate. With x − x̄ the exposure of a visit less its stratum's share, and X its sum over a
    cluster: `spread` Σ (x − x̄)² over visits, `squares` Σ X² and `fourths` Σ X⁴ over clusters.
    Formula: deff = 1 + ρ·(squares − spread)/spread, at least 1, with ρ the `outcome_correlation`; effective clusters
    squares²/fourths. Both are 1 where nothing spreads. Raises ValueError for a correlation outside 0–1.
    Not to be trusted where outcomes of the exposed are far more alike than those of the rest.
    Source: Scott & Holt (1982), J. Am. Stat. Assoc. 77:848; Carter, Schnepel & Steigerwald (2017), Rev. Econ. Stat.
    99:698 (effective clusters).
    """
    if not 0 <= correlation <= 1:
        raise ValueError(f"A correlation within clusters lies between 0 and 1; got {correlation}.")
    own, together, tail = (np.atleast_1d(np.asarray(x, float)) for x in (spread, squares, fourths))
    effect = 1 + correlation * (together - own) / np.where(own > 0, own, 1.0)
    carriers = np.where(tail > 0, together**2 / np.where(tail > 0, tail, 1.0), 1.0)
    return ClusterDesign(np.maximum(np.where(own > 0, effect, 1.0), 1.0), np.maximum(carriers, 1.0))


def clustered_p_values(p: ArrayLike, design: ClusterDesign) -> Floats:
    """p-values of tests that took visits as independent, corrected for clusters. Never smaller than before.

    Grain: one entry a candidate; two-sided p-values of `risk_ratios` or `mantel_haenszel`.
    Formula: z of p, divided by √deff; p from Student's t with clusters·(deff/(deff−1))² degrees of freedom
    (Satterthwaite: only the part of the variance that clusters add is uncertain). Without clustering p stays as it is.
    Not to be trusted below about ten effective clusters, though t then keeps it careful.
    Source: Donald & Donner (1987), Stat. Med. 6:491; Rao & Scott (1992), Biometrics 48:577; Satterthwaite (1946),
    Biometrics Bulletin 2:110. Simulated levels: tests/spec/statistics/test_clustering.py.
    """
    plain = np.atleast_1d(np.asarray(p, float))
    effect = np.broadcast_to(design.design_effect, plain.shape)
    clustered = effect > 1
    if not clustered.any():
        return plain.copy()
    from scipy.special import ndtri

    added = np.where(clustered, effect - 1, 1.0)
    z = -ndtri(np.maximum(plain, SMALLEST_P) / 2) / np.sqrt(effect)
    corrected = t_two_sided_p(z, design.effective_clusters * (effect / added) ** 2)
    return np.asarray(np.where(clustered, np.maximum(corrected, plain), plain))


@dataclass(frozen=True)
class CentredCells:
    """Exposure and outcome of ONE visit less the share of its stratum, arrays (strata, 4).

    Columns exposed-bad, exposed-good, unexposed-bad, unexposed-good, as in `mantel_haenszel.Influence`.
    """

    exposure: Floats
    outcome: Floats


def centred_cells(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> CentredCells:
    """What to add up by cluster, where visits are counted elsewhere: x − x̄ and y − ȳ by stratum and cell.

    Grain: arrays (strata,), ONE candidate, cells as in `mantel_haenszel`. Unit: shares. Their product is
    `Influence.null`. Raises ValueError for negative counts. Source: as `clustered_p_value`, which takes the sums.
    """
    bad1, good1, bad0, good0 = (x.ravel() for x in tables(a, b, c, d))
    total = bad1 + good1 + bad0 + good0
    total = np.where(total > 0, total, 1.0)
    exposed, bad = (bad1 + good1) / total, (bad1 + bad0) / total
    exposure = np.stack([1 - exposed, 1 - exposed, -exposed, -exposed], axis=-1)
    return CentredCells(exposure, np.stack([1 - bad, -bad, 1 - bad, -bad], axis=-1))


@dataclass(frozen=True)
class ClusterSums:
    """Sums over clusters of powers of what each cluster adds up to.

    The square and the fourth power of its sum of centred exposure, the square of its sum of centred outcome, and the
    square of its number of visits.
    """

    exposure_squares: float
    exposure_fourths: float
    outcome_squares: float
    size_squares: float


def clustered_p_value(p: float, a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, sums: ClusterSums) -> float:
    """`clustered_p_values` of ONE candidate from its strata and sums over clusters, such as an engine can form.

    Grain: arrays (strata,), `p` the two-sided p-value of `mantel_haenszel` on them, `sums` of `centred_cells`.
    Formula: `outcome_correlation`, `cluster_design` and `clustered_p_values`, one after the other.
    Raises ValueError for negative counts. Not to be trusted where these are not. Source: as there.
    """
    cells = np.stack(tables(a, b, c, d), axis=-1).reshape(-1, 4)
    centred = centred_cells(*cells.T)
    spread, squares = (float((cells * x**2).sum()) for x in (centred.exposure, centred.outcome))
    correlation = _pair_correlation(sums.outcome_squares, squares, sums.size_squares, float(cells.sum()))
    design = cluster_design(spread, sums.exposure_squares, sums.exposure_fourths, correlation)
    return float(clustered_p_values(p, design)[0])


def _pair_correlation(together: float, own: float, size_squares: float, visits: float) -> float:
    pairs = size_squares - visits
    if pairs <= 0 or own <= 0:
        return 0.0
    return min(max((together - own) / pairs / (own / visits), 0.0), 1.0)
