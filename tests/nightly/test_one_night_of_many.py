"""A server, a worker and a cron over one PostgreSQL catalog, all of them real processes: one night."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from analyzer.catalog import Catalog, ask_when_due, list_jobs, nights, open_catalog, schema
from analyzer.errors import LockError
from analyzer.nightly.night import run_night
from analyzer.settings import load_project
from analyzer.settings.identity import FILE
from tests.conftest import ANALYZER, PATIENCE, answers, eventually
from tests.nightly.test_nights import JOURNEY, PROJECT, rows, write
from tests.spec.catalog.test_postgresql import server  # noqa: F401  # a fixture

pytest.importorskip("psycopg")
NIGHT_S = 4 * PATIENCE
SOME_LOOKS_S = 4.0  # in which every worker has looked several times for what is due


class Scheduled:
    """A project whose schedule became due a minute ago at most, and the processes that know it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.project = folder / "project.yaml"
        self.running: list[subprocess.Popen[bytes]] = []
        self._due = datetime.now(UTC).replace(second=0, microsecond=0)
        at = f"postgresql+psycopg://analyst@127.0.0.1:{port}/postgres"
        (folder / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
        said = PROJECT.replace("Parcels", folder.name) + f"catalog: {at}\nschedule: '{self._due:%H:%M}'\n"
        self.project.write_text(said, encoding="utf-8")
        write(folder, "1", *rows(0, 200, 0.05, 1))
        with self.catalog() as catalog:  # it has been dealt with yesterday
            ask_when_due(catalog, self._due - timedelta(days=1), self._due, "nightly")

    def catalog(self) -> Catalog:
        return open_catalog(load_project(self.project))

    def start(self, command: str, *options: str) -> subprocess.Popen[bytes]:
        given = [ANALYZER, command, "--project", str(self.project), *options]
        with (self.project.parent / f"{command}.txt").open("wb") as said:
            self.running.append(subprocess.Popen(given, stdin=subprocess.DEVNULL, stdout=said, stderr=said))
        return self.running[-1]

    def start_servers(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.start("serve", "--port", str(port))
        self.start("worker")
        eventually(lambda: answers(port), "the server does not answer")
        eventually(lambda: b"Ctrl-C" in (self.project.parent / "worker.txt").read_bytes(), "the worker has not begun")

    def is_taken(self) -> bool:
        """Whether anybody has dealt with the moment that is due."""
        with self.catalog() as catalog, catalog.reading() as connection:
            table = schema.schedule
            asked_for = connection.scalar(sa.select(table.c.asked_for).where(table.c.project == catalog.project))
            return asked_for is not None and asked_for >= self._due


@pytest.fixture
def scheduled(tmp_path: Path, server: int) -> Iterator[Scheduled]:  # noqa: F811
    made = Scheduled(tmp_path, server)
    yield made
    for one in made.running:
        one.terminate()
    for one in made.running:
        one.wait(PATIENCE)


@pytest.mark.slow
@pytest.mark.parametrize("first", ["the command", "the servers"])
def test_a_server_a_worker_and_a_cron_make_one_night(scheduled: Scheduled, first: str) -> None:
    if first == "the servers":
        scheduled.start_servers()
        eventually(scheduled.is_taken, "the schedule asks for nothing")
    command = scheduled.start("nightly")
    if first == "the command":
        eventually(scheduled.is_taken, "the command has not begun")
        scheduled.start_servers()
    code = command.wait(NIGHT_S)
    with scheduled.catalog() as catalog:
        eventually(lambda: bool(nights(catalog)), "nobody makes a night", NIGHT_S)
        time.sleep(SOME_LOOKS_S)
        eventually(lambda: not any(job.under_way for job in list_jobs(catalog)), "a job does not end")
        (night,) = nights(catalog)
        jobs = list_jobs(catalog, kind="nightly")
    assert [folder.name for folder in (scheduled.project.parent / "reports").iterdir()] == [night.id]
    asked = {"the command": (0, []), "the servers": (3, ["done"])}
    assert (code, [job.state for job in jobs]) == asked[first]
    if code == 3:
        said = (scheduled.project.parent / "nightly.txt").read_text()
        assert "which the schedule has asked for" in said


class SecondFolder:
    """The same project on another disk: what the first one's folder holds is not seen from here, nor the other way
    round. Two folders of one machine stand for that where the file that tells them apart is only in one of them at a
    time."""

    def __init__(self, scheduled: Scheduled, folder: Path) -> None:
        self._first, self._second = scheduled.project.parent, folder
        shutil.copytree(self._first, folder)

    def night(self) -> subprocess.CompletedProcess[str]:
        mine, other = (home / ".alignment" / FILE for home in (self._second, self._first))
        mine.parent.mkdir(exist_ok=True)
        other.rename(mine)
        try:
            command = [ANALYZER, "nightly", "--project", str(self._second / "project.yaml")]
            return subprocess.run(command, capture_output=True, text=True, timeout=NIGHT_S, check=False)
        finally:
            mine.rename(other)


@pytest.fixture
def apart(scheduled: Scheduled, tmp_path_factory: pytest.TempPathFactory) -> SecondFolder:
    unscheduled = scheduled.project.read_text().partition("schedule:")[0]
    scheduled.project.write_text(unscheduled, encoding="utf-8")
    return SecondFolder(scheduled, tmp_path_factory.mktemp("apart") / "project")


@pytest.mark.slow
def test_of_two_folders_over_one_catalog_one_makes_a_night_at_a_time(scheduled: Scheduled, apart: SecondFolder) -> None:
    others: list[subprocess.CompletedProcess[str]] = []

    def meanwhile(step: str) -> None:
        if step == "judging":
            others.append(apart.night())

    settings = load_project(scheduled.project)
    made = run_night(settings, meanwhile)
    others.append(apart.night())
    assert [one.returncode for one in others] == [3, 0]
    assert "being made on another machine" in others[0].stderr
    with scheduled.catalog() as catalog:
        later, first = (run.id for run in nights(catalog))
    assert first == made.night.run_id != later


@pytest.mark.slow
def test_a_night_whose_connection_broke_is_not_kept_where_another_was(
    scheduled: Scheduled, apart: SecondFolder
) -> None:
    others: list[subprocess.CompletedProcess[str]] = []

    def meanwhile(step: str) -> None:
        if step != "judging":
            return
        with scheduled.catalog() as catalog, catalog.writing() as connection:
            holders = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            assert connection.execute(sa.text(holders)).scalars().all() == [True]
        others.append(apart.night())

    with pytest.raises(LockError, match="which was kept meanwhile"):
        run_night(load_project(scheduled.project), meanwhile)
    assert [one.returncode for one in others] == [0]
    with scheduled.catalog() as catalog:
        assert len(nights(catalog)) == 1
    assert not list((scheduled.project.parent / ".alignment" / "runs").iterdir())
