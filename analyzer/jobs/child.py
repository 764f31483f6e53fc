"""The process of one job: `python -m analyzer.jobs.child PROJECT JOB WORKER`. It keeps progress and end itself."""

from __future__ import annotations

import os
import platform
import signal
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from analyzer import __version__
from analyzer.catalog import Catalog, end_job, ending_job, find_job, keep_progress, open_catalog
from analyzer.errors import AnalyzerError
from analyzer.jobs.kinds import KEEP_A_RUN, KINDS, work_of
from analyzer.jobs.own_process import STOPPED, end_without
from analyzer.settings import Settings, load_project

_told = threading.Event()  # to stop: what fails from then on fails because of that


def main(project: Path, job_id: str, worker: str) -> int:
    """Work on a job; the exit code is 0 where its end is kept."""
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=end_without, args=(0,), name="worker", daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(5)  # the pages go first
    try:
        settings = load_project(project)
        with open_catalog(settings) as catalog:
            return _work(settings, catalog, project, job_id, worker)
    except AnalyzerError as error:  # the worker says it, for the catalog cannot be reached from here
        sys.stdout.write(error.message)
        return error.exit_code
    except KeyboardInterrupt:
        return STOPPED


def _work(settings: Settings, catalog: Catalog, project: Path, job_id: str, worker: str) -> int:
    job = find_job(catalog, job_id)
    if job is None or job.kind not in KINDS:
        sys.stdout.write("This version of analyzer does not know this kind of job.")
        return 2

    def say(step: str, share: float | None) -> None:
        if not keep_progress(catalog, job_id, worker, step, share):
            raise KeyboardInterrupt

    ending = _Ending(settings, job_id)
    with ending:
        if job.kind in KEEP_A_RUN:
            work_of(job.kind)(project, job.arguments, say, ending_job(job_id, worker))
        else:
            end_job(catalog, job_id, worker, "done", result=work_of(job.kind)(project, job.arguments, say))
    if ending.message is not None:
        end_job(catalog, job_id, worker, "failed", ending.message)
    return STOPPED if _told.is_set() else 0


class _Ending:
    """A block whose error becomes a message; only an order to stop goes through."""

    def __init__(self, settings: Settings, job_id: str) -> None:
        self.settings = settings
        self.job_id = job_id
        self.message: str | None = None

    def __enter__(self) -> _Ending:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if _told.is_set():  # a query that is interrupted says so as any other error
            return isinstance(error, Exception)
        if isinstance(error, AnalyzerError):
            self.message = self.settings.masked(error.message)
        elif isinstance(error, Exception):
            self.message = self._fault(error)
        return isinstance(error, Exception)

    def _fault(self, error: Exception) -> str:
        """Write the traceback beside the project and say where it is."""
        head = f"analyzer {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        text = "".join((head, *traceback.format_exception(error)))
        path = self.settings.home / "faults" / f"{self.job_id}.txt"
        where = f"The traceback was written to {path}; report it with that file."
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.settings.masked(text), encoding="utf-8", errors="replace")
        except OSError as reason:
            where = f"The traceback could not be written ({reason.strerror})."
        return f"This is a fault of the program ({type(error).__name__}). {where}"


def _stop(_number: int, _frame: object) -> None:
    """End like Ctrl-C, so that nothing is left behind."""
    _told.set()
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
