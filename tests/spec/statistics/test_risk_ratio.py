"""Risk ratios of many candidates at once.

          bad  good
exposed    a    b
not        c    d
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from analyzer.statistics.risk_ratio import p_values, risk_ratios


def test_by_hand():
    """30 of 100 against 20 of 200: ratio 3; ln 3 ± 1.96·√(1/30 − 1/100 + 1/20 − 1/200) = 1.0986 ± 0.5122."""
    found = risk_ratios([30], [70], [20], [180]).interval(0)
    assert found.value == pytest.approx(3.0)
    assert (found.low, found.high) == pytest.approx((1.7970, 5.0083), abs=2e-3)


def test_against_statsmodels_cell_by_cell():
    from statsmodels.stats.contingency_tables import Table2x2

    cells = np.random.default_rng(1).integers(1, 400, size=(50, 4))
    found = risk_ratios(*cells.T)
    for i, table in enumerate(cells):
        other = Table2x2(table.reshape(2, 2), shift_zeros=False)
        assert found.rr[i] == pytest.approx(other.riskratio, rel=1e-12)
        assert (found.low[i], found.high[i]) == pytest.approx(other.riskratio_confint(), rel=1e-9)


def test_large_tables_take_the_score_test():
    from scipy.stats import chi2_contingency

    cells = np.random.default_rng(2).integers(40, 900, size=(50, 4))
    expected = [chi2_contingency(table.reshape(2, 2), correction=False).pvalue for table in cells]
    assert p_values(*cells.T) == pytest.approx(expected, rel=1e-9)


def test_small_tables_take_fishers_test():
    """Expected counts below 10, and a score p that is not idle."""
    from scipy.stats import chi2_contingency, fisher_exact

    cells = np.random.default_rng(3).integers(1, 12, size=(200, 4))
    found = p_values(*cells.T)
    exact = 0
    for p, table in zip(found, cells, strict=True):
        score = chi2_contingency(table.reshape(2, 2), correction=False)
        if score.expected_freq.min() < 10 and score.pvalue < 0.2:
            exact += 1
            assert p == pytest.approx(fisher_exact(table.reshape(2, 2)).pvalue, rel=1e-9)
        else:
            assert p == pytest.approx(score.pvalue, rel=1e-9)
    assert 30 < exact < 200


def test_the_lady_tasting_tea():
    """Fisher (1935), The Design of Experiments: all eight cups right, two-sided 2/70; three of four right 34/70."""
    assert p_values([4], [0], [0], [4])[0] == pytest.approx(2 / 70)


def test_an_empty_cell_gets_half_an_observation_in_all_four():
    """5 of 50 against 0 of 50: (5.5/51)/(0.5/51) = 11."""
    found = risk_ratios([5], [45], [0], [50]).interval(0)
    assert found.value == pytest.approx(11.0)
    half = 1.959964 * math.sqrt(1 / 5.5 - 1 / 51 + 1 / 0.5 - 1 / 51)
    assert (found.low, found.high) == pytest.approx((11 * math.exp(-half), 11 * math.exp(half)), rel=1e-6)


def test_what_cannot_be_compared_says_nothing():
    """Nobody exposed; everybody exposed; nobody bad."""
    found = risk_ratios([0, 5, 0], [0, 5, 10], [5, 0, 0], [5, 0, 10])
    assert np.isnan([found.rr, found.low, found.high]).all()
    assert found.p.tolist() == [1.0, 1.0, 1.0]
    assert found.interval(0).value is None


def test_weighted_counts_keep_the_score_test():
    whole, weighted = p_values([4], [0], [0], [4]), p_values([4.5], [0], [0], [4.5])
    assert whole[0] == pytest.approx(2 / 70)
    assert weighted[0] == pytest.approx(math.erfc(math.sqrt(9 / 2)))  # χ² = n = 9 in a table that is all diagonal


def test_negative_or_missing_counts_are_refused():
    with pytest.raises(ValueError, match="negative or missing"):
        risk_ratios([-1], [1], [1], [1])
    with pytest.raises(ValueError, match="negative or missing"):
        risk_ratios([math.nan], [1], [1], [1])
