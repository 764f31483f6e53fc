"""A real log out and in again: cases and events unchanged."""

from __future__ import annotations

from pathlib import Path

from analyzer.cli.main import run
from analyzer.engine import open_engine
from analyzer.ingest import read_log
from analyzer.settings import from_arguments


def events_of(path: Path) -> list[tuple[object, ...]]:
    """Every event of a log, in the order of case and place."""
    with open_engine() as engine:
        log = read_log(engine, from_arguments(path, "journey.yaml"))
        wanted = [c for c in ("case_id", "position", "activity", "at", "resource", "team") if c in log.events.columns]
        rows = engine.rows(log.events.order_by("case_id", "position").select(*wanted))
        return [tuple(row.values()) for row in rows]


def test_receipt_goes_out_and_in_again_unchanged(shared_data: Path, tmp_path: Path):
    """1,434 cases and 8,577 events of a municipality's permits (pm4py's own test data)."""
    source = shared_data / "receipt.xes.gz"
    assert run(["init", str(tmp_path / "permits"), "--log", str(source)]) == 0
    project = str(tmp_path / "permits" / "project.yaml")
    assert run(["align", "--project", project, "--out", str(tmp_path / "out")]) == 0
    before = events_of(source)
    assert len(before) == 8_577
    assert len({row[0] for row in before}) == 1_434
    for name in ("again.xes.gz", "again.csv", "again.parquet"):
        assert run(["export", "log", "--project", project, "--out", str(tmp_path / name)]) == 0
        assert events_of(tmp_path / name) == before
