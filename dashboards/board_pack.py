"""The board pack of a project's newest run, made when somebody asks for it: /board-pack.pptx and /board-pack.pdf."""

from __future__ import annotations

import threading

import flask

from analyzer.errors import SettingsError
from analyzer.reports.board import FORMS
from analyzer.words.language import say
from dashboards.access import PLAIN, visitor
from dashboards.providers import Projects
from dashboards.providers.projects import UnknownProjectError

MIMES = {
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".pdf": "application/pdf",
}
_one_at_a_time = threading.Lock()  # a pack takes seconds: two of them would keep pages waiting


def routes(server: flask.Flask, projects: Projects) -> None:
    """One address a form; `?project=NAME` as on every page. Of the whole run, whatever the filters."""

    @server.get("/board-pack<ending>")
    def board_pack(ending: str) -> flask.typing.ResponseReturnValue:
        if ending not in FORMS:
            return say("refusal.no_file") + "\n", 404, PLAIN
        try:
            provider = projects.pick(flask.request.args.get("project"))
        except UnknownProjectError:
            return say("projects.there_is_no_such") + "\n", 404, PLAIN
        visitor(provider)
        document = provider.document()
        if document is None:
            return say("refusal.no_run") + "\n", 404, PLAIN
        try:
            with _one_at_a_time:
                made = FORMS[ending](document)
        except SettingsError as error:  # no WeasyPrint, or no font
            return f"{error.do.capitalize()}.\n", 501, PLAIN
        answer = flask.Response(made, mimetype=MIMES[ending])
        answer.headers["Content-Disposition"] = f'attachment; filename="alignment{ending}"'
        return answer
