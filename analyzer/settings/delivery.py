"""What a project file says of its nights: `report`, `alerts` and their addresses."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from analyzer.settings.model import Alerts, Email, Report, Shape, Tls, Webhook
from analyzer.settings.value import Value

_ALARMS = ("new", "worse", "better", "resolved", "regressed", "not_measurable", "stale")
_EMAIL_KEYS = ("host", "port", "from", "to", "user", "password", "tls")
_DEFAULT_TLS: Tls = "starttls"
_SHAPES: tuple[Shape, ...] = ("json", "slack", "teams")
EVERYTHING = "all"  # the key of `to` under which stands who hears of everything
_PORTS: dict[Tls, int] = {"starttls": 587, "ssl": 465, "none": 25}


def read_report(value: Value) -> Report:
    """`{folder: reports, email: {…}, webhook: {url: …, shape: slack}, always: true, pdf: true, url: …}`."""
    value.keys(("folder", "email", "webhook", "always", "pdf", "url"), "report")
    return Report(
        folder=value.take("folder", Value.text, "reports"),
        email=value.take("email", _email, None),
        webhooks=value.take("webhook", _webhooks, ()),
        always=value.take("always", Value.flag, False),
        pdf=value.take("pdf", Value.flag, False),
        url=value.take("url", lambda url: _http(url).rstrip("/"), None),
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
    to, to_some = value.need("to", _receivers, "report.email", "add to: and the receivers' addresses")
    return Email(
        host=value.need("host", Value.text, "report.email", "add host: and the mail server's name"),
        sender=value.need("from", _address, "report.email", "add from: and the sender's address"),
        to=to,
        port=value.take("port", lambda v: v.whole(1, 65_535, "a port from 1 to 65535"), _PORTS[tls]),
        user=user,
        password=password,
        tls=tls,
        to_some=to_some,
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


def _receivers(value: Value) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """Who hears of everything, and who of what belongs to an owner or a stage: `{Logistics: a@example.org, all: …}`."""
    if value.is_text or value.is_list:
        return _addresses(value), ()
    some = tuple((name, value.need(name, _addresses, "report.email.to", "add addresses")) for name in value.names())
    if not some:
        raise value.wrong("owners or stages with their addresses", "an empty mapping")
    everything = tuple(address for name, addresses in some if name == EVERYTHING for address in addresses)
    return everything, tuple(one for one in some if one[0] != EVERYTHING)


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


def _webhooks(value: Value) -> tuple[Webhook, ...]:
    """One mapping, or a list of several."""
    return tuple(_webhook(item) for item in value.items("webhooks")) if value.is_list else (_webhook(value),)


def _webhook(value: Value) -> Webhook:
    value.keys(("url", "shape"), "report.webhook")
    return Webhook(
        url=value.need("url", _http, "report.webhook", "add url: and the address that takes the digest"),
        shape=value.take("shape", _shape, "json"),
    )


def _shape(value: Value) -> Shape:
    word = value.one_of(_SHAPES, "the shape of the message")
    return next(shape for shape in _SHAPES if shape == word)


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
