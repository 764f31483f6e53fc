"""What a partner sees who signs in: their own score card (`/card`), and nothing else on this server.

Their requests never reach a page, a callback or any other route: `keep_out` stands before all of them.
"""

from __future__ import annotations

from html import escape

import flask
from flask_login import current_user

from analyzer.reports.sheets import card_page, sheet_page
from analyzer.words.language import say
from dashboards.providers import Projects, Provider
from dashboards.providers.cards import card
from dashboards.sign_in import Person

ADDRESS = "/card"
SOURCE = ("/source", "/source.zip")  # whoever uses the program over a network has a right to its source
OPEN = (
    *SOURCE,
    "/card",
    "/sign-in",
    "/sign-in/password",
    "/sign-out",
    "/figures.css",
    "/tips.js",
    "/favicon.ico",
    "/health",
)
OPEN_FOLDERS = ("/assets/",)
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


def keep_out(request: flask.Request) -> flask.typing.ResponseReturnValue | None:
    """What somebody gets who is a partner wherever they have a user; None for everybody else, and for their card."""
    if not is_partner_only(current_user):
        return None
    path = request.path
    if path in OPEN or path.startswith(OPEN_FOLDERS):
        return None
    if request.method == "GET" and not path.startswith("/_") and request.accept_mimetypes.accept_html:
        return flask.redirect(ADDRESS)
    return say("partner.you_may_open_your"), 403, PLAIN


def is_partner_only(person: object) -> bool:
    """Whether somebody is a partner wherever they have a user."""
    return isinstance(person, Person) and bool(person.roles) and set(person.roles) == {"partner"}


def routes(server: flask.Flask, projects: Projects) -> None:
    """Put the card on a server, behind its guard."""

    @server.get(ADDRESS)
    def own_card() -> flask.typing.ResponseReturnValue:
        mine = _mine(projects)
        if not mine:
            return say("partner.there_is_no_card"), 404, PLAIN
        asked = flask.request.args.get("project")
        provider, partner = next((one for one in mine if one[0].name == asked), mine[0])
        found = card(provider, "partner", partner)
        page = (
            card_page(found, _foot())
            if found
            else sheet_page(say("partner.no_card_yet"), _no_card(), "card.css", _foot())
        )
        return flask.Response(page, mimetype="text/html")


def _mine(projects: Projects) -> list[tuple[Provider, str]]:
    """The projects in which the visitor is a partner, with the partner that they stand for."""
    if not isinstance(current_user, Person):
        return []
    found = [(provider, current_user.partner_in(provider)) for provider in projects.all]
    return [(provider, partner) for provider, partner in found if partner]


def _foot() -> str:
    return (
        f'<p class="foot"><a href="/sign-in/password">{escape(say("shell.change_your_password"))}</a> '
        '<form method="post" action="/sign-out">'
        f'<button type="submit">{escape(say("shell.sign_out"))}</button></form></p>'
    )


def _no_card() -> str:
    head, words = escape(say("partner.no_card_yet")), escape(say("partner.no_visit"))
    return f'<h1>{head}</h1><p class="quiet">{words}</p>'
