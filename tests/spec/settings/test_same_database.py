"""Whether two addresses name the same database: then a log stays where it is."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from analyzer.ingest import place_notes
from analyzer.settings import LogSource, Settings, load_project
from analyzer.settings.same_database import same_database

TRINO = "trino://ana@query.example:8080/lake/sales"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("postgresql://ana@db/shop", "postgres://bob:secret@DB:5432/shop", True),
        ("postgresql://ana@db/shop", "postgresql://ana@db/other", False),
        ("postgresql://ana@db:port/shop", "postgresql://ana@db:port/shop", False),  # no number: no database
        ("duckdb:///data/shop.duckdb", "duckdb:///data/shop.duckdb?read_only=true", True),
        ("duckdb", "duckdb", False),  # embedded, without a file
        (TRINO, "trino://bob:secret@query.example:8080/lake/sales", True),
        (TRINO, "trino://ana@query.example:8080/lake/other", False),  # a name would mean another table there
        ("bigquery://shop/sales", "bigquery://other/sales", False),
        ("snowflake://a@x/db?warehouse=one", "snowflake://a@x/db?warehouse=one", True),
        ("mysql://ana@db/shop", "mysql://ana@db/shop", False),
    ],
)
def test_the_same_database(one: str, other: str, same: bool) -> None:
    assert same_database(one, other) is same
    assert same_database(other, one) is same


def test_an_engine_of_which_no_answer_was_seen_is_noted_in_the_document() -> None:
    source = LogSource(url=TRINO, table="orders")
    notes = {engine: place_notes(Settings(source, "journey.yaml", engine=engine)) for engine in (TRINO, "duckdb")}
    assert [(one.kind, dict(one.values)) for one in notes[TRINO]] == [("engine_not_tried", {"engine": "Trino"})]
    assert notes["duckdb"] == ()


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("delta://lake", "delta://{quoted}/lake"),
        ("iceberg://./lake/shop", "iceberg://{quoted}/lake/shop"),
        ("duckdb://shop.duckdb?read_only=true", "duckdb://{folder}/shop.duckdb?read_only=true"),
        ("delta:///data/lake", "delta:///data/lake"),
        ("duckdb://:memory:", "duckdb://:memory:"),
        ("duckdb://", "duckdb://"),
        ("postgresql://db/shop", "postgresql://db/shop"),
    ],
)
def test_a_relative_address_starts_from_the_folder_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, whole: str
) -> None:
    """Wherever the program runs: as the paths of files do."""
    folder = tmp_path / "a project"
    folder.mkdir()
    text = f"log: {{url: '{written}', table: t}}\njourney: j.yaml\nsignals: [{{url: '{written}', table: s}}]\n"
    (folder / "project.yaml").write_text(text + f"engine: '{written}'\n" * written.startswith("duckdb"))
    monkeypatch.chdir(tmp_path)
    found = load_project("a project")
    expected = whole.format(folder=folder, quoted=quote(str(folder)))
    assert (found.log.url, found.signals[0].url) == (expected, expected)
    assert found.engine == (expected if written.startswith("duckdb") else "duckdb")
    several = f"log: [{{url: '{written}', table: t}}, {{url: '{written}', table: u}}]\njourney: j.yaml\n"
    (folder / "project.yaml").write_text(several)
    assert [one.url for one in load_project(folder).log.all] == [expected, expected]
