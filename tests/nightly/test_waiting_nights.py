"""The job of the schedule while another run holds the project's lock: it waits, and one moment is one night."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analyzer.catalog import nights, open_catalog, project_lock
from analyzer.nightly import job
from analyzer.nightly.night import run_night
from analyzer.settings import load_project
from tests.conftest import PATIENCE
from tests.nightly.test_nights import JOURNEY, PROJECT, rows, write

NIGHT_S = 4 * PATIENCE


class ScheduledJob:
    """The job of a project's schedule in a thread of its own; `waits` is set when it has met the lock."""

    def __init__(self, project: Path) -> None:
        self.project, self.waits = project, threading.Event()
        self.ended: list[str] = []
        self._threads = ThreadPoolExecutor(1)

    def start(self) -> Future[dict[str, Any]]:
        return self._threads.submit(job.night_job, self.project, {}, self._say, self._end)

    def _say(self, step: str, share: float | None) -> None:
        if step == "waiting":
            self.waits.set()

    def _end(self, connection: Any, catalog: Any, run_id: str) -> None:
        self.ended.append(run_id)


@pytest.fixture
def scheduled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ScheduledJob:
    monkeypatch.setattr(job, "LOOK_S", 0.05)
    (tmp_path / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    (tmp_path / "project.yaml").write_text(f"{PROJECT}schedule: '{an_hour_ago:%H:%M}'\n", encoding="utf-8")
    write(tmp_path, "1", *rows(0, 60, 0.05, 1))
    return ScheduledJob(tmp_path / "project.yaml")


def by_hand(scheduled: ScheduledJob, meanwhile: Callable[[], None]) -> str:
    """A night as the command makes it; `meanwhile` happens while it holds the lock."""
    begun: list[str] = []

    def progress(step: str) -> None:
        if not begun:
            meanwhile()
        begun.append(step)

    return run_night(load_project(scheduled.project), progress).night.run_id


def kept(scheduled: ScheduledJob) -> list[str]:
    with open_catalog(load_project(scheduled.project)) as catalog:
        return [run.id for run in nights(catalog)]


def test_it_waits_for_a_run_that_is_no_night_and_makes_its_night_then(scheduled):
    with project_lock(load_project(scheduled.project)):
        result = scheduled.start()
        assert scheduled.waits.wait(PATIENCE)
        assert not result.done()
    made = result.result(NIGHT_S)["run"]
    assert kept(scheduled) == [made] == scheduled.ended


def test_a_night_by_hand_after_the_moment_is_the_night_of_that_moment(scheduled):
    jobs: list[Future[dict[str, Any]]] = []

    def meanwhile() -> None:
        jobs.append(scheduled.start())
        assert scheduled.waits.wait(PATIENCE)

    made = by_hand(scheduled, meanwhile)
    assert jobs[0].result(NIGHT_S) == {"run": made, "deliveries_failed": 0}
    assert kept(scheduled) == [made] == scheduled.ended


def test_a_night_by_hand_that_began_before_the_moment_is_another_one(scheduled, monkeypatch):
    monkeypatch.setattr(job, "due_now", lambda settings: datetime.now(UTC) + timedelta(seconds=1))
    jobs: list[Future[dict[str, Any]]] = []

    def meanwhile() -> None:
        jobs.append(scheduled.start())
        assert scheduled.waits.wait(PATIENCE)
        threading.Event().wait(1)

    before = by_hand(scheduled, meanwhile)
    made = jobs[0].result(NIGHT_S)["run"]
    assert kept(scheduled) == [made, before]
    assert scheduled.ended == [made]


def test_what_is_wrong_with_the_project_is_said_and_not_waited_for(scheduled):
    (scheduled.project.parent / "journey.yaml").unlink()
    with pytest.raises(Exception, match="journey"):
        scheduled.start().result(NIGHT_S)
    assert not scheduled.waits.is_set()
