"""The scorer under test, on a truth small enough to read and on alignment.json documents made by hand.

Ten cases, stages Payment and Delivery. Prepayment is demanded in cases 0–3 and makes Delivery bad. "Print voucher" is
its twin (same cases), "Send flyer" a decoy (cases 0, 1, 2 and 5), region = north the reason why prepayment is demanded
(cases 0–4), "Call bank → Hand over" the wait through which it works (long in cases 0–3 and 6).
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from .causes import Cause
from .classify import Reader, classify
from .evaluate import holds, jaccard
from .score import score
from .targets import all_measures, by_sort, effect_class, recall_grid
from .truths import Plant, Sight, Truth, sight
from .world import Slot

PREPAY = {"type": "activity", "activity": "Demand prepayment", "stage": "Payment"}
TWIN = {"type": "activity", "activity": "Print voucher", "stage": "Payment"}
DECOY = {"type": "activity", "activity": "Send flyer", "stage": "Payment"}
REGION = {"type": "attribute", "attribute": "region", "op": "=", "value": "north", "stage": None}
WAIT = {"type": "wait", "from": "Call bank", "to": "Hand over", "over_seconds": 7200, "stage": "Delivery"}


def log() -> pd.DataFrame:
    rows = []
    for case in range(10):
        steps = [("Place order", 0, 0)]
        steps += [("Demand prepayment", 0, 600), ("Print voucher", 0, 900)] if case < 4 else []
        steps += [("Send flyer", 0, 1000)] if case in (0, 1, 2, 5) else []
        steps += [("Call bank", 0, 1200), ("Hand over", 1, 1200 + (9000 if case in (0, 1, 2, 3, 6) else 3600))]
        rows += [{"case": case, "activity": name, "stage": stage, "at": float(at)} for name, stage, at in steps]
    return pd.DataFrame(rows)


@pytest.fixture
def truth() -> Truth:
    prepaid = np.arange(10) < 4
    slot = Slot("Demand prepayment", 0, prepaid, np.full(10, 600.0))
    cause = Cause(PREPAY, prepaid, [slot], rr=3.0, twins=[TWIN], ancestors=[REGION], mediators=[WAIT])
    seen = Sight(10, 0.4, 3.0, 0.44, 1e-8, true_risk_ratio=2.8, true_share=0.42, expected_z=8.0)
    plant = Plant("hidden_friction", "Delivery", [cause], [seen], form="decoys")
    rated = pd.DataFrame({"case": range(10), "stage": 1, "bad": [True] * 3 + [False] * 6 + [True], "company": 1})
    signals = pd.DataFrame(
        {"case_id": ["C0", "C1", "C2"], "time": pd.to_datetime(["2026-01-01", "2026-01-02", "2026-01-03"]),
         "kind": "csat", "tag": ["none", "none", "stated"], "true_stage": ["Delivery", "Payment", "Payment"]}
    )  # fmt: skip
    attributes = pd.DataFrame({"region": np.where(np.arange(10) < 5, "north", "south")})
    return Truth(
        "form_decoys", 0, 6000, False, None, ["Payment", "Delivery"], [plant], {("shared_failure", "Payment")}, [DECOY],
        {("silent_defect", "Payment")}, {"Delivery": 0.3, "Payment": 0.1}, {"Delivery": 0.25, "Payment": 0.1}, True, {},
        set(), signals, rated, log(), attributes, {},
    )  # fmt: skip


def listed(kind: str, stage: str | None, *drivers: dict[str, Any]) -> dict[str, Any]:
    numbers = {"risk_ratio": {"value": 3.0, "low": 2.0, "high": 4.0}, "share": {"value": 0.4, "low": 0.3, "high": 0.5}}
    return {"kind": kind, "stage": stage, "drivers": [{**driver, **numbers} for driver in drivers]}


def document(*mismatches: dict[str, Any], low: float = 0.65, high: float = 0.75) -> dict[str, Any]:
    view = {"good": 700, "bad": 300, "low": low, "high": high}
    stages = [{"name": "Payment", "outside_in": {"good": 5, "bad": 5, "low": 0.2, "high": 0.8}}]
    stages.append({"name": "Delivery", "outside_in": view})
    return {"mismatches": list(mismatches), "stages": stages, "signals": {"stage_from": {"timing": 1}}}


@pytest.mark.parametrize(
    ("driver", "expected"),
    [
        (PREPAY, "exact"),
        (TWIN, "equivalent"),
        ({"type": "path", "from": "Place order", "to": "Demand prepayment", "stage": "Payment"}, "equivalent"),
        ({"type": "path", "from": "Place order", "to": "Call bank", "stage": "Payment"}, "stray"),
        ({"type": "path", "from": "Print voucher", "to": "Call bank", "stage": "Payment"}, "stray"),
        ({"type": "missing", "activity": "Demand prepayment", "stage": "Payment"}, "stray"),
        (REGION, "ancestor"),
        (REGION | {"op": "!="}, "stray"),
        (WAIT, "mediator"),
        (DECOY, "decoy"),
        (DECOY | {"also": [PREPAY]}, "also"),
        ({"type": "attribute", "attribute": "region", "op": "=", "value": "south", "stage": None}, "stray"),
        ({"type": "resource", "value": "nobody", "stage": "Payment"}, "stray"),
    ],
)
def test_a_driver_is_judged_by_what_it_stands_for(truth: Truth, driver: dict[str, Any], expected: str) -> None:
    assert classify(driver, truth.plants, "Delivery", "hidden_friction", Reader(truth)) == expected


def test_a_path_that_names_the_cause_in_some_of_its_cases_is_a_part_of_it(truth: Truth) -> None:
    """Demand prepayment → Print voucher in three of the four cases: narrower, but never without the cause."""
    events = truth.events
    truth.events = events.drop(events[(events["case"] == 3) & (events["activity"] == "Print voucher")].index)
    path = {"type": "path", "from": "Demand prepayment", "to": "Print voucher", "stage": "Payment"}
    assert classify(path, truth.plants, "Delivery", "hidden_friction", Reader(truth)) == "part"


def test_a_wait_with_another_threshold_is_the_same_variable(truth: Truth) -> None:
    late = np.isin(np.arange(10), [0, 1, 2, 3, 6])
    plant = Plant("hidden_friction", "Delivery", [Cause(WAIT, late)], [Sight(10, 0.5, 3.0, 0.5, 0.001)])
    other = WAIT | {"over_seconds": 60}
    longer = WAIT | {"from": "Place order", "over_seconds": 5000}
    elsewhere = WAIT | {"from": "Place order", "to": "Call bank", "over_seconds": 60}
    found = [classify(d, [plant], "Delivery", "hidden_friction", Reader(truth)) for d in (other, longer, elsewhere)]
    assert found == ["same", "equivalent", "stray"]


def test_found_with_the_right_first_driver(truth: Truth) -> None:
    record = score(truth, document(listed("hidden_friction", "Delivery", PREPAY)))
    plant = record["plants"][0]
    assert (plant["found"], plant["first"], plant["first_right"], plant["instead"]) == (True, "exact", True, None)
    assert [m["right"] for m in record["mismatches"]] == [True]


def test_decoy_alone_stands_instead_of_the_cause(truth: Truth) -> None:
    plant = score(truth, document(listed("hidden_friction", "Delivery", DECOY)))["plants"][0]
    assert (plant["found"], plant["first_right"], plant["instead"]) == (True, False, "decoy")


def test_mediator_is_right_beside_its_cause_only(truth: Truth) -> None:
    both = score(truth, document(listed("hidden_friction", "Delivery", PREPAY, WAIT)))
    alone = score(truth, document(listed("hidden_friction", "Delivery", WAIT)))
    assert [d["right"] for d in both["drivers"]] == [True, True]
    assert [d["right"] for d in alone["drivers"]] == [False]
    assert alone["plants"][0]["instead"] == "mediator"


def test_what_is_truly_there_is_right_and_the_rest_is_false(truth: Truth) -> None:
    record = score(
        truth,
        document(
            listed("shared_failure", "Payment"), listed("hidden_friction", "Payment", PREPAY),
            listed("silent_defect", "Payment"), listed("unowned", "Delivery"),
        ),
    )  # fmt: skip
    assert [m["right"] for m in record["mismatches"]] == [True, False, False, False]
    assert [d["right"] for d in record["drivers"]] == [False]
    assert (record["called_silent"], record["could_be_called_silent"]) == (1, 1)
    assert record["plants"][0]["found"] is False


def test_intervals_are_held_to_the_true_values(truth: Truth) -> None:
    """True good share 0.7 in 0.65–0.75; true risk ratio 2.8 in 2–4; true share 0.42 in 0.3–0.5. Payment has too few."""
    held = score(truth, document(listed("hidden_friction", "Delivery", PREPAY)))["intervals"]
    assert [(i["what"], i["inside"], i["sure"]) for i in held] == [
        ("share", True, True), ("risk_ratio", True, True), ("driver_share", True, True),
    ]  # fmt: skip
    off = score(truth, document(low=0.71, high=0.75))["intervals"]
    assert [i["inside"] for i in off] == [False]
    truth.clean = False
    assert score(truth, document())["intervals"] == []


def test_untagged_signals_are_compared_one_by_one(truth: Truth) -> None:
    """Two untagged; timing places both: C0 rightly in Delivery (1), C1 in Delivery although it was about Payment."""
    placed = pd.DataFrame(
        {"case_id": ["C0", "C1"], "at": pd.to_datetime(["2026-01-01", "2026-01-02"]), "kind": "csat",
         "stage_no": [1, 1], "stage_from": "timing"}
    )  # fmt: skip
    found = score(truth, document(), placed)["placement"]
    assert found == {"untagged": 2, "by_timing": 1, "judged": 2, "wrong": 1}


def test_oracle_counts_the_two_by_two_of_the_cause() -> None:
    """Exposed: 3 bad of 4. Not exposed: 1 of 6. Risk ratio (3/4)/(1/6) = 4.5; share 1 − (1/6)/(4/10) = 0.583;
    Fisher's exact p (scipy.stats.fisher_exact) of [[3, 1], [1, 5]] = 0.190. The late visit (company 0) stays out."""
    rated = pd.DataFrame(
        {"case": range(11), "stage": 0, "bad": [1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 1], "company": [1] * 10 + [0]}
    )
    seen = sight(rated, 0, np.arange(11) < 4)
    assert (seen.visits, seen.exposed) == (10, 0.4)
    assert seen.risk_ratio == pytest.approx(4.5)
    assert seen.share == pytest.approx(0.58333, abs=1e-4)
    assert seen.p == pytest.approx(0.190476, abs=1e-5)
    assert not seen.seen


