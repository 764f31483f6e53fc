"""Lists of cases and single cases, against tests/kept_project.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analyzer.slices import Question, list_cases, one_case, read_filters
from tests.kept_project import ODD, RTL


def listed(run: Path, *pairs: tuple[str, str], **question: Any) -> list[str]:
    return [row["case_id"] for row in list_cases(run, read_filters(pairs), Question(**question)).rows]


def test_orders(run: Path) -> None:
    # from first to last event: ODD 49 h, a2 37.5 h, a1 24 h, b1 11 h; all but a2 are unhappy once
    assert listed(run) == [ODD, "a1", "b1", "a2"]
    assert listed(run, order="longest") == [ODD, "a2", "a1", "b1"]
    assert listed(run, order="shortest") == ["b1", "a1", "a2", ODD]
    assert listed(run, order="newest") == [ODD, "b1", "a2", "a1"]
    assert listed(run, order="oldest") == ["a1", "a2", "b1", ODD]
    assert listed(run, order="case") == ["a1", "a2", "b1", ODD]


def path(kind: str, start: str, end: str, **further: float) -> dict[str, Any]:
    return {"driver": {"type": kind, "from": start, "to": end, "stage": "Delivery", **further}}


def region(op: str) -> dict[str, Any]:
    return {"driver": {"type": "attribute", "attribute": "region", "op": op, "value": "North", "stage": None}}


@pytest.mark.parametrize(
    ("question", "cases"),
    [
        ({"mismatch": {"kind": "hidden_friction", "stage": "Delivery"}}, {"a1", "b1"}),
        ({"mismatch": {"kind": "shared_failure", "stage": "Delivery"}}, {ODD}),
        ({"mismatch": {"kind": "silent_defect", "stage": "Delivery"}}, {"a2", ODD}),
        # within 20 h of the order: a1 took 24 h, which meets our own target
        ({"mismatch": {"kind": "broken_promise", "stage": "Delivery"}}, {"a1"}),
        ({"mismatch": {"kind": "invisible_work", "stage": None}}, {ODD}),
        ({"mismatch": {"kind": "missing_touchpoint", "stage": "Order"}}, set()),
        ({"mismatch": {"kind": "unowned", "stage": "Order"}}, {"a1", "a2", "b1", ODD}),
        ({"driver": {"type": "activity", "activity": "Call", "stage": None}}, {ODD}),
        ({"driver": {"type": "missing", "activity": "Call", "stage": None}}, {"a1", "a2", "b1"}),
        ({"driver": {"type": "repeat", "activity": "Call", "at_least": 2, "stage": None}}, set()),
        (path("path", "Load truck", "Hand over"), {"a1", "a2", "b1"}),
        (path("wait", "Place order", "Hand over", over_seconds=37.5 * 3600), {ODD}),
        (region("="), {"a1", "a2"}),
        (region("!="), {"b1", ODD}),
        ({"driver": {"type": "team", "value": "Night depot", "stage": "Delivery"}}, {"b1"}),
        ({"driver": {"type": "team", "value": "Depot", "stage": None}}, set()),  # in several stages: nobody
        ({"driver": {"type": "team", "value": "Sales", "stage": None}}, {ODD}),  # Order, and a call of no stage
        ({"driver": {"type": "duration", "stage": "Delivery", "over_seconds": 40 * 3600.0}}, {ODD}),
        ({"driver": {"type": "duration", "stage": "Delivery", "under_seconds": 11 * 3600.0}}, {"b1"}),
        ({"driver": {"type": "handovers", "at_least": 1, "stage": "Delivery"}}, {"b1"}),
        ({"driver": {"type": "returns", "stage": "Order"}}, set()),
        ({"variant": ("Place order", "Confirm order", "Load truck", "Hand over")}, {"a1", "a2", "b1"}),
        ({"variant": ("Place order",)}, set()),
        ({"variant": ("No such",)}, set()),
        ({"activity": "Call"}, {ODD}),
        ({"activity": "No such"}, set()),
        ({"cell": "good_bad"}, {"a1", "b1"}),
        ({"said": "seal broken"}, {"a1"}),
        ({"said": "Seal broken, write to [mail]"}, {"a1"}),
        ({"said": "ann@example.com"}, set()),  # what a mask hides cannot be searched for
        ({"said": "<script>"}, {"b1"}),
        ({"name": "A"}, {"a1", "a2"}),
        ({"name": '"<b>" 🙂'}, {ODD}),
        ({"mismatch": {"kind": "hidden_friction", "stage": "Delivery"}, "name": "b"}, {"b1"}),
    ],
)  # fmt: skip
def test_conditions(run: Path, question: dict[str, Any], cases: set[str]) -> None:
    assert set(listed(run, **question)) == cases


def test_a_slice_and_a_condition_hold_together(run: Path) -> None:
    assert listed(run, ("segment", "region:North"), cell="good_bad") == ["a1"]
    assert listed(run, ("kind", "nps"), mismatch={"kind": "hidden_friction", "stage": "Delivery"}) == ["a1"]
    assert listed(run, ("stage", "Order"), cell="good_bad") == []


def test_a_row_says_which_visits_went_wrong(run: Path) -> None:
    (row,) = list_cases(run, read_filters([]), Question(name="a2")).rows
    assert (row["visits"], row["rated"], row["unhappy"], row["off_target"]) == (2, 1, [], ["Order", "Delivery"])
    assert (row["first"], row["took_s"], row["events"]) == ("2026-01-30T09:00:00-06:00", 37.5 * 3600, 4)


def test_pages_hold_fifty_and_the_last_is_the_last(sample: Path) -> None:
    first = list_cases(sample, read_filters([]), Question(order="case"))
    assert (first.total, first.pages, len(first.rows)) == (7600, 152, 50)
    second = list_cases(sample, read_filters([]), Question(order="case", page=2))
    assert first.rows[-1]["case_id"] < second.rows[0]["case_id"]
    beyond = list_cases(sample, read_filters([]), Question(order="case", page=9999))
    assert (beyond.page, len(beyond.rows)) == (152, 50)


def test_the_cases_of_a_mismatch_are_as_many_as_it_says(sample: Path) -> None:
    import json

    whole = json.loads((sample / "alignment.json").read_text(encoding="utf-8"))
    for mismatch in whole["mismatches"]:
        found = list_cases(sample, read_filters([]), Question(mismatch=mismatch))
        assert found.total == mismatch["affected_visits"], mismatch["id"]
        for driver in mismatch["drivers"]:
            held = list_cases(sample, read_filters([]), Question(mismatch=mismatch, driver=driver))
            assert held.total == driver["unhappy_visits"], driver["label"]
            of_stage = read_filters([("stage", mismatch["stage"])])
            assert list_cases(sample, of_stage, Question(driver=driver)).total == driver["visits"], driver["label"]


def test_times_among_the_attributes_are_on_the_projects_clocks(sample: Path) -> None:
    """The sample's log says `due_at` 2026-01-03T10:00 without a zone: so the project's, which is Chicago's."""
    case = one_case(sample, "O100001")
    assert case is not None
    assert {"name": "due_at", "value": "2026-01-03 10:00:00"} in case["attributes"]


