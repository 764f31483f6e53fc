"""Nights over a log that lies in a warehouse: a real PostgreSQL server on loopback, started for these tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from analyzer.pipeline import align
from analyzer.settings import Settings, load_project
from analyzer.state import NightReading, align_night
from tests.nightly.test_nights import JOURNEY, rows
from tests.spec.catalog.test_postgresql import server  # noqa: F401  # a fixture

psycopg = pytest.importorskip("psycopg")
WRITTEN = datetime(2026, 5, 1)
FILE = "{{path: signals.csv, kind: csat, about: Delivery}}"
# A query is asked in the same way as a table: it is enough that its old cases come whole.
SOURCES = (("table: parcels", True), ("query: 'SELECT * FROM parcels WHERE weight < 9'", False))


class Warehouse:
    """A table of events with the time at which a row was written or last changed, and a project over it."""

    def __init__(self, port: int, folder: Path, source: str, signals: str = FILE) -> None:
        self.link = psycopg.connect(f"postgresql://analyst@127.0.0.1:{port}/postgres", autocommit=True)
        self.link.execute("DROP TABLE IF EXISTS parcels")
        self.link.execute(
            "CREATE TABLE parcels (case_id text, activity text, timestamp timestamp, weight int, updated_at timestamp)"
        )
        self.link.execute("DROP TABLE IF EXISTS answers")
        self.link.execute(
            "CREATE TABLE answers (id serial, case_id text, customer_id int, timestamp timestamp, score int,"
            " updated_at timestamptz)"
        )
        (folder / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
        url = f"postgresql://analyst@127.0.0.1:{port}/postgres"
        project = f"log: {{url: '{url}', {source}, since: updated_at}}\njourney: journey.yaml\n"
        project += f"signals: [{signals.format(url=url)}]\n"
        (folder / "project.yaml").write_text(project, encoding="utf-8")
        self.folder = folder
        self.ruler: Any = None

    @property
    def settings(self) -> Settings:
        return load_project(self.folder / "project.yaml")

    def insert(self, log: list[list[str]], hours: int) -> None:
        """Rows that are written so many hours after the first ones."""
        at = WRITTEN + timedelta(hours=hours)
        with self.link.cursor() as cursor:
            cursor.executemany("INSERT INTO parcels VALUES (%s, %s, %s, 2, %s)", [(*row, at) for row in log])

    def answer(self, signals: list[list[str]], hours: int) -> None:
        """Answers that are written so many hours after the first rows."""
        at = WRITTEN + timedelta(hours=hours)
        with self.link.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO answers (case_id, timestamp, score, updated_at) VALUES (%s, %s, %s, %s)",
                [(*signal, at) for signal in signals],
            )

    def night(self) -> NightReading:
        """A night; from the second on held against one run over the whole table with the same ruler."""
        analysis, reading = align_night(self.settings, self.ruler)
        self.ruler = self.ruler or analysis.ruler
        if reading.whole == "nothing was kept yet":
            return reading
        whole = align(self.settings, ruler=self.ruler)
        one, other = (json.loads(json.dumps(found.document)) for found in (analysis, whole))
        assert one.pop("run")["future"] == other.pop("run")["future"]
        assert one == other
        return reading


@pytest.fixture
def open_warehouse(server: int) -> Iterator[Callable[..., Warehouse]]:  # noqa: F811
    opened: list[Warehouse] = []

    def make(folder: Path, source: str, signals: str = FILE) -> Warehouse:
        opened.append(Warehouse(server, folder, source, signals))
        return opened[-1]

    yield make
    for one in opened:
        one.link.close()  # the server waits for its clients when it stops


@pytest.mark.slow
@pytest.mark.parametrize(("source", "grows"), SOURCES)
def test_a_night_asks_for_the_cases_of_which_a_row_has_changed(
    open_warehouse: Callable[..., Warehouse], tmp_path: Path, source: str, grows: bool
) -> None:
    log, signals = rows(0, 120, 0.3, 1)
    later, more = rows(120, 10, 0.3, 2)
    warehouse = open_warehouse(tmp_path, source)
    said = "case_id,timestamp,score\n" + "".join(",".join(line) + "\n" for line in (*signals, *more))
    (tmp_path / "signals.csv").write_text(said, encoding="utf-8")
    warehouse.insert(log, 0)
    first = warehouse.night()
    assert first.whole == "nothing was kept yet"
    if grows:
        warehouse.insert(later, 24)
        grown = warehouse.night()
        assert (grown.whole, grown.files, grown.rows) == (None, 1, len(later))
        assert grown.cases >= 10
    # a row of an old case is edited, and one of another is written late: both cases count as they are now
    at = WRITTEN + timedelta(hours=48)
    warehouse.link.execute(
        "UPDATE parcels SET timestamp = timestamp + interval '5 days', updated_at = %s"
        " WHERE case_id = 'c7' AND activity = 'Hand over'",
        [at],
    )
    warehouse.insert([["c9", "Check", datetime(2026, 3, 4).isoformat()]], 48)
    edited = warehouse.night()
    assert (edited.whole, edited.rows) == (None, 1)
    still = warehouse.night()
    assert (still.whole, still.rows) == (None, 0)


@pytest.mark.slow
def test_a_case_that_is_written_in_two_ways_loses_no_row(
    open_warehouse: Callable[..., Warehouse], tmp_path: Path
) -> None:
    """A row of c7 comes under `c7 `: the warehouse is asked for what is written, and gives the other rows not. The next
    night looks at this row once more, as at all of the newest hour."""
    log, signals = rows(0, 40, 0.3, 1)
    warehouse = open_warehouse(tmp_path, "table: parcels")
    said = "case_id,timestamp,score\n" + "".join(",".join(line) + "\n" for line in signals)
    (tmp_path / "signals.csv").write_text(said, encoding="utf-8")
    warehouse.insert(log[:-2], 0)
    warehouse.insert(log[-2:], 3)
    assert warehouse.night().whole == "nothing was kept yet"
    for case, hours in (("c7 ", 24), ("c9", 48)):
        warehouse.insert([[case, "Check", "2026-03-04"]], hours)
        assert warehouse.night().whole == "a case is written in several ways"
    warehouse.insert([["c11", "Check", "2026-03-05"]], 72)
    other = warehouse.night()
    assert (other.whole, other.rows) == (None, 1)


@pytest.mark.slow
def test_a_column_since_that_is_not_there_is_said(open_warehouse: Callable[..., Warehouse], tmp_path: Path) -> None:
    from analyzer.errors import LogError

    warehouse = open_warehouse(tmp_path, "table: parcels")
    warehouse.insert(rows(0, 5, 0.3, 1)[0], 0)
    (tmp_path / "signals.csv").write_text("case_id,timestamp,score\nc1,2026-03-03,1\n", encoding="utf-8")
    project = tmp_path / "project.yaml"
    project.write_text(project.read_text(encoding="utf-8").replace("updated_at", "update_at"), encoding="utf-8")
    with pytest.raises(LogError) as refused:
        align(warehouse.settings)
    assert "write since: updated_at" in str(refused.value)


@pytest.mark.slow
def test_signals_of_a_warehouse_are_asked_for_where_one_has_changed(
    open_warehouse: Callable[..., Warehouse], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that came, an answer that was edited, a second one of its case: as one run over all of them. Each night
    looks at the newest hour once more."""
    from analyzer.ingest.signals import fetched

    asked: list[int] = []
    fetch = fetched.changed_since

    def counted(*given: Any) -> Any:
        found, total = fetch(*given)
        asked.append(pyarrow.parquet.read_metadata(found.path).num_rows if found else 0)
        return found, total

    monkeypatch.setattr(fetched, "changed_since", counted)
    log, signals = rows(0, 120, 0.3, 1)
    later, more = rows(120, 10, 0.3, 2)
    said = "{{url: '{url}', table: answers, since: updated_at, kind: csat, about: Delivery}}"
    warehouse = open_warehouse(tmp_path, "table: parcels", said)
    warehouse.insert(log, 0)
    warehouse.answer(signals[:-1], 0)
    warehouse.answer(signals[-1:], 3)
    assert warehouse.night().whole == "nothing was kept yet"
    assert asked == []
    warehouse.insert(later, 24)
    warehouse.answer(more, 24)
    assert warehouse.night().whole is None
    assert asked == [1 + 10]
    warehouse.link.execute(
        "UPDATE answers SET score = 6 - score, updated_at = %s WHERE case_id = 'c7'", [WRITTEN + timedelta(hours=48)]
    )
    warehouse.answer([["c9", "2026-03-20T08:00:00", "1"]], 48)  # a second one of its case
    edited = warehouse.night()
    assert (edited.whole, edited.cases >= 2) == (None, True)
    assert asked == [11, 10 + 1 + 2]
    warehouse.link.execute("ALTER TABLE answers ADD COLUMN comment text")
    warehouse.answer([["c11", "2026-03-21T08:00:00", "1"]], 72)
    assert warehouse.night().whole == "the signals in the warehouse have other columns"


@pytest.mark.slow
def test_a_table_of_signals_that_is_not_there_is_said(open_warehouse: Callable[..., Warehouse], tmp_path: Path) -> None:
    from analyzer.errors import SignalError

    warehouse = open_warehouse(tmp_path, "table: parcels", "{{url: '{url}', table: answer, kind: csat}}")
    warehouse.insert(rows(0, 5, 0.3, 1)[0], 0)
    with pytest.raises(SignalError) as refused:
        align(warehouse.settings)
    assert "did you mean answers?" in str(refused.value)
