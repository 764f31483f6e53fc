"""What is asked: a copy of the analysed sample with users, servers over it, and an analysis of many events beside."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from analyzer.catalog import add_job, add_user, list_jobs, open_catalog, password_hash
from analyzer.jobs import ANALYSE
from analyzer.settings import load_project
from tests.benchmarks.load.visitors import ANSWER_S, PASSWORD, LoadVisitor, Tally
from tests.benchmarks.upload.__main__ import _children, _held
from tests.conftest import ANALYZER, ROOT, answers, eventually

GENERATE = ROOT / "tests" / "benchmarks" / "bench" / "generate.py"


def sample(folder: Path, viewers: int, editors: int, catalog: str | None = None) -> Path:
    """A copy of the sample, analysed, with `user 0`, `user 1` …: viewers first, then analysts. Its project file."""
    project = folder / "sample" / "project.yaml"
    shutil.copytree(ROOT / "data/samples/food_distribution", project.parent, ignore=shutil.ignore_patterns(".*"))
    if catalog is not None:
        with project.open("a", encoding="utf-8") as file:
            file.write(f"catalog: {catalog}\n")
    command = [ANALYZER, "align", "--project", str(project), "--out", str(folder / "out")]
    subprocess.run(command, check=True, capture_output=True)
    let_in(project, viewers, editors)
    return project


def let_in(project: Path, viewers: int, editors: int) -> None:
    """Add `user 0`, `user 1` …: viewers first, then analysts."""
    with open_catalog(load_project(project)) as opened:
        hashed = password_hash(PASSWORD)
        for number in range(viewers + editors):
            add_user(opened, f"user {number}", "viewer" if number < viewers else "analyst", hashed)


def many_events(folder: Path, events: int) -> Path:
    """A project of so many events; its project file."""
    subprocess.run([sys.executable, str(GENERATE), str(folder), str(events)], check=True, capture_output=True)
    return folder / "project.yaml"


@contextlib.contextmanager
def serving(projects: Sequence[Path], servers: int = 1) -> Iterator[list[tuple[str, int]]]:
    """So many servers over the projects, each with its worker: their addresses and processes."""
    with contextlib.ExitStack() as end:
        found = []
        for _ in range(servers):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            named = [part for project in projects for part in ("--project", str(project))]
            server = subprocess.Popen([ANALYZER, "serve", *named, "--port", str(port)], stdout=subprocess.DEVNULL)
            end.callback(server.wait, 60)
            end.callback(server.terminate)
            eventually(lambda p=port: answers(p), "the server does not answer")  # type: ignore[misc]
            found.append((f"http://127.0.0.1:{port}", server.pid))
        yield found


def held(pid: int) -> int:
    """Bytes that the processes that answer pages hold, without their worker and its jobs."""
    below = _children(pid)
    beyond = [one for child in below for one in _children(child)]
    return _held(pid) - sum(map(_held, beyond))


class Analyses(threading.Thread):
    """Asks for an analysis as soon as none is under way and so many seconds have gone by since the last was asked."""

    def __init__(self, project: Path, every_s: float, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.project, self.every_s, self.over = project, every_s, over

    def run(self) -> None:
        """Until the end."""
        asked = time.monotonic()  # the server asks for the first itself
        with open_catalog(load_project(self.project)) as catalog:
            while not self.over.wait(1.0):
                under_way = any(job.under_way for job in list_jobs(catalog, 1, ANALYSE))
                if not under_way and time.monotonic() - asked > self.every_s:
                    add_job(catalog, ANALYSE, {}, None)
                    asked = time.monotonic()

    def said(self) -> str:
        """How many analyses have ended, and how."""
        with open_catalog(load_project(self.project)) as catalog:
            jobs = list_jobs(catalog, 1_000, ANALYSE)
        done = [job for job in jobs if job.state == "done" and job.started_at and job.ended_at]
        times = sorted((job.ended_at - job.started_at).total_seconds() for job in done)  # type: ignore[operator]
        between = f", {times[0]:.0f} to {times[-1]:.0f} s each" if times else ""
        failed = [str(job.message) for job in jobs if job.state == "failed"]
        return "; ".join([f"{len(done)} analyses done{between}, {len(failed)} failed", *failed])


def loaded(
    servers: Sequence[tuple[str, int]], viewers: int, editors: int, seconds: float, share: float = 0.05,
    each_minute: Callable[[str], None] = print,
) -> Tally:  # fmt: skip
    """Let everybody in for so long; says answers, errors and memory each minute. `share`: of an editor's pages that
    are followed by an upload."""
    over, tally = threading.Event(), Tally()
    addresses = [address for address, _ in servers]
    people = [LoadVisitor(n, addresses, n >= viewers, over, tally, share) for n in range(viewers + editors)]
    for one in people:
        one.start()
    ends, minute = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        time.sleep(min(60.0, max(ends - time.monotonic(), 0.1)))
        minute += 1
        answered, errors = tally.counted()
        memory = ", ".join(f"{held(pid) / 1e6:,.0f} MB" for _, pid in servers)
        each_minute(f"minute {minute:3}: {answered:7,} answers, {errors} errors, {memory}")
    over.set()
    for one in people:
        one.join(ANSWER_S)
    return tally
