"""Risk ratios adjusted for strata."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from analyzer.statistics.exact import exact_conditional_p
from analyzer.statistics.mantel_haenszel import mantel_haenszel, null_p
from analyzer.statistics.risk_ratio import risk_ratios

#                 exposed bad  good  unexposed bad  good
MIGRAINE = np.array([[16, 11, 5, 20], [12, 16, 7, 19]])  # SAS/STAT, PROC FREQ, example "Cochran-Mantel-Haenszel"
BERKELEY = np.array(  # R's UCBAdmissions: men admitted, rejected, women admitted, rejected, by department
    [
        [512, 313, 89, 19],
        [353, 207, 17, 8],
        [120, 205, 202, 391],
        [138, 279, 131, 244],
        [53, 138, 94, 299],
        [22, 351, 24, 317],
    ]
)
RABBITS = np.array([[0, 6, 0, 5], [3, 3, 0, 6], [6, 0, 2, 4], [5, 1, 6, 0], [2, 0, 5, 0]])  # R's mantelhaen.test


def test_common_relative_risk_as_sas_prints_it():
    """SAS/STAT: relative risk 2.1636 (1.2336–3.7948), the other column 0.6420 (0.4705–0.8761), CMH p 0.0040."""
    found = mantel_haenszel(*MIGRAINE.T)
    assert (found.rr[0], found.low[0], found.high[0]) == pytest.approx((2.1636, 1.2336, 3.7948), abs=5e-5)
    assert found.p[0] == pytest.approx(0.0040, abs=5e-5)
    other = mantel_haenszel(*MIGRAINE[:, [1, 0, 3, 2]].T)
    assert (other.rr[0], other.low[0], other.high[0]) == pytest.approx((0.6420, 0.4705, 0.8761), abs=5e-5)


def test_berkeley_as_r_prints_it():
    """R: mantelhaen.test(UCBAdmissions, correct = FALSE): p-value = 0.2169."""
    assert mantel_haenszel(*BERKELEY.T).p[0] == pytest.approx(0.2169, abs=5e-5)


def test_exact_test_as_r_prints_it():
    """R: mantelhaen.test(Rabbits, exact = TRUE): p-value = 0.03994."""
    assert exact_conditional_p(*RABBITS.T.astype(float)) == pytest.approx(0.03994, abs=5e-6)


def test_many_candidates_against_statsmodels_one_by_one():
    from scipy.stats import chi2
    from statsmodels.stats.contingency_tables import StratifiedTable

    cells = np.random.default_rng(7).integers(5, 300, size=(30, 4, 4))  # candidates × strata × cells
    found = mantel_haenszel(*np.moveaxis(cells, -1, 0))
    for i, strata in enumerate(cells):
        other = StratifiedTable([stratum.reshape(2, 2) for stratum in strata])
        assert found.rr[i] == pytest.approx(other.riskratio_pooled, rel=1e-12)
        statistic = other.test_null_odds(correction=False).statistic
        assert found.p[i] == pytest.approx(chi2.sf(statistic, 1), rel=1e-9, abs=1e-300)


def test_one_stratum_is_the_plain_risk_ratio():
    cells = np.random.default_rng(8).integers(0, 30, size=(200, 4)) + np.array([0, 1, 0, 1])
    cells = cells[cells[:, [0, 2]].sum(axis=1) > 0]
    pooled, plain = mantel_haenszel(*cells.T[:, :, None]), risk_ratios(*cells.T)
    assert pooled.rr == pytest.approx(plain.rr)
    assert pooled.low == pytest.approx(plain.low)
    assert pooled.high == pytest.approx(plain.high)


def test_one_stratum_is_the_plain_test():
    """Fisher's where the screen takes it; else the χ² with N − 1 in place of N."""
    from scipy.stats import chi2

    cells = np.random.default_rng(9).integers(0, 40, size=(200, 4)) + 1
    pooled, plain = mantel_haenszel(*cells.T[:, :, None]).p, risk_ratios(*cells.T).p
    size = cells.sum(axis=1)
    score = chi2.sf(chi2.isf(plain, 1) * (size - 1) / size, 1)
    fisher = np.isclose(pooled, plain, rtol=1e-9)
    assert 20 < fisher.sum() < 180
    assert pooled[~fisher] == pytest.approx(score[~fisher], rel=1e-6)


def test_empty_strata_say_nothing():
    padded = np.vstack([MIGRAINE, np.zeros((3, 4), int), [[4, 5, 0, 0]], [[0, 0, 3, 9]]])  # one group only: nothing too
    with_empty, without = mantel_haenszel(*padded.T), mantel_haenszel(*MIGRAINE.T)
    assert with_empty.rr == pytest.approx(without.rr)
    assert with_empty.low == pytest.approx(without.low)
    assert with_empty.p == pytest.approx(without.p)


