"""A real server on loopback, and connections that send slowly or not at all: everybody else is answered meanwhile."""

from __future__ import annotations

import contextlib
import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.conftest import ANALYZER, PATIENCE, answers, eventually

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="another server runs there, which gathers by itself")
HOST = b"Host: localhost\r\n"
BEGINNINGS = {
    "nothing": b"",
    "half a line": b"GET /hea",
    "half of the headers": b"GET /health HTTP/1.1\r\n" + HOST,
    "half of a form": b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Content-Length: 1000\r\n\r\nname=",
    "half of a callback": b"POST /_dash-update-component HTTP/1.1\r\n" + HOST + b"Content-Length: 1000\r\n\r\n{",
    "pieces of unknown length": b"POST /workbook HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
    "a request and half of another": b"GET /health HTTP/1.1\r\n" + HOST + b"\r\nGET /health HTTP/1.1\r\n",
}
UPLOAD = b"POST /upload/ HTTP/1.1\r\n" + HOST + b"Tus-Resumable: 1.0.0\r\nUpload-Length: 9\r\nUpload-Metadata: "
UPLOAD += b"filename bG9nLmNzdg==,role bG9n\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    project = tmp_path_factory.mktemp("slow") / "project.yaml"
    project.write_text("name: Shop\nlog: log.csv\njourney: journey.yaml\n", encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = subprocess.Popen(
        [ANALYZER, "serve", "--project", str(project), "--port", str(port)], stdout=subprocess.DEVNULL
    )
    try:
        eventually(lambda: answers(port), "the server does not answer")
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE)


@contextlib.contextmanager
def held(port: int, sent: bytes, number: int = 12) -> Iterator[list[socket.socket]]:
    """Connections that have sent something and go on holding the line."""
    with contextlib.ExitStack() as end:
        lines = [end.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(number)]
        for line in lines:
            line.sendall(sent)
        yield lines


def longest_wait(port: int) -> float:
    """Of five that ask for /health one after the other, in seconds."""
    waits = []
    for _ in range(5):
        began = time.monotonic()
        assert answers(port, 20)
        waits.append(time.monotonic() - began)
    return max(waits)


@pytest.mark.parametrize("sent", BEGINNINGS.values(), ids=BEGINNINGS)
def test_twelve_slow_connections_keep_nobody_waiting(port: int, sent: bytes):
    with held(port, sent):
        time.sleep(0.2)
        assert longest_wait(port) < 3


def test_slow_uploads_keep_nobody_waiting(port: int):
    """Four at most are written at once; the others are asked to come again."""
    places = []
    for _ in range(6):
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(UPLOAD)
            answer = line.recv(4096).decode()
        assert "201" in answer.splitlines()[0]
        places.append(answer.partition("Location: ")[2].partition("\r\n")[0])
    with contextlib.ExitStack() as end:
        lines = []
        for place in places:
            line = end.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
            head = f"PATCH {place} HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
            line.sendall(
                f"{head}Content-Type: application/offset+octet-stream\r\nContent-Length: 9\r\n\r\nabc".encode()
            )
            lines.append(line)
            time.sleep(0.3)
        assert longest_wait(port) < 3
        for line in lines[4:]:
            assert line.recv(4096).startswith(b"HTTP/1.1 503 ")
        lines[0].sendall(b"defghi")
        assert lines[0].recv(4096).startswith(b"HTTP/1.1 204 ")


def test_a_request_in_pieces_is_answered(port: int):
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        for piece in (b"GET /health HT", b"TP/1.1\r\nHost: local", b"host\r\n\r", b"\n"):
            line.sendall(piece)
            time.sleep(0.05)
        assert line.recv(4096).startswith(b"HTTP/1.1 200 ")
        line.sendall(b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n")
        time.sleep(0.05)
        line.sendall(b"a=b")
        assert line.recv(4096).startswith(b"HTTP/1.1 400 "), "the form lacks its token, and the line was kept"


def test_a_body_that_nobody_wants_is_refused_before_it_comes(port: int):
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(b"POST /workbook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000000\r\n\r\nabc")
        assert line.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_many_requests_on_one_connection(port: int):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    for _ in range(20):
        line.request("GET", "/health")
        assert line.getresponse().read().startswith(b'{"run":null')
    line.close()
