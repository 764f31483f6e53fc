"""Quantiles, tails and exact chances against a second implementation: scipy.stats, statsmodels, or whole numbers.

The analysis itself opens neither scipy.stats nor statsmodels: decision 0003.
"""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest

from analyzer.statistics.clustering import ClusterDesign, clustered_p_values
from analyzer.statistics.exact import exact_conditional_p, hypergeometric
from analyzer.statistics.false_discovery import benjamini_hochberg
from analyzer.statistics.mantel_haenszel import clustered_risk_ratio, mantel_haenszel
from analyzer.statistics.normal import chi_square_p, two_sided_z
from analyzer.statistics.proportions import mean_interval, two_share_difference, wilson
from analyzer.statistics.risk_ratio import p_values
from analyzer.statistics.student import t_quantile, t_two_sided_p

LEVELS = [1e-6, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 1 - 1e-6]
SIZES = [1e-3, 1, 2, 7, 29, 1000, 123_456, 10**9, 10**15]
P_VALUES = [1.0, 0.5, 0.05, 1e-3, 1e-9, 1e-30, 1e-100, 1e-200, 1e-299, 1e-300]
FREEDOM = [1e-2, 0.5, 1, 1.5, 2, 3.7, 9, 30, 200.25, 5000, 1e6, 1e9, 1e15]


def fisher(table):
    """Fisher's exact test by our own code: one stratum."""
    return exact_conditional_p(*np.array(table, float)[:, None])


def fisher_in_whole_numbers(table):
    """The sum of all tables that are no more likely, each a quotient of whole numbers: slow and certain."""
    a, b, c, d = table
    exposed, bad, rest = a + b, a + c, c + d
    ways = [math.comb(exposed, k) * math.comb(rest, bad - k) for k in range(max(0, bad - rest), min(exposed, bad) + 1)]
    seen = math.comb(exposed, a) * math.comb(rest, c)
    return float(Fraction(sum(way for way in ways if way <= seen), sum(ways)))


@pytest.mark.parametrize("level", LEVELS)
def test_normal_quantile(level):
    from scipy.stats import norm

    assert two_sided_z(level) == pytest.approx(norm.ppf((1 + level) / 2), rel=1e-12)


def test_chi_square_tail():
    """From no difference at all to p = 1e-300, and to 0 beyond what a number can hold."""
    from scipy.stats import chi2

    statistic = np.concatenate([[0.0, 1e-300, 1e-12], np.linspace(0.01, 1370, 500)])
    assert chi_square_p(statistic) == pytest.approx(chi2.sf(statistic, 1), rel=1e-11, abs=0)
    assert chi_square_p(1370.0) < 1e-298
    assert chi_square_p([1500.0, 1e9, np.inf]).tolist() == [0.0, 0.0, 0.0]
    assert chi_square_p(np.zeros((0, 3))).shape == (0, 3)
    with pytest.raises(ValueError, match="cannot be negative"):
        chi_square_p([-0.1])


@pytest.mark.parametrize("freedom", FREEDOM)
def test_student(freedom):
    from scipy.stats import t

    for chance in (1e-300, 1e-12, 0.025, 0.4999, 0.5, 0.9, 0.975, 0.9995):
        assert t_quantile(chance, freedom) == pytest.approx(t.ppf(chance, freedom), rel=1e-12)
    x = np.array([0.0, 1e-9, 0.5, 1.96, 10, 37.0, 1e6])
    assert t_two_sided_p(x, freedom) == pytest.approx(2 * t.sf(x, freedom), rel=1e-12, abs=0)
    assert t_two_sided_p(-x, freedom) == pytest.approx(t_two_sided_p(x, freedom), rel=1e-12, abs=0)


def test_student_as_printed():
    """Student's own table and its heirs: 12.706 for one degree of freedom, 2.262 for nine, 1.960 for very many."""
    found = [t_quantile(0.975, freedom) for freedom in (1, 9, 1e9)]
    assert found == pytest.approx([12.7062, 2.2622, 1.95996], abs=5e-5)


