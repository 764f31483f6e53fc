"""Benjamini–Hochberg: q-values of a family of tests."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.statistics.false_discovery import benjamini_hochberg, cut_off, expected_discoveries, families_found


def test_by_hand():
    """p·m/rank = 0.04, 0.06, 0.0533, 0.5; from the largest down, no q above the next: 0.04, 0.0533, 0.0533, 0.5."""
    assert benjamini_hochberg([0.5, 0.01, 0.04, 0.03]) == pytest.approx([0.5, 0.04, 0.16 / 3, 0.16 / 3])


def test_against_statsmodels():
    from statsmodels.stats.multitest import multipletests

    p = np.random.default_rng(1).random(200) ** 3
    assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1], rel=1e-12)


def test_a_larger_family_is_the_list_with_ones_added():
    """Four listed of ten tried: 0.01·10/1, and so on."""
    assert benjamini_hochberg([0.01, 0.03, 0.04, 0.5], tests=10) == pytest.approx([0.1, 0.4 / 3, 0.4 / 3, 1.0])


def test_a_test_that_could_not_be_made_counts_as_one():
    assert benjamini_hochberg([0.01, np.nan]).tolist() == [0.02, 1.0]


def test_no_tests():
    assert benjamini_hochberg([]).tolist() == []


def test_a_family_smaller_than_its_list_is_refused():
    with pytest.raises(ValueError, match="3 p-values cannot come from a family of 2 tests"):
        benjamini_hochberg([0.1, 0.2, 0.3], tests=2)
    with pytest.raises(ValueError):
        benjamini_hochberg([1.2])


def test_what_cannot_be_a_discovery_is_not_paid_for():
    """Four tests, of which two reach a discovery by chance in 0.1 % and never: at the cut 0.01 chance gives
    0.01 + 0.01 + 0.001 + 0 = 0.021 discoveries (instead of 0.04), at 0.02 0.041: 0.021/1 and 0.041/2, no q above the
    next, so 0.0205 for both."""
    q = benjamini_hochberg([0.01, 0.02, 0.9, 0.9], attainable=[1, 1, 0.001, 0])
    assert q[:2] == pytest.approx([0.0205, 0.0205])
    assert benjamini_hochberg([0.01, 0.9, 0.9, 0.9], attainable=[1, 1, 0.001, 0])[0] == pytest.approx(0.021)


def test_where_everything_is_attainable_it_is_the_usual_correction():
    p = np.random.default_rng(2).random(50) ** 3
    assert benjamini_hochberg(p, attainable=np.ones(50)) == pytest.approx(benjamini_hochberg(p), rel=1e-12)


def test_the_cut_is_where_so_many_discoveries_are_expected():
    """With limits 1, 0.002 and 0.0001, three tests: at 0.001 chance gives 0.001 + 0.001 + 0.0001 = 0.0021; at 0.01 it
    gives 0.01 + 0.002 + 0.0001 = 0.0121."""
    limits = [1, 0.002, 0.0001]
    assert expected_discoveries([0.001, 0.01], limits, 3) == pytest.approx([0.0021, 0.0121])
    assert cut_off(0.0021, limits) == pytest.approx(0.001)
    assert cut_off(0.0121, limits) == pytest.approx(0.01)
    assert cut_off(0.00006, limits) == pytest.approx(0.00002)
    assert cut_off(5, limits) == 1


def test_the_level_holds_where_tests_are_limited():
    """2,000 families of 40 true null hypotheses, of which half can be a discovery only with a chance of 0.0005: there p
    is 1 otherwise. A family with any q ≤ 0.05 is a false alarm: about 5 % of them (standard error 0.5 points)."""
    rng = np.random.default_rng(3)
    limits = np.repeat([1.0, 0.0005], 20)
    p = rng.random((2000, 40))
    p = np.where(p <= limits, p, 1.0)
    alarms = sum(bool(np.any(benjamini_hochberg(row, attainable=limits) <= 0.05)) for row in p)
    assert 0.035 < alarms / 2000 < 0.065


def test_families_that_show_anything():
    """Six families at a level of 0.01: 0.003 ≤ 2·0.01/6, and 0.001 with it; 0.006 > 3·0.01/6. By itself 0.003 would not
    do: 0.01/6 = 0.0017."""
    assert families_found([0.003, 0.9, 0.001, 0.006], 0.01, 6) == 2
    assert families_found([0.003, 0.9, 0.5, 0.006], 0.01, 6) == 0
    assert families_found([], 0.01, 6) == 0
