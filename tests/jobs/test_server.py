"""A server and its worker together: the first run of a project, and the end of everything with Ctrl-C."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import PATIENCE, answers, eventually
from tests.jobs.conftest import alive, lines
from tests.jobs.test_worker import HEARD, parent, pids, silent

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="looks at processes as Linux shows them")


@pytest.fixture
def serve(project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[], tuple]]:
    """Starts `analyzer serve` in a group of processes of its own, as a terminal does."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).with_name("kinds")), prepend=os.pathsep)
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> tuple[subprocess.Popen[bytes], int]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        program = [str(Path(sys.executable).with_name("analyzer")), "serve", "--project", str(project)]
        with (tmp_path / "errors").open("ab") as errors:
            server = subprocess.Popen(
                [*program, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True
            )
        started.append(server)
        eventually(lambda: answers(port), "the server does not answer")
        return server, port

    yield begin
    for server in started:
        if server.poll() is None:
            server.kill()
        server.wait(PATIENCE)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_the_server_its_worker_and_its_job_in_order(serve, jobs, until, project, tmp_path, how):
    """Also while a browser holds a connection open; the job waits for the next server, and nothing is killed off."""
    server, port = serve()
    job_id = jobs.start("patient")
    until(job_id, "running", step=HEARD)
    held = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    held.request("GET", "/health")
    held.getresponse().read()
    with socket.create_connection(("127.0.0.1", port)):
        processes = [pids(project)[0], parent(pids(project)[0]), server.pid]
        os.killpg(server.pid, how)
        assert server.wait(PATIENCE) == 0
        for process in processes:
            eventually(lambda one=process: not alive(one), "a process is left")
    held.close()
    assert until(job_id, "waiting").attempts == 0
    assert lines(tmp_path / "errors") == []


def test_a_server_that_is_killed_and_started_again_finishes_its_job(serve, jobs, until, project, catalog):
    server, _ = serve()
    job_id = jobs.start("patient")
    until(job_id, "running", step=HEARD)
    server.kill()
    server.wait(PATIENCE)
    eventually(lambda: not alive(pids(project)[0]), "the job outlives its server")
    silent(catalog)
    (project.parent / "go").touch()
    serve()
    until(job_id, "done")
    assert len(pids(project)) == 2


def test_a_project_that_has_a_log_and_no_run_gets_its_first_one_without_being_asked(serve, jobs, project):
    (project.parent / "log.csv").write_text("case_id,activity,timestamp\n1,Order,2026-03-01 09:00\n", encoding="utf-8")
    serve()
    eventually(lambda: jobs.newest("analyse") is not None, "no first run was asked for")


def test_a_project_whose_log_is_still_to_come_has_nothing_to_do(serve, jobs, project):
    serve()
    assert jobs.newest("analyse") is None
