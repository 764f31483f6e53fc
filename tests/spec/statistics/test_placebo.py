"""Before and after, treated against untreated. Expected values by hand."""

import math

import pytest

from analyzer.statistics.placebo import ShareChange, placebo_difference, share_change
from analyzer.tables.interval import NO_DATA

# Untreated: −2, 0 and +2 points of 20,000 visits a period. Mean 0, standard deviation 2 points.
UNTREATED = [share_change(4000, 20000, bad, 20000) for bad in (3600, 4000, 4400)]
TREATED = share_change(4000, 20000, 2000, 20000)  # −10 points


def test_the_value_is_plain_difference_in_differences():
    """(2000/20000 − 4000/20000) − (12000/60000 − 12000/60000) = −0.1"""
    assert placebo_difference(TREATED, UNTREATED).value == pytest.approx(-0.1, abs=1e-12)


def test_the_limits_are_student_s_over_the_untreated_units_own_spread():
    """0.02·√(1 + 1/3) = 0.023094; t(0.975; 2) = 4.302653 (Student's table); 0.023094 · 4.302653 = 0.099366.

    The treated unit's variance by chance is (0.2·0.8 + 0.1·0.9)/20000, below theirs (0.2·0.8·2/20000): no factor."""
    found = placebo_difference(TREATED, UNTREATED)
    assert (found.low, found.high) == pytest.approx((-0.199366, -0.000634), abs=2e-6)


def test_a_small_treated_unit_strays_more():
    """Four times their variance by chance: the error is 0.02·√(4 + 1/3) = 0.041633, half the interval 0.179134."""
    small = ShareChange(-0.1, 4 * sum(one.variance for one in UNTREATED) / 3)
    found = placebo_difference(small, UNTREATED)
    assert found.high == pytest.approx(-0.1 + 0.179134, abs=2e-6)


def test_units_that_agree_by_luck_leave_four_fifths_of_what_chance_alone_allows():
    """Spread 0: 0.8 · 1.959964 · √(0.0004 + 0.0002/2) = 0.8 · 0.043826 = 0.035061."""
    found = placebo_difference(ShareChange(-0.05, 0.0004), [ShareChange(0.0, 0.0002)] * 2)
    assert (found.low, found.high) == pytest.approx((-0.085061, -0.014939), abs=1e-6)


def test_the_variance_of_a_change():
    """One good and one bad added: (9/100)·(91/100)/98 + (1/100)·(99/100)/98"""
    change = share_change(8, 98, 0, 98)
    assert change.value == pytest.approx(-8 / 98)
    assert change.variance == pytest.approx((0.09 * 0.91 + 0.01 * 0.99) / 98)


def test_one_unit_has_no_spread_and_an_infinite_bound_no_limits():
    assert placebo_difference(TREATED, UNTREATED[:1]) == NO_DATA
    assert placebo_difference(TREATED, UNTREATED, math.inf).low == -math.inf


@pytest.mark.parametrize("cells", [(1, 0, 0, 1), (2, 1, 0, 1), (0, 1, -1, 1)])
def test_counts_that_cannot_be(cells):
    with pytest.raises(ValueError, match="A change needs"):
        share_change(*cells)
