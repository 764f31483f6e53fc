"""Planned against lived: the steps between stages, counted by hand from a small directly-follows graph."""

from __future__ import annotations

from typing import Any

from analyzer.figures.journey_flow import journey_flow
from analyzer.figures.map_choice import map_choice
from analyzer.figures.stage_flow import opening, stage_flow, step_rows


def document() -> dict[str, Any]:
    """Ten orders: eight go order → pay → deliver, one leaves paying out, one comes back from delivery to pay."""
    stage_of = {"order": "Order", "check": "Payment", "pay": "Payment", "deliver": "Delivery"}
    flows = [
        ("order", "check", 9),
        ("check", "pay", 9),
        ("pay", "deliver", 10),
        ("order", "deliver", 1),
        ("deliver", "pay", 1),
    ]
    return {
        "case_noun": "order",
        "log": {"cases": 10},
        "stages": [
            {"name": name, "visits": n} for name, n in (("Order", 10), ("Payment", 9), ("Use", 0), ("Delivery", 10))
        ],
        "process": {
            "activities": [{"activity": a, "stage": s, "events": 10} for a, s in stage_of.items()],
            "flows": [{"from": a, "to": b, "count": n} for a, b, n in flows],
            "starts": [{"activity": "order", "cases": 10}],
            "ends": [{"activity": "deliver", "cases": 10}],
        },
    }


def test_steps_within_a_stage_are_none_and_the_others_are_summed_by_stage():
    flow = stage_flow(document())
    assert [(s.source, s.target, s.count, s.kind) for s in flow.steps] == [
        (-1, 0, 10, "planned"),
        (1, 3, 10, "planned"),  # nothing of Use is in the log: one cannot skip what cannot be seen
        (3, 4, 10, "planned"),
        (0, 1, 9, "planned"),
        (0, 3, 1, "skip"),
        (3, 1, 1, "back"),
    ]


def test_the_sentence_gives_shares_of_all_steps():
    # 39 of 41 steps are planned, one skips, one goes back
    assert opening(document()).replace("\u202f", " ") == (
        "95 % of the steps from stage to stage go as planned; 2.4 % skip a stage, 2.4 % go back to an earlier one."
    )


def test_work_of_no_stage_is_no_step():
    made = document()
    made["process"]["activities"][1]["stage"] = None  # check
    flow = stage_flow(made)
    assert ("Order", "Payment") not in [(row["from"], row["to"]) for row in step_rows(flow)]


def test_the_drawing_has_a_face_for_wide_and_for_narrow():
    drawn = journey_flow(document())
    assert drawn.count("<svg") == 2
    assert "goes back" in drawn
    assert journey_flow({**document(), "process": {}}) == ""


def test_a_map_is_held_to_what_can_be_laid_out():
    process = {
        "activities": [{"activity": f"a{i:03}", "events": 1000 - i} for i in range(300)],
        "flows": [
            {"from": f"a{i:03}", "to": f"a{(i + j) % 300:03}", "count": 1000 - i} for i in range(300) for j in (1, 2, 3)
        ],
    }
    chosen = map_choice(process, "time", "250", "0")
    assert (chosen.measure, chosen.activities) == ("median_s", 100)
    kept = [f for f in process["flows"] if f["count"] >= chosen.min_path_share * 1000]
    assert len(kept) <= 120
    assert chosen.note
    assert map_choice(process, None, "30", "5").min_path_share == 0.05
