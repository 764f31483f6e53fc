"""Observed against expected: by hand, against scipy, and against what is known of simulated units."""

from __future__ import annotations

import random

import pytest
from scipy.stats import gamma

from analyzer.statistics.shrinkage import standardise

WHOLE = {"hard": (60, 200), "easy": (20, 400)}  # 0.30 and 0.05


def test_a_unit_is_measured_by_its_own_mix():
    """40 hard and 60 easy visits: 40 × 0.30 + 60 × 0.05 = 15 expected; 18 observed are 1.2 times as many."""
    (one,) = standardise([{"hard": (15, 40), "easy": (3, 60)}], WHOLE)
    assert (one.observed, one.expected, one.ratio) == (18, pytest.approx(15.0), pytest.approx(1.2))


def test_hard_work_is_no_fault():
    """Two units with the rates of all: one has hard cases only, one easy ones only."""
    hard, easy = standardise([{"hard": (30, 100)}, {"easy": (5, 100)}], WHOLE)
    assert (hard.ratio, easy.ratio) == (pytest.approx(1.0), pytest.approx(1.0))


def test_the_formula_by_hand():
    """Expected 10, 20, 30; observed 20, 10, 30. m = 1; s² = (10·1 + 20·0.25 + 30·0)/60 = 0.25; Ē = 20;
    A = 0.25 − 1/20 = 0.2. Weights 0.2/(0.2 + 1/10) = 2/3, 0.2/(0.25) = 0.8; shrunk 1 + 2/3 and 1 − 0.4."""
    whole = {"c": (50, 100)}
    units = [{"c": (20, 20)}, {"c": (10, 40)}, {"c": (30, 60)}]
    first, second, third = standardise(units, whole)
    assert (first.weight, second.weight) == (pytest.approx(2 / 3), pytest.approx(0.8))
    assert (first.shrunk.value, second.shrunk.value, third.shrunk.value) == (
        pytest.approx(1 + 2 / 3), pytest.approx(0.6), pytest.approx(1.0),
    )  # fmt: skip
    low, high = gamma.ppf([0.025, 0.975], a=20 + 5, scale=1 / (10 + 5))
    assert (first.shrunk.low, first.shrunk.high) == (pytest.approx(low), pytest.approx(high))


def test_the_smaller_of_two_with_the_same_ratio_is_drawn_further_to_the_middle():
    units = [{"c": (4, 4)}, {"c": (40, 40)}, {"c": (5, 40)}, {"c": (30, 60)}]
    small, large, *_ = standardise(units, {"c": (79, 144)})
    assert small.ratio == pytest.approx(large.ratio)
    assert 1 < small.shrunk.value < large.shrunk.value


def test_differences_that_chance_explains_are_none():
    units = [{"c": (10, 20)}, {"c": (11, 20)}, {"c": (9, 20)}]
    for one in standardise(units, {"c": (30, 60)}):
        assert (one.shrunk.value, one.shrunk.low, one.weight) == (pytest.approx(1.0), None, 0.0)


def test_where_nothing_is_known_nothing_is_said():
    lone, unheard = standardise([{"c": (0, 0)}, {"new": (1, 3)}], {"c": (5, 10)})
    assert (lone.ratio, unheard.ratio, unheard.shrunk.value) == (None, None, None)
    assert standardise([], {}) == []


def test_more_events_than_visits_is_an_error():
    with pytest.raises(ValueError, match="at most as many"):
        standardise([], {"c": (3, 2)})


def test_the_limits_hold_the_truth_in_simulated_units():
    """40 units whose true ratios follow a gamma distribution (mean 1, sd 0.4), of 8 to 60 expected: over 50 worlds the
    95 % limits hold the truth in 92 to 98 %, and the shrunk value errs less than the raw ratio."""
    chance = random.Random(7)
    held = n = 0
    raw = shrunk = 0.0
    for _ in range(50):
        truths = [chance.gammavariate(6.25, 1 / 6.25) for _ in range(40)]
        sizes = [chance.randint(80, 600) for _ in truths]
        seen = [sum(chance.random() < 0.1 * t for _ in range(k)) for t, k in zip(truths, sizes, strict=True)]
        units = [{"c": (o, k)} for o, k in zip(seen, sizes, strict=True)]
        whole = {"c": (100_000, 1_000_000)}
        for truth, one in zip(truths, standardise(units, whole), strict=True):
            n += 1
            raw += (one.ratio - truth) ** 2
            shrunk += (one.shrunk.value - truth) ** 2
            held += one.shrunk.low is not None and one.shrunk.low <= truth <= one.shrunk.high
    assert 0.92 <= held / n <= 0.98
    assert shrunk < raw
