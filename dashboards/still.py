"""What does not change while a server runs: made once, and kept by browsers."""

from __future__ import annotations

import hashlib
from importlib.resources import files

import flask

from analyzer.figures import palette

DARK = ('@media screen{:root[data-mantine-color-scheme="dark"]', "}")  # paper is light
FRAME = ("/_dash-layout", "/_dash-dependencies")  # nothing of a project is in them
FOR_EVER = "public, max-age=31536000, immutable"  # an address that carries a version
FOR_AN_HOUR = "public, max-age=3600"
ASK = "private, no-cache"  # kept, and asked for anew with the mark of what is kept


def stylesheet() -> str:
    """The colours and the looks of figures."""
    css = files("analyzer").joinpath("figures", "figures.css").read_text(encoding="utf-8")
    sheets = files("analyzer").joinpath("reports", "templates")
    cards = "".join((sheets / f"{name}.css").read_text(encoding="utf-8") for name in ("card", "review"))
    return palette.css(DARK) + "\n" + css + cards


def tips() -> str:
    """The script of tooltips."""
    return files("analyzer").joinpath("figures", "tips.js").read_text(encoding="utf-8")


def versioned(path: str, content: str) -> str:
    """An address that is another one as soon as the content is."""
    return f"{path}?v={_mark(content.encode())}"


def keep_still(server: flask.Flask) -> None:
    """Make the frame of all pages once, and say how long browsers may keep what. To be called when the server has its
    guard and its Dash app: who may ask is looked at first, and answers are compressed last."""
    made: dict[str, bytes] = {}

    @server.before_request
    def answer_again() -> flask.Response | None:
        request = flask.request
        if request.path not in made or request.method != "GET":
            return None
        return _frame(made[request.path])

    @server.after_request
    def keep(response: flask.Response) -> flask.Response:
        request = flask.request
        if response.status_code != 200 or request.method != "GET":
            return response
        if request.path in FRAME and request.path not in made:
            made[request.path] = response.get_data()
            return _frame(made[request.path])
        if request.path.startswith("/assets/") or request.path in ("/figures.css", "/tips.js"):
            dated = "m" in request.args or "v" in request.args
            response.headers["Cache-Control"] = FOR_EVER if dated else FOR_AN_HOUR
        return response


def _frame(content: bytes) -> flask.Response:
    """Not sent again where the browser has it; a weak mark, for it may be compressed in several ways."""
    response = flask.Response(content, mimetype="application/json")
    response.set_etag(_mark(content), weak=True)
    response.headers["Cache-Control"] = ASK
    response.make_conditional(flask.request)
    return response


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
