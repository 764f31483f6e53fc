"""Signals of a warehouse, fetched again: the rows that were there and those that have changed are the table's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from analyzer.ingest.signals.fetched import FetchedSignals, fetch_more_signals, fetch_signals
from analyzer.settings import LogSource, Settings, SignalSource

ROWS = [
    (1, "c1", "k1", 5, "2026-05-01 08:00"),
    (2, "c1", "k1", 1, "2026-05-01 09:00"),
    (3, None, "k2", 2, "2026-05-01 10:00"),
    (4, None, "k3", 4, "2026-05-01 11:00"),
    (5, None, None, 3, "2026-05-01 12:00"),
    (6, "c6", None, 3, "2026-05-02 12:00"),
]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "answers.duckdb"
    with duckdb.connect(str(path)) as link:
        link.execute(
            "CREATE TABLE answers (id INT, case_id VARCHAR, customer_id VARCHAR, score INT, updated_at TIMESTAMP)"
        )
        link.executemany("INSERT INTO answers VALUES (?, ?, ?, ?, ?)", ROWS)
    return path


@pytest.fixture
def settings(database: Path) -> Settings:
    source = SignalSource(url=f"duckdb://{database}", table="answers", since="updated_at", kind="csat")
    return Settings(log=LogSource(path="log.csv"), journey="journey.yaml", signals=(source,))


def change(database: Path, *statements: str) -> None:
    with duckdb.connect(str(database)) as link:
        for statement in statements:
            link.execute(statement)


def held(found: FetchedSignals) -> list[tuple[object, ...]]:
    """The rows of the file that stands in the place of the table."""
    with duckdb.connect() as link:
        path = found.settings.signals[0].path
        return link.execute(f"SELECT * FROM read_parquet('{path}') ORDER BY id").fetchall()


def test_the_file_has_all_rows_without_the_column_that_says_when(settings, tmp_path):
    found = fetch_signals(settings, tmp_path)
    assert held(found) == [row[:4] for row in ROWS]
    assert [(one.number, one.newest) for one in found.rows] == [(0, "2026-05-02 12:00:00")]
    assert (found.settings.signals[0].url, found.settings.signals[0].called) == (None, "table answers")


@pytest.mark.parametrize(
    ("statement", "changed"),
    [
        ("SELECT 1", {}),
        ("UPDATE answers SET score = 9, updated_at = '2026-05-03' WHERE id = 2", {2: (2, "c1", "k1", 9)}),
        ("UPDATE answers SET score = 9, updated_at = '2026-05-03' WHERE id = 3", {3: (3, None, "k2", 9)}),
        ("UPDATE answers SET score = 9, updated_at = '2026-05-03' WHERE id = 5", {5: (5, None, None, 9)}),
        ("INSERT INTO answers VALUES (7, 'c1', NULL, 2, '2026-05-03')", {7: (7, "c1", None, 2)}),
        ("INSERT INTO answers VALUES (7, NULL, NULL, 2, '2026-05-03')", {7: (7, None, None, 2)}),
    ],
)
def test_what_has_changed_takes_the_place_of_what_was_there(settings, database, tmp_path, statement, changed):
    before = fetch_signals(settings, tmp_path)
    change(database, statement)
    found = fetch_more_signals(settings, tmp_path, before.rows, {})
    assert found is not None
    wanted = {row[0]: row[:4] for row in ROWS} | changed
    assert held(found) == [wanted[number] for number in sorted(wanted)]


def test_rows_of_others_are_not_asked_for(settings, database, tmp_path):
    """Row 2 was written before the newest hour: that somebody changed it without saying so is not seen, unless a row of
    its case says that it has changed."""
    before = fetch_signals(settings, tmp_path)
    change(database, "UPDATE answers SET score = 9 WHERE id = 2")
    same = fetch_more_signals(settings, tmp_path, before.rows, {})
    assert same is not None
    assert held(same)[1] == ROWS[1][:4]
    change(database, "UPDATE answers SET updated_at = '2026-05-03' WHERE id = 1")
    now = fetch_more_signals(settings, tmp_path, same.rows, {})
    assert now is not None
    assert held(now)[1] == (2, "c1", "k1", 9)


def test_other_columns_are_nothing_to_add_to(settings, database, tmp_path):
    before = fetch_signals(settings, tmp_path)
    change(database, "ALTER TABLE answers ADD COLUMN comment VARCHAR", "UPDATE answers SET updated_at = '2026-05-03'")
    assert fetch_more_signals(settings, tmp_path, before.rows, {}) is None


def test_a_source_that_is_a_file_stays_as_it_is(settings, tmp_path):
    files = replace(settings, signals=(SignalSource(path="nps.csv"),))
    assert fetch_signals(files, tmp_path) == FetchedSignals(files, ())
