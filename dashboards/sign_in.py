"""Signing in and out: a plain form, a signed cookie, and who it stands for. Passwords never leave this module but to be
compared."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import timedelta
from html import escape
from typing import Any
from urllib.parse import urlsplit

import flask
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from analyzer.figures import palette
from dashboards.providers import Projects, Provider
from dashboards.providers.people import anybody, roles_of, seats_for, secret_key
from dashboards.wrong_passwords import WrongPasswords

LASTS = timedelta(hours=12)  # after the last request
LONGEST = 1000  # characters of a name or a password that is looked at
FREE = {"both": 5, "name": 25, "address": 50}  # wrong passwords before the waiting begins
GROUND = palette.css(("@media (prefers-color-scheme: dark){:root", "}"))
WRONG = "That name and password do not belong together."
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>Sign in · Process alignment</title><link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/sign_in.css"><style>{ground}</style></head>
<body><main><h1>Sign in</h1><p class="what">Process alignment</p>{said}
<form method="post" action="/sign-in" autocomplete="on">
<input type="hidden" name="token" value="{token}"><input type="hidden" name="next" value="{next}">
<label for="name">Name</label>
<input id="name" name="name" value="{name}" dir="auto" autocomplete="username" autocapitalize="none" spellcheck="false"
 maxlength="80" required{name_focus}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required{password_focus}>
<button type="submit">Sign in</button></form>
<p class="help">No user yet? Whoever runs this server adds one.</p></main></body></html>"""


class Person(UserMixin):
    """Somebody who has signed in: a name, and the seats that say for which users they gave the password."""

    def __init__(self, name: str, seats: tuple[str, ...], roles: dict[int, str]) -> None:
        self.name, self.seats = name, seats
        self._roles = roles

    def get_id(self) -> str:
        return json.dumps([self.name, *self.seats])

    def role_in(self, provider: Provider) -> str | None:
        """The role in a project; None where they have no user in it."""
        return self._roles.get(id(provider))


class _Cookies(SecureCookieSessionInterface):
    def get_cookie_secure(self, app: flask.Flask) -> bool:
        """Over https only, once it came over https, also where a proxy in front of us speaks it."""
        request = flask.request
        return request.is_secure or request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip() == "https"


def sign_in(server: flask.Flask, projects: Projects) -> tuple[bytes, WrongPasswords]:
    """Give a server its sessions, and the addresses /sign-in and /sign-out; gives the key that signs them, and who
    counts wrong passwords."""
    first = projects.all[0]
    key = secret_key(first.settings.home)
    mark = hashlib.sha256(str(first.project).encode()).hexdigest()[:8]  # two servers on one machine share its cookies
    server.secret_key = key
    server.session_interface = _Cookies()
    server.config.update(
        SESSION_COOKIE_NAME=f"alignment_{mark}",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=LASTS,
    )
    manager = LoginManager(server)
    tries = WrongPasswords()

    @manager.user_loader
    def load(identity: str) -> Person | None:
        return person_of(projects, identity, key)

    @server.get("/sign-in")
    def form() -> flask.typing.ResponseReturnValue:
        wanted = own_path(flask.request.args.get("next"))
        if current_user.is_authenticated or not anybody(projects.all):
            return flask.redirect(wanted)
        return _form(wanted)

    @server.post("/sign-in")
    def enter() -> flask.typing.ResponseReturnValue:
        return _enter(projects, key, tries)

    @server.post("/sign-out")
    def leave() -> flask.typing.ResponseReturnValue:
        logout_user()
        flask.session.clear()
        return flask.redirect("/sign-in", 303)

    return key, tries


def own_path(asked: str | None) -> str:
    """Where to go after signing in: a path of this server, whatever was asked for."""
    path = asked or "/"
    parts = urlsplit(path)
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    own = plain and not parts.scheme and not parts.netloc
    return path if own and not parts.path.startswith(("/sign-", "/_")) else "/"


def _enter(projects: Projects, key: bytes, tries: WrongPasswords) -> flask.typing.ResponseReturnValue:
    form = flask.request.form
    name, password = form.get("name", "")[:LONGEST], form.get("password", "")[:LONGEST]
    wanted = own_path(form.get("next"))
    token = flask.session.get("token")
    if token is None or not secrets.compare_digest(token.encode(), form.get("token", "").encode()):
        return _form(wanted, "This form has waited too long. Try again.", name, 400)
    keys = keys_of(name)
    wait = tries.begin(keys)
    if wait > 0:
        return _wait(wanted, name, wait)
    seats = seats_for(projects.all, name, password, key)
    if not seats:
        return _form(wanted, WRONG, name, 401)
    tries.right(keys)
    shown = next(iter(seats.values()))
    person = person_of(projects, json.dumps([shown, *sorted(seats)]), key)
    flask.session.clear()
    flask.session.permanent = True
    login_user(person)
    return flask.redirect(wanted, 303)


def _wait(wanted: str, name: str, wait: float) -> flask.Response:
    seconds = int(wait) + 1
    words = f"Too many wrong passwords. Try again in {seconds} second{'s' if seconds > 1 else ''}."
    answer = _form(wanted, words, name, 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def keys_of(name: str) -> list[tuple[str, int]]:
    """Under what a try with a name from this address is counted, and how many are free."""
    who, where = name.strip().casefold(), flask.request.remote_addr or ""
    return [
        (f"both {where} {who}", FREE["both"]),
        (f"name {who}", FREE["name"]),
        (f"address {where}", FREE["address"]),
    ]


def _form(wanted: str, said: str = "", name: str = "", status: int = 200) -> flask.Response:
    token = flask.session.setdefault("token", secrets.token_urlsafe(24))
    shown: dict[str, Any] = {
        "ground": GROUND,
        "said": f'<p class="said" role="alert">{escape(said)}</p>' if said else "",
        "token": escape(token),
        "next": escape(wanted),
        "name": escape(name),
        "name_focus": "" if name else " autofocus",
        "password_focus": " autofocus" if name else "",
    }
    return flask.Response(PAGE.format(**shown), status, mimetype="text/html")


def person_of(projects: Projects, identity: str, key: bytes) -> Person | None:
    """Who an identity stands for, if they have a user anywhere still."""
    try:
        name, *seats = json.loads(identity)
    except ValueError:
        return None
    found = roles_of(projects.all, name, seats, key)
    return Person(name, tuple(seats), {id(provider): user.role for provider, user in found}) if found else None
