"""The screen: what the correction has to count."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from analyzer.engine import ibis
from analyzer.mismatches import screen
from analyzer.mismatches.candidates import Candidate
from analyzer.mismatches.counts import Cells, count
from analyzer.mismatches.screen import attainable, carried, corrected


def cells(*rows: tuple[str, tuple[int, int, int, int]]) -> Cells:
    """Candidates of the given types with counts in one stratum."""
    made = tuple(Candidate(no, kind, {"activity": "x", "value": "x"}, 0, (0,)) for no, (kind, _) in enumerate(rows))
    counts = np.array([count for _, count in rows], float)
    return Cells(made, np.array([0]), *(counts[:, [i]] for i in range(4)))


def test_the_chance_of_a_material_share_is_that_of_the_hypergeometric_tail():
    """20 visits, 5 exposed, 6 unhappy, and a driver must carry 2 unhappy visits. With k of the 6 among the exposed,
    (k - 6·1/4)/(3/4) go with it: at least 2 from k = 3 on. By hand P(k = 3) = C(5,3)·C(15,3)/C(20,6) = 4550/38760, and
    so on to k = 5. Of an activity its absence has a name too: (1.5 - k)/(1/4) ≥ 2 for k ≤ 1, that is for 0 and 1."""
    tail = sum(comb(5, k) * comb(15, 6 - k) for k in (3, 4, 5)) / comb(20, 6)
    other = sum(comb(5, k) * comb(15, 6 - k) for k in (0, 1)) / comb(20, 6)
    found = attainable(cells(("partner", (1, 4, 5, 10)), ("activity", (1, 4, 5, 10))), 2.0)
    assert found == pytest.approx([tail, tail + other])


def test_a_rare_candidate_costs_next_to_nothing():
    """2 % of 1,000 visits, 100 unhappy ones, 10 of them to carry: about 12 of the 20 exposed must be unhappy instead of
    2, which chance brings less than once in a million; of a candidate of a third of the visits 40 of the 330 instead of
    33, which chance brings in 7.4 % (scipy.stats.hypergeom)."""
    found = attainable(cells(("partner", (2, 18, 98, 882)), ("partner", (33, 297, 67, 603))), 10.0)
    assert found[0] < 1e-6
    assert found[1] == pytest.approx(0.07389, abs=1e-5)


def test_only_sides_that_have_a_name_are_tested():
    """Of a partner only raised risk counts: half of the two-sided p, and nothing where it lowers the risk. An activity
    can also be missing: both sides, the two-sided p."""
    p, chi2, raises = screen.tests(
        cells(("partner", (60, 140, 90, 410)), ("partner", (90, 410, 60, 140)), ("activity", (90, 410, 60, 140)))
    )
    assert p[0] == pytest.approx(p[2] / 2, rel=1e-9)
    assert (p[1], chi2[1]) == (1.0, 0.0)
    assert raises.tolist() == [True, False, False]


def test_what_goes_with_a_candidate_is_its_share_of_the_unhappy():
    """Risk ratio 6 as in test_drivers.py: 24 of 40 exposed unhappy, 16 of 160 others. 50 % of the 40 unhappy: 20. Seen
    from its absence the same."""
    assert carried(cells(("activity", (24, 16, 16, 144)), ("activity", (16, 144, 24, 16)))) == pytest.approx([20, 20])


def test_the_correction_counts_what_chance_could_list():
    """p = 0.0001 among 100 candidates of three stages: 100 · 0.0001 · 3 = 0.03 if all count; with 90 that chance brings
    to a material share in one of 100,000 runs only (10 · 0.0001 + 90 · 0.00001) · 3 = 0.0057. At the level 0.01 it then
    passes, and the cut is where 10·t + 90 · 0.00001 = 0.01/3: t = 0.000243."""
    p, material = np.array([0.0001, *[0.5] * 99]), np.ones(100, bool)
    q, cut = corrected(p, material, np.ones(100), 3, 0.01)
    assert (q[0], cut) == (pytest.approx(0.03), -1)
    q, cut = corrected(p, material, np.array([1.0] * 10 + [0.00001] * 90), 3, 0.01)
    assert (q[0], cut) == (pytest.approx(0.0057), pytest.approx((0.01 / 3 - 0.0009) / 10))


def test_what_is_not_material_finds_nothing_but_passes_beside_what_is():
    """Two candidates of one stage at p = 0.001: alone the one without a material share finds nothing; beside a material
    one it passes at that one's cut, which does not count it: 2·t = 0.01."""
    p = np.array([0.001, 0.001])
    assert corrected(p, np.array([False, False]), np.ones(2), 1, 0.01)[1] == -1
    q, cut = corrected(p, np.array([True, False]), np.ones(2), 1, 0.01)
    assert cut == pytest.approx(0.005)
    assert q.tolist() == pytest.approx([0.002, 0.002])


def test_counts_of_more_cells_than_may_leave_the_engine_come_in_parts(engine):
    """Three candidates, each present in all of 40,000 visits, of which each is a stratum: 120,000 counts."""
    visits = ibis.range(0, 40_000).unnest().name("visit").as_table()
    visits = visits.mutate(stage_no=0, stratum=visits.visit, bad=visits.visit % 2, mask_0=0)
    numbers = ibis.range(0, 3).unnest().name("candidate").as_table()
    present = engine.keep(visits.select("visit").cross_join(numbers), "present")
    wanted = tuple(Candidate(no, "activity", {"activity": str(no)}, None, (0,)) for no in range(3))
    cells = count(engine, engine.keep(visits, "visits"), present, wanted)
    assert cells.a.sum(axis=1).tolist() == [20_000.0] * 3
    assert cells.b.sum(axis=1).tolist() == [20_000.0] * 3
    assert (cells.c.sum(), cells.d.sum()) == (0.0, 0.0)
