"""Benjamini–Hochberg: q-values of a family of tests."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.statistics.false_discovery import benjamini_hochberg


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
