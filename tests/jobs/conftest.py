"""A project, its catalog, and workers in processes of their own, as a server has them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analyzer.catalog import Catalog, open_catalog
from analyzer.jobs import Worker
from analyzer.settings import Settings
from dashboards.providers.jobs import Job, Jobs
from tests.conftest import PATIENCE


@pytest.fixture
def project(tmp_path: Path) -> Path:
    file = tmp_path / "project.yaml"
    file.write_text("name: Shop\nlog: log.csv\njourney: journey.yaml\n", encoding="utf-8")
    return file


@pytest.fixture
def catalog(settings: Settings) -> Iterator[Catalog]:
    with open_catalog(settings) as opened:
        yield opened


@pytest.fixture
def jobs(settings: Settings, catalog: Catalog) -> Jobs:
    return Jobs(settings, lambda: catalog)


@pytest.fixture
def work(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Worker]]:
    """Begins a worker; it knows the kinds of job of kinds/sitecustomize.py."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).with_name("kinds")), prepend=os.pathsep)
    monkeypatch.setattr("analyzer.jobs.supervise.LONGEST_PAUSE_S", 0.2)  # before a worker that died is begun anew
    begun: list[Worker] = []

    def begin() -> Worker:
        worker = Worker([project])
        worker.start()
        begun.append(worker)
        return worker

    yield begin
    for worker in begun:
        worker.stop()


@pytest.fixture
def until(jobs: Jobs) -> Callable[..., Job]:
    """Wait until a job is as it is to be."""

    def wait(job_id: str, *states: str, step: str | None = None) -> Job:
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            job = jobs.get(job_id)
            assert job is not None
            if job.state in states and (step is None or job.step == step):
                return job
            time.sleep(0.05)
        raise AssertionError(f"{job}, not {states}")

    return wait


def lines(file: Path) -> list[str]:
    """The lines of a file; none where there is no file."""
    return file.read_text().splitlines() if file.exists() else []


def alive(pid: int) -> bool:
    """Whether a process lives; one that waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
