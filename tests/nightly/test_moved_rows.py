"""Nights over a warehouse whose rows move to another case, are deleted, or come late: a DuckDB file that is changed."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pytest

from analyzer.engine.reader import open_reader
from analyzer.engine.warehouse import looked_at_from
from analyzer.pipeline import align
from analyzer.settings import load_project
from analyzer.state import NightReading, align_night
from tests.nightly.test_nights import JOURNEY, rows

MOVED = "rows of the warehouse are gone, stand in another case, or came late"
STEP = 1_000_000  # numbers between two nights: far more than are looked at again


class Numbered:
    """A table of events and one of answers whose rows have a number from a counter, and a project over both."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.ruler = folder, None
        log, answers = rows(0, 40, 0.3, 1)
        self.run("CREATE TABLE parcels (case_id text, activity text, timestamp timestamp, no bigint)")
        self.run("CREATE TABLE answers (case_id text, timestamp timestamp, score int, no bigint)")
        for number, line in enumerate(log):
            self.run("INSERT INTO parcels VALUES (?, ?, ?, ?)", *line, number)
        for number, line in enumerate(answers):
            self.run("INSERT INTO answers VALUES (?, ?, ?, ?)", *line, number)
        self.run("UPDATE parcels SET no = ? WHERE case_id = 'c39'", STEP)  # the newest: others are not looked at again
        self.run("UPDATE answers SET no = ? WHERE case_id = 'c39'", STEP)
        url = f"duckdb://{folder}/parcels.ddb"
        (folder / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
        log_and_signals = {
            "log": {"url": url, "table": "parcels", "since": "no"},
            "signals": [{"url": url, "table": "answers", "since": "no", "kind": "csat", "about": "Delivery"}],
        }
        (folder / "project.yaml").write_text(json.dumps({**log_and_signals, "journey": "journey.yaml"}))

    def run(self, sql: str, *given: Any) -> None:
        """Change the warehouse; nobody has it open between."""
        import duckdb

        with duckdb.connect(str(self.folder / "parcels.ddb")) as link:
            link.execute(sql, list(given))

    def night(self) -> NightReading:
        """A night; from the second on held against one run over both tables with the same ruler."""
        settings = load_project(self.folder / "project.yaml")
        analysis, reading = align_night(settings, self.ruler)
        if self.ruler is not None:
            whole = align(settings, ruler=self.ruler)
            one, other = (json.loads(json.dumps(found.document)) for found in (analysis, whole))
            assert one.pop("run")["future"] == other.pop("run")["future"]
            assert one == other
        self.ruler = self.ruler or analysis.ruler
        return reading


@pytest.fixture
def numbered(tmp_path: Path) -> Numbered:
    return Numbered(tmp_path)


def test_a_row_that_moves_to_another_case_leaves_its_old_one(numbered: Numbered) -> None:
    assert numbered.night().whole == "nothing was kept yet"
    moved = "UPDATE parcels SET case_id = 'c9', no = ? WHERE case_id = 'c7' AND activity = 'Hand over'"
    numbered.run(moved, 2 * STEP)
    assert numbered.night().whole == MOVED
    numbered.run("UPDATE answers SET case_id = 'c9', no = ? WHERE case_id = 'c7'", 3 * STEP)
    answered = numbered.night()  # the log is as it was: only what was heard of both cases is another thing
    assert (answered.whole, answered.cases) == (None, 2)


def test_rows_that_are_deleted_are_noticed_without_any_that_changed(numbered: Numbered) -> None:
    numbered.night()
    numbered.run("DELETE FROM parcels WHERE case_id = 'c7'")
    numbered.run("DELETE FROM answers WHERE case_id IN ('c7', 'c9')")
    assert numbered.night().whole == MOVED
    still = numbered.night()
    assert (still.whole, still.rows, still.cases) == (None, 0, 1)  # the newest row's case is looked at again


@pytest.mark.parametrize(("below", "whole"), [(9_000, None), (11_000, MOVED)])
def test_a_number_that_was_drawn_before_the_newest_and_comes_late(
    numbered: Numbered, below: int, whole: str | None
) -> None:
    """Of whole numbers the last 10,000 are looked at again; what comes later still is noticed by the number of rows."""
    numbered.night()
    numbered.run("INSERT INTO parcels VALUES ('c9', 'Check', TIMESTAMP '2026-03-04', ?)", STEP - below)
    late = numbered.night()
    assert (late.whole, late.rows if whole is None else 1) == (whole, 1)


@pytest.mark.parametrize(
    ("kind", "after", "least"),
    [
        ("int64", "12345", 2_345),
        ("int64", "1790000000", 1_789_990_000),  # a counter, or seconds since 1970: 10,000 of them are 2.8 hours
        ("int64", "1790000000000", 1_790_000_000_000 - 3_600_000),  # milliseconds: an hour
        ("int64", "1790000000000000", 1_790_000_000_000_000 - 3_600_000_000),
        ("int64", "1790000000000000000", 1_790_000_000_000_000_000 - 3_600_000_000_000),
        ("decimal(38, 0)", "12345", Decimal(2_345)),
        ("float64", "12345.5", 2_345.5),
        ("timestamp", "2026-05-01 10:30:00", datetime(2026, 5, 1, 9, 30)),
        ("string", "0x7F", "0x7F"),
    ],
)
def test_from_where_on_a_column_is_looked_at(kind: str, after: str, least: object, tmp_path: Path) -> None:
    sql = str(ibis.to_sql(looked_at_from(ibis.dtype(kind), after), dialect="duckdb"))
    with open_reader(tmp_path) as reader:
        assert reader.row(sql)[0] == least