def test_a_confounder_is_taken_out():
    """Ratio 1 within each stratum (10 % and 50 %), but the exposed sit in the bad stratum: crude ratio 2.2."""
    strata = np.array([[10, 90, 90, 810], [400, 400, 50, 50]])
    crude, adjusted = risk_ratios(*strata.sum(axis=0)[:, None]), mantel_haenszel(*strata.T)
    assert crude.rr[0] == pytest.approx(410 / 900 / (140 / 1000))
    assert adjusted.rr[0] == pytest.approx(1.0)
    assert adjusted.p[0] == pytest.approx(1.0)


def test_a_cell_that_is_empty_in_all_strata():
    """No unexposed visit is bad: half an observation, spread over two equal strata, keeps ratio and limits finite."""
    found = mantel_haenszel([5, 5], [20, 20], [0, 0], [25, 25])
    quarter = mantel_haenszel([5.25, 5.25], [20.25, 20.25], [0.25, 0.25], [25.25, 25.25])
    assert found.rr[0] == pytest.approx(5.25 / 0.25)
    assert found.rr == pytest.approx(quarter.rr)
    assert found.low == pytest.approx(quarter.low)
    assert math.isfinite(found.high[0])


def test_no_stratum_with_both_groups_says_nothing():
    found = mantel_haenszel([5, 0], [5, 0], [0, 5], [0, 5])
    assert np.isnan(found.rr[0]) and np.isnan(found.low[0]) and found.p[0] == 1.0


def test_the_exact_test_against_every_possible_table():
    """Brute force: both strata's 2×2 tables with the same margins, their chances counted with binomial coefficients."""
    strata = [(3, 1, 1, 5), (4, 2, 0, 6)]
    ways = []
    for a, b, c, d in strata:
        n1, n0, m1 = a + b, c + d, a + c
        whole = math.comb(n1 + n0, m1)
        ways.append(
            {k: math.comb(n1, k) * math.comb(n0, m1 - k) / whole for k in range(m1 + 1) if k <= n1 and m1 - k <= n0}
        )
    chance: dict[int, float] = {}
    for (k, p), (j, q) in itertools.product(ways[0].items(), ways[1].items()):
        chance[k + j] = chance.get(k + j, 0.0) + p * q
    seen = chance[7]
    expected = sum(p for p in chance.values() if p <= seen * (1 + 1e-9))
    assert mantel_haenszel(*np.array(strata).T).p[0] == pytest.approx(expected, rel=1e-9)


def test_the_exact_test_of_one_stratum_is_fishers():
    from scipy.stats import fisher_exact

    for table in np.random.default_rng(4).integers(0, 15, size=(50, 4)).astype(float):
        expected = fisher_exact(table.reshape(2, 2)).pvalue
        assert exact_conditional_p(*table[:, None]) == pytest.approx(expected, rel=1e-9)


def test_the_exact_test_refuses_weights():
    with pytest.raises(ValueError, match="whole"):
        exact_conditional_p(*np.array([[1.5], [1.0], [1.0], [1.0]]))


def test_limits_cover_the_true_ratio():
    """Simulation: four strata, 600 visits, ratio 2; 2,000 sets, seeded."""
    generator = np.random.default_rng(12)
    exposed, unexposed, risk = (
        np.array([20, 30, 40, 60]),
        np.array([130, 120, 110, 90]),
        np.array([0.05, 0.1, 0.15, 0.2]),
    )
    a, c = generator.binomial(exposed, 2 * risk, (2000, 4)), generator.binomial(unexposed, risk, (2000, 4))
    found = mantel_haenszel(a, exposed - a, c, unexposed - c)
    assert 0.935 <= np.mean((found.low <= 2) & (found.high >= 2)) <= 0.965


def test_one_sided_tests_against_scipy():
    """One stratum, few counts: Fisher's exact test against "greater"; many counts: the upper tail of the same z."""
    from scipy.stats import fisher_exact, norm

    for table in ((7, 3, 2, 12), (2, 12, 7, 3), (4, 30, 5, 60)):
        cells = [np.array([float(n)]) for n in table]
        expected = fisher_exact(np.reshape(table, (2, 2)), alternative="greater").pvalue
        assert exact_conditional_p(*cells, greater=True) == pytest.approx(expected, rel=1e-9)
    a, b, c, d = ([60.0, 40.0],), ([140.0, 160.0],), ([90.0, 70.0],), ([410.0, 430.0],)
    two_sided, greater = null_p(a, b, c, d)[0], null_p(a, b, c, d, greater=True)[0]
    assert greater == pytest.approx(norm.sf(norm.isf(two_sided / 2)), rel=1e-9)
    less = null_p(c, d, a, b, greater=True)[0]
    assert less == pytest.approx(1 - greater, rel=1e-9)
