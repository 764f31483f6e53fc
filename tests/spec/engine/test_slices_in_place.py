"""Filters over a run whose log stayed in PostgreSQL: answered there, and by the numbers of the same run from files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from analyzer import slices
from analyzer.engine import open_engine
from analyzer.erasure.kept_tables import drop_elsewhere, tables_elsewhere
from analyzer.erasure.subject import ErasureOutcome
from analyzer.errors import SettingsError
from analyzer.pipeline import align
from analyzer.settings import load_project
from analyzer.slices.filters import read_filters
from analyzer.slices.in_place import put_in_place
from tests.benchmarks.engines.compare import differences
from tests.kept_project import small_project
from tests.spec.catalog.test_postgresql import server  # noqa: F401  # a fixture
from tests.spec.engine.test_postgresql import project

psycopg = pytest.importorskip("psycopg")
STAGE = "Delivery"


def kept_names(url: str) -> list[str]:
    with psycopg.connect(url) as link:
        asked = "SELECT tablename FROM pg_tables WHERE schemaname = 'alignment' ORDER BY 1"
        return [row[0] for row in link.execute(asked)]


def kept(url: str) -> list[str]:
    return [name for name in kept_names(url) if name.startswith("kept_")]


@pytest.fixture(scope="module")
def url(server: int) -> str:  # noqa: F811
    return f"postgresql://analyst@127.0.0.1:{server}/postgres"


def run(settings_file: Path, number: str) -> Path:
    """The folder of a run of a project that keeps its tables."""
    settings = load_project(settings_file)
    folder = settings.home / "runs" / number
    align(settings, keep=folder / "tables")
    return folder


@pytest.fixture(scope="module")
def runs(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    folder = tmp_path_factory.mktemp("slices")
    files = run(project(folder / "files", "", "", 80), "one")
    yield files, run(project(folder / "placed", url, "sliced_orders", 80), "one")


def plain(found: Any) -> Any:
    if is_dataclass(found) and not isinstance(found, type):
        found = asdict(found)
    if isinstance(found, dict):
        return {str(key): plain(value) for key, value in found.items()}
    if isinstance(found, pd.DataFrame):
        return json.loads(found.to_json(orient="records", date_format="iso"))
    return [plain(one) for one in found] if isinstance(found, list | tuple) else found


def same(runs: tuple[Path, Path], ask: Any) -> Any:
    """What both say, and that it is the same but for a millionth."""
    files, placed = (plain(ask(folder)) for folder in runs)
    assert differences(files, placed, "") == []
    return placed


def test_of_a_log_in_a_database_file_filters_are_answered_from_files(tmp_path: Path) -> None:
    """The embedded engine is on this machine; four orders whose cases are known (tests/kept_project.py)."""
    file = small_project(tmp_path)
    with duckdb.connect(tmp_path / "shop.duckdb") as link:
        link.execute("CREATE TABLE orders AS SELECT * FROM read_csv($1, all_varchar=true)", [str(tmp_path / "log.csv")])
    url = f"duckdb://{tmp_path / 'shop.duckdb'}"
    text = file.read_text(encoding="utf-8").replace("log: log.csv", f"log: {{url: '{url}', table: orders}}")
    file.write_text(f"{text}engine: '{url}'\n", encoding="utf-8")
    folder = run(file, "one")
    assert load_project(file).is_in_place and slices.has_tables(folder)
    north = read_filters([("segment", "region:North")])
    assert slices.answer(folder, north)["slice"]["cases"] == 2
    one = slices.one_case(folder, "a2")
    assert one is not None
    assert [event["activity"] for event in one["events"]] == ["Place order", "Confirm order", "Load truck", "Hand over"]


@pytest.mark.slow
def test_a_filtered_page_is_answered_where_the_log_lies(runs: tuple[Path, Path], url: str) -> None:
    assert slices.has_tables(runs[1])
    assert not list((runs[1] / "tables").glob("*.parquet"))
    assert [name.rpartition("_")[2] for name in kept_names(url)] == ["cases", "events", "placed", "rated"]
    whole = same(runs, lambda folder: slices.answer(folder, read_filters([])))
    assert whole["slice"]["cases"] == whole["slice"]["of_cases"] == 80
    offered = same(runs, slices.choices)
    attribute = next(one for one in offered["attributes"] if len(one["values"]) > 1)
    first = whole["period"]["first"]
    for pairs in (
        [("stage", STAGE)],
        [("segment", f"{attribute['name']}:{attribute['values'][0]['value']}")],
        [("from", first[:10]), ("to", f"{first[:8]}28")],
        [("kind", offered["kinds"][0]["kind"])],
    ):
        part = same(runs, lambda folder, pairs=pairs: slices.answer(folder, read_filters(pairs)))
        assert part["slice"]["cases"] <= 80
    assert len(kept_names(url)) == 4  # what a question has made is gone


@pytest.mark.slow
def test_every_other_view_of_a_slice_is_answered_there_too(runs: tuple[Path, Path]) -> None:
    every, stage = read_filters([]), read_filters([("stage", STAGE)])
    names = same(runs, slices.choices)["activities"]
    cases = same(runs, lambda folder: slices.list_cases(folder, stage, slices.Question(order="longest")))
    assert cases["total"] == 80
    assert same(runs, lambda folder: slices.one_case(folder, cases["rows"][0]["case_id"]))
    same(runs, lambda folder: slices.all_paths(folder, every))
    same(runs, lambda folder: slices.throughput(folder, every))
    same(runs, lambda folder: slices.throughput_times(folder, every))
    same(runs, lambda folder: slices.dotted_chart(folder, every))
    same(runs, lambda folder: slices.team_network(folder, every))
    same(runs, lambda folder: slices.performance_spectrum(folder, every, names[0], None))
    same(runs, lambda folder: slices.rules_kept(folder, every, [f"must_follow:{names[0]}>{names[1]}"]))
    same(runs, lambda folder: slices.happy_against_unhappy(folder, stage))
    same(runs, lambda folder: slices.stage_quotes(folder, every))


@pytest.mark.slow
def test_tables_that_no_run_names_any_more_go_with_the_next_run(runs: tuple[Path, Path], url: str) -> None:
    settings = load_project(runs[1].parents[2] / "project.yaml")
    before = kept_names(url)
    frame = pd.DataFrame({"case_id": ["1"]})
    with open_engine(settings.engine, settings.state_schema) as engine:
        rows = {"cases": engine.take(frame, "given", {"case_id": "string"})}
        first, second = (settings.home / "runs" / name / "tables" for name in (".first", ".second"))
        one = put_in_place(engine, first, settings, rows)
        assert one is not None
        assert len(kept(url)) == len(before) + 1
        other = put_in_place(engine, second, settings, rows)
        assert other is not None
        names = [f"{place['prefix']}cases" for place in (one, other)]
        assert kept(url) == sorted([*before, *names])  # the first run has not ended, and is left alone
        moved = settings.home / "runs" / ".writing" / "run" / "tables"  # as when it is being kept
        moved.parent.mkdir(parents=True)
        first.rename(moved)
        third = put_in_place(engine, second, settings, rows)
        assert third is not None
        assert names[0] in kept(url)
        shutil.rmtree(moved.parents[1])  # as of a run that was killed, or came to no end
        last = put_in_place(engine, second, settings, rows)
        assert last is not None
        assert kept(url) == sorted([*before, f"{last['prefix']}cases"])
        engine.lasting.drop([f"{last['prefix']}cases"])
        shutil.rmtree(second.parent)
        shutil.rmtree(first.parent)


@pytest.mark.slow
def test_a_project_whose_engine_is_another_now_is_said(runs: tuple[Path, Path]) -> None:
    file = runs[1].parents[2] / "project.yaml"
    text = file.read_text(encoding="utf-8")
    try:
        file.write_text(text[: text.index("\nengine:")] + "\n", encoding="utf-8")
        with pytest.raises(SettingsError) as said:
            slices.answer(runs[1], read_filters([]))
    finally:
        file.write_text(text, encoding="utf-8")
    assert "which has no such tables" in said.value.found


@pytest.mark.slow
def test_what_is_forgotten_or_dropped_is_said_and_no_fault_of_the_program(runs: tuple[Path, Path], url: str) -> None:
    """The last test of this file: the tables go."""
    elsewhere = list(tables_elsewhere(runs[1].parents[1]))
    assert elsewhere == [runs[1] / "tables"]
    assert slices.drop_in_place(elsewhere[0])
    assert kept_names(url) == []
    with pytest.raises(SettingsError) as said:
        slices.answer(runs[1], read_filters([]))
    assert (said.value.exit_code, "no table kept_" in said.value.found) == (2, True)
    outcome = ErasureOutcome()
    drop_elsewhere(elsewhere[0], outcome, write=True)
    assert (outcome.runs, slices.has_tables(runs[1])) == (1, False)
