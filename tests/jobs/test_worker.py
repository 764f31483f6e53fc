"""Jobs at a real worker: worked on, cancelled, killed, begun anew; processes are really killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from analyzer.catalog import ask_when_due, schema
from analyzer.jobs.bench import Clock
from tests.conftest import ANALYZER, PATIENCE, eventually
from tests.jobs.conftest import alive, lines

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="looks at processes as Linux shows them")
HEARD = "Waiting for a word"


def pids(project: Path) -> list[int]:
    """The processes that began the job, in their order."""
    return [int(line.split()[0]) for line in lines(project.parent / "begun")]


def go(project: Path) -> None:
    (project.parent / "go").touch()


def test_a_job_is_worked_on_in_a_process_of_its_own_and_says_how_far_it_is(jobs, work, until, project):
    job_id = jobs.start("patient", {"name": "first"}, "ann")
    assert (jobs.get(job_id).state, jobs.get(job_id).asked_by) == ("waiting", "ann")
    worker = work()
    running = until(job_id, "running", step=HEARD)
    assert running.share == 0.25
    assert running.started_at is not None
    assert running.heartbeat_at is not None
    assert pids(project)[0] not in (os.getpid(), worker.pid)
    go(project)
    done = until(job_id, "done")
    assert (done.result, done.share, done.message) == ({"heard": True}, 1.0, None)
    assert done.ended_at is not None
    assert pids(project)[0] == int(lines(project.parent / "ended")[0].split()[0])


def test_the_same_job_asked_twice_while_it_is_under_way_is_one(jobs, work, until, project):
    first = jobs.start("patient", {"name": "first"}, "ann")
    assert jobs.start("patient", {"name": "first"}, "bob") == first
    other = jobs.start("patient", {"name": "other"}, "ann")
    assert other != first
    go(project)
    work()
    until(first, "done")
    until(other, "done")
    assert jobs.start("patient", {"name": "first"}) != first
    assert [job.arguments["name"] for job in jobs.all()][1:] == ["other", "first"]


class TestCancel:
    def test_one_that_waits_never_begins(self, jobs, work, until, project):
        job_id = jobs.start("patient")
        assert jobs.cancel(job_id, "ann") is True
        after = jobs.start("patient", {"name": "after"})
        go(project)
        work()
        until(after, "done")
        assert (jobs.get(job_id).state, jobs.get(job_id).message) == ("cancelled", "Cancelled by ann.")
        assert len(pids(project)) == 1

    def test_one_that_runs_is_killed_and_leaves_nothing(self, jobs, work, until, project, settings):
        job_id = jobs.start("patient")
        work()
        until(job_id, "running", step=HEARD)
        half = settings.home / "jobs" / job_id / "half"
        assert half.exists()
        (settings.home / "runs" / ".writing-x").mkdir(parents=True)
        assert jobs.cancel(job_id, "ann") is True
        ended = until(job_id, "cancelled")
        assert ended.message == "Cancelled by ann."
        assert not alive(pids(project)[0])
        eventually(lambda: not half.parent.exists(), "its temporary files are still there")
        assert not (settings.home / "runs" / ".writing-x").exists()

    def test_one_that_is_over_stays_as_it_is(self, jobs, work, until, project):
        job_id = jobs.start("refusing")
        work()
        until(job_id, "failed")
        assert jobs.cancel(job_id, "ann") is False
        assert jobs.get(job_id).state == "failed"


class TestFailure:
    def test_what_a_person_can_mend_is_said_in_four_parts(self, jobs, work, until):
        job_id = jobs.start("refusing")
        work()
        words = "Expected: a log\nFound:    none\nWhere:    project.yaml, line 2\nDo:       name one"
        assert until(job_id, "failed").message == words

    def test_a_fault_of_the_program_is_a_sentence_and_a_file(self, jobs, work, until, settings):
        job_id = jobs.start("faulty")
        work()
        message = until(job_id, "failed").message
        file = settings.home / "faults" / f"{job_id}.txt"
        assert message == (
            f"This is a fault of the program (KeyError). The traceback was written to {file}; report it with that file."
        )
        assert "KeyError: 'that is not there'" in file.read_text()

    def test_a_kind_that_nobody_knows(self, jobs, work, until):
        job_id = jobs.start("no such kind")
        work()
        assert until(job_id, "failed").message == "This version of analyzer does not know this kind of job."

    def test_a_project_file_that_broke_since(self, jobs, work, until, project):
        job_id = jobs.start("patient")
        work()
        until(job_id, "running", step=HEARD)
        jobs.cancel(job_id)
        until(job_id, "cancelled")
        project.write_text("name: Shop\nlog: [\n")
        job_id = jobs.start("patient")
        assert "Expected: valid YAML" in until(job_id, "failed").message

    def test_one_that_takes_longer_than_a_job_may(self, jobs, work, until, project):
        with project.open("a") as file:
            file.write("job_limit: 2s\n")
        job_id = jobs.start("patient")
        worker = work()
        failed = until(job_id, "failed")
        assert failed.message.splitlines()[:3] == [
            "Expected: a job that ends within 2\u202fs",
            "Found:    one that was still at work",
            f"Where:    {project}, key job_limit",
        ]
        assert (failed.ended_at - failed.started_at).total_seconds() < 30
        assert not alive(pids(project)[0]) and alive(worker.pid)
        left = project.parent / ".alignment" / "jobs"
        eventually(lambda: not list(left.iterdir()), "what it kept for its process goes once it has failed")

    def test_a_process_that_the_system_kills(self, jobs, work, until, project):
        job_id = jobs.start("patient")
        work()
        until(job_id, "running", step=HEARD)
        os.kill(pids(project)[0], signal.SIGKILL)
        message = until(job_id, "failed").message
        assert message == "The work was ended from outside (signal 9); memory may be short."


class TestRestart:
    @pytest.mark.parametrize("kind", ["patient", "grudging"])
    def test_a_server_that_ends_in_order_lets_its_job_wait_for_the_next(self, jobs, work, until, project, kind):
        job_id = jobs.start(kind)
        first = work()
        until(job_id, "running", step=HEARD)
        first.stop()
        waits = until(job_id, "waiting")
        assert (waits.attempts, waits.step) == (0, None)
        assert not alive(pids(project)[0])
        go(project)
        work()
        assert until(job_id, "done").attempts == 1
        assert len(pids(project)) == 2

    def test_a_worker_that_is_killed_takes_its_job_with_it_and_another_begins_it_once_more(
        self, jobs, work, until, project, catalog
    ):
        job_id = jobs.start("patient")
        work()
        for attempt in (1, 2):
            eventually(lambda n=attempt: len(pids(project)) == n, "it was not begun")
            assert until(job_id, "running", step=HEARD).attempts == attempt
            consumer = parent(pids(project)[-1])
            os.kill(consumer, signal.SIGKILL)
            eventually(lambda: not alive(pids(project)[-1]), "the job outlives its worker")
            silent(catalog)  # the server begins a worker anew, and that one finds the job
        failed = until(job_id, "failed")
        assert "twice" in failed.message
        assert len(pids(project)) == 2

    def test_the_worker_ends_when_its_server_is_killed(self, jobs, until, project, work):
        job_id = jobs.start("patient")
        code = "import sys, time; from pathlib import Path; from analyzer.jobs import Worker\n"
        code += "Worker([Path(sys.argv[1])]).start(); time.sleep(600)"
        work  # noqa: B018  # sets the path of the kinds
        server = subprocess.Popen([sys.executable, "-c", code, str(project)])
        try:
            until(job_id, "running", step=HEARD)
            consumer = parent(pids(project)[0])
        finally:
            server.kill()
            server.wait(PATIENCE)
        eventually(lambda: not alive(consumer), "the worker outlives its server")
        eventually(lambda: not alive(pids(project)[0]), "the job outlives its server")
        assert until(job_id, "waiting").attempts == 0


def test_two_servers_on_one_project_run_no_job_twice_and_one_at_a_time(jobs, work, until, project, settings):
    ids = [jobs.start("patient", {"name": str(number)}) for number in range(4)]
    work()
    work()
    until(ids[0], "running", step=HEARD)
    assert [jobs.get(one).state for one in ids[1:]] == ["waiting"] * 3
    go(project)
    for one in ids:
        until(one, "done")
    assert sorted(line.split()[1] for line in lines(project.parent / "begun")) == ["0", "1", "2", "3"]
    assert not (settings.home / "jobs" / ids[0]).exists()


def test_after_the_clock_was_set_nobody_is_thought_dead_for_a_while():
    """Both clocks by hand: the wall's is set forward by an hour, then slewed; the steady one knows nothing of it."""
    now = {"wall": 1000.0, "steady": 10.0}
    clock = Clock(lambda: now["wall"], lambda: now["steady"])
    assert not clock.was_set()
    now["wall"] += 3600
    assert clock.was_set()
    seen = []
    for _ in range(6):
        now = {"wall": now["wall"] + 2.1, "steady": now["steady"] + 2.0}
        seen.append(clock.was_set())
    assert seen == [True, True, True, True, False, False], "ten seconds"


