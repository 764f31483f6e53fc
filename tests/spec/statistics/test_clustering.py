"""Visits of one customer are alike: the design effect on tests of drivers."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.statistics.clustering import (
    ClusterDesign,
    ClusterSums,
    StratumProducts,
    centred_cells,
    cluster_design,
    clustered_p_value,
    clustered_p_values,
    outcome_correlation,
)
from analyzer.statistics.mantel_haenszel import influence
from analyzer.statistics.risk_ratio import p_values


def design_of(exposed, n, cluster, correlation, stratum=None):
    """The design from rows of `exposed` of `n` visits a cluster and stratum: the sums that `cluster_design` takes."""
    exposed, n = np.asarray(exposed, float), np.asarray(n, float)
    place = np.unique(np.zeros(len(n)) if stratum is None else stratum, return_inverse=True)[1]
    mean = (np.bincount(place, weights=exposed) / np.bincount(place, weights=n))[place]
    sums = np.bincount(np.unique(cluster, return_inverse=True)[1], weights=exposed - n * mean)
    spread = (exposed * (1 - mean) ** 2 + (n - exposed) * mean**2).sum()
    return cluster_design(spread, (sums**2).sum(), (sums**4).sum(), correlation)


def correlation_of(bad, n, cluster, stratum=None):
    """From rows of `bad` of `n` visits a cluster and stratum: the sums that `outcome_correlation` takes, row by row."""
    place = np.unique(np.zeros(len(n)) if stratum is None else stratum, return_inverse=True)[1].ravel()
    who = np.unique(cluster, return_inverse=True)[1].ravel()
    strata, clusters = int(place.max(initial=-1)) + 1, int(who.max(initial=-1)) + 1
    y, size = np.zeros((clusters, strata)), np.zeros((clusters, strata))
    np.add.at(y, (who, place), np.asarray(bad, float))
    np.add.at(size, (who, place), np.asarray(n, float))
    return outcome_correlation(y.sum(axis=0), size.sum(axis=0), StratumProducts(y.T @ y, y.T @ size, size.T @ size))


def test_correlation_by_hand():
    """Two customers with two visits each: bad, bad and good, good: wholly alike. One bad, one good each: not at all."""
    assert correlation_of([2, 0], [2, 2], ["anna", "ben"]) == 1.0
    assert correlation_of([1, 1], [2, 2], ["anna", "ben"]) == 0.0
    wholly = StratumProducts([[4]], [[4]], [[8]])  # Anna 2 bad of 2, Ben 0 of 2: Σ y² = 4, Σ y·n = 4, Σ n² = 8
    assert outcome_correlation([2], [4], wholly) == 1.0


def test_correlation_is_the_mean_over_all_pairs():
    """Slow second implementation: r·r' over the pairs of visits of one customer, by their number and the mean of r²."""
    generator = np.random.default_rng(6)
    customer, stratum = generator.integers(0, 15, 120), generator.integers(0, 3, 120)
    bad = (generator.random(120) < generator.beta(1, 2, 15)[customer]).astype(float)
    r = bad - np.array([bad[stratum == s].mean() for s in stratum])
    pairs = [r[i] * r[j] for i in range(120) for j in range(120) if i != j and customer[i] == customer[j]]
    expected = max(0.0, float(np.mean(pairs)) / float((r**2).mean()))
    assert expected > 0.02
    assert correlation_of(bad, np.ones(120), customer, stratum) == pytest.approx(expected)


def test_correlation_against_statsmodels():
    """GEE with an exchangeable correlation, binomial, one mean."""
    import statsmodels.api as sm

    generator = np.random.default_rng(1)
    sizes = 1 + generator.poisson(4, 300)
    bad = generator.binomial(sizes, generator.beta(1, 3, 300))
    y = np.concatenate([np.repeat([1.0, 0.0], [s, n - s]) for s, n in zip(bad, sizes, strict=True)])
    groups = np.repeat(np.arange(300), sizes)
    model = sm.GEE(y, np.ones_like(y), groups, family=sm.families.Binomial(), cov_struct=sm.cov_struct.Exchangeable())
    model.fit()
    assert correlation_of(bad, sizes, np.arange(300)) == pytest.approx(model.cov_struct.dep_params, abs=0.01)


def test_what_strata_explain_is_no_likeness():
    """Two regions, one all bad, one all good, customers in one region each: within a region nothing is left over."""
    bad, n, customer, region = [3, 3, 0, 0], [3, 3, 3, 3], [1, 2, 3, 4], ["north", "north", "south", "south"]
    assert correlation_of(bad, n, customer) == 1.0
    assert correlation_of(bad, n, customer, region) == 0.0


def test_single_visits_have_no_design_effect():
    design = design_of([1, 0, 0, 1], [1, 1, 1, 1], [1, 2, 3, 4], correlation=0.5)
    assert design.design_effect[0] == 1.0
    assert clustered_p_values([0.03], design)[0] == 0.03


def test_design_effect_is_the_variance_over_all_pairs():
    """Slow second implementation: Var Σ (x−x̄)(y−ȳ) = Σ over pairs of one customer of (x−x̄)(x'−x̄)·ρ, per Σ (x−x̄)²."""
    generator = np.random.default_rng(2)
    customer, stratum = generator.integers(0, 12, 80), generator.integers(0, 2, 80)
    x = (generator.random(80) < 0.4).astype(float)
    centred = x - np.array([x[stratum == s].mean() for s in stratum])
    pairs = sum(centred[i] * centred[j] for i in range(80) for j in range(80) if i != j and customer[i] == customer[j])
    expected = max(1.0, 1 + 0.3 * pairs / (centred**2).sum())
    assert design_of(x, np.ones(80), customer, 0.3, stratum).design_effect[0] == pytest.approx(expected)


