"""Logistic regression on aggregated cells."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analyzer.statistics.logistic import fit_logistic, likelihood_ratio_test

#                one  x1  x2
DESIGN = np.array([[1, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
BAD, GOOD = np.array([30, 25, 40, 60]), np.array([570, 175, 260, 140])


def glm(design, bad, good):
    """statsmodels: binomial GLM of single outcomes with frequency weights."""
    import statsmodels.api as sm

    outcome = np.repeat([1, 0], len(bad))
    weights = np.concatenate([bad, good])
    return sm.GLM(outcome, np.vstack([design, design]), family=sm.families.Binomial(), freq_weights=weights).fit(
        tol=1e-12
    )


def test_against_statsmodels():
    found, other = fit_logistic(DESIGN, BAD, GOOD), glm(DESIGN, BAD, GOOD)
    assert found.settled
    assert found.coefficients == pytest.approx(other.params, rel=1e-6)
    assert found.standard_errors == pytest.approx(other.bse, rel=1e-6)
    assert found.log_likelihood == pytest.approx(other.llf, rel=1e-9)


def test_one_table_is_the_log_odds_ratio():
    """ln(30·90/(70·10)), standard error √(1/30 + 1/70 + 1/10 + 1/90)."""
    found = fit_logistic([[1, 1], [1, 0]], [30, 10], [70, 90])
    assert found.coefficients[1] == pytest.approx(math.log(30 * 90 / (70 * 10)))
    assert found.standard_errors[1] == pytest.approx(math.sqrt(1 / 30 + 1 / 70 + 1 / 10 + 1 / 90))


def test_likelihood_ratio_against_statsmodels():
    found = likelihood_ratio_test(DESIGN[:, :2], DESIGN[:, 2], BAD, GOOD)
    expected = 2 * (glm(DESIGN, BAD, GOOD).llf - glm(DESIGN[:, :2], BAD, GOOD).llf)
    assert found.statistic == pytest.approx(expected, rel=1e-6)
    assert found.degrees == 1
    from scipy.stats import chi2

    assert found.p == pytest.approx(chi2.sf(expected, 1), rel=1e-6)


def test_one_added_column_is_the_g_test():
    """scipy: the G-test of a 2×3 table is the likelihood ratio of a factor with three values."""
    from scipy.stats import chi2_contingency

    bad, good = np.array([10, 20, 15]), np.array([90, 80, 120])
    expected = chi2_contingency([bad, good], correction=False, lambda_="log-likelihood")
    found = likelihood_ratio_test(np.ones((3, 1)), [[0, 0], [1, 0], [0, 1]], bad, good)
    assert (found.statistic, found.degrees, found.p) == pytest.approx((expected.statistic, 2, expected.pvalue))


def test_a_term_that_is_already_there_adds_nothing():
    found = likelihood_ratio_test(DESIGN[:, :2], 1 - DESIGN[:, 1], BAD, GOOD)
    assert (found.statistic, found.degrees, found.p) == (0.0, 0, 1.0)


def test_separated_cells_still_have_a_likelihood():
    """All exposed are bad: the coefficient runs away, the likelihood settles at that of the unexposed alone."""
    found = fit_logistic([[1, 1], [1, 0]], [20, 10], [0, 90])
    assert found.log_likelihood == pytest.approx(10 * math.log(0.1) + 90 * math.log(0.9), abs=1e-6)
    assert not found.settled


def test_firth_on_one_table_adds_half_to_each_cell():
    """Firth (1993): in a saturated 2×2 table the penalised estimate is the log odds ratio of counts plus one half."""
    found = fit_logistic([[1, 1], [1, 0]], [20, 10], [0, 90], firth=True)
    assert found.settled
    assert found.coefficients[1] == pytest.approx(math.log(20.5 * 90.5 / (0.5 * 10.5)), rel=1e-6)


def test_firth_likelihood_ratio_against_a_search_by_brute_force():
    """Both penalised likelihoods over a fine grid of coefficients."""
    design, bad, good = np.array([[1, 1], [1, 0]]), np.array([6, 4]), np.array([0, 30])

    def penalised(b0, b1):
        p = 1 / (1 + np.exp(-(b0 + b1 * design[:, 1])))
        w = (bad + good) * p * (1 - p)
        return (bad * np.log(p) + good * np.log(1 - p)).sum() + 0.5 * np.log(w[0] * w[1])

    largest = max(penalised(x, y) for x in np.arange(-2.3, -1.7, 0.01) for y in np.arange(3.5, 5.5, 0.01))
    held = max(penalised(x, 0.0) for x in np.arange(-2, 0, 0.001))
    found = likelihood_ratio_test(design[:, :1], design[:, 1], bad, good, firth=True)
    assert found.statistic == pytest.approx(2 * (largest - held), abs=1e-3)


def test_what_cannot_be_fitted_is_refused():
    with pytest.raises(ValueError, match="depend on each other"):
        fit_logistic([[1, 1], [1, 1]], [1, 2], [3, 4])
    with pytest.raises(ValueError, match="depend on each other"):
        likelihood_ratio_test([[1], [1]], [[0, 0], [1, 1]], [1, 2], [3, 4])
    with pytest.raises(ValueError, match="none negative"):
        fit_logistic([[1], [1]], [-1, 2], [3, 4])
