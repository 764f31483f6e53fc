"""Rated visits by day of the project's zone."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from analyzer.blueprint import answer_lags, daily_rows

SCHEMA = {
    "case_id": "string", "customer_id": "string", "stage_no": "int64", "visit_key": "int64", "company": "string",
    "customer": "string", "promise": "string",
    "last_at": "timestamp(6)", "said_at": "timestamp(6)", "open": "boolean", "signals": "int64",
}  # fmt: skip


def table(engine, rows):
    """Rows of (stage, last event, company, customer, promise, said at)."""
    names = ["stage_no", "last_at", "company", "customer", "promise", "said_at"]
    frame = pd.DataFrame(rows, columns=names)
    for name in ("last_at", "said_at"):
        frame[name] = pd.to_datetime(frame[name])
    frame["case_id"] = frame["customer_id"] = [f"c{i}" for i in range(len(frame))]
    frame["visit_key"] = frame["stage_no"]
    frame["open"] = frame["last_at"].isna()
    frame["signals"] = frame["said_at"].notna().astype(int)
    return engine.take(frame, "rated", SCHEMA)


def test_a_day_is_that_of_the_last_event_in_the_zone(engine):
    """01:00 UTC of the 3rd is 22:00 of the 2nd in São Paulo; the visit under way has no day yet."""
    rated = table(
        engine,
        [
            (0, "2026-03-03 01:00", "good", "bad", "unknown", "2026-03-03 02:00"),
            (0, "2026-03-02 12:00", "good", "bad", "unknown", "2026-03-03 02:00"),
            (0, "2026-03-03 12:00", "good", "good", "unknown", "2026-03-04 02:00"),
            (1, "2026-03-03 12:00", "bad", "unknown", "bad", None),
            (1, None, "unknown", "bad", "unknown", "2026-03-03 02:00"),
        ],
    )
    found = daily_rows(engine, rated, "America/Sao_Paulo", datetime(2026, 3, 2), datetime(2026, 3, 4))
    assert found.values.tolist() == [
        ["2026-03-02", 0, "good", "bad", "unknown", 2],
        ["2026-03-03", 0, "good", "good", "unknown", 1],
        ["2026-03-03", 1, "bad", "unknown", "bad", 1],
    ]


def test_a_long_history_stands_by_week_but_for_its_newest_400_days(engine, monkeypatch):
    """Six days in a row from Friday 2 January 2026, and one day 410 days later: with room for six rows the old ones
    become two weeks, those of Monday 29 December and 5 January."""
    days = [f"2026-01-{d:02d} 12:00" for d in range(2, 8)] + ["2027-02-21 12:00"]
    rated = table(engine, [(0, d, "good", "good", "unknown", None) for d in days])
    monkeypatch.setattr("analyzer.blueprint.daily.SMALL", 6)
    found = daily_rows(engine, rated, "UTC", datetime(2026, 1, 1), datetime(2027, 3, 1))
    assert found[["day", "visits"]].values.tolist() == [["2025-12-29", 3], ["2026-01-05", 3], ["2027-02-21", 1]]


def test_how_long_answers_take(engine):
    """Ten answers after one to ten days: nine of ten are there after 9.1 days, so on the tenth day. One that came
    before the end counts as at once; silence has none."""
    rows = [(0, "2026-03-01 00:00", "good", "good", "unknown", f"2026-03-{d:02d} 00:00") for d in range(2, 12)]
    rows += [(1, "2026-03-05 00:00", "good", "bad", "unknown", "2026-03-04 00:00")]
    rows += [(2, "2026-03-05 00:00", "good", "unknown", "unknown", None)]
    assert answer_lags(engine, table(engine, rows)) == {0: 10, 1: 0}
