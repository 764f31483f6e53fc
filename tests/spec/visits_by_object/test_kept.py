"""What a run keeps of visits by object: lists, the mirror of a case, filters, exports. The orders are those of
test_five_orders.py."""

from __future__ import annotations

import pandas as pd
import pytest

from analyzer.exports.log import verdicts_of_events
from analyzer.exports.visits import visit_rows
from analyzer.pipeline import align
from analyzer.slices import FOLDER, Filters, Question, answer, list_cases, one_case, open_run
from analyzer.slices.present import every_visit, with_causes
from analyzer.words.sentences import rests_on
from tests.spec.visits_by_object.orders import project
from tests.spec.visits_by_object.test_five_orders import DELIVERIES, JOURNEY, ORDERS, SIGNALS

LOADED = {"type": "activity", "activity": "Release", "stage": "Delivery"}


@pytest.fixture(scope="module")
def analysed(tmp_path_factory):
    """The folder of a run over the five orders, and its document."""
    folder = tmp_path_factory.mktemp("kept")
    found = align(project(folder / "project", ORDERS, JOURNEY, SIGNALS), keep=folder / "run" / FOLDER)
    return folder / "run", found.document


@pytest.fixture(scope="module")
def run(analysed):
    return analysed[0]


def test_the_document_counts_visits_and_says_of_what(analysed):
    stages = analysed[1]["stages"]
    assert [(stage["visits"], stage.get("per")) for stage in stages] == [(5, None), (10, "Delivery"), (5, None)]
    (said,) = [line for _, lines in rests_on(analysed[1]) for line in lines if "7 of 10 visits rated" in line]
    assert "One visit for each object of type" in said


def test_the_tables_hold_each_visit_once_and_which_objects_events_concern(run):
    rated = pd.read_parquet(run / FOLDER / "rated.parquet")
    assert len(rated) == len(rated.drop_duplicates(["case_id", "visit_key"])) == 20
    held = pd.read_parquet(run / FOLDER / "objects.parquet")
    assert len(held) == sum(len(event.objects) for events in ORDERS.values() for event in events) == 19


def test_the_mirror_of_a_case_has_a_row_a_delivery(run):
    case = one_case(run, "o1")
    found = [(v["stage"], v["object"], v["company"], v["customer"]) for v in case["visits"]]
    assert found == [
        ("Order", None, "good", "unknown"),
        ("Delivery", "a1", "good", "bad"),
        ("Delivery", "b1", "bad", "unknown"),
        ("Payment", None, "good", "unknown"),
    ]
    assert [(s["stage"], s["object"]) for s in case["signals"]] == [("Delivery", "a1")]
    assert [e["objects"] for e in case["events"]] == [[], [], ["a1"], ["a1"], ["b1"], ["b1"], []]


def test_a_list_names_the_delivery(run):
    rows = {row["case_id"]: row for row in list_cases(run, Filters(), Question(order="case")).rows}
    assert rows["o1"]["visits"] == 4
    assert (rows["o1"]["unhappy"], rows["o1"]["off_target"]) == (["Delivery (a1)"], ["Delivery (b1)"])
    assert rows["o2"]["unhappy"] == rows["o2"]["off_target"] == ["Delivery (b2)"]


def test_a_slice_counts_the_visits_of_its_stage(run):
    whole = answer(run, Filters(), ("views",))
    assert [stage["visits"] for stage in whole["stages"]] == [5, 10, 5]
    here = answer(run, Filters(stage="Delivery"), ("views",))
    assert (here["slice"]["visits"], here["slice"]["cases"]) == (10, 5)


def test_a_cause_is_looked_for_in_what_each_delivery_sees(run):
    """Release concerns no delivery: both of o1 see it. No visit is looked at twice."""
    with open_run(run) as (engine, kept):
        assert len(engine.rows(every_visit(engine, kept, None))) == 20
        cases = with_causes(engine, kept, kept.log.cases.select("case_id"), [LOADED])
        assert [row["case_id"] for row in engine.rows(cases)] == ["o1"]


def test_exports_name_the_delivery_and_repeat_no_event(run):
    with open_run(run) as (engine, kept):
        rows = engine.rows(visit_rows(kept))
        assert [(r["case_id"], r["object"]) for r in rows if r["stage"] == "Delivery"] == DELIVERIES
        events = kept.log.events.mutate(stage_no=(kept.log.events.activity == "Load").ifelse(1, 0).cast("int64"))
        found = engine.rows(verdicts_of_events(engine, kept, events, [s.name for s in kept.journey.stages]))
        assert len(found) == kept.log.n_events
        (loaded,) = [r for r in found if (r["case_id"], r["activity"]) == ("o2", "Load")]
        assert (loaded["company"], loaded["customer"], loaded["signals"]) == ("bad", "bad", 1)  # of a2 and of b2
