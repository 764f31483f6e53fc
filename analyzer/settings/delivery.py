"""What a project file says of its nights: `report`, `alerts` and their addresses."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from analyzer.settings.model import Alerts, Email, Report, Tls
from analyzer.settings.value import Value

_ALARMS = ("new", "worse", "better", "resolved", "stale")
_EMAIL_KEYS = ("host", "port", "from", "to", "user", "password", "tls")
_DEFAULT_TLS: Tls = "starttls"
_PORTS: dict[Tls, int] = {"starttls": 587, "ssl": 465, "none": 25}


def read_report(value: Value) -> Report:
    """`{folder: reports, email: {…}, webhook: {url: …}}`."""
    value.keys(("folder", "email", "webhook"), "report")
    return Report(
        folder=value.take("folder", Value.text, "reports"),
        email=value.take("email", _email, None),
        webhook=value.take("webhook", _webhook, None),
    )


def read_alerts(value: Value) -> Alerts:
    """`{on: [new, worse], settle: 0}`."""
    value.keys(("on", "settle"), "alerts")
    return Alerts(
        on=value.take(
            "on",
            lambda on: tuple(dict.fromkeys(v.one_of(_ALARMS, "what alarms") for v in on.items("words"))),
            ("new", "worse"),
        ),
        settle_s=value.take("settle", lambda v: 0.0 if v.text() == "0" else v.seconds(), 0.0),
    )


def _email(value: Value) -> Email:
    value.keys(_EMAIL_KEYS, "report.email")
    tls: Tls = value.take("tls", _tls, _DEFAULT_TLS)
    user, password = value.take("user", Value.text, None), value.take("password", Value.text, None)
    if password is not None and user is None:
        raise value.wrong("a user to the password", "a password alone", "add user:, or take the password out")
    return Email(
        host=value.need("host", Value.text, "report.email", "add host: and the mail server's name"),
        sender=value.need("from", _address, "report.email", "add from: and the sender's address"),
        to=value.need("to", _addresses, "report.email", "add to: and the receivers' addresses"),
        port=value.take("port", lambda v: v.whole(1, 65_535, "a port from 1 to 65535"), _PORTS[tls]),
        user=user,
        password=password,
        tls=tls,
    )


def _tls(value: Value) -> Tls:
    word = value.text().casefold()
    if word in ("starttls", "true", "yes", "on"):
        return "starttls"
    if word in ("none", "false", "no", "off"):
        return "none"
    if word == "ssl":
        return "ssl"
    raise value.wrong("starttls, ssl or none")


def _addresses(value: Value) -> tuple[str, ...]:
    if value.is_list:
        found = tuple(_address(item) for item in value.items("addresses"))
        if not found:
            raise value.wrong("one address or more", "an empty list")
        return found
    return (_address(value),)


def _address(value: Value) -> str:
    """A mail address, alone or as `Name <name@example.org>`."""
    text = value.text()
    if not re.fullmatch(r"[^@<>\r\n]*<[^@\s<>]+@[^@\s<>]+>|[^@\s<>,]+@[^@\s<>,]+", text):
        raise value.wrong("a mail address such as quality@example.org")
    return text


def _webhook(value: Value) -> str:
    value.keys(("url",), "report.webhook")
    return value.need("url", _http, "report.webhook", "add url: and the address that takes the digest")


def _http(value: Value) -> str:
    text = value.text()
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(letter.isspace() for letter in text):
        raise value.wrong("an address that starts with https:// or http://")
    return text
