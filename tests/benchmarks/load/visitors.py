"""Somebody with a browser, and what was answered."""

from __future__ import annotations

import io
import random
import re
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import requests
from tusclient.client import TusClient

PASSWORD = "correct horse battery"
PAGES = ("/", "/blueprint", "/process", "/voice", "/improvement", "/nights", "/data", "/journey")
FILTERS = ("", "", "", "?segment=region:North", "?segment=region:South")
READING_S = (2.0, 8.0)  # between two pages
ANSWER_S = 120
UPLOADED = b"case_id,activity,timestamp\n" + b"1,Order,2026-03-02T08:00:00\n" * 20_000


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

    def counted(self) -> tuple[int, int]:
        """Answers and errors so far."""
        with self.lock:
            return sum(map(len, self.took.values())), sum(self.wrong.values())

    def say(self) -> None:
        """A line a kind."""
        for kind, took in sorted(self.took.items()):
            cuts = statistics.quantiles(took, n=20) if len(took) > 1 else took * 19
            middle, most = statistics.median(took), max(took)
            print(f"  {kind:10} {len(took):6,}, median {middle:5.2f} s, p95 {cuts[18]:5.2f} s, most {most:5.2f} s")
        for words, number in self.wrong.most_common():
            print(f"  error      {number:6,} {words}")


class LoadVisitor(threading.Thread):
    """Signs in, goes from page to page with a pause to read, now and then with a filter; who edits also uploads.

    Of several servers each request goes to any, as behind a proxy that remembers nobody.
    """

    def __init__(
        self, number: int, servers: Sequence[str], edits: bool, over: threading.Event, tally: Tally, share: float = 0.05
    ) -> None:
        super().__init__(daemon=True)
        self.login, self.servers, self.edits, self.over, self.tally = f"user {number}", servers, edits, over, tally
        self.chance, self.session, self.share = random.Random(number), requests.Session(), share
        self.session.headers["Connection"] = "close"

    def run(self) -> None:
        """Sign in, read and edit until the end."""
        self._timed("sign-in", self._sign_in)
        while not self.over.wait(self.chance.uniform(*READING_S)):
            path, search = self.chance.choice(PAGES), self.chance.choice(FILTERS)
            self._timed("filtered" if search else "page", lambda p=path, s=search: self._draw(p, s))
            if self.edits and self.chance.random() < self.share:
                self._timed("upload", self._upload)
        self.session.close()

    def _timed(self, kind: str, work: Callable[[], requests.Response | None]) -> None:
        began, error = time.monotonic(), None
        try:
            answer = work()
            if answer is not None and answer.status_code >= 400:
                error = str(answer.status_code)
        except (requests.RequestException, OSError) as reason:
            error = type(reason).__name__
        self.tally.add(kind, time.monotonic() - began, error)

    def _ask(self, method: str, path: str, **more: object) -> requests.Response:
        server = self.chance.choice(self.servers)
        headers = {"Origin": server}
        return self.session.request(method, f"{server}{path}", headers=headers, timeout=ANSWER_S, **more)  # type: ignore[arg-type]

    def _sign_in(self) -> requests.Response:
        form = self._ask("GET", "/sign-in").text
        token = re.search(r'name="token" value="([^"]+)"', form)
        given = {"name": self.login, "password": PASSWORD, "token": token[1] if token else "", "next": "/"}
        entered = self._ask("POST", "/sign-in", data=given, allow_redirects=False)
        for path in ("/_dash-layout", "/_dash-dependencies"):
            if (answer := self._ask("GET", path)).status_code != 200:
                return answer
        return entered

    def _draw(self, path: str, search: str) -> requests.Response:
        """What a browser asks for when one goes to a page: the callback that draws it."""
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
        return self._ask("POST", "/_dash-update-component", json=body)

    def _upload(self) -> None:
        """A file in three pieces, each to any of the servers."""
        server = self.chance.choice(self.servers)
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.session.cookies)
        client = TusClient(f"{server}/upload/", headers={"Cookie": cookies, "Origin": server})
        uploader = client.uploader(file_stream=io.BytesIO(UPLOADED), chunk_size=len(UPLOADED) // 3 + 1)
        uploader.metadata = {"filename": "load.csv", "role": "log"}
        while uploader.offset < len(UPLOADED):
            uploader.upload_chunk()
            other = self.chance.choice(self.servers)
            client.headers["Origin"] = other
            uploader.set_url(uploader.url.replace(server, other))
            server = other
