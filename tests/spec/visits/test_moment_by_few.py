"""The moment of looking is the last event or signal. Where a few cases set it for all others, that is said."""

from __future__ import annotations

import pytest

from analyzer.engine import open_engine
from analyzer.judging import moment_notes
from analyzer.words.quality_words import note_lines
from tests.spec.small import Run

JOURNEY = '{"stages": [{"name": "Order", "activities": [Order]}, {"name": "Delivery", "activities": [Deliver]}]}'


@pytest.fixture(scope="module")
def engine():
    with open_engine() as opened:
        yield opened


def log_of(*further: tuple[str, str, str]) -> list[dict[str, str]]:
    """Thirty orders, one a day from 1 March 2026, each delivered a day later: they end on 31 March."""
    made = [("Order", 1), ("Deliver", 2)]
    days = [(f"o{n:02}", what, f"2026-03-{n + day:02} 09:00:00") for n in range(30) for what, day in made]
    return [dict(zip(("case_id", "activity", "timestamp"), row, strict=True)) for row in (*days, *further)]


def noted(engine, folder, further=(), signals=None):
    run = Run(engine, folder, log_of(*further), JOURNEY, signals)
    return note_lines(moment_notes(engine, run.given, run.ruler)), run


def test_nothing_is_said_of_a_log_that_ends_as_it_went_on(engine, tmp_path):
    """The pause is a day; the next order two days later is no gap in time, and one three days after all that, a tenth
    of the month, is just none."""
    assert noted(engine, tmp_path, [("late", "Order", "2026-04-02 09:00:00")])[0] == []


def test_an_event_dated_years_ahead_moves_the_moment_and_is_named(engine, tmp_path):
    """o29 is under way on 31 March; with one event in 2031 it counts as ended."""
    (said,), run = noted(engine, tmp_path, [("o03", "Order", "2031-05-01 09:00:00")])
    assert f"{run.given.now:%Y-%m-%d}" == "2031-05-01"
    assert said.startswith("1 case has its last event or signal 1,857 days after all others")
    assert "those end on 2026-03-31; this one on 2031-05-01" in said  # 1,857 days lie between both


def test_a_signal_moves_it_as_well(engine, tmp_path):
    signals = [
        {"case_id": case, "timestamp": at, "kind": "csat", "score": "5", "stage": "Order"}
        for case, at in (("o01", "2026-03-05 09:00:00"), ("o02", "2027-03-31 09:00:00"), ("o04", "2027-04-01 09:00:00"))
    ]
    (said,), _ = noted(engine, tmp_path, signals=signals)
    assert said.startswith("2 cases have their last event or signal 365 days or more after all others")


def test_where_many_cases_lie_far_ahead_the_log_goes_on_there(engine, tmp_path):
    ahead = [(f"p{n:02}", "Order", f"2031-05-{n + 1:02} 09:00:00") for n in range(11)]
    assert noted(engine, tmp_path, ahead)[0] == []
