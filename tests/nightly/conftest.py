"""A project with a mail server and webhooks that are really there, and nights of it."""

from __future__ import annotations

import email
import email.policy
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from analyzer.catalog import Catalog, keep_run, open_catalog
from analyzer.nightly.outcome import Concern, Night
from analyzer.reports import write
from analyzer.settings import Settings, load_project
from tests.conftest import eventually
from tests.real_document import example

PASSWORD = "hunter2-and-more"


@dataclass
class Mailbox:
    """What a mail server took, by address; `refuses` are addresses that it does not know."""

    port: int = 0
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    users: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if address in self.refuses:
            return f"550 no such user {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.raw.append(envelope.content)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.taken += [(address, message) for address in envelope.rcpt_tos]
        return "250 OK"

    def login(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
        if right:
            self.users.append(data.login.decode())
        return AuthResult(success=right, handled=right)

    @property
    def receivers(self) -> list[str]:
        return sorted(address for address, _ in self.taken)


class Loopback(Controller):
    """The server of a test: any free port."""

    def __init__(self, mailbox: Mailbox, **options: Any) -> None:
        super().__init__(mailbox, hostname="127.0.0.1", port=0, **options)
        self.mailbox = mailbox
        self.open: set[SMTP] = set()

    def factory(self) -> SMTP:
        counted = self

        class Counted(SMTP):
            def connection_made(self, transport: Any) -> None:
                counted.open.add(self)
                super().connection_made(transport)

            def connection_lost(self, error: Any) -> None:
                super().connection_lost(error)
                counted.open.discard(self)

        return Counted(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.mailbox.port = self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        super()._trigger_server()


@pytest.fixture
def mail_server() -> Iterator[Callable[..., Mailbox]]:
    running: list[Loopback] = []

    def start(**options: Any) -> Mailbox:
        mailbox = Mailbox()
        if options.get("auth_required"):
            options["authenticator"] = mailbox.login
        running.append(Loopback(mailbox, **options))
        running[-1].start()
        return mailbox

    yield start
    for one in running:
        eventually(lambda one=one: not one.open, "a connection to the mail server stays open")
        one.stop()


@pytest.fixture
def mailbox(mail_server: Callable[..., Mailbox]) -> Mailbox:
    """A mail server without a password."""
    return mail_server()


@dataclass
class Hook:
    """What a webhook was sent, and how it answers."""

    url: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    answer: int = 200


@pytest.fixture
def hook() -> Iterator[Hook]:
    one = Hook()

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            held = self.rfile.read(int(self.headers["Content-Length"]))
            one.taken.append(json.loads(held))
            one.heads.append(dict(self.headers))
            self.send_response(one.answer)
            if one.answer == 302:
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    one.url = f"http://127.0.0.1:{server.server_address[1]}/hook/T0KEN"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield one
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def made(tmp_path: Path) -> Callable[[str], Settings]:
    """A project with these further lines; written anew each time in the same folder."""

    def make(lines: str) -> Settings:
        (tmp_path / "project.yaml").write_text(
            f"name: Greenleaf Foods\nlog: log.csv\njourney: journey.yaml\n{lines}\n", encoding="utf-8"
        )
        return load_project(tmp_path)

    return make


@pytest.fixture
def mailed(made: Callable[[str], Settings], mailbox: Mailbox) -> Callable[..., Settings]:
    """A project that mails to these, with further lines of `report`."""

    def make(to: str = "anna@example.org", *lines: str, rest: str = "") -> Settings:
        mail = f"{{host: 127.0.0.1, port: {mailbox.port}, from: nights@example.org, to: {to}, tls: none}}"
        return made("\n  ".join(("report:", f"email: {mail}", *lines)) + f"\n{rest}")

    return make


@dataclass
class Nights:
    """The nights of a project, each a kept run of the example."""

    settings: Settings
    catalog: Catalog
    scratch: Path
    number: int = 0

    def next(self, changes: dict[str, list[str]] | None = None, **told: Any) -> Night:
        """The next night: a run of the example, a day after the one before; what is not named stays as it was."""
        self.number += 1
        document = told.pop("document", None) or example()
        started = told.pop("started", f"2026-11-{self.number:02d}T02:15:00Z")
        document["run"] = {"started": started, "finished": started}
        folder = self.scratch / f"night-{self.number}"
        folder.mkdir()
        write(document, folder)
        run_id = keep_run(self.catalog, document, folder, origin="nightly")
        document["run"]["id"] = run_id
        said = changes or {}
        named = {one for ids in said.values() for one in ids}
        rest = [one["id"] for one in document["mismatches"] if one["id"] not in named]
        since = told.pop("since", "an earlier run")
        warnings = tuple(Concern(*one) for one in told.pop("warnings", ()))
        return Night(run_id, document, {"since": since, "ruler": "r", "unchanged": rest, **said}, warnings, **told)


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Callable[[Settings], Nights]]:
    opened: list[Catalog] = []

    def of(settings: Settings) -> Nights:
        opened.append(open_catalog(settings))
        scratch = tmp_path / f"scratch-{len(opened)}"
        scratch.mkdir()
        return Nights(settings, opened[-1], scratch)

    yield of
    for catalog in opened:
        catalog.close()


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    """The text, or the HTML, of a mail."""
    part = message.get_body((kind,))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")
