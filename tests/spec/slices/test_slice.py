"""The sections of a slice, against a calculation by hand (tests/kept_project.py) and against the run itself."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import ArgumentError
from analyzer.settings import load_project
from analyzer.slices import answer, has_tables, read_filters, slice_drivers
from tests.kept_project import RTL

CELLS = ("good_good", "good_bad", "bad_good", "bad_bad")


def sliced(run: Path, *pairs: tuple[str, str], **further: Any) -> dict[str, Any]:
    return answer(run, read_filters(pairs), **further)


def delivery(found: dict[str, Any]) -> dict[str, Any]:
    return next(stage for stage in found["stages"] if stage["name"] == "Delivery")


def cells(found: dict[str, Any]) -> tuple[int, ...]:
    return tuple(delivery(found)["both"][cell] for cell in CELLS)


@pytest.mark.parametrize(
    ("pairs", "both", "visits", "cases"),
    [
        ([], (0, 2, 1, 1), 8, 4),
        ([("segment", "region:North")], (0, 1, 1, 0), 4, 2),
        ([("segment", "region:North"), ("segment", "region:South")], (0, 2, 1, 0), 6, 3),
        ([("segment", "region:")], (0, 0, 0, 1), 2, 1),
        ([("segment", "region:North"), ("segment", f"note:{RTL}")], (0, 0, 1, 0), 2, 1),
        ([("segment", "note:<i>:\"'")], (0, 1, 0, 0), 2, 1),
        ([("segment", "note:🙂")], (0, 0, 0, 1), 2, 1),
        # a2 was handed over at 22:30 of 31 January in Chicago, which is 1 February in UTC
        ([("from", "2026-01"), ("to", "2026-01")], (0, 1, 1, 0), 4, 2),
        ([("from", "2026-02-01"), ("to", "2026-02-10")], (0, 1, 0, 0), 2, 1),
        ([("to", "2026-01-30")], (0, 1, 0, 0), 3, 2),  # a2's Order ended on the 30th, its Delivery did not
        ([("from", "2027-01-01")], (0, 0, 0, 0), 0, 0),
        # the verdict of b1 is taken anew: by NPS alone its customer is content
        ([("kind", "nps")], (1, 1, 0, 0), 8, 4),
        ([("kind", "complaint")], (0, 1, 0, 0), 8, 4),
        ([("kind", "nps"), ("kind", "complaint")], (0, 2, 0, 0), 8, 4),
        ([("kind", "nps"), ("segment", "region:South")], (1, 0, 0, 0), 2, 1),
    ],
)
def test_counts_by_hand(
    run: Path, pairs: list[tuple[str, str]], both: tuple[int, ...], visits: int, cases: int
) -> None:
    found = sliced(run, *pairs)
    assert cells(found) == both
    assert (found["slice"]["visits"], found["slice"]["cases"], found["log"]["cases"]) == (visits, cases, cases)
    assert found["slice"]["of_cases"] == 4


def test_a_stage_narrows_the_whole_and_leaves_the_others_beside_it(run: Path) -> None:
    found = sliced(run, ("stage", "Delivery"))
    assert found["alignment"]["visits"] == 4
    assert found["alignment"]["visibility"]["value"] == pytest.approx(1 / 3, abs=1e-6)  # 1 of the 3 unhappy
    assert found["alignment"]["relevance"]["value"] == 0.5  # 1 of the 2 off target
    assert [stage["visits"] for stage in found["stages"]] == [4, 4]
    assert found["signals"]["total"] == 5


def test_signals_go_with_their_visit_whenever_they_were_said(run: Path) -> None:
    found = sliced(run, ("from", "2026-01"), ("to", "2026-01"))
    assert found["signals"]["by_kind"] == {"csat": 1, "nps": 1}  # the CSAT was answered in February


def test_the_process_is_that_of_whole_cases(run: Path) -> None:
    found = sliced(run, ("from", "2026-03"))["process"]
    assert [(v["activities"], v["cases"]) for v in found["variants"]] == [
        (["Place order", "Confirm order", "Load truck", "Call", "Hand over"], 1)
    ]
    assert {(f["from"], f["to"]): f["count"] for f in found["flows"]}[("Call", "Hand over")] == 1
    both = sliced(run, ("segment", "region:North"))["process"]
    assert [(v["cases"], v["share"]) for v in both["variants"]] == [(2, 1.0)]
    assert both["starts"] == [{"activity": "Place order", "cases": 2}]
    assert both["ends"] == [{"activity": "Hand over", "cases": 2}]
    assert both["handovers"] == [{"from": "Sales", "to": "Depot", "count": 2}]


def test_a_month_of_local_days_is_one_month_of_the_trend(run: Path) -> None:
    found = sliced(run, ("from", "2026-01"), ("to", "2026-01"))
    assert Counter(row["month"] for row in found["trend"]) == {"2026-01": 2}
    assert found["period"]["last"] == "2026-01-31T23:59:59-06:00"


def test_without_filters_every_section_is_the_run_s_own(sample: Path, worked_out: Path) -> None:
    whole = json.loads((sample / "alignment.json").read_text(encoding="utf-8"))
    found = sliced(worked_out)
    for key in ("alignment", "stages", "trend", "log", "period"):
        assert found[key] == whole[key], key
    for key in ("scores", "monthly", "stage_from", "links", "linked"):
        assert found["signals"][key] == whole["signals"][key], key
    for key in (
        "activities",
        "flows",
        "flows_total",
        "starts",
        "ends",
        "variants",
        "variants_total",
        "handovers",
        "rework",
    ):
        assert found["process"][key] == whole["process"][key], key


@pytest.mark.parametrize("pairs", [[], [("stage", "Delivery")], [("kind", "complaint")]])
def test_what_leaves_nothing_out_says_what_the_tables_say(
    sample: Path, worked_out: Path, pairs: list[tuple[str, str]]
) -> None:
    assert sliced(sample, *pairs) == sliced(worked_out, *pairs)


def test_the_slices_of_an_attribute_add_up_to_the_run(sample: Path) -> None:
    whole = json.loads((sample / "alignment.json").read_text(encoding="utf-8"))
    regions = ("North", "South", "West", "East", "Lakeside", "")
    parts = [sliced(sample, ("segment", f"region:{name}")) for name in regions]
    assert sum(part["log"]["cases"] for part in parts) == whole["log"]["cases"]
    for number, stage in enumerate(whole["stages"]):
        for cell in CELLS:
            assert sum(part["stages"][number]["both"][cell] for part in parts) == stage["both"][cell]
    for key in ("visits", "rated"):
        assert sum(part["alignment"][key] for part in parts) == whole["alignment"][key]


def test_the_months_add_up_to_the_run(sample: Path) -> None:
    whole = json.loads((sample / "alignment.json").read_text(encoding="utf-8"))
    months = [f"2026-{n:02d}" for n in range(1, 8)]
    parts = [sliced(sample, ("from", m), ("to", m), parts=("views",)) for m in months]
    assert sum(part["alignment"]["visits"] for part in parts) == whole["alignment"]["visits"]
    assert sum(part["signals"]["linked"] for part in parts) == whole["signals"]["linked"]


def test_drivers_of_the_whole_as_a_slice_are_the_run_s_own(sample: Path) -> None:
    whole = json.loads((sample / "alignment.json").read_text(encoding="utf-8"))
    settings = load_project(sample.parents[2] / "project.yaml")
    found = {row["stage"]: row["drivers"] for row in slice_drivers(sample, read_filters([]), settings)}
    for mismatch in whole["mismatches"]:
        if mismatch["kind"] == "hidden_friction":
            assert found[mismatch["stage"]] == mismatch["drivers"]


def test_the_planted_driver_is_found_in_one_region(sample: Path) -> None:
    # data/samples/food_distribution/README.md: Demand prepayment was planted to hurt Delivery everywhere
    settings = load_project(sample.parents[2] / "project.yaml")
    pairs = [("segment", "region:North"), ("stage", "Delivery")]
    found = slice_drivers(sample, read_filters(pairs), settings)
    assert [row["stage"] for row in found] == ["Delivery"]
    assert "Demand prepayment" in [driver["label"] for driver in found[0]["drivers"]]


def test_what_the_run_does_not_have_is_refused(run: Path) -> None:
    with pytest.raises(ArgumentError, match="write region"):
        sliced(run, ("segment", "regin:North"))
    with pytest.raises(ArgumentError, match="write Delivery"):
        sliced(run, ("stage", "Deliver"))


def test_a_run_of_an_earlier_version_has_no_tables(tmp_path: Path) -> None:
    assert not has_tables(tmp_path)
