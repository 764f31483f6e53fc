"""Cases by week, against tests/kept_project.py."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd

from analyzer.engine import open_engine
from analyzer.engine.zones import local_week, monday
from analyzer.figures.weekly_flow import week_rows, weekly_flow, weekly_unhappy
from analyzer.slices import read_filters, throughput
from analyzer.tables.flow_weeks import FlowWeek


def test_weeks_by_hand(run: Path) -> None:
    weeks = throughput(run, read_filters([]))
    # a1 runs 5 to 6 January; a2 from Friday 30 January, 15:00 UTC, to Sunday 1 February, 4:30 UTC; b1 on 10 February;
    # the last order 2 to 4 March. Each has one rated visit, all but a2's unhappy.
    busy = {week.monday: week for week in weeks if week != FlowWeek(week.monday, 0, 0, 0, 0)}
    assert busy == {
        date(2026, 1, 5): FlowWeek(date(2026, 1, 5), 1, 1, 1, 1),
        date(2026, 1, 26): FlowWeek(date(2026, 1, 26), 1, 1, 1, 0),
        date(2026, 2, 9): FlowWeek(date(2026, 2, 9), 1, 1, 1, 1),
        date(2026, 3, 2): FlowWeek(date(2026, 3, 2), 1, 1, 1, 1),
    }
    assert [week.monday for week in weeks] == [date(2026, 1, 5) + timedelta(weeks=n) for n in range(9)]


def test_a_week_begins_at_the_project_s_own_midnight() -> None:
    at = [datetime(2026, 2, 2, 3), datetime(2026, 2, 2, 7), datetime(2026, 3, 9, 4, 30), datetime(2026, 3, 9, 5, 30)]
    with open_engine() as engine:
        times = engine.take(pd.DataFrame({"at": at}), "times", {"at": "timestamp(6)"})
        week = local_week(times.at, "America/Chicago", at[0], at[-1])
        found = engine.frame(times.select("at", week=week).order_by("at"))["week"].tolist()
    # 3:00 UTC is 21:00 of the Sunday in Chicago; from 8 March on the clocks there are 5 hours behind, before that 6
    assert [monday(int(one)) for one in found] == [
        date(2026, 1, 26), date(2026, 2, 2), date(2026, 3, 2), date(2026, 3, 9),
    ]  # fmt: skip


def test_weeks_of_a_slice_and_of_nothing(run: Path) -> None:
    (week,) = throughput(run, read_filters([("has", "Call")]))
    assert week == FlowWeek(date(2026, 3, 2), 1, 1, 1, 1)
    assert throughput(run, read_filters([("segment", "region:West")])) == ()


def test_figures_and_their_table() -> None:
    weeks = [
        FlowWeek(date(2026, 1, 5), 1200, 1300, 20, 5),
        FlowWeek(date(2026, 1, 12), 0, 100, 9, 9),  # fewer than ten were heard
        FlowWeek(date(2026, 1, 19), 3, 103, 10, 1),
    ]
    bars, line = weekly_flow(weeks).data
    assert (list(bars.y), list(line.y)) == ([1200, 0, 3], [1300, 100, 103])
    assert list(weekly_unhappy(weeks).data[0].y) == [0.25, None, 0.1]
    assert weekly_flow(weeks[:1]) is None and weekly_unhappy(weeks[:2]) is None
    first = week_rows(weeks)[0]
    # Wilson's interval of 5 of 20 is 11 to 47 %
    assert first["unhappy share"].startswith("25") and "11" in first["unhappy share"] and "47" in first["unhappy share"]
    assert (first["week from"], first["started"]) == ("2026-01-05", "1,200")
    assert week_rows([FlowWeek(date(2026, 1, 5), 1, 1, 0, 0)])[0]["unhappy share"] == "nobody was heard"
