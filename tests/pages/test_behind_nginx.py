"""The guide's page for nginx, as it stands there, before a real server: pages, uploads, sign-in, slow connections."""

from __future__ import annotations

import http.client
import io
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from tusclient.client import TusClient

from analyzer.catalog import add_user, open_catalog, password_hash
from analyzer.settings import load_project
from dashboards.providers.datasets import Datasets
from tests.conftest import ANALYZER, PATIENCE, ROOT, answers, eventually

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = [
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed: apt-get install nginx-light"),
    pytest.mark.skipif(sys.platform == "win32", reason="another server runs there"),
]
PASSWORD = "correct horse battery"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def of_the_guide(port: int) -> str:
    """The block of the guide, with the test's port."""
    found = re.search(r"```nginx\n(.*?)```", (ROOT / "docs" / "guide.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    assert "127.0.0.1:8050" in found[1]
    return found[1].replace("127.0.0.1:8050", f"127.0.0.1:{port}")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("proxied") / "project.yaml"
    file.write_text("name: Shop\nlog: log.csv\njourney: journey.yaml\n", encoding="utf-8")
    with open_catalog(load_project(file)) as catalog:
        add_user(catalog, "Anna", "analyst", password_hash(PASSWORD))
    return file


@pytest.fixture(scope="module")
def address(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home, port, front = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    paths = "".join(
        f"{name}_temp_path {home}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (home / "nginx.conf").write_text(
        f"daemon off; pid {home}/pid; error_log {home}/errors;\nevents {{}}\n"
        f"http {{ access_log off;\n{paths}server {{ listen 127.0.0.1:{front};\n{of_the_guide(port)}}} }}\n",
        encoding="utf-8",
    )
    assert NGINX is not None
    server = subprocess.Popen(
        [ANALYZER, "serve", "--project", str(project), "--port", str(port)], stdout=subprocess.DEVNULL
    )
    proxy = subprocess.Popen([NGINX, "-p", str(home), "-c", str(home / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        eventually(lambda: answers(port) and answers(front), "nothing answers")
        yield f"http://127.0.0.1:{front}"
    finally:
        for process in (proxy, server):
            process.terminate()
            process.wait(PATIENCE)


@pytest.fixture
def signed_in(address: str) -> Iterator[requests.Session]:
    with requests.Session() as session:
        token = re.search(r'name="token" value="([^"]+)"', session.get(f"{address}/sign-in").text)
        assert token is not None
        form = {"name": "Anna", "password": PASSWORD, "token": token[1], "next": "/data"}
        answered = session.post(f"{address}/sign-in", data=form, headers={"Origin": address})
        assert answered.url == f"{address}/data", "it leads on under the address that people use"
        yield session


def test_pages_and_callbacks_come_through(address: str, signed_in: requests.Session):
    assert requests.get(f"{address}/", headers={"Accept": "text/html"}, timeout=PATIENCE).url == f"{address}/sign-in"
    assert signed_in.get(f"{address}/_dash-layout").status_code == 200
    assert signed_in.get(f"{address}/_dash-layout").headers["X-Frame-Options"] == "DENY"


def test_a_page_of_another_origin_changes_nothing(address: str, signed_in: requests.Session):
    answered = signed_in.post(f"{address}/sign-out", headers={"Origin": "http://evil.example"})
    assert answered.status_code == 403


def test_the_cookie_is_for_https_where_the_proxy_speaks_it(address: str, project: Path):
    """nginx overwrites what a client pretends: $scheme is http here, so the cookie goes without Secure."""
    pretended = requests.get(f"{address}/sign-in", headers={"X-Forwarded-Proto": "https"}, timeout=PATIENCE)
    assert "Secure" not in pretended.headers["Set-Cookie"]
    assert "HttpOnly" in pretended.headers["Set-Cookie"]


def test_wrong_passwords_are_counted_by_the_address_that_nginx_saw(address: str):
    """A client that says it comes from somewhere else each time is still one address."""
    with requests.Session() as session:
        token = re.search(r'name="token" value="([^"]+)"', session.get(f"{address}/sign-in").text)
        assert token is not None
        codes = []
        for number in range(7):
            form = {"name": "Nobody", "password": "wrong one", "token": token[1], "next": "/"}
            pretended = {"X-Forwarded-For": f"192.0.2.{number}", "Origin": address}
            codes.append(session.post(f"{address}/sign-in", data=form, headers=pretended).status_code)
    assert codes == [401] * 5 + [429] * 2


def test_an_upload_streams_through(address: str, signed_in: requests.Session, project: Path):
    content = bytes(range(256)) * 40_000  # 10 MB: more than nginx takes of a body unless told otherwise
    cookies = "; ".join(f"{one.name}={one.value}" for one in signed_in.cookies)
    client = TusClient(f"{address}/upload/", headers={"Cookie": cookies, "Origin": address})
    uploader = client.uploader(file_stream=io.BytesIO(content), chunk_size=len(content))
    uploader.metadata = {"filename": "log.csv", "role": "log"}
    uploader.upload()
    assert uploader.url.startswith(address)
    (made,) = Datasets(load_project(project)).all()
    assert made.size == len(content)


@pytest.mark.parametrize(
    "sent", [b"GET /health HTTP/1.1\r\nHost: x\r\n", b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na"]
)
def test_twelve_slow_connections_keep_nobody_waiting(address: str, sent: bytes):
    port = int(address.rpartition(":")[2])
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(12)]
    try:
        for line in lines:
            line.sendall(sent)
        time.sleep(0.2)
        began = time.monotonic()
        here = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        here.request("GET", "/health")
        assert here.getresponse().status == 200
        here.close()
        assert time.monotonic() - began < 5
    finally:
        for line in lines:
            line.close()
