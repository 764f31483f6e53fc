"""Intervals for shares, differences of shares, Net Promoter Scores and means."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from analyzer.statistics.normal import two_sided_z
from analyzer.statistics.student import t_quantile
from analyzer.tables.interval import NO_DATA, Interval


def wilson(successes: float, n: float, level: float = 0.95, design_effect: float = 1.0) -> Interval:
    """Wilson score interval of a share.

    Grain: one share; `successes` of `n` observations, both may be sums of weights. Unit: 0–1.
    Formula: (p̂ + z²/2n ± z·√(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n), with n divided by `design_effect`.
    Raises ValueError when not 0 ≤ successes ≤ n. No data (n = 0) gives None.
    Not to be trusted where observations of one customer go together: use `wilson_clustered`.
    Source: Wilson (1927), J. Am. Stat. Assoc. 22:209; Brown, Cai & DasGupta (2001), Stat. Science 16:101.
    """
    _check_count(successes, n)
    if n == 0:
        return NO_DATA
    return Interval(*_wilson(successes, n, level, design_effect))


def wilson_clustered(
    successes_by_cluster: ArrayLike, n_by_cluster: ArrayLike, level: float = 0.95, times: ArrayLike | None = None
) -> Interval:
    """Wilson interval of a share whose observations come in clusters, such as the many cases of one customer.

    Grain: one share; two arrays with an entry a cluster, or an entry a pattern that `times` clusters have. Unit: 0–1.
    Clusters without observations are left out.
    Formula: Wilson with the effective size n / `design_effect`; never narrower than the plain interval.
    Raises ValueError when a cluster has more successes than observations. No observations gives None.
    Not to be trusted below about ten clusters. With one single cluster it counts as one observation.
    Source: Korn & Graubard (1998), Survey Methodology 24:193; Franco, Little, Louis & Slud (2019), J. Surv. Stat.
    Methodol. 7:334 (Wilson with an effective size).
    """
    successes, n = np.asarray(successes_by_cluster, float), np.asarray(n_by_cluster, float)
    effect = design_effect(successes, n, times=times)
    many = np.ones_like(n) if times is None else np.asarray(times, float)
    return wilson(float((successes * many).sum()), float((n * many).sum()), level, effect)


def design_effect(
    successes_by_cluster: ArrayLike, n_by_cluster: ArrayLike, level: float = 0.95, times: ArrayLike | None = None
) -> float:
    """By how much clustering inflates the variance of a share, at least 1.

    Grain: one share; two arrays with an entry a cluster, or an entry a pattern that `times` clusters have (once where
    not given). Unit: a factor on the variance.
    Formula: v / (p̂(1−p̂)/(n−1)) with the linearised cluster variance v = G/(G−1) · Σ(yᵍ − p̂nᵍ)² / n², times
    (t(G−1)/t(n−1))² at the level for the few degrees of freedom of few clusters. Where all observations agree, v says
    nothing; then each cluster counts as wholly of one mind: Σnᵍ² / n.
    Raises ValueError when a cluster has more successes than observations. 1 without observations.
    Not to be trusted below about ten clusters.
    Source: Kish (1965), Survey Sampling; Korn & Graubard (1998), Survey Methodology 24:193.
    """
    y, n = np.asarray(successes_by_cluster, float), np.asarray(n_by_cluster, float)
    many = np.ones_like(n) if times is None else np.asarray(times, float)
    if y.shape != n.shape or many.shape != n.shape or bool(np.any((y < 0) | (y > n) | (many < 0))):
        raise ValueError("Successes and sizes of clusters need the same shape, with 0 ≤ successes ≤ size in each.")
    y, n, many = y[n > 0], n[n > 0], many[n > 0]
    total, clusters = float((n * many).sum()), float(many.sum())
    if total <= 1:
        return 1.0
    share = float((y * many).sum()) / total
    of_one_mind = float((n**2 * many).sum()) / total
    if clusters == 1 or share in (0.0, 1.0):
        return max(of_one_mind, 1.0)
    variance = clusters / (clusters - 1) * float(((y - share * n) ** 2 * many).sum()) / total**2
    quantile = (1 + level) / 2
    freedom = (t_quantile(quantile, clusters - 1) / t_quantile(quantile, total - 1)) ** 2
    return max(variance / (share * (1 - share) / (total - 1)) * freedom, 1.0)


def two_share_difference(
    successes1: float, n1: float, successes0: float, n0: float, level: float = 0.95, design_effect: float = 1.0
) -> Interval:
    """Newcombe's interval of the difference of two independent shares, first minus second.

    Grain: one difference. Unit: −1 to 1. Formula: the square-and-add hybrid of the two Wilson intervals; sizes are
    divided by `design_effect`. Raises ValueError when not 0 ≤ successes ≤ n. None when a side has no observations.
    Not to be trusted for paired shares (the same cases on both sides).
    Source: Newcombe (1998), Statistics in Medicine 17:873, method 10.
    """
    _check_count(successes1, n1)
    _check_count(successes0, n0)
    if n1 == 0 or n0 == 0:
        return NO_DATA
    p1, low1, high1 = _wilson(successes1, n1, level, design_effect)
    p0, low0, high0 = _wilson(successes0, n0, level, design_effect)
    below, above = math.hypot(p1 - low1, high0 - p0), math.hypot(high1 - p1, p0 - low0)
    return Interval(p1 - p0, p1 - p0 - below, p1 - p0 + above)


def interval_difference(first: Interval, second: Interval) -> Interval:
    """The difference of two independent estimates, first minus second, from their own intervals.

    Grain: one difference. Unit: that of the estimates. Formula, the method of variance estimates recovery (square and
    add): low = d − √((p₁ − l₁)² + (u₂ − p₂)²), high = d + √((u₁ − p₁)² + (p₂ − l₂)²). With Wilson's limits this is
    Newcombe's method 10; limits that are wider for clustered observations make the difference's wider.
    None where either has no value; a value without limits gives one without limits.
    Not to be trusted where both rest on the same cases.
    Source: Zou & Donner (2008), Statistics in Medicine 27:1693; Newcombe (1998), Statistics in Medicine 17:873.
    """
    if first.value is None or second.value is None:
        return NO_DATA
    value = first.value - second.value
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return Interval(value, None, None)
    below = math.hypot(first.value - first.low, second.high - second.value)
    above = math.hypot(first.high - first.value, second.value - second.low)
    return Interval(value, value - below, value + above)


def net_promoter(
    promoters: float, passives: float, detractors: float, level: float = 0.95, design_effect: float = 1.0
) -> Interval:
    """Net Promoter Score with its interval.

    Grain: one score over the given answers. Unit: points, −100 to 100.
    Formula: 100·(p − d), variance of the trinomial (p + d − (p−d)²)/n, around shares to which three answers are added
    (¾ promoters, 1½ passives, ¾ detractors), so that few or unanimous answers do not look certain; n is divided by
    `design_effect` first. Raises ValueError for negative counts. No answers gives None.
    Not to be trusted where customers answer several times, unless `design_effect` says so.
    Source: Rocks (2016), The American Statistician 70:365, the adjusted Wald interval AW(3, T).
    """
    if min(promoters, passives, detractors) < 0:
        raise ValueError("Counts of promoters, passives and detractors cannot be negative.")
    n = promoters + passives + detractors
    if n == 0:
        return NO_DATA
    score = (promoters - detractors) / n
    effect = max(design_effect, 1.0)
    size = n / effect + 3
    p, d = (promoters / effect + 0.75) / size, (detractors / effect + 0.75) / size
    half = two_sided_z(level) * math.sqrt((p + d - (p - d) ** 2) / size)
    low, high = max(p - d - half, -1.0), min(p - d + half, 1.0)
    return Interval(100 * score, 100 * min(low, score), 100 * max(high, score))


def mean_interval(values: ArrayLike, counts: ArrayLike | None = None, level: float = 0.95) -> Interval:
    """Student's t interval of a mean.

    Grain: one mean over `values`, each seen `counts` times (once where not given). Unit: that of the values.
    Formula: x̄ ± t(n−1) · s/√n. NaN values are left out. One observation has a mean and no limits; none gives None.
    Raises ValueError for negative counts or counts of another shape.
    Not to be trusted for few observations of a very skewed measure (durations), nor where all answers are equal
    (width 0), nor for observations that go together by customer.
    Source: Student (1908), Biometrika 6:1.
    """
    x = np.asarray(values, float).ravel()
    n = np.ones_like(x) if counts is None else np.asarray(counts, float).ravel()
    if n.shape != x.shape or bool(np.any(n < 0)):
        raise ValueError("A mean needs as many counts as values, none of them negative.")
    known = ~np.isnan(x) & (n > 0)
    x, n = x[known], n[known]
    size = float(n.sum())
    if size == 0:
        return NO_DATA
    if size <= 1:
        return Interval(float(x[0]), None, None)
    mean = float((n * x).sum()) / size
    variance = float((n * (x - mean) ** 2).sum()) / (size - 1)
    if variance == 0:
        return Interval(mean, mean, mean)
    half = t_quantile((1 + level) / 2, size - 1) * math.sqrt(variance / size)
    return Interval(mean, mean - half, mean + half)


def _wilson(successes: float, n: float, level: float, design_effect: float) -> tuple[float, float, float]:
    share, squared = successes / n, two_sided_z(level) ** 2
    effective = n / max(design_effect, 1.0)
    middle = share * effective + squared / 2
    half = math.sqrt(squared * (effective * share * (1 - share) + squared / 4))
    low, high = (middle - half) / (effective + squared), (middle + half) / (effective + squared)
    return share, min(max(low, 0.0), share), max(min(high, 1.0), share)


def _check_count(successes: float, n: float) -> None:
    if not 0 <= successes <= n:
        raise ValueError(f"A share needs 0 ≤ successes ≤ n; got {successes} of {n}.")
