"""The job `analyse`: what it keeps, what it takes, and what stops it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection

from analyzer.catalog import Catalog, claim_job, ending_job, latest, project_lock, revive_jobs, runs
from analyzer.errors import LockError
from analyzer.jobs.analyse import SHARES, analyse_project
from analyzer.settings import ChosenInputs, LogSource, write_inputs
from dashboards.providers.datasets import Datasets

JOURNEY = """
stages:
  - {name: Order, activities: [Place order], owner: Sales}
  - {name: Delivery, activities: [Ship, Deliver], owner: Logistics, target: {within: 2d, from: Ship, to: Deliver}}
"""


def log(cases: int) -> str:
    """Orders that are placed, shipped a day later and delivered a day after that."""
    rows = ["case_id,activity,timestamp"]
    for case in range(cases):
        rows += [
            f"{case},{what},2026-01-0{day}T08:00:00" for day, what in ((1, "Place order"), (2, "Ship"), (3, "Deliver"))
        ]
    return "\n".join(rows) + "\n"


@pytest.fixture
def inputs(project: Path) -> Path:
    (project.parent / "log.csv").write_text(log(5))
    (project.parent / "journey.yaml").write_text(JOURNEY)
    return project


@pytest.fixture
def said() -> list[tuple[str, float | None]]:
    return []


def test_its_run_is_kept_as_one_of_the_web_each_step_has_its_share_and_the_files_are_named(inputs, catalog, said):
    at = 1_782_864_000  # 2026-07-01 00:00 UTC
    os.utime(inputs.parent / "log.csv", (at, at))
    result = analyse_project(inputs, {}, lambda step, share: said.append((step, share)))
    kept = latest(catalog)
    assert kept is not None
    assert result == {"run": kept.id}
    assert (kept.origin, kept.cases, kept.events) == ("web", 5, 15)
    assert sorted(path.name for path in kept.folder.iterdir() if path.is_file()) == [
        "alignment.json",
        "mismatches.csv",
        "report.html",
    ]
    assert json.loads((kept.folder / "alignment.json").read_text())["run"]["id"] == kept.id
    read = {"name": "log.csv", "size": len(log(5)), "at": "2026-07-01T00:00:00Z", "files": 1, "data_set": None}
    assert kept.source == {"of": "project", "log": read, "signals": []}
    assert [step for step, _ in said] == list(SHARES)
    shares = [share for _, share in said]
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] < 1


def test_chosen_data_sets_take_the_place_of_the_projects_files(inputs, settings, catalog, tmp_path):
    arrived = tmp_path / "arrived"
    arrived.write_text(log(7).replace("case_id", "order"))
    made = Datasets(settings).add("20260101T000000Z-00000000", arrived, "new.csv", "log", "0" * 64, None)
    write_inputs(settings, ChosenInputs(LogSource(made.source_path, columns={"case_id": "order"})))
    analyse_project(inputs, {}, lambda step, share: None)
    (run,) = runs(catalog)
    assert run.cases == 7
    assert run.source == json.loads((run.folder / "alignment.json").read_text())["run"]["source"]
    size = (settings.folder / made.source_path).stat().st_size
    read = {"name": "new.csv", "size": size, "at": made.at, "files": 1, "data_set": made.id}
    assert run.source == {"of": "uploads", "log": read, "signals": []}


def test_a_run_of_somebody_else_is_not_disturbed(inputs, settings):
    with project_lock(settings), pytest.raises(LockError, match="wait until it has ended"):
        analyse_project(inputs, {}, lambda step, share: None)


def test_two_at_once_are_refused_by_the_lock_in_words(inputs, settings, jobs, work, until):
    with project_lock(settings):
        job_id = jobs.start("analyse")
        work()
        message = until(job_id, "failed").message
    assert message.startswith("Expected: no other run of this project")
    again = jobs.start("analyse")
    assert until(again, "done").result is not None


def test_a_worker_that_is_killed_as_its_run_was_kept_does_not_make_it_twice(inputs, settings, catalog, jobs):
    """All that the job's process does, but for its last breath: the run is there, and so is the end of the job."""
    job_id = jobs.start("analyse")
    claim_job(catalog, job_id, "w")
    with pytest.raises(SystemExit):
        analyse_project(inputs, {}, lambda step, share: None, partial(killed_after, job_id))
    assert [run.id for run in runs(catalog)] == [], "killed before the end: nothing of it is there"
    analyse_project(inputs, {}, lambda step, share: None, ending_job(job_id, "w"))
    assert [run.id for run in runs(catalog)] == [jobs.get(job_id).result["run"]]
    assert revive_jobs(catalog, datetime.now(UTC) + timedelta(seconds=1)) == []
    assert jobs.get(job_id).state == "done"


def killed_after(job_id: str, connection: Connection, catalog: Catalog, run_id: str) -> None:
    ending_job(job_id, "w")(connection, catalog, run_id)
    raise SystemExit


def test_a_file_that_is_not_there(inputs, jobs, work, until, catalog):
    (inputs.parent / "journey.yaml").unlink()
    job_id = jobs.start("analyse")
    work()
    message = until(job_id, "failed").message
    assert "Expected: the journey file" in message
    assert "Found:    no file journey.yaml" in message
    assert runs(catalog) == []


def test_who_stops_it_between_two_steps_keeps_nothing(inputs, settings, catalog):
    def stop(step: str, share: float | None) -> None:
        if step == "writing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        analyse_project(inputs, {}, stop)
    assert runs(catalog) == []
    assert list((settings.home / "runs").iterdir()) == []
