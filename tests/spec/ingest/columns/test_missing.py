"""Words that stand for a missing value: the same in every column, and those that the project adds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzer.ingest import read_log, read_signals
from analyzer.journey import Journey, Stage
from analyzer.settings import SignalSource
from tests.spec.ingest.conftest import settings_for

WORDS = ("", "?", "NULL", "null", "NaN", "nan", "N/A", "n/a", "#N/A", "UNDEFINED", "undefined", "(null)", "<NA>", " ? ")


@pytest.mark.parametrize("word", WORDS)
def test_in_every_column_they_are_missing_and_counted(log, rows, word):
    read = log(
        f"""\
case_id,activity,timestamp,team,region,amount
1,Order,2026-03-02 09:00:00,{word},{word},{word}
1,Pay,2026-03-02 10:00:00,Sales,north,5
"""
    )
    assert rows(read.events, "team") == [(None,), ("Sales",)]
    assert rows(read.cases, "case:region", "case:amount") == [("north", 5.0)]
    assert read.quality.missing == {"team": 1, "region": 1, "amount": 1}


@pytest.mark.parametrize("word", [*WORDS, r"\N", "None"])
def test_a_case_that_is_missing_is_refused_not_merged(log, word):
    good = "".join(f"{n},A,2026-03-02 09:00:00\n" for n in range(3))
    read = log(
        f"case_id,activity,timestamp\n{good}{word},A,2026-03-02 09:00:00\n{word},B,2026-03-02 09:00:00\n",
        max_refused=0.5,
    )
    assert (read.n_cases, read.quality.reasons) == (3, {"no case": 2})


def test_none_and_a_dash_are_values_until_the_project_says_otherwise(engine, tmp_path, rows):
    path = tmp_path / "log.csv"
    path.write_text("case_id,activity,timestamp,team,x\n1,A,2026-03-02 09:00:00,none,-\n1,B,2026-03-02 10:00:00,T,-\n")
    plain = settings_for(path)
    assert rows(read_log(engine, plain).events, "team") == [("none",), ("T",)]
    read = read_log(engine, replace(plain, missing=("-", "none")))
    assert rows(read.events, "team") == [(None,), ("T",)]
    assert read.quality.missing == {"team": 1, "x": 2}


def test_signals_too(engine, tmp_path, rows):
    (tmp_path / "log.csv").write_text("case_id,activity,timestamp\n1,Order,2026-03-02 09:00:00\n")
    (tmp_path / "voice.csv").write_text("case_id,timestamp,kind,comment\n1,2026-03-02 10:00:00,complaint,n/a\n")
    settings = replace(settings_for(tmp_path / "log.csv"), signals=(SignalSource(path="voice.csv"),))
    journey = Journey("Ordering", (Stage(0, "Order"),))
    read = read_signals(engine, settings, journey, read_log(engine, settings))
    assert rows(read.table, "comment") == [(None,)]
