"""The journey map: what it says of a stage, its gaps, its two faces."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.figures.journey_map import journey_map
from analyzer.figures.journey_moods import lowest, mood_rows, moods
from tests.real_document import empty, example

HOSTILE = '"><script>alert(1)</script>'


def heard(stage: str, kind: str, signals: int, bad: int, whole: bool = False) -> dict[str, Any]:
    return {
        "month": "2026-01", "stage": stage, "whole": whole, "kind": kind, "signals": signals, "good": signals - bad,
        "bad": bad, "score": None,
    }  # fmt: skip


def document(*rows: dict[str, Any]) -> dict[str, Any]:
    made = example()
    made["signals"]["monthly"] = list(rows)
    return made


def names() -> list[str]:
    return [stage["name"] for stage in example()["stages"]]


def test_the_curve_is_the_share_of_answers_that_are_not_unhappy():
    """Twenty of a hundred answers were bad: 80 %, by Wilson 71.1 to 86.7 %; complaints draw no curve."""
    first, second, third, *_ = names()
    made = document(
        heard(first, "nps", 60, 15),
        heard(first, "csat", 40, 5),
        heard(first, "complaint", 9, 9),
        heard(second, "complaint", 7, 7),
        heard(third, "nps", 50, 0, whole=True),
    )
    mood, spoken_of, of_the_whole, *_ = moods(made)
    assert mood.calm is not None
    assert (mood.answers, mood.unasked) == (100, 9)
    assert mood.calm.value == pytest.approx(0.8)
    assert (mood.calm.low, mood.calm.high) == (pytest.approx(0.7112, abs=1e-4), pytest.approx(0.8666, abs=1e-4))
    assert (spoken_of.calm, spoken_of.unasked) == (None, 7)
    assert of_the_whole.calm is None  # what is said of the whole journey is of no stage


def test_it_has_a_gap_where_nobody_was_asked():
    first, second, third, *_ = names()
    joined = document(heard(first, "csat", 50, 5), heard(second, "csat", 50, 15))
    parted = document(heard(first, "csat", 50, 5), heard(third, "csat", 50, 15))
    # once in the wide drawing, once in the narrow one
    assert journey_map(joined).count("feeling") == 2
    assert "feeling" not in journey_map(parted)
    assert "nobody was asked here" in journey_map(parted)


def test_the_unhappiest_stages_lead_and_those_that_chance_does_not_tell_from_them():
    """30 of 100 unhappy: 70 %. 25 of 100: 75 %, from 65.7 %, which reaches 70. 5 of 100: from 88.8 %."""
    first, second, third, *_ = names()
    made = document(heard(first, "csat", 100, 25), heard(second, "csat", 100, 30), heard(third, "csat", 100, 5))
    assert [mood.name for mood in lowest(moods(made))] == [second, first]
    calm = document(heard(first, "csat", 100, 4), heard(second, "csat", 100, 0))
    assert lowest(moods(calm)) == []
    assert lowest(moods(document(heard(first, "complaint", 9, 9)))) == []


def test_goal_touchpoints_quote_and_finding_stand_in_the_stage():
    made = document()
    planned = made["journey"]["stages"][3]
    planned.update(goal="It is there in time", touchpoints=["driver", "app"])
    row = mood_rows(made, {planned["name"]: "Cash at the door"})[3]
    found = next(m for m in made["mismatches"] if m["stage"] == planned["name"])
    assert (row["goal"], row["touchpoints"], row["they say"]) == (
        "It is there in time",
        "driver, app",
        "Cash at the door",
    )
    assert found["drivers"][0]["label"] in row["what hides"]
    drawn = journey_map(made, {planned["name"]: "Cash at the door"}, lambda identity: f"/mismatch/{identity}")
    assert f'href="/mismatch/{found["id"]}"' in drawn
    assert "Cash at the" in drawn


def test_nothing_in_it_is_read_as_html():
    made = document()
    made["journey"]["stages"][0].update(goal=HOSTILE, touchpoints=[HOSTILE])
    made["stages"][0]["name"] = made["journey"]["stages"][0]["name"] = HOSTILE
    assert "<script" not in journey_map(made, {HOSTILE: HOSTILE})


def test_a_run_that_kept_no_months_draws_the_share_of_its_rated_visits():
    made = document()
    scored = [stage for stage in made["stages"] if stage["scores"] and stage["outside_in"]["yield"] is not None]
    assert scored
    drawn = {mood.name: mood.calm.value for mood in moods(made) if mood.calm}
    assert drawn == {stage["name"]: stage["outside_in"]["yield"] for stage in scored}


def test_a_journey_without_stages_is_no_map():
    assert journey_map({**empty(), "stages": []}) == ""
