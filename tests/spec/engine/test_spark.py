"""Spark in a local session: the whole analysis of a part of the sample, and what the engine promises of results."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pyarrow.parquet
import pytest

from analyzer.engine import open_engine
from analyzer.pipeline import align
from analyzer.settings import load_project
from tests.benchmarks.engines.__main__ import differences
from tests.conftest import absent
from tests.spec.engine.test_postgresql import project

pytest.importorskip("pyspark")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # of sockets that pyspark leaves open
def test_the_sample_says_what_it_says_in_duckdb_and_results_are_bounded(tmp_path: Path) -> None:
    """One test, for a session of Spark takes longer to start than all that is asked of it here."""
    if shutil.which("java") is None:
        absent("There is no Java here; install it with: apt-get install openjdk-17-jre-headless")
    file = project(tmp_path / "files", "", "", 100)
    embedded = align(load_project(file)).document
    file.write_text(f"{file.read_text(encoding='utf-8').rstrip()}\nengine: spark\n", encoding="utf-8")
    there = align(load_project(file)).document
    one, other = (json.loads(json.dumps(document)) for document in (embedded, there))
    for document in (one, other):
        document.pop("run")
        document["ruler"].pop("id")  # a digest of every digit
    assert one["mismatches"], "the part of the sample must have findings"
    assert differences(one, other, "") == []
    with open_engine("spark") as engine:
        rows = engine.take(pd.DataFrame({"n": range(3_000)}), "rows", {"n": "int64"})
        assert engine.store.fetch(rows, 100).num_rows == 101  # one more, so that too many are seen
        engine.write(rows.order_by(rows.n.desc()), tmp_path / "rows.parquet")
        assert pyarrow.parquet.read_table(tmp_path / "rows.parquet")["n"].to_pylist() == list(range(2_999, -1, -1))
        assert [path.name for path in tmp_path.glob("*rows.parquet*")] == ["rows.parquet"]
