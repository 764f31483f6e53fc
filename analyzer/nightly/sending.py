"""The ways out: a mail server, and webhooks. Each try has a time limit; what is said of a failure holds no secret."""

from __future__ import annotations

import base64
import json
import re
import smtplib
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import parseaddr
from http.client import HTTPException
from typing import Any

from analyzer import __version__
from analyzer.errors import DeliveryError
from analyzer.settings import Email, Settings
from analyzer.words.digest_words import inert

CONNECT_S = 20.0  # of silence, at most
MAIL_S = 60.0  # for one mail, whatever the server does
HOOK_S = 30.0
LONGEST = 300  # characters of what is said of a failure


class MailServer:
    """A connection to the project's mail server, made when the first mail is sent and anew after a failure."""

    def __init__(self, email: Email, connect_s: float = CONNECT_S, mail_s: float = MAIL_S) -> None:
        self.email, self.connect_s, self.mail_s = email, connect_s, mail_s
        self._open: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, to: str) -> None:
        """Send a mail to one address. Raises DeliveryError where the server does not take it in time."""
        where = f"{self.email.host}:{self.email.port}"
        try:
            within(self.mail_s, lambda: self._send(message, to))
        except smtplib.SMTPRecipientsRefused as reason:
            code, said = next(iter(reason.recipients.values()))
            raise _refused(where, f"it refused the address: {code} {_text(said)}", "check the address") from None
        except smtplib.SMTPAuthenticationError as reason:
            raise self._lost(where, f"it refused user and password: {reason.smtp_code}", "check both") from None
        except smtplib.SMTPResponseException as reason:
            raise self._lost(where, f"{reason.smtp_code} {_text(reason.smtp_error)}", "ask who runs it") from None
        except (smtplib.SMTPException, OSError, UnicodeError) as reason:
            found = _text(getattr(reason, "strerror", None) or reason) or type(reason).__name__
            do = "check host, port and tls, and that the server can be reached"
            raise self._lost(where, found, do) from None

    def close(self) -> None:
        """End the connection."""
        if self._open is not None:
            server, self._open = self._open, None
            try:
                within(self.connect_s, server.quit)
            except (smtplib.SMTPException, OSError):
                server.close()

    def _send(self, message: EmailMessage, to: str) -> None:
        if self._open is None:
            self._open = self._connected()
        self._open.send_message(message, from_addr=parseaddr(self.email.sender)[1], to_addrs=[to])

    def _connected(self) -> smtplib.SMTP:
        email, secure = self.email, ssl.create_default_context()
        if email.tls == "ssl":
            server: smtplib.SMTP = smtplib.SMTP_SSL(email.host, email.port, timeout=self.connect_s, context=secure)
        else:
            server = smtplib.SMTP(email.host, email.port, timeout=self.connect_s)
        try:
            if email.tls == "starttls":
                server.starttls(context=secure)
            if email.user is not None:
                server.login(email.user, email.password or "")
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
        return server

    def _lost(self, where: str, found: str, do: str) -> DeliveryError:
        server, self._open = self._open, None
        if server is not None:
            server.close()
        return _refused(where, found, do)


def post(url: str, shown: str, body: dict[str, Any], once: str, limit_s: float = HOOK_S) -> None:
    """Send JSON to an address. `once` is the same for each try of a delivery. Raises DeliveryError where the answer is
    not 2xx, or none comes in time; another address that it points to is not followed."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"process-alignment-analyzer/{__version__}",
        "Idempotency-Key": once,
    }
    request = urllib.request.Request(url, json.dumps(body, allow_nan=False).encode(), headers, method="POST")
    opener = urllib.request.build_opener(_NoOtherAddress)

    def ask() -> None:
        with opener.open(request, timeout=limit_s):
            return

    try:
        within(limit_s, ask)
    except urllib.error.HTTPError as reason:
        reason.close()
        raise _refused(shown, f"it answered {reason.code}", "check the address and what it takes") from None
    except (OSError, HTTPException, ValueError) as reason:
        cause = getattr(reason, "reason", None) or getattr(reason, "strerror", None) or reason
        found = _text(getattr(cause, "strerror", None) or cause) or type(reason).__name__
        raise _refused(shown, found, "check the address, and that it can be reached") from None


def within(seconds: float, work: Callable[[], object]) -> None:
    """Work that ends in time, however slowly the other side answers. Raises TimeoutError where it does not; what the
    work raises goes through. A connection that is given up ends with its own limit of silence."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except (OSError, smtplib.SMTPException, HTTPException, ValueError) as reason:
            raised.append(reason)

    thread = threading.Thread(target=run, name="delivery", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError(f"no end within {seconds:g} seconds")
    if raised:
        raise raised[0]


def said_of(settings: Settings, error: DeliveryError) -> str:
    """A failure in one line, without passwords, tokens and values of environment variables."""
    text = f"{error.where}: {error.found}; {error.do}"
    email = settings.report.email
    hidden = [hook.url for hook in settings.report.webhooks]
    if email and email.password:
        user, password = email.user or "", email.password
        hidden += [password, *(_base64(one) for one in (password, f"\0{user}\0{password}"))]
    for secret in sorted(filter(None, hidden), key=len, reverse=True):
        text = text.replace(secret, "…")
    return inert(settings.masked(text))[:LONGEST]


class _NoOtherAddress(urllib.request.HTTPRedirectHandler):
    """A POST that is sent on would become a GET, or take what it holds to somewhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _refused(where: str, found: str, do: str) -> DeliveryError:
    return DeliveryError(expected="somebody who takes the digest", found=found, where=where, do=do)


def _text(said: object) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return re.sub(r"\s+", " ", text).strip()


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