@pytest.mark.parametrize(("chance", "freedom"), [(0.0, 5), (1.0, 5), (0.975, 0), (0.975, -1), (math.nan, 5)])
def test_student_of_what_cannot_be_is_refused(chance, freedom):
    with pytest.raises(ValueError, match="between 0 and 1 and freedom above 0"):
        t_quantile(chance, freedom)


@pytest.mark.parametrize("level", LEVELS)
def test_wilson_against_statsmodels(level):
    from statsmodels.stats.proportion import proportion_confint

    for n, share, effect in itertools.product(SIZES, (0.0, 1e-9, 0.03, 0.5, 0.999, 1.0), (1.0, 2.5, 40.0)):
        successes = share * n
        expected = proportion_confint(successes / effect, n / effect, alpha=1 - level, method="wilson")
        found = wilson(successes, n, level, effect)
        assert (found.low, found.high) == pytest.approx(expected, rel=1e-9, abs=1e-11)


@pytest.mark.parametrize("level", LEVELS)
def test_newcombe_against_statsmodels(level):
    from statsmodels.stats.proportion import confint_proportions_2indep

    counts = [(0, 1), (1, 1), (0, 30), (30, 30), (7, 29), (1, 10**6), (4 * 10**8, 10**9)]
    for (bad1, n1), (bad0, n0), effect in itertools.product(counts, counts, (1.0, 3.0)):
        sizes = (bad1 / effect, n1 / effect, bad0 / effect, n0 / effect)
        expected = confint_proportions_2indep(*sizes, method="newcomb", compare="diff", alpha=1 - level)
        found = two_share_difference(bad1, n1, bad0, n0, level, effect)
        assert (found.low, found.high) == pytest.approx(expected, rel=1e-9, abs=1e-11)


@pytest.mark.parametrize("level", LEVELS)
def test_mean_against_statsmodels(level):
    """Few answers, weighted answers, fractions of answers, a thousand million answers, values far from 0."""
    from statsmodels.stats.weightstats import DescrStatsW

    values = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    for counts, shift in itertools.product(
        ([1, 0, 0, 0, 1], [1, 2, 0, 4, 9], [0.3, 0.2, 0.7, 0, 0.1], [10**9] * 5), (0, 1e4)
    ):
        other = DescrStatsW(values + shift, weights=np.array(counts, float))
        found = mean_interval(values + shift, counts, level)
        assert found.value == pytest.approx(other.mean, rel=1e-14)
        width = other.tconfint_mean(alpha=1 - level)[1] - other.mean
        assert found.high - found.value == pytest.approx(width, rel=1e-9, abs=1e-11)
        assert found.value - found.low == pytest.approx(width, rel=1e-9, abs=1e-11)


def test_p_values_of_clustered_visits_down_to_1e_300():
    """z of p over the root of the design effect, then Student's tail: the formula in scipy.stats' own words."""
    from scipy.stats import norm, t

    for effect, clusters in itertools.product((1 + 1e-9, 1.01, 2.0, 50.0), (1.0, 2.5, 10.0, 3000.0)):
        design = ClusterDesign(np.full(len(P_VALUES), effect), np.full(len(P_VALUES), clusters))
        freedom = clusters * (effect / (effect - 1)) ** 2
        expected = 2 * t.sf(norm.isf(np.array(P_VALUES) / 2) / math.sqrt(effect), freedom)
        found = clustered_p_values(P_VALUES, design)
        assert found == pytest.approx(np.maximum(expected, P_VALUES), rel=1e-11, abs=0)


def test_what_lies_below_1e_300_counts_as_1e_300_where_visits_are_clustered():
    design = ClusterDesign(np.array([2.0, 2.0, 1.0]), np.array([500.0, 500.0, 500.0]))
    found = clustered_p_values([1e-300, 1e-310, 1e-310], design)
    assert found[0] == found[1] > 1e-160
    assert found[2] == 1e-310


def test_without_clusters_p_values_come_back_as_a_copy():
    given = np.array([0.2, 1e-310])
    found = clustered_p_values(given, ClusterDesign(np.ones(2), np.ones(2)))
    found[0] = 0.9
    assert given[0] == 0.2


