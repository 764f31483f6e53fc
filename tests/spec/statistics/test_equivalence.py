"""Shown not to be worse: the upper limit of a difference lies below the margin."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.statistics.equivalence import difference_upper


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


def test_visits_that_go_together_count_for_less():
    """A design effect of 10 is a tenth of the visits."""
    assert difference_upper(100, 2000, 250, 5000, design_effect=10) == pytest.approx(difference_upper(10, 200, 25, 500))


def test_no_data_shows_nothing():
    assert difference_upper(0, 0, 5, 10) is None


def test_the_level_must_make_sense():
    with pytest.raises(ValueError, match=r"between 0\.5 and 1"):
        difference_upper(1, 2, 1, 2, level=0.4)


def test_a_difference_at_the_margin_is_rarely_waved_through():
    """Simulation: the truth sits exactly at the margin (5 points); at most 5 % may pass, seeded."""
    generator = np.random.default_rng(6)
    bad1, bad0 = generator.binomial(400, 0.15, 2000), generator.binomial(2000, 0.10, 2000)
    passed = [difference_upper(int(x), 400, int(y), 2000) < 0.05 for x, y in zip(bad1, bad0, strict=True)]
    assert 0.03 <= np.mean(passed) <= 0.06
