"""Texts are cleaned where some value needs it, however late in the file that value comes."""

from __future__ import annotations

import pytest

MISSING = ("?", "undefined", "N/A", "NULL", "n/a")
EARLY = 1_500  # rows; the first thousand are looked at before anything else
COLUMNS = ("case_id", "activity", "timestamp", "team", "note", "amount", "due", "paid")
CLEAN = ("K1", "Pack", "2026-03-02 09:00:00", "Café", "as usual", "5", "2026-04-01 00:00", "true")


def log_of(late):
    """Clean rows of one case, each with a note of its own; the last two are of another and have `late`."""
    lines = [",".join(COLUMNS)]
    for n in range(EARLY):
        row = dict(zip(COLUMNS, CLEAN, strict=True), note=f"note {n}", amount=str(n % 9))
        lines.append(",".join(row[name] for name in COLUMNS))
    for row in (CLEAN, tuple(late.get(name, value) for name, value in zip(COLUMNS, CLEAN, strict=True))):
        lines.append(",".join(("K2", *row[1:]) if row is CLEAN else row))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("column", "written", "held", "value"),
    [
        ("case_id", " K2 ", "case_id", "K2"),
        ("activity", "Pack ", "activity", "Pack"),
        ("team", "Cafe\u0301", "team", "Café"),
        ("team", "?", "team", None),
        ("note", "  a word ", "event:note", "a word"),
        ("note", "undefined", "event:note", None),
        ("note", "Cafe\u0301", "event:note", "Café"),
        ("amount", " 7", "event:amount", 7.0),
        ("amount", "N/A", "event:amount", None),
        ("due", "2026-02-01 00:00 ", "event:due", "2026-02-01 00:00:00"),
        ("due", "NULL", "case:due", "2026-04-01 00:00:00"),
        ("paid", " false", "event:paid", False),
        ("paid", "n/a", "case:paid", True),
    ],
)
def test_a_value_that_comes_late_is_cleaned_like_any_other(log, rows, column, written, held, value):
    late = {"case_id": "K2", column: written}
    read = log(log_of(late))
    assert read.n_cases == 2
    table = read.cases if held.startswith("case:") else read.events
    assert rows(table, held)[-1] == (value,)
    assert read.quality.missing == ({column: 1} if written in MISSING else {})


def test_words_of_the_project_are_missing_among_numbers_times_and_truths(engine, tmp_path, rows):
    from dataclasses import replace

    from analyzer.ingest import read_log
    from tests.spec.ingest.conftest import settings_for

    (tmp_path / "log.csv").write_text(log_of({"case_id": "K2", "amount": "999", "due": "9999-12-31", "paid": "false"}))
    settings = replace(settings_for(tmp_path / "log.csv"), missing=("999", "9999-12-31", "false"))
    read = read_log(engine, settings)
    assert rows(read.events, "event:amount")[-1] == (None,)
    assert rows(read.cases, "case:amount", "case:due", "case:paid")[-1] == (5.0, "2026-04-01 00:00:00", True)
    assert read.quality.missing == {"amount": 1, "due": 1, "paid": 1}


def test_rows_alike_but_for_outer_spaces_are_the_same(log):
    head, row = "case_id,activity,timestamp,amount\n", "1,A,2026-03-02 09:00:00,{}\n"
    assert log(head + row.format("5") + row.format(" 5 ")).quality.duplicates == 1
    assert log(head + row.format("5") + row.format("5.0")).quality.duplicates == 0