def test_limits_of_a_clustered_risk_ratio():
    from scipy.stats import t

    for clusters in (2, 3, 20, 10**6):
        found = clustered_risk_ratio(2.0, 0.3, clusters=clusters)
        half = t.ppf(0.975, clusters - 1) * math.sqrt(clusters / (clusters - 1) * 0.3)
        assert (found.low, found.high) == pytest.approx((2 * math.exp(-half), 2 * math.exp(half)), rel=1e-11)


@pytest.mark.parametrize("more", [0, 1, 900])
def test_false_discovery_against_scipy(more):
    """With ties, zeros, ones and p-values that are hardly numbers any more."""
    from scipy.stats import false_discovery_control

    generator = np.random.default_rng(3)
    for size in (1, 2, 3, 10, 500):
        p = np.concatenate([generator.random(size) ** 6, generator.choice([0.0, 1e-320, 1e-300, 0.01, 1.0], size)])
        expected = false_discovery_control(np.concatenate([p, np.ones(more)]), method="bh")[: len(p)]
        assert benjamini_hochberg(p, tests=len(p) + more) == pytest.approx(expected, rel=1e-12, abs=0)


@pytest.mark.parametrize("p", [-1e-9, 1 + 1e-9, math.inf, -math.inf])
def test_false_discovery_refuses_what_is_no_p_value(p):
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.5, p])


def test_fisher_against_scipy_in_all_small_tables():
    """Every table with cells of 0 to 5: zero cells, empty margins and ties among them."""
    from scipy.stats import fisher_exact

    for a, b, c, d in itertools.product(range(6), repeat=4):
        assert fisher((a, b, c, d)) == pytest.approx(fisher_exact([[a, b], [c, d]]).pvalue, rel=1e-9)


def test_fisher_against_scipy_up_to_a_million():
    """600 seeded tables from lopsided to even, with a cell anywhere from likely to absurd: p from 1 to 1e-150."""
    from scipy.stats import fisher_exact

    generator = np.random.default_rng(4)
    found, expected = [], []
    while len(found) < 600:
        total = int(10 ** generator.uniform(1, 6))
        exposed, bad = (int(total ** generator.uniform(0, 1)) for _ in range(2))
        low, high = max(0, exposed + bad - total), min(exposed, bad)
        even = exposed * bad / total
        near = round(even + generator.normal() * 4 * math.sqrt(even + 1))
        a = min(max(near, low), high) if generator.random() < 0.7 else int(generator.integers(low, high + 1))
        p = fisher_exact([[a, exposed - a], [bad - a, total - exposed - bad + a]]).pvalue
        if p >= 1e-300:
            found.append(fisher((a, exposed - a, bad - a, total - exposed - bad + a)))
            expected.append(p)
    assert min(expected) < 1e-150
    assert found == pytest.approx(expected, rel=1e-9, abs=0)


@pytest.mark.parametrize(
    "table",
    [
        (7, 3, 8_195_938, 301),
        (1, 29, 11, 10**7),
        (0, 10**7, 3, 10**7),
        (3, 10**8, 6, 10**8),
        (11, 19, 1, 10**8),
        (60, 0, 2, 10**7),
    ],
)
def test_fisher_in_huge_tables_keeps_its_digits(table):
    """Beyond ten million visits scipy's own factorials lose digits (3e-8); whole numbers do not."""
    assert fisher(table) == pytest.approx(fisher_in_whole_numbers(table), rel=1e-10, abs=0)


def test_fisher_in_symmetric_tables_counts_both_tails():
    """Groups of one size: the mirrored table is exactly as likely, and p is twice the tail."""
    for size in (20, 1000, 10**6):
        for bad in range(3, 12):
            table = (0, size, bad, size - bad)
            tail = math.prod((size - i) / (2 * size - i) for i in range(bad))
            assert fisher(table) == pytest.approx(2 * tail, rel=1e-10)


