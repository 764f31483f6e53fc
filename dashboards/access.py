"""Who may ask, and what they may do.

Without users only this machine is answered: a foreign Host or Origin, or a request that was passed on, is refused.
The Host is checked because a foreign page can point its own name at 127.0.0.1 (DNS rebinding) and would then read
everything here. With users everybody signs in, and sees the projects in which they have a user.
"""

from __future__ import annotations

from typing import NoReturn
from urllib.parse import quote, urlsplit

import flask
from flask_login import current_user
from werkzeug.exceptions import Forbidden, NotFound

from analyzer.settings.machine import is_this_machine
from analyzer.words.language import say
from dashboards import own_password, partner
from dashboards.providers import Projects, Provider
from dashboards.providers.once import once
from dashboards.providers.people import anybody
from dashboards.providers.visitor import Visitor
from dashboards.sign_in import sign_in

FORWARDED = (
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Proto",
    "X-Forwarded-Server",
    "X-Real-IP",
    "CF-Connecting-IP",
    "True-Client-IP",
    "Via",
)
OPEN = (
    "/health",
    "/metrics",
    "/sign-in",
    "/sign-in/oidc",
    "/sign-in/oidc/back",
    "/figures.css",
    "/tips.js",
    "/favicon.ico",
)
OPEN_FOLDERS = ("/assets/", "/_dash-component-suites/", "/hear/")  # a link in a mail is signed
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
ADD_USER = "analyzer user add NAME --project PROJECT.yaml"
STAFF = ("analyst", "viewer")  # a partner sees their own card alone: dashboards/partner.py
Refusal = tuple[str, int, dict[str, str]]


def refusal(request: flask.Request) -> str | None:
    """Why a request is refused while there are no users; None where it is not."""
    if any(header in request.headers for header in FORWARDED):
        return say("refusal.passed_on")
    if not is_this_machine(request.host):
        return say("refusal.other_name")
    if foreign(request):
        return say("refusal.foreign")
    if request.remote_addr is not None and not is_this_machine(request.remote_addr):
        return say("refusal.other_machine")
    return None


def foreign(request: flask.Request) -> bool:
    """Whether a page of another origin asks."""
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host


def forged(request: flask.Request) -> bool:
    """Whether a request that changes something comes from a page that is not ours. Browsers say where it comes from;
    who says nothing is no browser, and brings no one's cookie by accident."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return False
    return foreign(request) or request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")


def guard(server: flask.Flask, projects: Projects) -> None:
    """Put the checks before every request of a server, and let the projects be picked by those who may see them."""
    own_password.routes(server, projects, sign_in(server, projects))
    partner.routes(server, projects)
    projects.limit(lambda: _seen(projects))
    server.extensions["projects"] = projects

    @server.before_request
    def may_ask() -> flask.typing.ResponseReturnValue | None:
        if not has_to_sign_in(projects):
            return _this_machine_only()
        if forged(flask.request):
            return say("refusal.foreign") + "\n", 403, PLAIN
        path = flask.request.path
        if current_user.is_authenticated and (kept_out := partner.keep_out(flask.request)) is not None:
            return kept_out
        if path in OPEN or path.startswith(OPEN_FOLDERS) or current_user.is_authenticated:
            return None
        return _unknown()


def has_to_sign_in(projects: Projects) -> bool:
    """Whether there is any user."""
    return once("whether anybody has to sign in", lambda: anybody(projects.all))


def visitor(provider: Provider) -> Visitor:
    """Who asks, with the role in a project. Without users everyone on this machine is analyst, and has no name."""
    if not flask.has_request_context() or not has_to_sign_in(_projects()):
        return Visitor()
    role = current_user.role_in(provider) if current_user.is_authenticated else None
    if role not in STAFF:
        raise NotFound
    return Visitor(current_user.name, role)


def name_of_visitor() -> str | None:
    """The name of who asks, whatever they may open; None where nobody has to sign in."""
    return current_user.name if has_to_sign_in(_projects()) and current_user.is_authenticated else None


def must_edit(provider: Provider) -> Visitor:
    """Who asks, where they may edit; else the request ends with 403. To be called by whatever changes something."""
    who = visitor(provider)
    if not who.may_edit:
        _forbid(say("refusal.viewer"))
    return who


def _forbid(words: str) -> NoReturn:
    raise Forbidden(response=flask.Response(words + "\n", 403, PLAIN))


def _this_machine_only() -> Refusal | None:
    why = refusal(flask.request)
    if why is None:
        return None
    return f"{why}\n{say('refusal.add_a_user', command=ADD_USER)}\n", 403, PLAIN


def _unknown() -> Refusal | flask.Response:
    request = flask.request
    if request.method == "GET" and not request.path.startswith("/_") and request.accept_mimetypes.accept_html:
        asked = (quote(request.path) + "?" + request.query_string.decode("latin-1")).removesuffix("?")
        return flask.redirect("/sign-in" if asked == "/" else f"/sign-in?next={quote(asked, safe='')}")  # type: ignore[return-value]
    return say("refusal.sign_in") + "\n", 401, PLAIN


def _projects() -> Projects:
    projects: Projects = flask.current_app.extensions["projects"]
    return projects


def _seen(projects: Projects) -> list[Provider]:
    """What the visitor of this request may open; all of them outside a request, and where nobody signs in."""
    if not flask.has_request_context() or not has_to_sign_in(projects):
        return projects.all
    if not current_user.is_authenticated:
        return []
    return [provider for provider in projects.all if current_user.role_in(provider) in STAFF]
