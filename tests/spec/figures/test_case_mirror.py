"""The case mirror: its time axis, what stands where, and that nothing in it is taken for markup."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from analyzer.figures.case_mirror import case_mirror
from analyzer.figures.time_axis import ticks, time_axis

START = datetime.fromisoformat("2026-03-02T08:00:00+01:00")


def later(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def event(hours: float, activity: str = "Pick", stage: str | None = "Picking") -> dict[str, Any]:
    none = dict.fromkeys(("start_at", "resource", "team", "system", "partner"))
    return {
        **none,
        "objects": [],
        "activity": activity,
        "at": later(hours).isoformat(),
        "stage": stage,
        "reaction": False,
    }


def signal(hours: float, verdict: str = "bad", comment: str | None = None) -> dict[str, Any]:
    said = {
        "kind": "csat",
        "score": 1.0,
        "verdict": verdict,
        "at": later(hours).isoformat(),
        "stage": "Picking",
        "object": None,
    }
    return {**said, "whole": False, "comment": comment}


def case_of(events: list[dict[str, Any]], signals: list[dict[str, Any]]) -> dict[str, Any]:
    visit = {
        "stage": "Picking", "object": None,
        "opened_at": events[0]["at"], "first_at": events[0]["at"], "last_at": events[-1]["at"],
        "open": False, "company": "bad", "customer": "bad", "promise": "unknown", "wait_s": 0.0, "duration_s": 3600.0,
        "returns": 0, "signals": len(signals), "target_due_at": later(1).isoformat(), "promise_due_at": None,
    }  # fmt: skip
    return {"case_id": "7", "events": events, "visits": [visit], "signals": signals}


def wide(html: str) -> ElementTree.Element:
    """The wide face as XML, which it must be."""
    svg = html.split('<div class="face-wide">')[1].split("</svg>")[0] + "</svg>"
    return ElementTree.fromstring(svg)


def test_time_runs_evenly_where_nothing_is_silent_for_long() -> None:
    axis = time_axis([later(h) for h in range(11)])  # ten gaps of an hour
    assert [axis.at(later(h)) for h in (0, 5, 10)] == pytest.approx([0.0, 0.5, 1.0])
    assert axis.gaps == ()


def test_a_long_silence_takes_its_share_and_is_marked() -> None:
    # fifteen gaps of an hour and one of 1,000: it may take 0.12 of all, so 15 hours are 0.88 of the axis
    axis = time_axis([*(later(h) for h in range(16)), later(1015)])
    assert axis.at(later(15)) == pytest.approx(0.88)
    ((start, end, seconds),) = axis.gaps
    assert (start, end, seconds) == (pytest.approx(0.88), 1.0, 1000 * 3600)
    assert axis.at(later(515)) == pytest.approx(0.94)  # half of the silence


def test_one_moment_has_a_place_and_none_has_no_axis() -> None:
    assert time_axis([START]).at(START) == 0.5
    with pytest.raises(ValueError, match="moment"):
        time_axis([])


def test_dates_by_the_hour_the_day_and_the_month() -> None:
    assert [name for _, name in ticks(time_axis([later(0), later(4)]))] == ["09:00", "10:00", "11:00"]
    assert [name for _, name in ticks(time_axis([later(0), later(72)]))] == ["3 Mar", "4 Mar", "5 Mar"]
    assert [name for _, name in ticks(time_axis([later(0), later(24 * 500)]))][:2] == ["Apr 2026", "May 2026"]


def test_three_events_are_three_dots_and_a_deadline_stands_between_them() -> None:
    figure = wide(case_mirror(case_of([event(0), event(1.5), event(3)], [signal(5)]), ["Picking"]))
    tips = [node.get("data-tip") or "" for node in figure.iter("{http://www.w3.org/2000/svg}g")]
    assert sum(tip.startswith("Pick,") for tip in tips) == 3
    assert any(tip.startswith("target due 2 Mar 2026, 09:00: missed") for tip in tips)
    assert any(tip.startswith("CSAT 1, bad") for tip in tips)


def test_three_hundred_events_and_many_signals_stay_few_marks() -> None:
    events = [event(i / 20, f"Step {i}") for i in range(300)]
    html = case_mirror(case_of(events, [signal(i / 4) for i in range(40)]), ["Picking"])
    figure = wide(html)
    dots = [n for n in figure.iter("{http://www.w3.org/2000/svg}g") if (n.get("data-tip") or "").startswith("Step")]
    assert len(dots) <= 780 / 5 + 1  # of the 780 units of the axis one in five holds a dot
    named = sum(tip.count("Step") for tip in (n.get("data-tip") or "" for n in dots))
    more = sum(int(line.split()[1]) for n in dots for line in (n.get("data-tip") or "").splitlines() if "more" in line)
    assert named + more == 300  # none is lost
    assert float((figure.get("viewBox") or "").split()[3]) < 300


def test_nothing_of_a_case_is_taken_for_markup() -> None:
    odd = '<script>"&\u0000 🙂 שלום'
    case = {**case_of([event(0, odd), event(2, odd)], [signal(3, "good", odd)]), "case_id": odd}
    html = case_mirror(case, ["Picking"])
    assert "<script" not in html
    wide(html)


def test_a_case_without_any_moment_has_no_figure() -> None:
    assert case_mirror({"case_id": "7", "events": [], "visits": [], "signals": []}, ["Picking"]) == ""


def test_a_screen_reader_hears_both_sides() -> None:
    label = wide(case_mirror(case_of([event(0), event(2)], [signal(3)]), ["Picking"])).get("aria-label") or ""
    assert "CSAT 1, bad" in label and "Picking: off target, unhappy" in label