def test_effect_classes_follow_the_observed_effect() -> None:
    strong = {"risk_ratio": 2.3, "exposed": 0.06}
    assert effect_class(strong, 6000) == "strong"
    assert effect_class(strong, 1500) == "weaker or rarer"
    assert effect_class({"risk_ratio": 3.5, "exposed": 0.06}, 1500) == "strong, 1,500"
    assert effect_class({"risk_ratio": 8.0, "exposed": 0.02}, 6000) == "weaker or rarer"


def test_measures_add_up_over_sets(truth: Truth) -> None:
    """Three sets: the cause found, a decoy found, nothing found. Found 2 of 3, first right 1 of 2, instead 1 of 2."""
    scores = [
        score(truth, document(listed("hidden_friction", "Delivery", PREPAY))),
        score(truth, document(listed("hidden_friction", "Delivery", DECOY))),
        score(truth, document()),
    ]
    by_name = {m.name: m for group in all_measures(scores).values() for m in group}
    assert (by_name["strong: stages found"].hits, by_name["strong: stages found"].of) == (2, 3)
    assert by_name["strong: stages found"].verdict == "NOT REACHED"
    assert by_name["strong: first driver right"].value == 0.5
    assert by_name["decoys instead of the cause"].value == 0.5
    assert by_name["all sets: precision of drivers"].value == 0.5
    assert by_name["all sets: precision of mismatches"].value == 1.0
    assert by_name["silent_defect found"].verdict == "no data"
    assert by_sort(scores)[0]["found"] == 2
    assert recall_grid(scores) == [{"cases": 6000, "from": 2.9, "to": 3.5, "planted": 3, "found": 2, "oracle": 3}]


