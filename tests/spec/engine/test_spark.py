"""Spark in a local session: the whole analysis of a folder of Parquet where it lies, and what the engine promises."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest

from analyzer import slices
from analyzer.engine import open_engine
from analyzer.engine.warehouse import WarehouseError
from analyzer.errors import LogError
from analyzer.ingest import read_log
from analyzer.pipeline import align
from analyzer.settings import load_project
from analyzer.slices.filters import read_filters
from tests.benchmarks.engines.compare import differences, document_of
from tests.benchmarks.engines.places import in_parts
from tests.conftest import absent
from tests.spec.engine.test_postgresql import project
from tests.spec.engine.test_slices_in_place import same

pytest.importorskip("pyspark")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # of sockets that pyspark leaves
]


@pytest.fixture(autouse=True)
def java() -> None:
    if shutil.which("java") is None:
        absent("There is no Java here; install it with: apt-get install openjdk-17-jre-headless")


def test_a_folder_of_parquet_says_where_it_lies_what_its_rows_say_in_duckdb(tmp_path: Path) -> None:
    """And filters and single cases are answered afterwards, by the embedded engine. One test, for Spark takes longer to
    start and to ask than all that is asked of it here."""
    found, runs = [], []
    for name, lies in (("files", False), ("placed", True)):
        file = project(tmp_path / name, "", "", 100)
        if lies:
            text = file.read_text(encoding="utf-8")
            rows = in_parts(pd.read_csv(file.parent / "log.csv", dtype=str), file.parent / "rows")
            text = text.replace("log: {path: log.csv,", f"log: {{url: 'spark://', table: {rows},")
            file.write_text(f"{text.rstrip()}\nengine: spark\n", encoding="utf-8")
            (file.parent / "log.csv").unlink()
        settings = load_project(file)
        runs.append(settings.home / "runs" / "one")
        found.append(document_of(json.loads(json.dumps(align(settings, keep=runs[-1] / "tables").document))))
    assert found[0]["mismatches"], "the part of the sample must have findings"
    assert differences(*found, "") == []

    pair = (runs[0], runs[1])
    stage = next(one["stage"] for one in found[0]["mismatches"] if one["stage"])
    every, some = read_filters([]), read_filters([("stage", stage)])
    assert same(pair, lambda run: slices.answer(run, every))["slice"]["cases"] == 100
    same(pair, lambda run: slices.answer(run, some))
    cases = same(pair, lambda run: slices.list_cases(run, every, slices.Question(order="longest")))
    assert same(pair, lambda run: slices.one_case(run, cases["rows"][0]["case_id"]))["events"]
    ids = pyarrow.parquet.read_table(runs[1] / "tables" / "events.parquet")["case_id"].to_pylist()
    assert ids == sorted(ids)  # so that one case is read from one small part of the file


def test_results_are_bounded_and_in_order_and_what_a_session_lacks_is_said(tmp_path: Path) -> None:
    file = tmp_path / "project.yaml"
    (tmp_path / "journey.yaml").write_text("journey: Parcels\nstages: [{name: All, activities: [A]}]\n")
    with open_engine("spark") as engine:
        rows = engine.take(pd.DataFrame({"n": range(3_000)}), "rows", {"n": "int64"})
        assert engine.store.fetch(rows, 100).num_rows == 101  # one more, so that too many are seen
        engine.write(rows.order_by(rows.n.desc()), tmp_path / "rows.parquet")
        written = engine.read_parquet(tmp_path / "rows.parquet")
        assert pyarrow.parquet.read_table(tmp_path / "rows.parquet")["n"].to_pylist() == list(range(2_999, -1, -1))
        assert engine.rows(written.aggregate(sum=written.n.sum())) == [{"sum": 4_498_500}]
        assert [path.name for path in tmp_path.glob("*rows.parquet*")] == ["rows.parquet"]
        asked = engine.source(None, f"SELECT n FROM parquet.`{tmp_path / 'rows.parquet'}` WHERE n % 1000 = 7;")
        assert sorted(row["n"] for row in engine.rows(asked)) == [7, 1_007, 2_007]
        named = engine.source(engine.keep(asked, "sevens").op().name, None)  # by its name in the session's catalog
        assert engine.rows(named.aggregate(sum=named.n.sum())) == [{"sum": 3_021}]
        said = rows.limit(1).select(t=(rows.n.cast("string") + "7-8").re_replace("^([0-9]+)-([0-9])$", r"\2$ of \1"))
        assert engine.rows(said) == [{"t": "8$ of 07"}]

        damaged = tmp_path / "damaged"
        damaged.mkdir()
        numbers = pa.table({"case_id": [f"c{n}" for n in range(5_000)]})
        for part in ("part-0.parquet", "part-1.parquet"):
            pyarrow.parquet.write_table(numbers, damaged / part)
        content = bytearray((damaged / "part-1.parquet").read_bytes())
        content[100:3_000] = b"w" * 2_900  # its rows; what says which columns it has stands at the end
        (damaged / "part-1.parquet").write_bytes(content)
        torn = engine.source(str(damaged), None)
        asks = (
            lambda: engine.rows(torn.aggregate(last=torn.case_id.max())),
            lambda: engine.keep(torn, "kept"),
            lambda: engine.write(torn, tmp_path / "torn.parquet"),
        )
        for ask in asks:
            with pytest.raises(LogError) as unread:
                ask()
            assert (unread.value.exit_code, unread.value.where) == (2, f"file://{damaged}/part-1.parquet")
            assert "cannot be read" in unread.value.found and unread.value.do

        for kind, mark, package in (
            ("Delta", "_delta_log", "io.delta:delta-spark_2.13"),
            ("Iceberg", "metadata", "org.apache.iceberg:iceberg-spark-runtime-4.0_2.13"),
        ):
            table = tmp_path / kind
            (table / mark).mkdir(parents=True)
            pyarrow.parquet.write_table(pa.table({"case_id": ["c"]}), table / "left-over.parquet")  # no row of it
            file.write_text(f"log: {{url: 'spark://', table: '{table}'}}\njourney: journey.yaml\nengine: spark\n")
            with pytest.raises(LogError) as refused:
                read_log(engine, load_project(file))
            assert (kind in refused.value.found, package in refused.value.found) == (True, True)
            assert "spark.jars" in refused.value.do
        for table, words in (
            (str(tmp_path / "nowhere"), "PATH_NOT_FOUND"),
            ("odd://bucket/t", "odd"),
            ("none", "none"),
        ):
            with pytest.raises(WarehouseError) as missing:
                engine.source(table, None)
            assert words in str(missing.value)
