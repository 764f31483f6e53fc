"""A table of a page as an Excel workbook. A script in assets posts the CSV that the page already holds and saves the
answer, so that a workbook is made only when somebody asks for it."""

from __future__ import annotations

import csv
import re
from typing import NoReturn

import flask
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from analyzer.reports.workbook import XLSX, as_workbook, rows_of
from analyzer.words import wording
from analyzer.words.language import say
from dashboards.access import forged

MOST_BYTES = 4_000_000
MOST_CELLS = 500_000
MOST_COLUMNS = 1_000


def routes(server: flask.Flask) -> None:
    """`POST /workbook?name=stages&forms=|0.0%` with a CSV gives the workbook; `forms`: how numbers are shown, by
    column."""

    @server.post("/workbook")
    def workbook() -> flask.Response:
        request = flask.request
        if forged(request):
            _refuse(403, say("refusal.foreign"))
        if request.mimetype != "text/csv":
            _refuse(415, say("refusal.no_table"))
        request.max_content_length = MOST_BYTES
        try:
            table = rows_of(request.get_data().decode("utf-8-sig"))
        except RequestEntityTooLarge:
            _refuse(413, _too_much())
        except (UnicodeDecodeError, csv.Error):
            _refuse(400, say("refusal.no_table"))
        if not table or not table[0]:
            _refuse(400, say("refusal.no_table"))
        if len(table[0]) > MOST_COLUMNS or sum(map(len, table)) > MOST_CELLS:
            _refuse(413, _too_much())
        name = request.args.get("name", "")
        answer = flask.Response(as_workbook(name, table, request.args.get("forms", "").split("|")), mimetype=XLSX)
        file = re.sub(r"[^\w-]+", "-", name, flags=re.ASCII).strip("-")[:80] or "table"
        answer.headers["Content-Disposition"] = f'attachment; filename="{file}.xlsx"'
        return answer


def _too_much() -> str:
    return say("refusal.large_table", megabytes=MOST_BYTES // 1_000_000, cells=wording.count(MOST_CELLS))


def _refuse(status: int, words: str) -> NoReturn:
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    raise HTTPException(response=flask.Response(words + "\n", status, headers))
