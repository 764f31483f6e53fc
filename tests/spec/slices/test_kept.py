"""Which tables a run keeps, where, and what one can filter by."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.jobs.analyse import analyse_project
from analyzer.slices import answer, choices, has_tables, read_filters
from tests.kept_project import RTL, kept_run, small_project

FILES = [
    "cases.parquet", "events.parquet", "journey.yaml", "meta.json", "placed.parquet", "rated.parquet", "ruler.yaml",
]  # fmt: skip


def test_a_kept_run_has_its_tables_and_the_folder_of_out_its_three_files(tmp_path: Path) -> None:
    project = small_project(tmp_path / "orders")
    command = [str(Path(sys.executable).with_name("analyzer")), "align", "--project", str(project)]
    made = subprocess.run([*command, "--out", str(tmp_path / "out")], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    (run,) = (project.parent / ".alignment" / "runs").iterdir()
    assert sorted(file.name for file in (run / "tables").iterdir()) == FILES
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "alignment.json",
        "mismatches.csv",
        "report.html",
    ]


def test_only_the_newest_three_runs_keep_them(tmp_path: Path, four_orders: Callable[[Path], Path]) -> None:
    first = four_orders(tmp_path / "orders").name
    project = tmp_path / "orders" / "project.yaml"
    made = [first, *(analyse_project(project, {}, lambda step, share: None)["run"] for _ in range(3))]
    runs = project.parent / ".alignment" / "runs"
    assert [has_tables(runs / name) for name in made] == [False, True, True, True]
    assert all((runs / name / "alignment.json").is_file() for name in made)
    assert sorted(one.name for one in runs.iterdir()) == sorted(made)  # nothing half written is left


@pytest.mark.parametrize("meta", ['{"format": "tab', '{"cases": 4}', "[]", '{"format": "tables/1"}'])
def test_tables_that_are_cut_off_or_of_another_version_are_none(tmp_path: Path, meta: str) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "meta.json").write_text(meta, encoding="utf-8")
    assert has_tables(tmp_path) is False


def test_a_project_in_a_folder_of_any_name(tmp_path: Path) -> None:
    run = kept_run(tmp_path / "o'neil" / "a[b]*?" / 'say "x"')
    assert answer(run, read_filters([("segment", "region:North")]))["slice"]["visits"] == 4


def test_the_tables_tell_what_is_needed_to_read_them(run: Path) -> None:
    meta = json.loads((run / "tables" / "meta.json").read_text(encoding="utf-8"))
    assert (meta["cases"], meta["events"], meta["timezone"]) == (4, 17, "America/Chicago")
    assert meta["activities"] == ["Call", "Confirm order", "Hand over", "Load truck", "Place order"]


def test_what_one_can_filter_by(run: Path) -> None:
    offered = choices(run)
    assert offered["stages"] == ["Order", "Delivery"]
    assert offered["months"] == ["2026-01", "2026-02", "2026-03"]
    assert offered["kinds"] == [
        {"kind": "complaint", "signals": 1},
        {"kind": "csat", "signals": 2},
        {"kind": "nps", "signals": 2},
    ]
    (region,) = (one for one in offered["attributes"] if one["name"] == "region")
    assert region["values"] == [
        {"value": "North", "cases": 2},
        {"value": "", "cases": 1},
        {"value": "South", "cases": 1},
    ]
    assert RTL not in str(offered["attributes"])  # the note tells every case apart: it is no segment
