"""Intervals of shares, differences of shares, Net Promoter Scores and means."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.statistics.proportions import (
    design_effect,
    mean_interval,
    net_promoter,
    two_share_difference,
    wilson,
    wilson_clustered,
)
from analyzer.tables.interval import NO_DATA, Interval


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published(successes, n, low, high):
    """Newcombe (1998), Statistics in Medicine 17:857, table I, method 3."""
    found = wilson(successes, n)
    assert found.value == successes / n
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_no_observations_say_nothing():
    assert wilson(0, 0) == NO_DATA
    assert wilson_clustered([], []) == NO_DATA
    assert two_share_difference(0, 0, 1, 2) == NO_DATA
    assert net_promoter(0, 0, 0) == NO_DATA
    assert mean_interval([]) == NO_DATA
    assert mean_interval([np.nan]) == NO_DATA


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="0 ≤ successes ≤ n; got 3 of 2"):
        wilson(3, 2)
    with pytest.raises(ValueError, match="0 ≤ successes ≤ size"):
        wilson_clustered([3], [2])
    with pytest.raises(ValueError, match="cannot be negative"):
        net_promoter(-1, 0, 0)
    with pytest.raises(ValueError, match="as many counts as values"):
        mean_interval([1, 2], [1])


def test_clusters_of_one_are_the_plain_interval():
    assert wilson_clustered([1, 0, 0, 1, 0, 0, 0], [1] * 7) == wilson(2, 7)


def test_design_effect_against_a_cluster_robust_regression():
    """statsmodels: the mean as a regression on a constant, with cluster-robust covariance."""
    import statsmodels.api as sm

    generator = np.random.default_rng(5)
    sizes = 1 + generator.poisson(6, 80)
    successes = generator.binomial(sizes, generator.beta(1, 3, 80))
    y = np.concatenate([np.repeat([1.0, 0.0], [s, n - s]) for s, n in zip(successes, sizes, strict=True)])
    groups = np.repeat(np.arange(80), sizes)
    robust = sm.OLS(y, np.ones_like(y)).fit(cov_type="cluster", cov_kwds={"groups": groups}).bse[0] ** 2
    plain = y.mean() * (1 - y.mean()) / (len(y) - 1)
    from scipy.stats import t

    few = (t.ppf(0.975, 79) / t.ppf(0.975, len(y) - 1)) ** 2
    assert design_effect(successes, sizes) == pytest.approx(robust / plain * few, rel=1e-9)


def test_customers_of_one_mind_count_once_each():
    """Ten customers with five cases each, every customer wholly happy or wholly not: the size is that of customers."""
    found = wilson_clustered([5] * 4 + [0] * 6, [5] * 10)
    plain, customers = wilson(20, 50), wilson(4, 10)
    assert found.value == plain.value == 0.4
    assert found.low < plain.low and found.high > plain.high
    assert found.low < customers.low  # and a little wider than ten customers, for t in place of z


def test_when_all_agree_clusters_still_widen():
    assert wilson_clustered([0, 0], [50, 50]) == Interval(0.0, 0.0, wilson(0, 2).high)
    assert wilson_clustered([0], [100]) == Interval(0.0, 0.0, wilson(0, 1).high)


def test_clustering_never_narrows():
    """Each customer has one bad of two cases: less spread than chance, yet not narrower than the plain interval."""
    assert wilson_clustered([1] * 20, [2] * 20) == wilson(20, 40)


def test_clustered_interval_covers_where_the_plain_one_does_not():
    """Simulation: 60 customers, 10 cases each, tempers from Beta(1, 4): true share 0.2; 500 sets, seeded."""
    generator = np.random.default_rng(11)
    covered = plain = 0
    for _ in range(500):
        successes = generator.binomial(10, generator.beta(1, 4, 60))
        found = wilson_clustered(successes, np.full(60, 10))
        covered += found.low <= 0.2 <= found.high
        naive = wilson(int(successes.sum()), 600)
        plain += naive.low <= 0.2 <= naive.high
    assert 0.93 <= covered / 500 <= 0.98
    assert plain / 500 < 0.85


@pytest.mark.parametrize(
    ("table", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_difference_of_two_shares_as_published(table, low, high):
    """Newcombe (1998), Statistics in Medicine 17:873, table II, method 10."""
    found = two_share_difference(*table)
    assert found.value == pytest.approx(table[0] / table[1] - table[2] / table[3])
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)


def test_a_design_effect_of_four_is_a_quarter_of_the_size():
    assert wilson(20, 40, design_effect=4) == wilson(5, 10)
    found, quarter = two_share_difference(20, 40, 8, 40, design_effect=4), two_share_difference(5, 10, 2, 10)
    assert (found.low, found.high) == pytest.approx((quarter.low, quarter.high))


def test_net_promoter_by_hand():
    """30 promoters, 50 passives, 20 detractors. With ¾, 1½, ¾ added: p = 30.75/103, d = 20.75/103.

    p − d = 0.097087; variance (p + d − (p−d)²)/103 = (0.5 − 0.009426)/103 = 0.0047629; z·√ = 0.135263.
    """
    found = net_promoter(30, 50, 20)
    assert found.value == 10.0
    assert (found.low, found.high) == pytest.approx((-3.8176, 23.2350), abs=1e-3)


def test_unanimous_answers_are_not_certain():
    few, many = net_promoter(5, 0, 0), net_promoter(500, 0, 0)
    assert few.value == few.high == many.value == many.high == 100.0
    assert few.low < 60 < 98 < many.low


def test_net_promoter_covers():
    """Simulation with 40 % promoters, 35 % passives, 25 % detractors (NPS 15), 40 answers each; 4,000 sets, seeded."""
    draws = np.random.default_rng(3).multinomial(40, [0.4, 0.35, 0.25], size=4000)
    covered = [found.low <= 15 <= found.high for found in (net_promoter(*map(int, row)) for row in draws)]
    assert 0.94 <= np.mean(covered) <= 0.965


def test_mean_against_scipy():
    values = [1, 2, 2, 5, 4, 3, 5, 5, 1, 2]
    from scipy import stats

    low, high = stats.t.interval(0.95, 9, loc=np.mean(values), scale=stats.sem(values))
    found = mean_interval(values)
    assert (found.value, found.low, found.high) == pytest.approx((3.0, low, high))
    assert mean_interval([1, 2, 3, 4, 5], [2, 3, 1, 1, 3]) == found


def test_one_answer_has_a_mean_but_no_limits():
    assert mean_interval([4.0]) == Interval(4.0, None, None)
    assert mean_interval([4.0, 4.0]) == Interval(4.0, 4.0, 4.0)