def test_one_case(run: Path) -> None:
    case = one_case(run, "a1")
    assert case is not None
    assert (case["customer_id"], case["others"], case["others_total"]) == ("K1", ["a2"], 1)
    assert case["attributes"] == [{"name": "note", "value": "plain"}, {"name": "region", "value": "North"}]
    assert [(e["activity"], e["stage"], e["team"]) for e in case["events"]] == [
        ("Place order", "Order", "Sales"),
        ("Confirm order", "Order", "Sales"),
        ("Load truck", "Delivery", "Depot"),
        ("Hand over", "Delivery", "Depot"),
    ]
    order, handed = case["visits"]
    assert (order["company"], order["customer"], order["target_due_at"]) == (
        "good",
        "unknown",
        "2026-01-05T11:00:00-06:00",
    )
    assert (handed["company"], handed["customer"], handed["promise"]) == ("good", "bad", "bad")
    assert handed["target_due_at"] == "2026-01-06T10:00:00-06:00"  # 24 h after Confirm order
    assert handed["promise_due_at"] == "2026-01-06T05:00:00-06:00"  # 20 h after Place order
    (signal,) = case["signals"]
    assert (signal["kind"], signal["score"], signal["verdict"], signal["stage"]) == ("nps", 2.0, "bad", "Delivery")
    assert signal["comment"] == "Seal broken, write to [mail]"


def test_a_case_of_any_name(run: Path) -> None:
    case = one_case(run, ODD)
    assert case is not None and case["case_id"] == ODD
    assert [e["stage"] for e in case["events"] if e["activity"] == "Call"] == [None]
    assert case["attributes"] == [{"name": "note", "value": "🙂"}]
    assert one_case(run, "a") is None
    assert one_case(run, "") is None
    other = one_case(run, "a2")
    assert other is not None and {"name": "note", "value": RTL} in other["attributes"]