def test_reading_drivers_from_the_log() -> None:
    events, attributes = log(), pd.DataFrame({"items": range(10)})
    stages = ["Payment", "Delivery"]
    number = {"type": "attribute", "attribute": "items", "op": ">=", "value": 8}
    large, slow = holds(number, events, attributes, stages), holds(WAIT, events, attributes, stages)
    assert large is not None and np.flatnonzero(large).tolist() == [8, 9]
    assert slow is not None and np.flatnonzero(slow).tolist() == [0, 1, 2, 3, 6]
    assert holds({"type": "resource", "value": "x"}, events, attributes, stages) is None
    lasting = {"type": "duration", "over_seconds": 1100, "stage": "Payment"}  # to the call of the bank, 1,200 s
    quick = {"type": "duration", "under_seconds": 1100, "stage": "Payment"}
    assert [holds(d, events, attributes, stages).sum() for d in (lasting, quick)] == [10, 0]  # type: ignore[union-attr]
    back = {"type": "returns", "at_least": 1, "stage": "Payment"}
    assert holds(back, events, attributes, stages).sum() == 0  # type: ignore[union-attr]
    assert jaccard(np.array([True, True, False]), np.array([False, True, True])) == pytest.approx(1 / 3)


def test_a_long_duration_stands_for_a_wait_within_its_stage(truth: Truth) -> None:
    """ "Print voucher → Call bank" lies in Payment; a short one says something else, and Delivery holds none of it."""
    waited = {"type": "wait", "from": "Print voucher", "to": "Call bank", "over_seconds": 100, "stage": "Payment"}
    truth.plants[0].causes[0].driver = waited
    truth.plants[0].causes[0].ancestors, truth.plants[0].causes[0].mediators = [], []
    classes = [
        classify(
            {"type": "duration", "stage": stage, **limit}, truth.plants, "Delivery", "hidden_friction", Reader(truth)
        )
        for stage, limit in (
            ("Payment", {"over_seconds": 1150}),
            ("Payment", {"under_seconds": 1150}),
            ("Delivery", {"over_seconds": 1150}),
        )
    ]
    assert classes == ["same", "stray", "stray"]
