"""Shown not to be worse: the upper limit of a difference lies below the margin."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.statistics.equivalence import difference_upper, not_worse


def test_upper_limit_is_the_upper_end_of_the_90_percent_interval():
    """statsmodels, Newcombe's interval at alpha 0.10."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    expected = confint_proportions_2indep(12, 300, 20, 700, method="newcomb", compare="diff", alpha=0.10)[1]
    assert difference_upper(12, 300, 20, 700) == pytest.approx(expected)


@pytest.mark.parametrize("table", [(12, 300, 20, 700), (50, 500, 60, 600), (9, 150, 40, 900)])
def test_close_to_miettinen_and_nurminen(table):
    """Another method, the score test of Miettinen & Nurminen (statsmodels): our limit is rejected at about 5 %."""
    from statsmodels.stats.proportion import score_test_proportions_2indep

    upper = difference_upper(*table)
    test = score_test_proportions_2indep(*table, value=upper, compare="diff", alternative="smaller", correction=True)
    assert test.pvalue == pytest.approx(0.05, abs=0.008)


def test_much_data_without_a_difference_is_shown():
    assert not_worse(bad1=100, n1=2000, bad0=250, n0=5000, margin=0.025)


def test_little_data_without_a_difference_is_not_shown():
    assert not not_worse(bad1=1, n1=20, bad0=250, n0=5000, margin=0.025)


def test_visits_that_go_together_count_for_less():
    assert not not_worse(bad1=100, n1=2000, bad0=250, n0=5000, margin=0.025, design_effect=10)


def test_no_data_shows_nothing():
    assert difference_upper(0, 0, 5, 10) is None
    assert not not_worse(0, 0, 5, 10, margin=1.0)


def test_level_and_margin_must_make_sense():
    with pytest.raises(ValueError, match=r"between 0\.5 and 1"):
        difference_upper(1, 2, 1, 2, level=0.4)
    with pytest.raises(ValueError, match="cannot be negative"):
        not_worse(1, 2, 1, 2, margin=-0.1)


def test_a_difference_at_the_margin_is_rarely_waved_through():
    """Simulation: the truth sits exactly at the margin (5 points); at most 5 % may pass, seeded."""
    generator = np.random.default_rng(6)
    bad1, bad0 = generator.binomial(400, 0.15, 2000), generator.binomial(2000, 0.10, 2000)
    passed = [not_worse(int(x), 400, int(y), 2000, margin=0.05) for x, y in zip(bad1, bad0, strict=True)]
    assert 0.03 <= np.mean(passed) <= 0.06
