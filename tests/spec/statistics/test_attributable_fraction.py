"""The share of bad visits that goes with a driver, and what would be avoided without it."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.statistics.attributable import (
    attributable_influence,
    avoidable,
    stratified_attributable_fraction,
)
from analyzer.tables.interval import NO_DATA, Interval


def test_without_confounding_it_is_the_excess_over_the_unexposed():
    """40 of 100 against 40 of 400: had the exposed gone like the rest (10 %), 30 of 80 bad visits would be missing."""
    assert stratified_attributable_fraction([40], [60], [40], [360]).value == pytest.approx(30 / 80)


def test_variance_against_the_multinomial_delta_method():
    """Second implementation: the gradient of paf = 1 − c·N/((c+d)·(a+c)) in the cells, by differences."""
    cells = np.array([40.0, 60.0, 40.0, 360.0])

    def fraction(x):
        a, b, c, d = x
        return 1 - c / (c + d) * (a + b + c + d) / (a + c)

    gradient = np.array([(fraction(cells + step) - fraction(cells - step)) / 2e-3 for step in 1e-3 * np.eye(4)])
    expected = (cells * gradient**2).sum() - (cells * gradient).sum() ** 2 / cells.sum()
    assert attributable_influence(*cells).variance == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("exposed_share", "risk", "ratio", "size"),
    [(0.2, 0.1, 2.0, 3000), (0.1, 0.08, 3.0, 4000), (0.4, 0.15, 1.6, 3000)],
)
def test_limits_cover_the_truth(exposed_share, risk, ratio, size):
    """Simulation: four strata of unequal risk and exposure, 1,500 sets, seeded; wanted 93–97 % in 95 % limits."""
    generator = np.random.default_rng(21)
    exposure, base = exposed_share * np.linspace(0.5, 1.5, 4), risk * np.linspace(0.6, 1.4, 4)
    truth = (exposure * base * ratio).sum() / (exposure * base * ratio + (1 - exposure) * base).sum() * (1 - 1 / ratio)
    exposed = generator.binomial(size // 4, exposure, (1500, 4))
    a, c = generator.binomial(exposed, base * ratio), generator.binomial(size // 4 - exposed, base)
    b, d = exposed - a, size // 4 - exposed - c
    covered = 0
    for i in range(1500):
        found = stratified_attributable_fraction(a[i], b[i], c[i], d[i])
        covered += found.low <= truth <= found.high
    assert 0.93 <= covered / 1500 <= 0.97


def test_clusters_only_widen():
    plain = stratified_attributable_fraction([40], [60], [40], [360])
    variance = attributable_influence([40], [60], [40], [360]).variance
    assert stratified_attributable_fraction([40], [60], [40], [360], clustered_variance=variance / 2) == plain
    wider = stratified_attributable_fraction([40], [60], [40], [360], clustered_variance=4 * variance)
    assert wider.low < plain.low < plain.high < wider.high


def test_no_data():
    assert stratified_attributable_fraction([0], [5], [0], [5]) == NO_DATA


def test_avoidable_a_month():
    """45 % (30–58) of 240 bad visits in six months: 18 a month (12–23.2)."""
    found = avoidable(Interval(0.45, 0.30, 0.58), bad=240, months=6)
    assert (found.value, found.low, found.high) == pytest.approx((18, 12, 23.2))
    assert avoidable(NO_DATA, 240, 6) == NO_DATA
    assert avoidable(Interval(0.45, 0.3, 0.58), 240, 0) == NO_DATA
    assert avoidable(Interval(0.45, None, None), 240, 6) == Interval(18.0, None, None)
    with pytest.raises(ValueError, match="negative"):
        avoidable(Interval(0.45, 0.3, 0.58), -1, 6)
