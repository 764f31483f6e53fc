"""Limits that hold however often one looks: always-valid ones for looks without an end, group-sequential ones for looks
until a date that is fixed in advance."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from analyzer.tables.interval import NO_DATA, Interval

NORMAL = NormalDist()
LEAST_SPEND = 1e-15  # a look that may spend less than this decides nothing: its bound is infinite
STEPS_A_DEVIATION = 6  # grid points a standard deviation of the step between two looks


def mixture_rho(variance: float, alpha: float) -> float:
    """The ρ for which a mixture boundary is nearly tightest when the sum's variance has grown to `variance`.

    Grain: one boundary. Unit: that of the variance of a sum. Formula: V / (2·ln(1/α) + ln(1 + 2·ln(1/α))).
    It is fixed before the data that are judged are seen. Raises ValueError unless `variance` > 0 and 0 < `alpha` < 1.
    Source: Howard, Ramdas, McAuliffe & Sekhon (2021), Annals of Statistics 49:1055, section 3.5, with the branch of
    Lambert's W approximated as in the authors' software.
    """
    _check_alpha(alpha)
    if variance <= 0:
        raise ValueError(f"A boundary needs a variance above 0; got {variance}.")
    twice = 2 * math.log(1 / alpha)
    return variance / (twice + math.log(1 + twice))


def mixture_boundary(variance: float, rho: float, alpha: float) -> float:
    """How far a sum of centred observations strays from 0, at any time at all, with a chance of at most α.

    Grain: one moment; `variance` is that of the sum by then. Unit: that of the sum.
    Formula: √((V + ρ)·ln((V + ρ)/(ρ·α²))), two-sided. A copy of it that is widely passed on has ρ + α² in the place of
    ρ·α²: its false alarms are no longer bounded by α.
    Raises ValueError unless V ≥ 0, ρ > 0 and 0 < α < 1. To be trusted from some ten observations on: sums of few are
    not normal.
    Source: Robbins (1970), Annals of Math. Statistics 41:1397; Howard et al. (2021), Annals of Statistics 49:1055,
    equation (14).
    """
    _check_alpha(alpha)
    if variance < 0 or rho <= 0:
        raise ValueError(f"A boundary needs V ≥ 0 and ρ > 0; got {variance} and {rho}.")
    return math.sqrt((variance + rho) * math.log((variance + rho) / (rho * alpha**2)))


def always_valid_difference(
    bad: float, n: float, bad0: float, n0: float, expected: float, alpha: float = 0.05, dispersion: float = 1.0
) -> Interval:
    """Interval of a share less that of a baseline period, that may be looked at after every observation.

    Grain: one difference; `bad` of `n` since, `bad0` of `n0` in the baseline, which no longer grows. Unit: −1 to 1.
    Formula: with the effective size m = n·n0/(n + n0) the difference times m is, at any n, a sum of variance σ²·m with
    independent increments (Jennison & Turnbull 2000, ch. 3); half-width = boundary(σ²·m, ρ, α)/m. σ² = p(1 − p)·
    `dispersion` with p of both periods together (one good and one bad added), ρ tightest at `expected` observations,
    a number that is fixed in advance. As n0 → ∞, m → n.
    The chance that it ever leaves out the true difference, over all n, is at most α.
    Raises ValueError when not 0 ≤ bad ≤ n, on either side. None where a side has no observations.
    Not to be trusted where fewer than about ten observations are bad on both sides together, nor where observations go
    together by day or customer, unless `dispersion` says how much (its factor on the variance).
    Source: Howard et al. (2021), as above; Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024), Annals of Statistics
    52:2613 (a variance that is estimated).
    """
    for some, every in ((bad, n), (bad0, n0)):
        if not 0 <= some <= every:
            raise ValueError(f"A share needs 0 ≤ bad ≤ n; got {some} of {every}.")
    if n == 0 or n0 == 0:
        return NO_DATA
    together = (bad + bad0 + 1) / (n + n0 + 2)
    variance = together * (1 - together) * max(dispersion, 1.0)
    size, wanted = _harmonic(n, n0), _harmonic(max(expected, 1.0), n0)
    rho = mixture_rho(variance * wanted, alpha)
    half = mixture_boundary(variance * size, rho, alpha) / size
    difference = bad / n - bad0 / n0
    return Interval(difference, max(difference - half, -1.0), min(difference + half, 1.0))


def always_valid_share(bad: float, n: float, alpha: float = 0.05, dispersion: float = 1.0) -> Interval:
    """Limits of a share that may be looked at after every observation; exact, for any n from 0 on.

    Grain: one share. Unit: 0–1. Formula: all q for which B(½ + x, ½ + n − x) / (B(½, ½)·q^x·(1 − q)^(n − x)) < 1/α,
    the likelihood ratio of a Beta(½, ½) mixture, a martingale of mean 1 at the true share; counts are divided by
    `dispersion` first. Raises ValueError when not 0 ≤ bad ≤ n. None without observations.
    Not to be trusted where observations go together, unless `dispersion` says how much.
    Source: Ville (1939); Robbins (1970), Annals of Math. Statistics 41:1397, section 4.
    """
    _check_alpha(alpha)
    if not 0 <= bad <= n:
        raise ValueError(f"A share needs 0 ≤ bad ≤ n; got {bad} of {n}.")
    if n == 0:
        return NO_DATA
    effect = max(dispersion, 1.0)
    x, size, share = bad / effect, n / effect, bad / n
    prior = math.lgamma(x + 0.5) + math.lgamma(size - x + 0.5) - math.lgamma(size + 1) - math.log(math.pi)

    def outside(q: float) -> bool:
        fit = (x * math.log(q) if x else 0.0) + ((size - x) * math.log1p(-q) if size > x else 0.0)
        return prior - fit >= math.log(1 / alpha)

    return Interval(share, _edge(outside, 0.0, share), _edge(outside, 1.0, share))


def always_valid_excess(
    cells: tuple[float, float, float, float], part: float, expected: float, alpha: float = 0.05, dispersion: float = 1.0
) -> Interval:
    """Limits of (1 − `part`)·P(bad) − P(bad | unexposed): below 0 exactly where less than `part` of all bad
    observations is owed to the exposure (population attributable fraction, unadjusted).

    Grain: one 2×2 table that grows; `cells` are exposed bad, exposed good, unexposed bad, unexposed good. Unit: −1 to
    1. Formula: each observation counts by its influence (1 − part)·(b − p) − u·(b − p_u)/P(u), with u = 1 for the
    unexposed; the mean of n such strays by boundary(n·variance, ρ, α)/n, ρ tightest at `expected` observations. With
    `part` 0 its lower limit above 0 says that there is an excess at all.
    Raises ValueError for negative counts. None without unexposed observations.
    Not to be trusted with fewer than about twenty exposed and twenty unexposed observations, nor adjusted for other
    causes.
    Source: Waudby-Smith et al. (2024), Annals of Statistics 52:2613; for the fraction Bruzzi, Green, Byar, Brinton &
    Schairer (1985), Am. J. Epidemiology 122:904.
    """
    if min(cells) < 0:
        raise ValueError(f"Counts cannot be negative; got {cells}.")
    exposed_bad, exposed_good, other_bad, other_good = cells
    n, others = sum(cells), other_bad + other_good
    if not others:
        return NO_DATA
    p, p_other = (exposed_bad + other_bad) / n, other_bad / others
    value = (1 - part) * p - p_other
    weight = n / others
    influences = (
        ((1 - part) * (1 - p), exposed_bad),
        ((1 - part) * -p, exposed_good),
        ((1 - part) * (1 - p) - weight * (1 - p_other), other_bad),
        ((1 - part) * -p + weight * p_other, other_good),
    )
    variance = max(sum(count * influence**2 for influence, count in influences) / n, 1 / n**2) * max(dispersion, 1.0)
    rho = mixture_rho(variance * max(expected, 1.0), alpha)
    half = mixture_boundary(variance * n, rho, alpha) / n
    return Interval(value, value - half, value + half)


def obrien_fleming_spending(fraction: float, alpha: float) -> float:
    """How much of the one-sided level α may be spent by the time that `fraction` of all information is there.

    Grain: one look. Unit: 0–α. Formula: 2 − 2·Φ(z(1 − α/2)/√t). Raises ValueError unless 0 < t ≤ 1 and 0 < α < 1.
    Source: Lan & DeMets (1983), Biometrika 70:659, the first of their functions.
    """
    _check_alpha(alpha)
    if not 0 < fraction <= 1:
        raise ValueError(f"A share of the information lies above 0 and at most at 1; got {fraction}.")
    return 2 * NORMAL.cdf(-NORMAL.inv_cdf(1 - alpha / 2) / math.sqrt(fraction))


def obrien_fleming_bounds(fractions: Sequence[float], alpha: float = 0.05) -> tuple[float, ...]:
    """Two-sided bounds of the z of a difference at looks until a date: beyond them it is not chance, at level α in all.

    Grain: one bound a look; `fractions` of the information at each, rising, the last at most 1 (a date that passes with
    less information keeps the rest unspent). Unit: standard errors; infinite where a look may spend next to nothing.
    Formula: each side spends `obrien_fleming_spending(t, α/2)`; the chance to cross first at a look is integrated over
    the paths that have crossed nowhere before (Armitage, McPherson & Rowe 1969), on a grid.
    Raises ValueError unless the fractions rise within 0–1.
    To be trusted to about three decimals for up to some 400 looks. The number of looks need not be known in advance;
    how they are timed must not depend on what was seen.
    Source: Lan & DeMets (1983), Biometrika 70:659; Reboussin, DeMets, Kim & Lan (2000), Controlled Clinical Trials
    21:190.
    """
    if any(later <= earlier for earlier, later in zip((0.0, *fractions), fractions, strict=False)):
        raise ValueError(f"Looks need shares of the information that rise; got {list(fractions)}.")
    bounds: list[float] = []
    at, density = np.zeros(1), np.ones(1)  # paths that go on: where their sums lie, and the weight of each
    spent, before = 0.0, 0.0
    for fraction in fractions:
        spend = obrien_fleming_spending(fraction, alpha / 2) - spent
        step = math.sqrt(fraction - before)
        bound = _crossing(at, density, step, spend)
        bounds.append(bound / math.sqrt(fraction))
        at, density = _going_on(at, density, step, min(bound, 8.5 * math.sqrt(fraction)))
        if math.isfinite(bound):
            spent += spend
        before = fraction
    return tuple(bounds)


def _crossing(at: NDArray[np.float64], density: NDArray[np.float64], step: float, spend: float) -> float:
    """The sum that paths exceed with this chance after one more step."""
    if spend < LEAST_SPEND:
        return math.inf
    from scipy.special import ndtr

    low, high = float(at[0]), float(at[-1]) + 9 * step
    for _ in range(60):
        middle = (low + high) / 2
        if float(density @ ndtr((at - middle) / step)) > spend:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _going_on(
    at: NDArray[np.float64], density: NDArray[np.float64], step: float, bound: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where paths within the bound lie after one more step: grid points and their weights, by Simpson's rule."""
    points = 2 * math.ceil(bound / step * STEPS_A_DEVIATION) + 1
    grid = np.linspace(-bound, bound, points)
    simpson = np.ones(points)
    simpson[1:-1:2], simpson[2:-1:2] = 4, 2
    simpson *= (grid[1] - grid[0]) / 3
    kernel = np.exp(-0.5 * ((grid[:, None] - at[None, :]) / step) ** 2) / (step * math.sqrt(2 * math.pi))
    return grid, simpson * (kernel @ density)


def _edge(outside: Callable[[float], bool], far: float, near: float) -> float:
    """The limit between `near`, which belongs to the interval, and `far`: 0 or 1."""
    tiny = 1e-12
    end = abs(far - tiny)
    if abs(near - far) <= tiny or not outside(end):
        return far
    inner = min(max(near, tiny), 1 - tiny)
    for _ in range(40):
        middle = (end + inner) / 2
        if outside(middle):
            end = middle
        else:
            inner = middle
    return end


def _harmonic(n: float, n0: float) -> float:
    return n * n0 / (n + n0)


def _check_alpha(alpha: float) -> None:
    if not 0 < alpha < 1:
        raise ValueError(f"A level lies between 0 and 1, for example 0.05; got {alpha}.")
