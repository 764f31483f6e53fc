"""Work on one job in a process of its own, and watch it: it can be killed at any moment and leaves nothing behind."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

from analyzer.catalog import (
    Catalog,
    Job,
    end_job,
    find_job,
    give_back,
    keep_alive,
    project_lock,
)
from analyzer.catalog.orphans import remove_orphans
from analyzer.errors import AnalyzerError, SettingsError
from analyzer.jobs.own_process import ended_by_force, started
from analyzer.settings import Settings
from analyzer.words.wording import duration

LOOK_S = 0.1
BEAT_S = 0.5


def work_on(catalog: Catalog, job: Job, worker: str, project: Path, stop: threading.Event) -> None:
    """Work on a job until it has ended or has been given back. Its temporary files are gone afterwards."""
    folder = folder_of(catalog) / job.id
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with (
            (folder / "said").open("wb") as said,
            started(
                [sys.executable, "-m", "analyzer.jobs.child", str(project), job.id, worker], folder, said.fileno()
            ) as process,
        ):
            end = _watched(catalog, job.id, worker, process, stop)
        if end == "stop":
            give_back(catalog, job.id, worker)
        elif end == "cancel":
            end_job(catalog, job.id, worker, "cancelled")
        elif end == "late":
            end_job(catalog, job.id, worker, "failed", _too_long(catalog.settings))
        else:
            _ended(catalog, job.id, worker, process.returncode, folder / "said")
        if process.returncode != 0:
            _tidy(catalog)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def folder_of(catalog: Catalog) -> Path:
    """Where jobs that run have their temporary files."""
    return catalog.home / "jobs"


def sweep_folders(catalog: Catalog) -> None:
    """Take away what jobs of a worker that was killed have left."""
    home = folder_of(catalog)
    for left in home.iterdir() if home.is_dir() else ():
        job = find_job(catalog, left.name)
        if job is None or job.state != "running":
            shutil.rmtree(left, ignore_errors=True)
            _tidy(catalog)


def _watched(
    catalog: Catalog, job_id: str, worker: str, process: subprocess.Popen[bytes], stop: threading.Event
) -> str:
    """Wait for a process: `stop` where the server ends, `cancel` where its job is to stop, `late` where it has run for
    longer than a job may, else `end`."""
    beaten = time.monotonic()
    until = beaten + catalog.settings.job_limit_s
    while process.poll() is None:
        if stop.wait(LOOK_S):
            ended_by_force(process)
            return "stop"
        if time.monotonic() > until:
            ended_by_force(process)
            return "late"
        if time.monotonic() - beaten < BEAT_S:
            continue
        beaten = time.monotonic()
        with contextlib.suppress(AnalyzerError):  # a catalog that is away for a moment stops no work
            if not keep_alive(catalog, job_id, worker) and _to_stop(catalog, job_id):
                ended_by_force(process)
                return "cancel"
    return "end"


def _too_long(settings: Settings) -> str:
    """Why a job was ended that ran for longer than it may, in four parts."""
    late = SettingsError(
        expected=f"a job that ends within {duration(settings.job_limit_s)}",
        found="one that was still at work",
        where=f"{settings.project}, key job_limit",
        do="where the data needs so long, write a longer one, such as job_limit: 24h; else report where it stood",
    )
    return settings.masked(late.message)


def _to_stop(catalog: Catalog, job_id: str) -> bool:
    """Whether a job that takes no sign of life is to stop, and has not just ended."""
    job = find_job(catalog, job_id)
    return job is None or job.cancel or job.state == "waiting"


def _ended(catalog: Catalog, job_id: str, worker: str, code: int, said: Path) -> None:
    """A process keeps the end of its job itself; here is said what it could not say."""
    job = find_job(catalog, job_id)
    if job is None or job.state != "running":
        return
    if job.cancel:
        end_job(catalog, job_id, worker, "cancelled")
        return
    words = said.read_text(encoding="utf-8", errors="replace").strip()
    how = f"signal {-code}" if code < 0 else f"code {code}"
    end_job(
        catalog, job_id, worker, "failed", words or f"The work was ended from outside ({how}); memory may be short."
    )


def _tidy(catalog: Catalog) -> None:
    """Files of a run that was killed half-way; not while another run of the project is under way."""
    with contextlib.suppress(AnalyzerError), project_lock(catalog.settings):
        remove_orphans(catalog)
