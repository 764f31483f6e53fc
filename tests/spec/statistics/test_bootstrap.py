"""Bootstrap over clusters, by patterns of counts."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.statistics.bootstrap import bootstrap_interval
from analyzer.tables.interval import NO_DATA, Interval


def share(totals):
    """Bad of all; undefined without any."""
    with np.errstate(invalid="ignore"):
        return totals[..., 0] / totals.sum(axis=-1)


def score(totals):
    """Harmonic mean of both-bad / first-bad and both-bad / second-bad; columns both, first only, second only."""
    with np.errstate(invalid="ignore"):
        return 2 * totals[..., 0] / (2 * totals[..., 0] + totals[..., 1] + totals[..., 2])


#  both first second neither: customers with these counts of visits
PATTERNS = np.array([[1, 0, 0, 3], [0, 1, 0, 2], [0, 0, 1, 4], [0, 0, 0, 5], [2, 0, 1, 0]])
CUSTOMERS = np.array([40, 20, 35, 300, 15])


def test_the_value_is_that_of_the_data():
    """Both 40 + 30 = 70, first only 20, second only 35 + 15 = 50: 140/210."""
    found = bootstrap_interval(PATTERNS, CUSTOMERS, score, seed=1)
    assert found.value == pytest.approx(140 / 210)
    assert found.low < found.value < found.high


def test_against_scipys_bootstrap_of_the_single_rows():
    from scipy.stats import bootstrap

    rows = np.repeat(PATTERNS, CUSTOMERS, axis=0)
    other = bootstrap(
        (np.arange(len(rows)),),
        lambda drawn, axis: score(rows[drawn].sum(axis=axis - 1)),
        n_resamples=4000,
        vectorized=True,
        method="percentile",
        rng=np.random.default_rng(2),
    ).confidence_interval
    found = bootstrap_interval(PATTERNS, CUSTOMERS, score, repetitions=4000, seed=3)
    assert (found.low, found.high) == pytest.approx((other.low, other.high), abs=0.01)


def test_single_visits_give_the_normal_interval_of_a_share():
    """300 bad of 1,000: 0.3 ± 1.96·√(0.21/1000) = 0.2716–0.3284."""
    found = bootstrap_interval([[1, 0], [0, 1]], [300, 700], share, repetitions=5000, seed=4)
    assert (found.low, found.high) == pytest.approx((0.2716, 0.3284), abs=0.002)


def test_customers_of_one_mind_widen_it():
    single = bootstrap_interval([[1, 0], [0, 1]], [300, 700], share, seed=5)
    together = bootstrap_interval([[10, 0], [0, 10]], [30, 70], share, seed=5)
    assert together.high - together.low > 2.5 * (single.high - single.low)


def test_neither_order_nor_splitting_of_rows_matters():
    found = bootstrap_interval(PATTERNS, CUSTOMERS, score, seed=7)
    order = [3, 1, 4, 0, 2]
    assert bootstrap_interval(PATTERNS[order], CUSTOMERS[order], score, seed=7) == found
    single = np.repeat(PATTERNS, CUSTOMERS, axis=0)
    assert bootstrap_interval(single, np.ones(len(single)), score, seed=7) == found


def test_another_seed_draws_otherwise():
    assert bootstrap_interval(PATTERNS, CUSTOMERS, score, seed=7) != bootstrap_interval(
        PATTERNS, CUSTOMERS, score, seed=8
    )


def test_undefined_statistics():
    assert bootstrap_interval([[0, 0, 0, 5]], [10], score) == NO_DATA  # nobody is bad
    assert bootstrap_interval(np.empty((0, 4)), [], score) == NO_DATA
    assert bootstrap_interval([[1, 0, 0, 5]], [1], score) == Interval(1.0, None, None)  # one customer
    rare = bootstrap_interval([[1, 0, 0, 5], [0, 0, 0, 5]], [1, 500], score)  # 37 % of the draws miss the only bad one
    assert rare == Interval(1.0, None, None)


def test_multiplicities_are_whole_numbers():
    with pytest.raises(ValueError, match="whole"):
        bootstrap_interval([[1, 0]], [1.5], share)
    with pytest.raises(ValueError, match="multiplicity"):
        bootstrap_interval([[1, 0]], [1, 2], share)
