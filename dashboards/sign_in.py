"""Signing in and out: a plain form, a signed cookie, and who it stands for. Passwords never leave this module but to be
compared."""

from __future__ import annotations

import hashlib
import json
import secrets
from html import escape
from typing import Any
from urllib.parse import quote, urlsplit

import flask
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from analyzer.catalog import begin_session, end_session, goes_on
from analyzer.catalog.sessions import LASTS
from analyzer.catalog.users import folded
from analyzer.figures import palette
from analyzer.words import wording
from analyzer.words.language import say
from dashboards import external, wrong_passwords
from dashboards.providers import Projects, Provider
from dashboards.providers.people import User, anybody, roles_of, seats_for, secret_key

HELD = "held"  # the token of the session, in its cookie
LONGEST = 1000  # characters of a name or a password that is looked at
GROUND = palette.css(("@media (prefers-color-scheme: dark){:root", "}"))
Button = tuple[str, str] | None  # another way to sign in: its words and its address
PAGE = """<!doctype html><html lang="{t[code]}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>{t[sign_in.title]} · {t[word.process_alignment]}</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/sign_in.css"><style>{ground}</style></head>
<body><main><h1>{t[sign_in.title]}</h1><p class="what">{t[word.process_alignment]}</p>{said}
<form method="post" action="/sign-in" autocomplete="on">
<input type="hidden" name="token" value="{token}"><input type="hidden" name="next" value="{next}">
<label for="name">{t[sign_in.name]}</label>
<input id="name" name="name" value="{name}" dir="auto" autocomplete="username" autocapitalize="none" spellcheck="false"
 maxlength="80" required{name_focus}>
<label for="password">{t[sign_in.password]}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required{password_focus}>
<button type="submit">{t[sign_in.title]}</button></form>{other}
<p class="help">{t[sign_in.no_user]}</p></main></body></html>"""


class PageTexts(dict[str, str]):
    """The texts of the language by their keys, escaped, for a page that is filled by `format`: `{t[sign_in.title]}`."""

    def __missing__(self, key: str) -> str:
        return escape(say(key))


class Person(UserMixin):
    """Somebody who has signed in: a name, and the seats that say for which users they gave the password."""

    def __init__(self, name: str, seats: tuple[str, ...], users: dict[int, User]) -> None:
        self.name, self.seats = name, seats
        self._users = users

    @property
    def roles(self) -> list[str]:
        """Their roles in all projects in which they have a user."""
        return [user.role for user in self._users.values()]

    def get_id(self) -> str:
        return json.dumps([self.name, *self.seats])

    def role_in(self, provider: Provider) -> str | None:
        """The role in a project; None where they have no user in it."""
        user = self._users.get(id(provider))
        return user.role if user else None

    def partner_in(self, provider: Provider) -> str | None:
        """The partner that they stand for in a project; None where they are none there."""
        user = self._users.get(id(provider))
        return user.partner if user and user.role == "partner" else None


class _Cookies(SecureCookieSessionInterface):
    def get_cookie_secure(self, app: flask.Flask) -> bool:
        """Over https only, once it came over https, also where a proxy in front of us speaks it."""
        request = flask.request
        return request.is_secure or request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip() == "https"


def sign_in(server: flask.Flask, projects: Projects) -> bytes:
    """Give a server its sessions, and the addresses /sign-in and /sign-out; gives the key that signs them."""
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

    @manager.user_loader
    def load(identity: str) -> Person | None:
        person = person_of(projects, identity, key)
        token = flask.session.get(HELD)
        if person is None or not token or not goes_on(first.catalog(), token, person.name):
            return None
        said = external.passed_on(projects, flask.request)  # a proxy's word counts more than an old session
        return person if said is None or folded(said) == folded(person.name) else None

    @server.get("/sign-in")
    def form() -> flask.typing.ResponseReturnValue:
        wanted = own_path(flask.request.args.get("next"))
        if current_user.is_authenticated or not anybody(projects.all):
            return flask.redirect(wanted)
        return _form(wanted, external.button(projects))

    @server.post("/sign-in")
    def enter() -> flask.typing.ResponseReturnValue:
        return _enter(projects, key)

    def known(identity: str, wanted: str) -> flask.Response | None:
        person = person_of(projects, identity, key)
        hold_session(projects, person)
        return flask.redirect(own_path(wanted), 303) if person is not None else None  # type: ignore[return-value]

    def said(wanted: str, words: str, status: int) -> flask.Response:
        return _form(own_path(wanted), external.button(projects), words, status=status)

    external.by_proxy(manager, projects, key, lambda identity: person_of(projects, identity, key))
    external.by_provider(server, projects, key, known, said)

    @server.post("/sign-out")
    def leave() -> flask.typing.ResponseReturnValue:
        leave_session(projects)
        return flask.redirect("/sign-in", 303)

    return key


