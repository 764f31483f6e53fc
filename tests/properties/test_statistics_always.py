"""What must always hold of intervals, tests and effects, whatever the counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analyzer.statistics.attributable import stratified_attributable_fraction
from analyzer.statistics.bootstrap import bootstrap_interval
from analyzer.statistics.equivalence import difference_upper
from analyzer.statistics.exact import exact_conditional_p
from analyzer.statistics.false_discovery import benjamini_hochberg
from analyzer.statistics.log_odds import log_odds_z
from analyzer.statistics.mantel_haenszel import influence, mantel_haenszel
from analyzer.statistics.proportions import net_promoter, two_share_difference, wilson, wilson_clustered
from analyzer.statistics.risk_ratio import risk_ratios

COUNT = st.integers(0, 5000)
CELL = st.integers(0, 200)
TABLE = st.tuples(CELL, CELL, CELL, CELL)
STRATA = arrays(np.int64, st.tuples(st.integers(1, 6), st.just(4)), elements=st.integers(0, 60))
CLOSE = 1e-9


def holds(*strategies):
    """Given these inputs, without a deadline: the first call pays for the imports."""
    return lambda test: settings(deadline=None)(given(*strategies)(test))


@holds(COUNT, COUNT)
def test_wilson_holds_the_share_and_stays_in_range(bad, good):
    assume(bad + good > 0)
    found = wilson(bad, bad + good)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high


@holds(COUNT, COUNT, st.integers(2, 50))
def test_more_of_the_same_narrows_wilson(bad, good, times):
    assume(bad + good > 0)
    once, often = wilson(bad, bad + good), wilson(times * bad, times * (bad + good))
    assert often.high - often.low < once.high - once.low


@holds(COUNT, COUNT)
def test_a_good_visit_never_raises_the_bad_share_or_its_limits(bad, good):
    assume(bad + good > 0)
    before, after = wilson(bad, bad + good), wilson(bad, bad + good + 1)
    assert after.value <= before.value
    assert after.low <= before.low + CLOSE
    assert after.high <= before.high + CLOSE


@holds(COUNT, COUNT)
def test_bad_and_good_are_mirror_images(bad, good):
    assume(bad + good > 0)
    one, other = wilson(bad, bad + good), wilson(good, bad + good)
    assert (one.low, one.high) == pytest.approx((1 - other.high, 1 - other.low), abs=CLOSE)


@holds(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=30), st.randoms())
def test_clusters_widen_and_their_order_is_idle(clusters, random):
    assume(sum(map(sum, clusters)) > 0)

    def interval(rows):
        return wilson_clustered([bad for bad, _ in rows], [bad + good for bad, good in rows])

    found, plain = interval(clusters), wilson(sum(b for b, _ in clusters), sum(map(sum, clusters)))
    assert found.low <= plain.low + CLOSE and found.high >= plain.high - CLOSE
    shuffled = list(clusters)
    random.shuffle(shuffled)
    assert interval(shuffled).as_dict() == pytest.approx(found.as_dict(), abs=1e-6)


@holds(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_net_promoter_stays_in_range_and_turns_with_the_scale(promoters, passives, detractors):
    assume(promoters + passives + detractors > 0)
    found, turned = net_promoter(promoters, passives, detractors), net_promoter(detractors, passives, promoters)
    assert -100 <= found.low <= found.value <= found.high <= 100
    assert (found.value, found.low) == pytest.approx((-turned.value, -turned.high), abs=1e-7)


@holds(TABLE)
def test_swapping_the_groups_turns_the_difference(table):
    a, b, c, d = table
    assume(a + b > 0 and c + d > 0)
    one, other = two_share_difference(a, a + b, c, c + d), two_share_difference(c, c + d, a, a + b)
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low), abs=CLOSE)
    assert difference_upper(a, a + b, c, c + d) <= one.high + CLOSE


@holds(TABLE)
def test_swapping_the_groups_inverts_the_risk_ratio(table):
    a, b, c, d = table
    assume(a + b > 0 and c + d > 0 and a + c > 0)
    one, other = risk_ratios([a], [b], [c], [d]), risk_ratios([c], [d], [a], [b])
    assert (one.rr * other.rr)[0] == pytest.approx(1)
    assert (one.low * other.high)[0] == pytest.approx(1)
    assert one.p[0] == pytest.approx(other.p[0])
    assert one.low[0] <= one.rr[0] <= one.high[0]
    assert 0 <= one.p[0] <= 1


@holds(STRATA)
def test_swapping_the_groups_inverts_the_pooled_ratio(strata):
    one, other = mantel_haenszel(*strata.T), mantel_haenszel(*strata[:, [2, 3, 0, 1]].T)
    assert one.p[0] == pytest.approx(other.p[0])
    assert np.isnan(one.rr[0]) == np.isnan(other.rr[0])
    if not np.isnan(one.rr[0]):
        assert (one.rr * other.rr)[0] == pytest.approx(1)
        assert (one.low * other.high)[0] == pytest.approx(1)


@holds(STRATA, st.randoms())
def test_the_order_of_strata_is_idle(strata, random):
    order = list(range(len(strata)))
    random.shuffle(order)
    one, other = mantel_haenszel(*strata.T), mantel_haenszel(*strata[order].T)
    for name in ("rr", "low", "high", "p"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), nan_ok=True)
    exact, shuffled = (exact_conditional_p(*rows.T.astype(float)) for rows in (strata, strata[order]))
    assert exact == pytest.approx(shuffled)
    fraction, turned = stratified_attributable_fraction(*strata.T), stratified_attributable_fraction(*strata[order].T)
    assert (fraction.value is None) == (turned.value is None)
    if fraction.value is not None:
        assert (fraction.value, fraction.low, fraction.high) == pytest.approx((turned.value, turned.low, turned.high))


@holds(STRATA)
def test_a_candidate_does_not_depend_on_its_neighbours(strata):
    alone = mantel_haenszel(*strata.T)
    both = mantel_haenszel(*np.moveaxis(np.stack([strata[:, [2, 3, 0, 1]], strata]), -1, 0))
    for name in ("rr", "low", "high", "p"):
        assert getattr(both, name)[1] == pytest.approx(getattr(alone, name)[0], nan_ok=True)


@holds(STRATA)
def test_scores_add_up(strata):
    found = influence(*strata.T)
    assert (strata * found.null).sum() == pytest.approx(found.score, abs=1e-7)
    assert found.rr is None or found.rr > 0


@holds(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.integers(0, 100))
def test_q_values_keep_the_order_and_are_no_smaller_than_p(p, more):
    q = benjamini_hochberg(p, tests=len(p) + more)
    order = np.argsort(p, kind="stable")
    assert np.all(np.diff(q[order]) >= -1e-15)
    assert np.all(q >= np.array(p) - 1e-15) and np.all(q <= 1)
    assert np.all(q >= benjamini_hochberg(p) - 1e-15)  # a larger family never helps


@holds(STRATA)
def test_the_attributable_fraction_lies_within_its_limits(strata):
    found = stratified_attributable_fraction(*strata.T)
    if found.value is not None:
        assert found.low <= found.value <= found.high <= 1
        assert found.value <= strata[:, 0].sum() / strata[:, [0, 2]].sum() + CLOSE


@holds(arrays(np.int64, st.tuples(st.integers(1, 8), st.just(2)), elements=st.integers(0, 9)), st.randoms())
def test_the_bootstrap_knows_no_order_of_rows(rows, random):
    def share(totals):
        with np.errstate(invalid="ignore"):
            return totals[..., 0] / totals.sum(axis=-1)

    order = list(range(len(rows)))
    random.shuffle(order)
    one = bootstrap_interval(rows, [3] * len(rows), share, repetitions=50, seed=1)
    assert bootstrap_interval(rows[order], [3] * len(rows), share, repetitions=50, seed=1) == one
    if one.low is not None:
        assert 0 <= one.low <= one.value <= one.high <= 1


@holds(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=20))
def test_turning_bad_and_good_turns_the_words(counts):
    bad, good = np.array(counts).T
    prior = np.ones(len(counts))
    assert log_odds_z(bad, good, prior) == pytest.approx(-log_odds_z(good, bad, prior))
