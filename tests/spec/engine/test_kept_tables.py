"""Tables that the engine keeps: in less room where more is known of them, a part at a time, and written once."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet
import pytest

from analyzer.engine import Engine, Table, open_engine

TYPES = {"case_id": "string", "stage_no": "int64", "company": "string"}
HOLDS = {"stage_no": "int16", "company": ("bad", "good", "unknown")}
ROWS = pd.DataFrame({"case_id": ["a", "b", "c"], "stage_no": [0, 199, 2], "company": ["good", None, "bad"]})


@pytest.fixture
def engine():
    with open_engine() as engine:
        yield engine


def test_what_is_held_in_less_room_is_asked_as_if_it_were_not(engine: Engine) -> None:
    given = engine.take(ROWS, "given", TYPES)
    held = engine.keep(given, "held", HOLDS)
    assert held.schema() == given.schema()
    ordered = held.order_by("case_id")
    assert engine.rows(ordered) == engine.rows(given.order_by("case_id"))
    assert engine.rows(held.filter(held.company == "good").select("case_id")) == [{"case_id": "a"}]
    assert engine.rows(held.filter(held.company == "no verdict").select("case_id")) == []
    (sums,) = engine.rows(held.aggregate(n=held.stage_no.sum(), first=held.company.min()))
    assert sums == {"n": 201, "first": "bad"}


def test_a_value_that_does_not_fit_is_never_cut(engine: Engine) -> None:
    given = engine.take(ROWS, "given", TYPES)
    with pytest.raises(duckdb.ConversionException):
        engine.keep(given.mutate(stage_no=given.stage_no + 40_000), "held", HOLDS)


def test_parts_are_gathered_into_one_table(engine: Engine) -> None:
    given = engine.take(ROWS, "given", TYPES)
    parts = [given.filter(given.stage_no == no).select("stage_no", "case_id") for no in (2, 0, 5, 199)]
    gathered = engine.gather(parts, "gathered")
    assert sorted((r["case_id"], r["stage_no"]) for r in engine.rows(gathered)) == [("a", 0), ("b", 199), ("c", 2)]


def test_some_columns_of_a_kept_table(engine: Engine) -> None:
    some = engine.only(engine.take(ROWS, "given", TYPES), ["stage_no"])
    assert some.columns == ("stage_no",)
    assert sorted(r["stage_no"] for r in engine.rows(some)) == [0, 2, 199]


def test_a_file_has_the_declared_types_and_the_order_asked_for(engine: Engine, tmp_path: Path) -> None:
    held = engine.keep(engine.take(ROWS, "given", TYPES), "held", HOLDS)
    engine.write(held.order_by(held.stage_no.desc()), tmp_path / "held.parquet")
    written = pyarrow.parquet.read_table(tmp_path / "held.parquet")
    assert [str(field.type) for field in written.schema] == ["string", "int64", "string"]
    assert written["case_id"].to_pylist() == ["b", "c", "a"]


def test_what_was_read_from_a_file_is_not_written_again(engine: Engine, tmp_path: Path) -> None:
    first = tmp_path / "first.parquet"
    engine.write(engine.take(ROWS, "given", TYPES), first)
    table = engine.read_parquet(first)
    engine.write(table, tmp_path / "second.parquet")
    assert os.path.samefile(first, tmp_path / "second.parquet")
    engine.write(table.drop("stage_no"), tmp_path / "less.parquet")
    assert os.path.samefile(first, tmp_path / "less.parquet")
    engine.write(table.select("case_id"), tmp_path / "third.parquet")
    assert pyarrow.parquet.read_schema(tmp_path / "third.parquet").names == ["case_id"]


def test_a_table_that_was_let_go_is_made_anew(engine: Engine) -> None:
    given = engine.take(ROWS, "given", TYPES)
    made = []

    def make() -> Table:
        made.append(1)
        return engine.keep(given.filter(given.stage_no > 0), "some")

    first = engine.once("some", make)
    engine.once("made of it", lambda: first.aggregate(n=first.count()))
    engine.let_go("some", "made of it")
    with pytest.raises(duckdb.CatalogException):
        engine.rows(first)
    assert len(engine.rows(engine.once("some", make))) == 2
    anew = engine.once("some", make)
    assert engine.rows(engine.once("made of it", lambda: anew.aggregate(n=anew.count()))) == [{"n": 2}]
    assert len(made) == 2
    engine.let_go("never made")


def test_no_more_than_one_row_above_the_ceiling_leaves_the_engine(engine: Engine) -> None:
    rows = engine.take(pd.DataFrame({"n": range(1_000_000)}), "rows", {"n": "int64"})
    assert engine.store.fetch(rows, 10).num_rows == 11
    with pytest.raises(MemoryError) as refused:
        engine.frame(rows)
    assert "more than 100000 rows" in str(refused.value)
    assert [row["n"] for row in engine.rows(rows.order_by(rows.n.desc()), 2)] == [999_999, 999_998]
    assert engine.crossed == 2