def hold_session(projects: Projects, person: Person | None) -> None:
    """Sign somebody in: a session in the first project's catalog, and the cookie that holds its token."""
    if person is None:
        return
    leave_session(projects)
    flask.session.permanent = True
    flask.session[HELD] = begin_session(projects.all[0].catalog(), person.name)
    login_user(person)


def leave_session(projects: Projects) -> None:
    """Sign out: the session ends, also for whoever has a copy of its cookie."""
    token = flask.session.get(HELD)
    if token:
        end_session(projects.all[0].catalog(), token)
    logout_user()
    flask.session.clear()


def own_path(asked: str | None) -> str:
    """Where to go after signing in: a path of this server, whatever was asked for."""
    path = asked or "/"
    parts = urlsplit(path)
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    own = plain and not parts.scheme and not parts.netloc
    return path if own and not parts.path.startswith(("/sign-", "/_")) else "/"


def _enter(projects: Projects, key: bytes) -> flask.typing.ResponseReturnValue:
    form = flask.request.form
    name, password = form.get("name", "")[:LONGEST], form.get("password", "")[:LONGEST]
    wanted, other = own_path(form.get("next")), external.button(projects)
    token = flask.session.get("token")
    if token is None or not secrets.compare_digest(token.encode(), form.get("token", "").encode()):
        return _form(wanted, other, say("word.this_form_has_waited"), name, 400)
    wait = wrong_passwords.begin(projects, name)
    if wait > 0:
        return _wait(wanted, other, name, wait)
    seats = seats_for(projects.all, name, password, key)
    if not seats:
        return _form(wanted, other, say("sign_in.that_name_and_password"), name, 401)
    wrong_passwords.right(projects, name)
    shown = next(iter(seats.values()))
    hold_session(projects, person_of(projects, json.dumps([shown, *sorted(seats)]), key))
    return flask.redirect(wanted, 303)


def _wait(wanted: str, other: Button, name: str, wait: float) -> flask.Response:
    seconds = int(wait) + 1
    words = say("word.too_many_wrong", time=wording.counted(seconds, say("unit.second")))
    answer = _form(wanted, other, words, name, 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _form(wanted: str, other: Button = None, said: str = "", name: str = "", status: int = 200) -> flask.Response:
    token = flask.session.setdefault("token", secrets.token_urlsafe(24))
    shown: dict[str, Any] = {
        "ground": GROUND,
        "said": f'<p class="said" role="alert">{escape(said)}</p>' if said else "",
        "token": escape(token),
        "next": escape(wanted),
        "other": _other(other, wanted),
        "name": escape(name),
        "name_focus": "" if name else " autofocus",
        "password_focus": " autofocus" if name else "",
    }
    return flask.Response(PAGE.format(t=PageTexts(), **shown), status, mimetype="text/html")


def _other(button: Button, wanted: str) -> str:
    if button is None:
        return ""
    words, address = button
    return f'<p class="other"><a href="{address}?next={quote(wanted, safe="")}">{escape(words)}</a></p>'


def person_of(projects: Projects, identity: str, key: bytes) -> Person | None:
    """Who an identity stands for, if they have a user anywhere still."""
    try:
        name, *seats = json.loads(identity)
    except ValueError:
        return None
    found = roles_of(projects.all, name, seats, key)
    return Person(name, tuple(seats), {id(provider): user for provider, user in found}) if found else None
