"""The management review as a PDF (`/review.pdf?month=2026-03`), for whoever may open the project."""

from __future__ import annotations

import flask

from analyzer.errors import SettingsError
from analyzer.words.language import say
from dashboards.access import PLAIN, visitor
from dashboards.pages.review import MONTH
from dashboards.providers import Projects, reviews


def routes(server: flask.Flask, projects: Projects) -> None:
    """Put the PDF on a server, behind its guard."""

    @server.get("/review.pdf")
    def review_pdf() -> flask.typing.ResponseReturnValue:
        month = flask.request.args.get("month")
        if month is not None and not MONTH.fullmatch(month):
            return say("refusal.month", month="2026-03") + "\n", 400, PLAIN
        provider = projects.pick(flask.request.args.get("project"))
        visitor(provider)
        try:
            made = reviews.pdf(provider, month)
        except SettingsError as error:
            return f"{error.do.capitalize()}.\n", 501, PLAIN
        return flask.Response(made, mimetype="application/pdf")
