"""One project's jobs at the worker: what the schedule wants is asked for, what waits is taken and worked on."""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from analyzer.catalog import ask_when_due, claim_job, open_catalog, revive_jobs, waiting_jobs
from analyzer.jobs.names import SCHEDULED
from analyzer.jobs.schedule import last_due
from analyzer.jobs.watch import sweep_folders, work_on
from analyzer.settings import load_project

DEAD_S = 10.0  # silent for so long, a worker is dead: it says that it lives twice a second
JUMP_S = 2.0


class Clock:
    """Whether the machine's clock was set, or the machine has slept, a moment ago: every worker looks silent then,
    until it says anew that it lives."""

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._steady = wall, steady
        self._apart = wall() - steady()
        self._set_at = -math.inf

    def was_set(self) -> bool:
        """Looked at every time; a clock that is only slewed is not set."""
        apart = self._wall() - self._steady()
        if abs(apart - self._apart) > JUMP_S:
            self._set_at = self._steady()
        self._apart = apart
        return self._steady() - self._set_at < DEAD_S


class Bench:
    """A project at a worker. `turn` is held while a job runs, so that a worker has one in hand."""

    def __init__(self, project: Path, worker: str, turn: threading.Lock, stop: threading.Event) -> None:
        self.project = project
        self.worker = worker
        self.turn = turn
        self.stop = stop
        self.clock = Clock()

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """While it is open, its jobs can be looked for."""
        self.settings = load_project(self.project)
        with open_catalog(self.settings) as self.catalog:
            yield

    def look(self) -> None:
        """Jobs of dead workers wait again, what is due is asked for, and the oldest that waits is worked on here and
        now, unless this worker has another project's in hand."""
        now = datetime.now(UTC)
        if not self.clock.was_set():
            revive_jobs(self.catalog, now - timedelta(seconds=DEAD_S))
        if self.settings.schedule is not None:
            due = last_due(self.settings.schedule, ZoneInfo(self.settings.timezone), now)
            ask_when_due(self.catalog, due, now, SCHEDULED)
        if self.turn.acquire(blocking=False):
            try:
                self._work()
            finally:
                self.turn.release()

    def _work(self) -> None:
        sweep_folders(self.catalog)
        for job_id in waiting_jobs(self.catalog)[:1]:
            job = None if self.stop.is_set() else claim_job(self.catalog, job_id, self.worker)
            if job is not None:
                work_on(self.catalog, job, self.worker, self.project, self.stop)