def test_customers_who_are_always_or_never_exposed():
    """Ten customers of five visits, half of them always exposed: deff = 1 + (5 − 1)·ρ, and all ten carry it."""
    design = design_of([5, 0] * 5, [5] * 10, range(10), correlation=0.25)
    assert design.design_effect[0] == pytest.approx(2.0)
    assert design.effective_clusters[0] == pytest.approx(10.0)


def test_an_exposure_that_one_customer_carries_proves_nothing():
    """40 exposed visits, all bad, all of one customer, against 10 % of 990: p of about 1e-37 becomes nothing."""
    exposed, n = [40] + [0] * 99, [40] + [10] * 99
    plain = p_values([40], [0], [99], [891])
    assert plain[0] < 1e-30
    assert clustered_p_values(plain, design_of(exposed, n, range(100), correlation=0.25))[0] > 0.05


def test_from_sums_over_customers_it_is_the_same():
    """Three strata; the sums as an engine would form them, visit by visit, against the functions on rows."""
    generator = np.random.default_rng(4)
    customer, stratum = generator.integers(0, 60, 500), generator.integers(0, 3, 500)
    exposed, bad = generator.random(500) < 0.3, generator.random(500) < generator.beta(1, 3, 60)[customer]
    cell = 2 * (1 - exposed.astype(int)) + (1 - bad.astype(int))
    table = np.zeros((3, 4))
    np.add.at(table, (stratum, cell), 1)
    centred = centred_cells(*table.T)
    x = np.bincount(customer, weights=centred.exposure[stratum, cell])
    y = np.bincount(customer, weights=centred.outcome[stratum, cell])
    sums = ClusterSums((x**2).sum(), (x**4).sum(), (y**2).sum(), float((np.bincount(customer) ** 2).sum()))
    ones = np.ones(500)
    correlation = correlation_of(bad, ones, customer, stratum)
    expected = clustered_p_values(0.001, design_of(exposed, ones, customer, correlation, stratum))[0]
    assert correlation > 0.05
    assert clustered_p_value(0.001, *table.T, sums) == pytest.approx(expected, rel=1e-9)
    assert (centred.exposure * centred.outcome) == pytest.approx(influence(*table.T).null)


def test_it_never_helps_and_takes_many_candidates():
    design = ClusterDesign(np.array([1.0, 1.5, 4.0]), np.array([50.0, 50.0, 50.0]))
    found = clustered_p_values([0.001, 0.001, 0.001], design)
    assert found[0] == 0.001
    assert 0.001 < found[1] < found[2] < 0.2


def test_nothing_spreads():
    design = cluster_design([0.0], [0.0], [0.0], 0.5)
    assert (design.design_effect[0], design.effective_clusters[0]) == (1.0, 1.0)
    assert correlation_of([0, 0], [3, 3], [1, 2]) == 0.0
    assert correlation_of([], [], []) == 0.0


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        cluster_design([1.0], [1.0], [1.0], 1.5)
    with pytest.raises(ValueError, match="0 ≤ bad ≤ visits"):
        outcome_correlation([3], [2], StratumProducts([[9]], [[6]], [[4]]))
    with pytest.raises(ValueError, match="each two strata"):
        outcome_correlation([1], [2], StratumProducts([[1, 0]], [[1, 0]], [[1, 0]]))


def simulated(generator, ratio):
    """p-values: plain, and by design effect. 1,000 customers with tempers and habits, about three visits each."""
    n = 1 + generator.poisson(2, 1000)
    exposed = generator.binomial(n, generator.beta(0.1, 1.9, 1000))
    temper = generator.beta(0.24, 2.76, 1000)
    bad1 = generator.binomial(exposed, np.minimum(ratio * temper, 1))
    bad0 = generator.binomial(n - exposed, temper)
    rows = np.array([bad1, exposed - bad1, bad0, n - exposed - bad0]).T
    cells = rows.sum(axis=0)[:, None]
    plain = p_values(*cells)
    design = design_of(exposed, n, np.arange(1000), correlation_of(bad1 + bad0, n, np.arange(1000)))
    return plain[0], clustered_p_values(plain, design)[0]


def test_it_keeps_the_level_under_the_null():
    """Simulation, 1,500 sets, seeded: at 1 % the plain test rejects about 2 %; at 5 % about 7 %."""
    generator = np.random.default_rng(8)
    plain, clustered = np.array([simulated(generator, 1.0) for _ in range(1500)]).T
    assert np.mean(plain < 0.01) > 0.015
    assert np.mean(clustered < 0.01) <= 0.016
    assert 0.025 <= np.mean(clustered < 0.05) <= 0.06


def test_it_finds_a_large_ratio():
    """A ratio of 2.5 at the strict level that many candidates ask for (p < 0.001), 200 sets, seeded."""
    generator = np.random.default_rng(9)
    _, clustered = np.array([simulated(generator, 2.5) for _ in range(200)]).T
    assert np.mean(clustered < 0.001) > 0.5
