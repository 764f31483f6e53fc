"""Who may ask. Without users only this machine is answered: a foreign Host or Origin, or a request that was passed
on, is refused.

The Host is checked because a foreign page can point its own name at 127.0.0.1 (DNS rebinding) and would then read
everything here.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import flask

from dashboards.providers.visitor import Visitor

FORWARDED = (
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Forwarded-Server",
    "X-Real-IP",
    "Via",
)


def is_this_machine(host: str) -> bool:
    """Whether a host name or address, with or without port, means this machine."""
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def refusal(request: flask.Request) -> str | None:
    """Why a request is refused while there are no users; None where it is not."""
    if any(header in request.headers for header in FORWARDED):
        return "This request was passed on by another machine."
    if not is_this_machine(request.host):
        return "This server answers only under the name of this machine."
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return "This request comes from a page of another origin."
    if request.remote_addr is not None and not is_this_machine(
        f"[{request.remote_addr}]" if ":" in request.remote_addr else request.remote_addr
    ):
        return "This request comes from another machine."
    return None


def guard(server: flask.Flask) -> None:
    """Put the check before every request of a server."""

    @server.before_request
    def only_this_machine() -> tuple[str, int, dict[str, str]] | None:
        why = refusal(flask.request)
        if why is None:
            return None
        words = f"{why}\nAdd a user to open the dashboard to others: analyzer user add NAME --project PROJECT.yaml\n"
        return words, 403, {"Content-Type": "text/plain; charset=utf-8"}


def visitor() -> Visitor:
    """Who asks. Without users everyone on this machine is analyst."""
    return Visitor()
