"""Limits for looking again and again: against the values that other programs print, and against simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analyzer.statistics.sequential import (
    always_valid_difference,
    always_valid_excess,
    always_valid_share,
    mixture_boundary,
    mixture_rho,
    obrien_fleming_bounds,
    obrien_fleming_spending,
)
from analyzer.tables.interval import NO_DATA


def test_the_boundary_is_the_one_of_the_authors():
    """Howard and others test their program against these values of their own reference in R: variance 100, level 5 %,
    tightest at 100."""
    rho = mixture_rho(100, 0.05)
    assert rho == pytest.approx(12.60056, abs=1e-5)
    assert mixture_boundary(100, rho, 0.05) == pytest.approx(30.35209, abs=1e-5)


def crossings(boundary, nights=365, visits=10, sims=2000, seed=3):
    """How many of the simulated years cross ±boundary at least once: sums of ten standard normal visits a night."""
    steps = np.random.default_rng(seed).normal(scale=math.sqrt(visits), size=(sims, nights))
    sums, variances = np.abs(steps.cumsum(axis=1)), visits * np.arange(1, nights + 1)
    limits = np.array([boundary(float(v)) for v in variances])
    return float((sums > limits).any(axis=1).mean())


def test_no_year_of_nights_alarms_more_often_than_the_level():
    """Looked at 365 times. The usual interval of 95 % alarms in nearly half of the years; the copy of the formula that
    has ρ + α² in the logarithm in far more than 5 %."""
    rho = mixture_rho(10 * 30, 0.05)
    assert crossings(lambda v: mixture_boundary(v, rho, 0.05)) <= 0.05
    assert crossings(lambda v: 1.96 * math.sqrt(v)) > 0.4
    wrong = crossings(lambda v: math.sqrt((v + rho) * math.log((v + rho) / (rho + 0.05**2))))
    assert wrong > 0.5


def test_a_difference_to_a_baseline_by_hand():
    """300 of 1,000 before, 60 of 100 since. p = 361/1102, σ² = 0.2203; sizes 1000·100/1100 = 90.91, and at the 300
    expected ones 230.77; ρ = 50.84/(5.9915 + ln 6.9915) = 6.406; V = 20.03; and the boundary is
    √(26.43·ln(26.43/(6.406·0.0025))) = 13.99."""
    found = always_valid_difference(60, 100, 300, 1000, expected=300, alpha=0.05)
    assert found.value == pytest.approx(0.30)
    assert found.low == pytest.approx(0.30 - 13.99 / 90.91, abs=2e-4)
    assert found.high == pytest.approx(0.30 + 13.99 / 90.91, abs=2e-4)


def test_against_a_baseline_without_end_it_is_the_plain_boundary():
    rho = mixture_rho(0.16 * 300, 0.05)
    half = mixture_boundary(0.16 * 500, rho, 0.05) / 500
    found = always_valid_difference(100, 500, 2e11, 1e12, expected=300, alpha=0.05)
    assert found.high - found.value == pytest.approx(half, rel=1e-6)


@pytest.mark.parametrize(("share", "before", "a_night"), [(0.2, 500, 10), (0.05, 2000, 10), (0.5, 300, 3)])
def test_a_finite_baseline_alarms_no_more_often(share, before, a_night):
    """400 years of 365 nights with one share throughout, the baseline's own chance included: at most 5 %, and what a
    chance of 5 % itself may give in 400 years (95 % of the time at most 28)."""
    rng = np.random.default_rng(7)
    alarms = 0
    for _ in range(400):
        bad0 = int(rng.binomial(before, share))
        n = rng.poisson(a_night, 365).cumsum()
        bad = rng.binomial(np.diff(n, prepend=0), share).cumsum()
        looks = [(int(b), int(m)) for b, m in zip(bad, n, strict=True) if m][4::5]
        limits = (always_valid_difference(b, m, bad0, before, expected=30 * a_night) for b, m in looks)
        alarms += any(i.low > 0 or i.high < 0 for i in limits)
    assert alarms <= 28


def test_observations_that_go_together_widen_it():
    """Twice the variance and a ρ that goes with it: √2 as wide."""
    plain = always_valid_difference(30, 100, 200, 1000, expected=300)
    wide = always_valid_difference(30, 100, 200, 1000, expected=300, dispersion=2.0)
    assert wide.high - wide.value == pytest.approx(math.sqrt(2) * (plain.high - plain.value))


def test_without_observations_there_is_no_difference():
    assert always_valid_difference(0, 0, 3, 10, expected=30) == NO_DATA
    assert always_valid_difference(3, 10, 0, 0, expected=30) == NO_DATA


def test_none_of_a_hundred_by_hand():
    """x = 0 of 100: B(½, 100½)/B(½, ½) = Γ(100.5)/(Γ(101)·√π) = 0.056348 (Stirling), so (1 − q)^100 = 0.0025 ·
    0.056348: q = 0.0849."""
    found = always_valid_share(0, 100, alpha=0.0025)
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(1 - (0.0025 * 0.056348) ** 0.01, abs=1e-5)
    assert always_valid_share(100, 100, alpha=0.0025).low == pytest.approx(1 - found.high, abs=1e-6)


def test_a_share_stays_within_its_limits_at_every_moment():
    """300 runs of 1,000 observations at a share of 10 %, looked at after every twentieth: outside at most in 5 %, with
    chance 22."""
    rng = np.random.default_rng(11)
    left = 0
    for _ in range(300):
        bad = (rng.random(1000) < 0.1).cumsum()
        limits = (always_valid_share(int(bad[n - 1]), n) for n in range(20, 1001, 20))
        left += any(i.low > 0.1 or i.high < 0.1 for i in limits)
    assert left <= 22


def test_an_excess_by_hand():
    """Exposed 30 of 50 bad, others 50 of 450: P(bad) = 0.16, without the exposure 1/9; the exposure goes with
    1 − (1/9)/0.16 = 31 % of the bad ones, more than a tenth: 0.9·0.16 − 1/9 = 0.0329."""
    found = always_valid_excess((30, 20, 50, 400), part=0.1, expected=300)
    assert found.value == pytest.approx(0.9 * 0.16 - 1 / 9)
    assert found.low > 0
    gone = always_valid_excess((100, 400, 900, 3600), part=0.1, expected=300)
    assert gone.value == pytest.approx(0.9 * 0.2 - 0.2)
    assert gone.high < 0


def test_an_excess_stays_within_its_limits_at_every_moment():
    """400 runs of 2,000 observations, a fifth exposed, bad 40 % with and 15 % without: 0.9·0.2 − 0.15 = 0.03."""
    rng = np.random.default_rng(13)
    left = 0
    for _ in range(400):
        exposed = rng.random(2000) < 0.2
        bad = rng.random(2000) < np.where(exposed, 0.4, 0.15)
        parts = [(c.cumsum()) for c in (exposed & bad, exposed & ~bad, ~exposed & bad, ~exposed & ~bad)]
        looks = (always_valid_excess(tuple(float(p[n - 1]) for p in parts), 0.1, 600) for n in range(100, 2001, 50))
        left += any(i.low > 0.03 or i.high < 0.03 for i in looks)
    assert left <= 28


def test_bounds_until_a_date_are_the_published_ones():
    """Five looks, 5 % two-sided: 4.8769, 3.3569, 2.6803, 2.2898, 2.0310 (Reboussin and others 2000, program ld98; R's
    ldbounds). Four looks at 5 % one-sided: 3.7496, 2.5399, 2.0160, 1.7201 (SeqBounds for Julia). Those programs
    integrate on coarser grids: they agree to three decimals."""
    assert obrien_fleming_bounds([0.2, 0.4, 0.6, 0.8, 1.0]) == pytest.approx(
        [4.8769, 3.3569, 2.6803, 2.2898, 2.0310], abs=2e-4
    )
    assert obrien_fleming_bounds([0.25, 0.5, 0.75, 1.0], alpha=0.1) == pytest.approx(
        [3.74955, 2.53993, 2.01604, 1.72014], abs=1e-4
    )


def test_one_look_is_the_usual_test():
    assert obrien_fleming_bounds([1.0]) == pytest.approx([1.959964], abs=1e-5)
    assert obrien_fleming_spending(1.0, 0.025) == pytest.approx(0.025)


def test_sixty_nights_until_a_review_hold_their_level():
    """4,000 simulated reviews of sixty nights with no effect: 5 % cross, give or take what chance allows (0.7 %)."""
    looks = [i / 60 for i in range(1, 61)]
    bounds = np.array(obrien_fleming_bounds(looks))
    sums = np.random.default_rng(5).normal(scale=math.sqrt(1 / 60), size=(4000, 60)).cumsum(axis=1)
    crossed = (np.abs(sums) / np.sqrt(looks) > bounds).any(axis=1).mean()
    assert crossed == pytest.approx(0.05, abs=0.0105)
    assert math.isinf(bounds[0])


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: mixture_boundary(1, 1, 0),
        lambda: mixture_boundary(-1, 1, 0.05),
        lambda: mixture_rho(0, 0.05),
        lambda: always_valid_difference(5, 4, 1, 10, expected=3),
        lambda: always_valid_share(5, 4),
        lambda: always_valid_excess((-1, 0, 1, 1), 0.1, 10),
        lambda: obrien_fleming_bounds([0.5, 0.4]),
        lambda: obrien_fleming_spending(0, 0.025),
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="got"):
        wrong()
