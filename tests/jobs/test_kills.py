"""A server killed under uploads, and a worker under jobs: what came is whole, and what was asked is done once.

Seeded. KILLS=200 (or `make kills`) does a quarter of so many of each, beside `align` and `nightly`.
"""

from __future__ import annotations

import hashlib
import http.client
import io
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from tusclient.client import TusClient

from analyzer.catalog import add_job, list_jobs, open_catalog, runs, schema
from analyzer.document.read import read_document
from analyzer.settings import load_project
from dashboards.providers.datasets import Datasets
from tests.conftest import ANALYZER, PATIENCE, answers, eventually
from tests.jobs.test_worker import silent
from tests.nightly.test_kills import KILLS
from tests.nightly.test_nights import JOURNEY, PROJECT, rows, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes as Linux does")
SIZE = 6_000_000


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
    (folder / "project.yaml").write_text(PROJECT, encoding="utf-8")
    write(folder, "1", *rows(0, 60, 0.3, 1))
    return folder / "project.yaml"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def begun(*command: str) -> subprocess.Popen[bytes]:
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([ANALYZER, *command], start_new_session=True, **silent)


def killed(process: subprocess.Popen[bytes]) -> None:
    """With all of its group: arbiter and worker of a server; a job has a group of its own and ends by itself."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)


@pytest.mark.slow
def test_uploads_under_a_server_that_is_killed_are_whole_in_the_end(shop: Path) -> None:
    (shop.parent / "log1.csv").unlink()  # no first run, so that uploads have the machine
    chance, port = random.Random("upload 2026"), free_port()
    server = begun("serve", "--project", str(shop), "--port", str(port))
    sent: list[str] = []
    killed_in_pieces = 0
    try:
        for number in range(KILLS):
            eventually(lambda: answers(port), "the server does not answer")
            content = random.Random(number).randbytes(SIZE)
            sent.append(hashlib.sha256(content).hexdigest())
            uploader = TusClient(f"http://127.0.0.1:{port}/upload/").uploader(
                file_stream=io.BytesIO(content), chunk_size=SIZE // 6
            )
            uploader.metadata = {"filename": f"log-{number}.csv", "role": "log"}
            pieces = chance.randrange(6)
            for _ in range(pieces):
                uploader.upload_chunk()
            here = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            if pieces:  # and in the middle of the next piece
                here.putrequest("PATCH", uploader.url.partition(str(port))[2])
                for name, value in (("Tus-Resumable", "1.0.0"), ("Upload-Offset", str(uploader.offset))):
                    here.putheader(name, value)
                here.putheader("Content-Type", "application/offset+octet-stream")
                here.putheader("Content-Length", str(SIZE // 6))
                here.endheaders()
                here.send(content[uploader.offset :][: chance.randrange(SIZE // 6)])
                killed_in_pieces += 1
            time.sleep(chance.uniform(0, 0.2))
            killed(server)
            here.close()
            server = begun("serve", "--project", str(shop), "--port", str(port))
            eventually(lambda: answers(port), "the server does not answer")
            if pieces:
                uploader.offset = uploader.get_offset()
                assert uploader.offset >= pieces * (SIZE // 6), "what was acknowledged is there"
            uploader.upload()
    finally:
        killed(server)
    kept = Datasets(load_project(shop))
    assert sorted(one.sha256 for one in kept.all()) == sorted(sent)
    for one in kept.all():
        assert hashlib.sha256(kept.path(one.id).read_bytes()).hexdigest() == one.sha256
    assert list((shop.parent / ".alignment" / "uploads").iterdir()) == []
    print(f"\nupload: {KILLS} killed, {killed_in_pieces} of them inside a piece; {len(sent)} files whole by SHA-256")


@pytest.mark.slow
def test_a_job_is_done_once_however_often_its_worker_is_killed(shop: Path) -> None:
    chance, lasts = random.Random("job 2026"), 4.0
    settings = load_project(shop)
    with open_catalog(settings) as catalog:
        for _ in range(KILLS):
            if not any(one.under_way for one in list_jobs(catalog)):
                add_job(catalog, "analyse", {}, None)
            worker = begun("worker", "--project", str(shop))
            time.sleep(chance.uniform(0.3, 1.0) * lasts)
            killed(worker)
            silent(catalog)
            lasts = min(lasts * 1.05, 8.0)
        worker = begun("worker", "--project", str(shop))
        try:
            for _ in range(2):  # the one in hand comes to its end, and then one that nobody disturbs
                waited = 3 * PATIENCE
                eventually(lambda: not any(one.under_way for one in list_jobs(catalog)), "a job does not end", waited)
                add_job(catalog, "analyse", {}, None)
            eventually(lambda: not any(one.under_way for one in list_jobs(catalog)), "a job does not end", waited)
        finally:
            worker.terminate()
            worker.wait(PATIENCE)
        ended = list_jobs(catalog, 1000)
        done = sorted(one.result["run"] for one in ended if one.state == "done" and one.result)
        assert done == sorted(run.id for run in runs(catalog, 1000)), "a run for each job that is done, and no other"
        assert ended[0].state == "done"
        assert {one.state for one in ended} <= {"done", "failed"}
        assert all("twice" in (one.message or "") for one in ended if one.state == "failed")
        for run in runs(catalog, 1000):
            read_document(run.folder / "alignment.json")
        with catalog.reading() as connection:
            begun_in_all = connection.scalar(sa.select(sa.func.sum(schema.job.c.attempts)))
    home = shop.parent / ".alignment"
    assert list((home / "jobs").glob("*")) == []
    assert list(home.rglob(".writing-*")) == []
    print(
        f"\njob: {KILLS} workers killed, {begun_in_all} begun, {len(done)} done once, {len(ended) - len(done)} given up"
    )
