"""The winner's curse: what is listed because it is large looks larger than it is, and the limits know it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm

from analyzer.statistics.normal import two_sided_z
from analyzer.statistics.risk_ratio import risk_ratios
from analyzer.statistics.selection import given_selection
from analyzer.tables.interval import NO_DATA, Interval


def seen(log_ratio: float, error: float) -> Interval:
    half = 1.959963985 * error
    return Interval(math.exp(log_ratio), math.exp(log_ratio - half), math.exp(log_ratio + half))


def test_far_above_the_cut_nothing_changes():
    far = seen(math.log(3), 0.1)
    assert given_selection(far, 1.5) == far
    assert given_selection(NO_DATA, 1.5) == NO_DATA


def test_the_lower_limit_solves_the_truncated_normal():
    """scipy's normal as another tool: at the lower limit, and at the median-unbiased ratio that the value is the
    geometric mean of with the measured one, the estimate has the chance that belongs to it."""
    b, s, t = 0.8, 0.2, 0.7
    found = given_selection(seen(b, s), math.exp(t))
    middle = 2 * math.log(found.value) - b
    for beta, chance in ((math.log(found.low), 0.025), (middle, 0.5)):
        passed = norm.sf((t - beta) / s) + norm.cdf((-t - beta) / s)
        assert norm.sf((b - beta) / s) / passed == pytest.approx(chance, rel=1e-4)
    assert found.high == seen(b, s).high


@pytest.mark.parametrize("true", [0.3, 0.6, 0.9, 1.2])
def test_limits_cover_among_what_passed_and_the_value_errs_less(true):
    """Estimates around a true ln ratio with error 0.2, reported from 0.8 on. The value's root mean squared error lies
    below that of the median-unbiased ratio, or of the measured one where most that is there does not pass."""
    drawn = np.random.default_rng(11).normal(true, 0.2, 200_000)
    passed = drawn[drawn >= 0.8][:1500]
    found = [given_selection(seen(b, 0.2), math.exp(0.8)) for b in passed]
    covered = np.mean([f.low <= math.exp(true) <= f.high for f in found])
    value = np.log([f.value for f in found])
    unbiased = 2 * value - passed
    errs, errs_unbiased, errs_plain = (np.sqrt(np.mean((x - true) ** 2)) for x in (value, unbiased, passed))
    assert 0.94 <= covered <= 0.985
    assert errs < max(errs_unbiased, errs_plain)
    assert np.mean(unbiased > true) == pytest.approx(0.5, abs=0.04)


def test_tables_that_passed_a_test_hold_the_true_ratio():
    """2,000 visits, 10 % exposed, risks 8 % and 14.4 % (ratio 1.8), listed where p ≤ 0.001: the plain limits miss."""
    generator = np.random.default_rng(12)
    a, c = generator.binomial(200, 0.144, 6000), generator.binomial(1800, 0.08, 6000)
    plain = risk_ratios(a, 200 - a, c, 1800 - c)
    z = two_sided_z(1 - 0.001)
    held, held_plain = [], []
    for i in np.flatnonzero((plain.p <= 0.001) & (plain.rr > 1)):
        one = plain.interval(int(i))
        cut = math.exp(math.log(one.value) * z / norm.isf(plain.p[i] / 2))
        found = given_selection(one, cut)
        held.append(found.low <= 1.8 <= found.high)
        held_plain.append(one.low <= 1.8 <= one.high)
    assert len(held) > 1000
    assert 0.935 <= np.mean(held) <= 0.99
    assert np.mean(held_plain) < np.mean(held)


def test_what_was_not_selected_is_refused():
    with pytest.raises(ValueError, match="at or above its cut"):
        given_selection(seen(0.2, 0.1), 1.5)
    with pytest.raises(ValueError, match="at or above its cut"):
        given_selection(seen(0.2, 0.1), 0.9)