def parent(pid: int) -> int:
    """The parent of a process."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def silent(catalog) -> None:
    """As if the worker of a running job had not been heard of for a minute."""
    long_ago = datetime.now(UTC) - timedelta(minutes=1)
    with catalog.writing() as connection:
        connection.execute(sa.update(schema.job).where(schema.job.c.state == "running").values(heartbeat_at=long_ago))


def test_the_command_works_on_jobs_and_keeps_to_the_schedule_without_pages(jobs, until, project, work, catalog):
    """The schedule was last asked for two days ago; its kind needs files that are not there, and says so."""
    project.write_text(project.read_text() + 'schedule: "02:00"\ntimezone: Asia/Kolkata\n')
    long_ago = datetime.now(UTC) - timedelta(days=2)
    ask_when_due(catalog, long_ago, long_ago, "analyse")
    work  # noqa: B018  # sets the path of the kinds
    go(project)
    job_id = jobs.start("patient")
    command = [ANALYZER, "worker", "--project", str(project)]
    running = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        until(job_id, "done")
        eventually(lambda: len(jobs.all()) == 2, "the schedule asks for nothing")
        scheduled = jobs.all()[0]
        assert (scheduled.kind, scheduled.asked_by) == ("nightly", "the schedule")
        assert "log.csv" in str(until(scheduled.id, "failed").message)
        running.send_signal(signal.SIGINT)
        said, _ = running.communicate(timeout=PATIENCE)
    finally:
        running.kill()
    assert running.returncode == 0
    assert said.splitlines() == ["The jobs of Shop, every day at 02:00 (Asia/Kolkata).", "Working until Ctrl-C."]
