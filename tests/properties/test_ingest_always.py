"""What must hold of reading whatever the file: the order of rows and the way of writing change nothing."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.engine import Engine, open_engine
from analyzer.ingest import read_log
from analyzer.settings import from_arguments
from analyzer.tables.log import Log

FEW = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
START = datetime(2026, 1, 1)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with open_engine() as opened:
        yield opened


def read(engine: Engine, table: list[list[str]], separator: str = ",", encoding: str = "utf-8") -> Log:
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(table)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        path.write_bytes(held.getvalue().encode(encoding))
        return read_log(engine, from_arguments(path, "journey.yaml"))


def contents(engine: Engine, log: Log) -> tuple[Any, ...]:
    return (
        engine.frame(log.events.drop("event")).to_csv(index=False),  # `event` is the row of the file
        engine.frame(log.cases).to_csv(index=False),
        log.attributes,
        log.activities,
        (log.quality.rows, log.quality.refused, log.quality.duplicates, log.quality.missing),
    )


@st.composite
def logs(draw: st.DrawFn) -> list[list[str]]:
    """A header and events of which no two of a case share their time; an attribute of the case and one of the event."""
    rows = [["case_id", "activity", "timestamp", "region", "note"]]
    for case in range(draw(st.integers(1, 5))):
        region = draw(st.sampled_from(["north", "7", "3.5", "2026-01-02", ""]))
        for minutes in draw(st.lists(st.integers(0, 5000), min_size=1, max_size=6, unique=True)):
            activity = draw(st.sampled_from(["Order", "Pack", "Deliver"]))
            note = draw(st.sampled_from(["", "1", "2,5", "yes", "13.02.2026", "true"]))
            rows.append([f"c{case}", activity, str(START + timedelta(minutes=minutes)), region, note])
    return rows


@FEW
@given(table=logs(), random=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(engine, table, random):
    shuffled = table[1:]
    random.shuffle(shuffled)
    assert contents(engine, read(engine, table)) == contents(engine, read(engine, [table[0], *shuffled]))


@FEW
@given(table=logs(), order=st.permutations([0, 1, 2, 3, 4]))
def test_the_order_of_the_columns_changes_nothing(engine, table, order):
    moved = read(engine, [[row[place] for place in order] for row in table])
    whole = read(engine, table)
    for name in ("events", "cases"):
        ours = engine.frame(getattr(moved, name))
        assert engine.frame(getattr(whole, name))[list(ours.columns)].to_csv() == ours.to_csv()


@FEW
@given(
    table=logs(), separator=st.sampled_from([",", ";", "\t", "|"]), encoding=st.sampled_from(["utf-8-sig", "utf-16"])
)
def test_the_way_of_writing_changes_nothing(engine, table, separator, encoding):
    assert contents(engine, read(engine, table)) == contents(engine, read(engine, table, separator, encoding))


@FEW
@given(table=logs())
def test_the_cases_of_a_log_add_up(engine, table):
    """Reading the cases one by one gives the events of the whole."""
    columns = ["case_id", "position", "activity", "at", "next_activity"]
    whole = read(engine, table).events.select(columns).to_pyarrow().to_pylist()
    parts: list[dict[str, Any]] = []
    for case in sorted({row[0] for row in table[1:]}):
        part = read(engine, [table[0], *(row for row in table[1:] if row[0] == case)])
        parts += part.events.select(columns).to_pyarrow().to_pylist()
    assert whole == parts


LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs")) | st.sampled_from(" \r\n\t\",;|'\\")
MISSING = {"?", "NULL", "null", "NaN", "nan", "N/A", "n/a", "#N/A", "UNDEFINED", "undefined", "(null)", "<NA>"}
TEXTS = st.text(LETTERS, max_size=20).filter(lambda text: text.strip() not in MISSING)


@FEW
@given(cells=st.lists(TEXTS, min_size=1, max_size=30), separator=st.sampled_from([",", ";", "\t", "|"]))
def test_any_text_in_a_cell_comes_back(engine, cells, separator):
    """Against Python's own writer of CSV. Outer spaces go, every line end is one LF, and nothing is no text."""
    table = [["case_id", "activity", "timestamp", "said"]]
    table += [["1", "Say", str(START + timedelta(minutes=n)), cell] for n, cell in enumerate(["word", *cells])]
    table += [["1", "Say", str(START + timedelta(days=30)), "another word"]]
    found = engine.frame(read(engine, table, separator).events)["event:said"]
    wanted = ["word", *(cell.replace("\r\n", "\n").replace("\r", "\n").strip(" ") for cell in cells), "another word"]
    assert ["" if text is None or text != text else text for text in found] == wanted


@FEW
@given(
    steps=st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["start", "complete", "schedule"])), max_size=25)
)
def test_starts_match_completes_as_brackets_do(engine, steps):
    """Against a stack for each activity."""
    table = [["case_id", "activity", "timestamp", "lifecycle"], ["1", "z", str(START - timedelta(days=1)), "complete"]]
    stacks: dict[str, list[datetime]] = {"a": [], "b": []}
    expected: list[datetime | None] = [None]
    for minute, (activity, transition) in enumerate(steps):
        at = START + timedelta(minutes=minute)
        table.append(["1", activity, str(at), transition])
        if transition == "start":
            stacks[activity].append(at)
        elif transition == "complete":
            expected.append(stacks[activity].pop() if stacks[activity] else None)
    frame = engine.frame(read(engine, table).events)
    found = [None if at != at else at.to_pydatetime() for at in frame.get("start_at", [float("nan")] * len(frame))]
    assert found == expected


def test_a_file_of_many_blocks_with_line_ends_in_its_cells(engine):
    """Thirty megabytes are read in several pieces at once; a cell may begin in one and end in the next."""
    table = [["case_id", "activity", "timestamp", "said"]]
    for n in range(120_000):
        said = f'line {n}\n1,Fake,2026-01-01 00:00:00,"quoted"\n' + "x" * (n % 300)
        table.append([f"{n % 1000:04d}", f"Step {n % 7}", str(START + timedelta(seconds=n)), said])
    log = read(engine, table)
    assert (log.n_cases, log.n_events, log.quality.refused) == (1000, 120_000, 0)
    lengths = engine.frame(log.events.agg(total=log.events["event:said"].length().sum()))["total"].iloc[0]
    assert lengths == sum(len(row[3].strip(" ")) for row in table[1:])
