"""A person's own password (`/sign-in/password`): the old one, the new one twice; every other session of theirs ends."""

from __future__ import annotations

import json
import secrets
from html import escape

import flask
from flask_login import current_user

from analyzer.errors import ArgumentError
from analyzer.reports.marked import apart, marked
from analyzer.words import wording
from analyzer.words.language import say
from dashboards import wrong_passwords
from dashboards.providers import Projects
from dashboards.providers.people import anybody, change_own
from dashboards.sign_in import GROUND, LONGEST, PageTexts, hold_session, person_of

ADDRESS = "/sign-in/password"
PAGE = """<!doctype html><html lang="{t[code]}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>{t[own_password.title]} · {t[word.process_alignment]}</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/sign_in.css"><style>{ground}</style></head>
<body><main><h1>{t[own_password.title]}</h1><p class="what">{whose}</p>{said}
<form method="post" action="/sign-in/password" autocomplete="on">
<input type="hidden" name="token" value="{token}">
<input type="hidden" name="username" value="{name}" autocomplete="username">
<label for="old">{t[own_password.current]}</label>
<input id="old" name="old" type="password" autocomplete="current-password" required autofocus>
<label for="new">{t[own_password.new]}</label>
<input id="new" name="new" type="password" autocomplete="new-password" minlength="8" maxlength="1000" required>
<label for="again">{t[own_password.again]}</label>
<input id="again" name="again" type="password" autocomplete="new-password" minlength="8" maxlength="1000" required>
<button type="submit">{t[own_password.change]}</button></form>
<p class="help"><a href="/">{t[own_password.back]}</a></p></main></body></html>"""


def routes(server: flask.Flask, projects: Projects, key: bytes) -> None:
    """Put the page on a server, behind its guard."""

    @server.get(ADDRESS)
    def own_password() -> flask.typing.ResponseReturnValue:
        return _page() if anybody(projects.all) else flask.redirect("/")

    @server.post(ADDRESS)
    def changed() -> flask.typing.ResponseReturnValue:
        return _change(projects, key) if anybody(projects.all) else flask.redirect("/")


def _change(projects: Projects, key: bytes) -> flask.Response:
    form, token = flask.request.form, flask.session.get("token")
    if token is None or not secrets.compare_digest(token.encode(), form.get("token", "").encode()):
        return _page(say("word.this_form_has_waited"), 400)
    old, new = form.get("old", "")[:LONGEST], form.get("new", "")
    if new != form.get("again", ""):
        return _page(say("own_password.the_two_new_passwords"), 400)
    name = current_user.name
    wait = wrong_passwords.begin(projects, name)
    if wait > 0:
        return _page(say("word.too_many_wrong", time=wording.counted(int(wait) + 1, say("unit.second"))), 429)
    try:
        seats = change_own(projects.all, name, current_user.seats, old, new, key)
    except ArgumentError as error:
        wrong_passwords.right(projects, name)
        return _page(say("own_password.use_not", expected=error.expected, found=error.found), 400)
    if seats is None:
        return _page(say("own_password.that_is_not_your"), 401)
    wrong_passwords.right(projects, name)
    hold_session(projects, person_of(projects, json.dumps([name, *sorted(seats)]), key))
    return _page(say("own_password.your_password_is_changed"))


def _page(said: str = "", status: int = 200) -> flask.Response:
    token = flask.session.setdefault("token", secrets.token_urlsafe(24))
    how = 'class="said" role="alert"' if status >= 400 else 'class="said done" role="status"'
    words = f"<p {how}>{escape(said)}</p>" if said else ""
    whose = marked("own_password.whose", name=apart(current_user.name))
    shown = {"ground": GROUND, "name": escape(current_user.name), "token": escape(token), "said": words}
    return flask.Response(PAGE.format(t=PageTexts(), whose=whose, **shown), status, mimetype="text/html")
