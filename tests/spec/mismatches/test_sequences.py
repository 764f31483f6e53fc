"""Where a lived order of stages leaves the planned one, beside pm4py's trace alignments of the same sequences."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd
import pytest

from analyzer.engine import open_engine
from analyzer.mismatches.sequences import HOW, departing_cases, lived_stages

STAGES = (0, 1, 2, 3)
LIVED = [
    lived
    for length in (1, 2, 3, 4)
    for lived in itertools.product(STAGES, repeat=length)
    if all(a != b for a, b in itertools.pairwise(lived))
]


@pytest.fixture(scope="module")
def moves():
    """Lived sequence → stages that the plan has and the case lacks, and stages that the case has too many of. The plan
    runs to the furthest stage that was lived: what a case has not come to is not skipped."""
    from analyzer.mining.door import open_door

    open_door()
    import pm4py
    from pm4py.objects.process_tree.utils.generic import parse

    found = {}
    for furthest in STAGES:
        own = [lived for lived in LIVED if max(lived) == furthest]
        plan = "->(" + ",".join(f"'{s}'" for s in range(furthest + 1)) + ")"
        net = pm4py.convert_to_petri_net(parse(plan))
        rows = [
            {
                "case:concept:name": f"{number:03}",
                "concept:name": str(stage),
                "time:timestamp": datetime(2026, 1, 1) + timedelta(hours=hour),
            }
            for number, lived in enumerate(own)
            for hour, stage in enumerate(lived)
        ]
        log = pd.DataFrame(rows)
        log["time:timestamp"] = pd.to_datetime(log["time:timestamp"], utc=True).dt.as_unit("ns")
        log[["case:concept:name", "concept:name"]] = log[["case:concept:name", "concept:name"]].astype(object)
        aligned = pm4py.conformance_diagnostics_alignments(log, *net)
        for lived, one in zip(own, aligned, strict=True):
            steps = [step for step in one["alignment"] if step[1] is not None]
            lacks = sorted(int(model) for case, model in steps if case == ">>")
            extra = sorted(int(case) for case, model in steps if model == ">>")
            found[lived] = (lacks, extra)
    return found


@dataclass(frozen=True)
class Left:
    """The stages that one lived sequence comes back to, skips, or has out of their place."""

    returned: frozenset[int]
    skipped: frozenset[int]
    displaced: frozenset[int]


@pytest.fixture(scope="module")
def departure():
    """Lived sequence → how it leaves the plan, all sequences as the cases of one log."""
    rows = [(str(number), place, stage) for number, lived in enumerate(LIVED) for place, stage in enumerate(lived)]
    schema = {"case_id": "string", "position": "int64", "stage_no": "int64"}
    with open_engine() as engine:
        lived = lived_stages(engine, engine.take(pd.DataFrame(rows, columns=list(schema)), "staged", schema))
        cases = {
            (how, no): set(engine.frame(departing_cases(lived, how, no))["case_id"]) for how in HOW for no in STAGES
        }
    return {
        lived: Left(*(frozenset(no for no in STAGES if str(number) in cases[how, no]) for how in HOW))
        for number, lived in enumerate(LIVED)
    }


def test_the_stages_whose_removal_restores_the_order_one_by_one(departure):
    """Slow second implementation: take each stage out and look whether what is left rises."""
    for lived in LIVED:
        firsts = list(dict.fromkeys(lived))
        rising = [no for no in firsts if (rest := [f for f in firsts if f != no]) == sorted(rest)]
        assert departure[lived].displaced == (set() if firsts == sorted(firsts) else set(rising)), lived


def test_a_case_departs_where_its_alignment_needs_a_move(moves, departure):
    for lived in LIVED:
        seen = departure[lived]
        firsts = list(dict.fromkeys(lived))
        in_order = firsts == sorted(firsts)
        assert (moves[lived] == ([], [])) == (not seen.returned and not seen.skipped and in_order), lived


def test_what_is_skipped_is_what_the_alignment_lacks(moves, departure):
    """Where the first visits are in order; elsewhere a stage out of its place is lacking at its own."""
    for lived in LIVED:
        firsts = list(dict.fromkeys(lived))
        if firsts == sorted(firsts) == list(lived):
            assert sorted(departure[lived].skipped) == moves[lived][0], lived


def test_what_is_come_back_to_is_what_the_alignment_has_too_many_of(moves, departure):
    for lived in LIVED:
        seen = departure[lived]
        if seen.returned and not seen.skipped and not moves[lived][0]:
            assert seen.returned == set(moves[lived][1]), lived


def test_a_stage_out_of_its_place_is_moved_by_the_alignment(moves, departure):
    """All stages once, one of them elsewhere: the alignment takes one stage out and puts it back, one whose removal
    restores the plan."""
    checked = 0
    for lived in itertools.permutations(STAGES):
        displaced = departure[lived].displaced
        if displaced:
            lacks, extra = moves[lived]
            assert lacks == extra
            assert len(lacks) == 1
            assert set(lacks) <= displaced
            checked += 1
    assert checked == 9
