"""Words that set bad comments apart."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analyzer.statistics.log_odds import log_odds_z


def test_by_hand():
    """Words late, fine; bad texts 8 and 2, good texts 1 and 9, prior 1 each.

    late: i = 9 of 12, j = 2 of 12: δ = ln(9/3) − ln(2/10) = ln 15; var = 1/9 + 1/2. fine is its mirror image but
    for the variance: i = 3, j = 10: δ = −ln 15; var = 1/3 + 1/10.
    """
    expected = [math.log(15) / math.sqrt(1 / 9 + 1 / 2), -math.log(15) / math.sqrt(1 / 3 + 1 / 10)]
    assert log_odds_z([8, 2], [1, 9], [1, 1]) == pytest.approx(expected)


def test_a_rare_word_does_not_shout():
    """`once` stands in one bad text and in no good one; `late` 40 times against 10: the frequent word leads."""
    counts_bad, counts_good = np.array([40, 1, 100]), np.array([10, 0, 130])
    late, once, _ = log_odds_z(counts_bad, counts_good, 0.1 * (counts_bad + counts_good))
    assert late > 3 > 1 > once > 0


def test_a_strong_prior_pulls_to_zero():
    weak, strong = log_odds_z([8, 2], [1, 9], [1, 1]), log_odds_z([8, 2], [1, 9], [1000, 1000])
    assert abs(strong[0]) < 0.5 < 3 < abs(weak[0])


def test_one_word_or_none_sets_nothing_apart():
    assert log_odds_z([5], [1], [1]).tolist() == [0.0]
    assert log_odds_z([], [], []).tolist() == []


def test_a_prior_must_be_above_zero():
    with pytest.raises(ValueError, match="prior above 0"):
        log_odds_z([1, 2], [1, 2], [0, 1])
    with pytest.raises(ValueError, match="one length"):
        log_odds_z([1, 2], [1], [1, 1])
