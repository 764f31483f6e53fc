"""One project's jobs at the worker: what waits is put into the queue, what is taken from it is worked on."""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from huey.consumer import Consumer

from analyzer.catalog import claim_job, open_catalog, revive_jobs, waiting_jobs
from analyzer.errors import AnalyzerError
from analyzer.jobs.queue import asked, open_queue
from analyzer.jobs.watch import sweep_folders, work_on
from analyzer.settings import load_project

DEAD_S = 10.0  # silent for so long, a worker is dead: it says that it lives twice a second
JUMP_S = 2.0
LONGEST_POLL_S = 1.0


class Clock:
    """Whether the machine's clock was set, or the machine has slept, a moment ago: every worker looks silent then,
    until it says anew that it lives."""

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._steady = wall, steady
        self._apart = wall() - steady()
        self._set_at = -math.inf

    def was_set(self) -> bool:
        """Looked at with every sweep; a clock that is only slewed is not set."""
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
        """While it is open, a consumer takes messages from the project's queue."""
        settings = load_project(self.project)
        with open_catalog(settings) as self.catalog:
            self.queue = open_queue(settings)
            self.put = asked(self.queue, self._work)
            consumer = _Consumer(self.queue, workers=1, periodic=False, max_delay=LONGEST_POLL_S, scheduler_interval=60)
            consumer.start()
            try:
                yield
            finally:
                consumer.stop()
                self.queue.storage.close()

    def sweep(self) -> None:
        """Jobs of dead workers wait again; what waits and is in no queue is put into it."""
        in_hand = self.turn.locked()
        if not self.clock.was_set():
            silent_since = datetime.now(UTC) - timedelta(seconds=DEAD_S)
            revive_jobs(self.catalog, silent_since, but=self.worker if in_hand else None)
        if in_hand:
            return
        sweep_folders(self.catalog)
        waiting = waiting_jobs(self.catalog)
        if waiting and self.queue.pending_count() == 0:
            self.put(waiting[0])

    def _work(self, job_id: str) -> None:
        with self.turn:
            if self.stop.is_set():
                return
            with contextlib.suppress(AnalyzerError):  # the catalog is away: it is asked again at the next sweep
                job = claim_job(self.catalog, job_id, self.worker)
                if job is not None:
                    work_on(self.catalog, job, self.worker, self.project, self.stop)


class _Consumer(Consumer):
    """A consumer among several of one process, which has its own way to end."""

    def _set_signal_handlers(self) -> None:
        pass
