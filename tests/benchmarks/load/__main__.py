"""Viewers who read pages and analysts who change things, all at once: `make load`, and for an hour `make soak`.

Each visitor signs in, then goes from page to page with a pause to read, now and then with a filter; analysts also
upload. A page is what a browser asks for when one goes there: the callback that draws it. One connection an answer.
Prints answers, errors, times and memory a minute; ends with 1 where an answer was an error.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import requests
from tusclient.client import TusClient

from analyzer.catalog import add_user, open_catalog, password_hash
from analyzer.settings import load_project
from tests.benchmarks.upload.__main__ import _held
from tests.conftest import ANALYZER, ROOT, answers, eventually

PASSWORD = "correct horse battery"
PAGES = ("/", "/blueprint", "/process", "/voice", "/improvement", "/nights", "/data", "/journey")
FILTERS = ("", "", "", "?segment=region:North", "?segment=region:South")
READING_S = (2.0, 8.0)  # between two pages
ANSWER_S = 120


@dataclass
class Tally:
    """What was answered, by kind: seconds of each answer, and errors."""

    took: dict[str, list[float]] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, seconds: float, error: str | None) -> None:
        """One answer."""
        with self.lock:
            self.took.setdefault(kind, []).append(seconds)
            if error:
                self.wrong[f"{kind}: {error}"] += 1

    def say(self) -> None:
        """A line a kind."""
        for kind, took in sorted(self.took.items()):
            cuts = statistics.quantiles(took, n=20) if len(took) > 1 else took * 19
            middle, most = statistics.median(took), max(took)
            print(f"  {kind:10} {len(took):6,}, median {middle:5.2f} s, p95 {cuts[18]:5.2f} s, most {most:5.2f} s")
        for words, number in self.wrong.most_common():
            print(f"  error      {number:6,} {words}")


class LoadVisitor(threading.Thread):
    """Somebody with a browser."""

    def __init__(self, number: int, name: str, address: str, edits: bool, over: threading.Event, tally: Tally) -> None:
        super().__init__(daemon=True)
        self.login, self.address, self.edits, self.over, self.tally = name, address, edits, over, tally
        self.chance, self.session = random.Random(number), requests.Session()
        self.session.headers.update({"Origin": address, "Connection": "close"})

    def run(self) -> None:
        """Sign in, read and edit until the end."""
        self._sign_in()
        while not self.over.wait(self.chance.uniform(*READING_S)):
            path, search = self.chance.choice(PAGES), self.chance.choice(FILTERS)
            self._timed("filtered" if search else "page", lambda p=path, s=search: self._draw(p, s))
            if self.edits and self.chance.random() < 0.05:
                self._timed("upload", self._upload)
        self.session.close()

    def _timed(self, kind: str, work: object) -> None:
        began, error = time.monotonic(), None
        try:
            answer = work()  # type: ignore[operator]
            if answer is not None and answer.status_code >= 400:
                error = str(answer.status_code)
        except (requests.RequestException, OSError) as reason:
            error = type(reason).__name__
        self.tally.add(kind, time.monotonic() - began, error)

    def _sign_in(self) -> None:
        def enter() -> requests.Response:
            form = self.session.get(f"{self.address}/sign-in", timeout=ANSWER_S).text
            token = re.search(r'name="token" value="([^"]+)"', form)
            given = {"name": self.login, "password": PASSWORD, "token": token[1] if token else "", "next": "/"}
            entered = self.session.post(f"{self.address}/sign-in", data=given, timeout=ANSWER_S)
            for path in ("/_dash-layout", "/_dash-dependencies"):
                self.session.get(f"{self.address}{path}", timeout=ANSWER_S)
            return entered

        self._timed("sign-in", enter)

    def _draw(self, path: str, search: str) -> requests.Response:
        asked = [
            {"id": "address", "property": name, "value": value}
            for name, value in (("pathname", path), ("search", search))
        ]
        body = {
            "output": "page.children",
            "outputs": {"id": "page", "property": "children"},
            "inputs": asked,
            "changedPropIds": ["address.pathname"],
            "state": [{"id": "page-key", "property": "data", "value": None}],
        }
        return self.session.post(f"{self.address}/_dash-update-component", json=body, timeout=ANSWER_S)

    def _upload(self) -> None:
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.session.cookies)
        client = TusClient(f"{self.address}/upload/", headers={"Cookie": cookies, "Origin": self.address})
        content = b"case_id,activity,timestamp\n" + b"1,Order,2026-03-02T08:00:00\n" * 20_000
        uploader = client.uploader(file_stream=io.BytesIO(content), chunk_size=len(content))
        uploader.metadata = {"filename": "load.csv", "role": "log"}
        uploader.upload()


def main() -> int:
    """Serve a copy of the sample, let everybody in, and say what was seen; gives the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--viewers", type=int, default=50)
    parser.add_argument("--analysts", type=int, default=5)
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="alignment-load-") as folder:
        project = Path(folder) / "sample" / "project.yaml"
        shutil.copytree(ROOT / "data/samples/food_distribution", project.parent, ignore=shutil.ignore_patterns(".*"))
        subprocess.run(
            [ANALYZER, "align", "--project", str(project), "--out", f"{folder}/out"], check=True, capture_output=True
        )
        with open_catalog(load_project(project)) as catalog:
            hashed = password_hash(PASSWORD)
            for number in range(asked.viewers + asked.analysts):
                add_user(catalog, f"user {number}", "viewer" if number < asked.viewers else "analyst", hashed)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = subprocess.Popen([ANALYZER, "serve", "--project", str(project), "--port", str(port)])
        try:
            eventually(lambda: answers(port), "the server does not answer")
            return _loaded(f"http://127.0.0.1:{port}", server.pid, asked.viewers, asked.analysts, asked.seconds)
        finally:
            server.terminate()
            server.wait(60)


def _loaded(address: str, pid: int, viewers: int, analysts: int, seconds: float) -> int:
    over, tally = threading.Event(), Tally()
    people = [LoadVisitor(n, f"user {n}", address, n >= viewers, over, tally) for n in range(viewers + analysts)]
    for one in people:
        one.start()
    ends, minute = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        time.sleep(min(60.0, max(ends - time.monotonic(), 0.1)))
        minute += 1
        with tally.lock:
            answered, errors = sum(map(len, tally.took.values())), sum(tally.wrong.values())
        print(f"minute {minute:3}: {answered:7,} answers, {errors} errors, {_held(pid) / 1e6:6,.0f} MB", flush=True)
    over.set()
    for one in people:
        one.join(ANSWER_S)
    print(f"{viewers} viewers, {analysts} analysts, {seconds:.0f} s")
    tally.say()
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
