"""What a request asks more than once is looked up once: every part of an answer speaks of the same state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import flask

Answer = TypeVar("Answer")


def once(what: str, look: Callable[[], Answer]) -> Answer:
    """The answer of `look`, kept under a name until the request ends; looked up each time outside a request."""
    if not flask.has_request_context():
        return look()
    known: dict[str, Answer] = flask.g.setdefault("known", {})
    if what not in known:
        known[what] = look()
    return known[what]
