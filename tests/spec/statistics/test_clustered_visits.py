"""Visits of one customer go together: the limits of the risk ratio, made robust."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.statistics.mantel_haenszel import clustered_risk_ratio, influence, mantel_haenszel


def counts(stratum, exposed, bad, strata):
    """Counts (strata, 4) of exposed-bad, exposed-good, unexposed-bad, unexposed-good visits; and each visit's cell."""
    cell = 2 * (1 - exposed.astype(int)) + (1 - bad.astype(int))
    table = np.zeros((strata, 4))
    np.add.at(table, (stratum, cell), 1)
    return table, cell


def customers(generator, number, temper, habit, base=0.15, rate=0.2, visits=8, strata=3):
    """Visits of customers with a temper (Beta) and a habit of exposure (Beta) of their own; no effect of exposure."""
    sizes = 1 + generator.poisson(visits - 1, number)
    who = np.repeat(np.arange(number), sizes)
    stratum = generator.integers(0, strata, len(who))
    slope = np.linspace(0.7, 1.3, strata)[stratum]
    exposed = generator.random(len(who)) < generator.beta(rate * habit, (1 - rate) * habit, number)[who] * slope
    bad = generator.random(len(who)) < generator.beta(base * temper, (1 - base) * temper, number)[who] * slope
    return who, stratum, exposed, bad


def test_scores_add_up_to_the_mantel_haenszel_statistic():
    """The score is Σ a − Σ n1·m1/N, here by hand: (16 − 27·21/52) + (12 − 28·19/54)."""
    cells = np.array([[16, 11, 5, 20], [12, 16, 7, 19]])
    found = influence(*cells.T)
    assert found.score == pytest.approx(16 - 27 * 21 / 52 + 12 - 28 * 19 / 54)
    assert (cells * found.null).sum() == pytest.approx(found.score)
    assert (cells * found.log_rr).sum() == pytest.approx(0.0, abs=1e-12)


def test_scores_one_visit_at_a_time():
    """A slow second implementation: (x − x̄)(y − ȳ) of each visit within its stratum."""
    generator = np.random.default_rng(1)
    stratum, exposed, bad = generator.integers(0, 3, 300), generator.random(300) < 0.3, generator.random(300) < 0.2
    table, cell = counts(stratum, exposed, bad, 3)
    found = influence(*table.T)
    for i in range(300):
        same = stratum == stratum[i]
        slow = (exposed[i] - exposed[same].mean()) * (bad[i] - bad[same].mean())
        assert found.null[stratum[i], cell[i]] == pytest.approx(slow)


def test_every_visit_a_customer_of_its_own_gives_nearly_the_plain_limits():
    generator = np.random.default_rng(2)
    stratum, exposed = generator.integers(0, 3, 5000), generator.random(5000) < 0.3
    bad = generator.random(5000) < np.where(exposed, 0.14, 0.1)
    table, _ = counts(stratum, exposed, bad, 3)
    found, plain = influence(*table.T), mantel_haenszel(*table.T)
    limits = clustered_risk_ratio(found.rr, (table * found.log_rr**2).sum(), clusters=5000)
    assert limits.value == pytest.approx(plain.rr[0])
    assert (limits.low, limits.high) == pytest.approx((plain.low[0], plain.high[0]), rel=0.01)


def test_robust_error_of_the_ratio_against_the_jackknife():
    """Second implementation: leave each customer out in turn; variance (G−1)/G · Σ (ln rr without g − their mean)²."""
    who, stratum, exposed, bad = customers(np.random.default_rng(3), 150, temper=2, habit=1)
    table, cell = counts(stratum, exposed, bad, 3)
    found = influence(*table.T)
    sums = np.bincount(who, weights=found.log_rr[stratum, cell], minlength=150)
    own = np.stack([counts(stratum[who == g], exposed[who == g], bad[who == g], 3)[0] for g in range(150)])
    left_out = np.log(mantel_haenszel(*np.moveaxis(table - own, -1, 0)).rr)
    jackknife = np.sqrt(149 / 150 * ((left_out - left_out.mean()) ** 2).sum())
    assert np.sqrt(150 / 149 * (sums**2).sum()) == pytest.approx(jackknife, rel=0.05)
    assert jackknife > 1.2 * np.sqrt(found.log_rr_variance)  # the plain error is too small here


def test_under_the_null_the_robust_limits_cover_and_the_plain_test_finds_too_much():
    """Simulation: 100 customers with tempers and habits, no effect; 600 sets, seeded; level 5 %."""
    generator = np.random.default_rng(4)
    plain = covered = 0
    for _ in range(600):
        who, stratum, exposed, bad = customers(generator, 100, temper=2, habit=1)
        table, cell = counts(stratum, exposed, bad, 3)
        found, pooled = influence(*table.T), mantel_haenszel(*table.T)
        plain += pooled.p[0] < 0.05
        on_ratio = np.bincount(who, weights=found.log_rr[stratum, cell])
        limits = clustered_risk_ratio(found.rr, on_ratio**2, plain_variance=found.log_rr_variance)
        covered += limits.low <= 1 <= limits.high
    assert plain / 600 > 0.12
    assert 0.92 <= covered / 600 <= 0.97


def test_fewer_than_two_customers_say_nothing():
    assert clustered_risk_ratio(2.0, [0.1]).value is None


def test_influence_without_a_ratio():
    found = influence([0], [5], [0], [5])
    assert found.rr is None and found.log_rr_variance is None and found.score == 0.0
    assert clustered_risk_ratio(found.rr, [0.1, 0.1]).value is None


def test_squares_cannot_be_negative():
    with pytest.raises(ValueError, match="negative"):
        clustered_risk_ratio(2.0, [-1.0, 2.0])
    with pytest.raises(ValueError, match="one candidate"):
        influence(*np.ones((4, 2, 3)))
