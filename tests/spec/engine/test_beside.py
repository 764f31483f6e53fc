"""Questions that a second thread asks beside the first: the same answers, each thing made once, and errors that come
where the outcome is waited for."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analyzer.engine import Beside, Engine, open_engine
from analyzer.engine.reader import open_reader
from analyzer.engine.warehouse import export_query

ROWS = pd.DataFrame({"case_id": [f"c{n % 50}" for n in range(1_000)], "n": range(1_000)})
MANY, FEW = 1_000_000, 1_000
# It has an end: DuckDB waits for what its other threads have begun, and one of them may have begun all of it.
SECONDS_OF_WORK = "SELECT count(*) FROM range(2000000000) AS t(i) WHERE hash(i) = 1"


@pytest.fixture(params=[MANY, FEW])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr("analyzer.engine.embedded.cores", lambda: 2)
    with open_engine() as engine:
        engine.expect(request.param)
        yield engine


def test_both_threads_see_the_same_tables(engine: Engine) -> None:
    table = engine.take(ROWS, "given", {"case_id": "string", "n": "int64"})

    def work() -> tuple[object, int]:
        kept = engine.keep(table.filter(table.n >= 500), "kept")
        return kept, engine.rows(kept.aggregate(n=kept.count()))[0]["n"]

    outcome = engine.beside(work)
    here = [engine.rows(table.aggregate(n=table.count(where=table.n < n)))[0]["n"] for n in range(100)]
    kept, there = outcome()
    assert here == list(range(100))
    assert there == 500
    assert engine.rows(kept.aggregate(first=kept.n.min()))[0]["first"] == 500


def test_what_both_ask_for_is_made_once(engine: Engine) -> None:
    made = []
    together = threading.Barrier(2, timeout=0.5)

    def make() -> int:
        try:
            together.wait()  # a second maker would come here too
        except threading.BrokenBarrierError:
            made.append(1)
        return len(made)

    outcome = engine.beside(lambda: engine.once("the same", make))
    assert engine.once("the same", make) == outcome() == 1


def test_what_is_raised_comes_to_who_waits(engine: Engine) -> None:
    def fail() -> None:
        raise ValueError("no such stage")

    outcome = engine.beside(fail)
    with pytest.raises(ValueError, match="no such stage"):
        outcome()


def test_work_begins_in_its_order(engine: Engine) -> None:
    done: list[int] = []
    for outcome in [engine.beside(lambda n=n: done.append(n)) for n in range(5)]:
        outcome()
    assert done == [0, 1, 2, 3, 4]


def test_an_engine_that_closes_ends_what_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzer.engine.embedded.cores", lambda: 2)
    begun = threading.Event()

    def ask(engine: Engine) -> None:
        begun.set()
        table = engine.take(ROWS, "given", {"case_id": "string", "n": "int64"})
        while True:
            engine.rows(table.aggregate(n=table.count()))

    with open_engine() as engine:
        engine.expect(MANY)
        outcome = engine.beside(lambda: ask(engine))
        later = engine.beside(lambda: 1)
        assert begun.wait(10)
    with pytest.raises((CancelledError, duckdb.Error)):
        outcome()
    with pytest.raises(CancelledError):
        later()


def test_what_asks_nothing_is_not_waited_for_when_an_engine_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search of pm4py, say, which catches what it does not know: it would go on for a minute."""
    monkeypatch.setattr("analyzer.engine.embedded.cores", lambda: 2)
    begun, caught = threading.Event(), []

    def search() -> None:
        ends = time.monotonic() + 60
        begun.set()
        while time.monotonic() < ends:
            try:
                sum(range(1_000))
            except Exception as error:
                if len(caught) == 2:
                    raise
                caught.append(error)

    with open_engine() as engine:
        engine.expect(MANY)
        outcome = engine.beside(search)
        assert begun.wait(10)
        before = time.monotonic()
    assert time.monotonic() - before < 10
    with pytest.raises(CancelledError):
        outcome()
    assert len(caught) == 2


def test_what_is_under_way_ends_before_others_go_on() -> None:
    done = []
    beside = Beside()
    begun = threading.Event()

    def work() -> None:
        begun.set()
        done.append(1)

    beside.begin(work)
    begun.wait(10)
    beside.stop()
    assert done == [1]


@pytest.fixture
def interrupts() -> Iterator[None]:
    """A signal raises KeyboardInterrupt, whatever a worker, a server or Spark that ran in this process has set."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts")
def test_a_signal_ends_a_question_as_it_ends_anything_else(tmp_path: Path) -> None:
    """DuckDB itself raises a RuntimeError, which would pass for a fault of the program."""
    with open_reader(tmp_path) as reader:
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            reader.rows(SECONDS_OF_WORK)


@pytest.mark.usefixtures("interrupts")
def test_so_it_does_while_rows_come_from_a_warehouse(tmp_path: Path) -> None:
    duckdb.connect(tmp_path / "warehouse.duckdb").close()
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        export_query(f"duckdb://{tmp_path / 'warehouse.duckdb'}", SECONDS_OF_WORK, tmp_path / "rows.parquet")


def test_so_it_does_while_a_table_is_kept() -> None:
    with open_engine() as engine, pytest.raises(KeyboardInterrupt), engine.answering():
        raise RuntimeError("Query interrupted")
    with open_engine() as engine, pytest.raises(RuntimeError, match="something else"), engine.answering():
        raise RuntimeError("something else")