def test_fisher_where_nothing_is_left_of_p():
    """500 of 500 against none of 500: 2/C(1000, 500) = 7.4e-300. With 2,000 each, 1e-1203: 0, and scipy says 0 too."""
    from scipy.stats import fisher_exact

    assert fisher((500, 0, 0, 500)) == pytest.approx(2 / math.comb(1000, 500), rel=1e-10, abs=0)
    assert fisher((500, 0, 0, 500)) == pytest.approx(fisher_exact([[500, 0], [0, 500]]).pvalue, rel=1e-9, abs=0)
    assert fisher((2000, 0, 0, 2000)) == fisher_exact([[2000, 0], [0, 2000]]).pvalue == 0.0


def test_hypergeometric_chances_against_scipy():
    from scipy.stats import hypergeom

    margins = [(0, 0, 0), (1, 0, 1), (5, 3, 9), (5, 9, 9), (9, 9, 9), (30, 40, 50), (200, 900, 10**5), (3, 3, 10**6)]
    exposed, bad, total = np.array(margins, float).T
    found = hypergeometric(exposed, bad, total)
    assert len(found) == len(margins)
    for chances, (x, y, n) in zip(found, margins, strict=True):
        k = np.arange(max(0, x + y - n), min(x, y) + 1)
        expected = hypergeom.pmf(k, n, x, y) if n else np.ones(1)
        assert chances == pytest.approx(expected, rel=1e-9, abs=1e-290)
    assert hypergeometric(np.zeros(0), np.zeros(0), np.zeros(0)) == []


def test_screen_and_pooled_test_against_scipy_where_p_is_tiny():
    """Score tests of p = 3e-22, 1e-88 and 4e-283; of 1e-4300 nothing is left."""
    from scipy.stats import chi2, chi2_contingency

    for lift in (30, 80, 160):
        table = np.array([[50 + lift * 5, 1000 - lift * 5], [50, 950]])
        p = chi2_contingency(table, correction=False).pvalue
        assert p_values(*table.ravel())[0] == pytest.approx(p, rel=1e-11, abs=0)
        statistic = chi2.isf(p, 1)
        pooled = mantel_haenszel(*([cell] for cell in table.ravel())).p[0]
        n = table.sum()
        assert pooled == pytest.approx(chi2.sf(statistic * (n - 1) / n, 1), rel=1e-7, abs=0)
    assert p_values([10_000], [0], [0], [10_000])[0] == 0.0


ORDINARY = """
import sys
import numpy as np
from analyzer.statistics import attributable, bootstrap, clustering, equivalence, false_discovery, log_odds
from analyzer.statistics import mantel_haenszel, proportions, risk_ratio
proportions.wilson(3, 10), proportions.two_share_difference(3, 10, 2, 10), proportions.net_promoter(3, 4, 5)
equivalence.difference_upper(3, 100, 4, 100)
p = mantel_haenszel.mantel_haenszel([9, 8], [1, 2], [3, 2], [7, 8]).p
risk_ratio.risk_ratios([9], [1], [3], [7]), false_discovery.benjamini_hochberg(p, 20)
attributable.stratified_attributable_fraction([9, 8], [1, 2], [3, 2], [7, 8])
bootstrap.bootstrap_interval([[1, 2], [0, 1]], [30, 40], lambda t: t[..., 0] / t[..., 1], 50)
log_odds.log_odds_z([1, 2], [3, 4], [1, 1])
clustering.clustered_p_values(p, clustering.ClusterDesign(np.ones(1), np.ones(1)))
print(sorted({name.split(".")[0] for name in sys.modules} & {"scipy", "statsmodels", "polars", "pandas"}))
proportions.wilson_clustered([1, 2, 0], [3, 4, 5]), proportions.mean_interval([1, 2, 4])
clustering.clustered_p_values(p, clustering.ClusterDesign(np.array([2.0]), np.array([9.0])))
mantel_haenszel.clustered_risk_ratio(2.0, [0.1, 0.2])
print(sorted({"scipy.special", "scipy.stats", "statsmodels", "polars", "pandas"} & set(sys.modules)))
"""


def test_what_an_analysis_needs_opens_no_large_library():
    """In a fresh process: nothing at all without Student's t, and scipy.special alone with it."""
    ran = subprocess.run([sys.executable, "-c", ORDINARY], capture_output=True, text=True, timeout=120, check=True)
    assert ran.stdout.splitlines() == ["[]", "['scipy.special']"]
