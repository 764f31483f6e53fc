"""What is posted to a callback has the form that a page gives it; anything else is answered with 400, not a fault."""

from __future__ import annotations

from typing import Any

import flask

from analyzer.words.language import say
from dashboards.access import PLAIN

PATH = "/_dash-update-component"
FORMS: dict[str, type | tuple[type, ...]] = {
    "pathname": str,
    "search": str,
    "value": str,
    "data": str,
    "checked": bool,
    "n_clicks": int,
    "submit_n_clicks": int,
    "n_intervals": int,
}
TABLES = ("-asked", "-base", "-move", "uploaded")  # stores that hold a table of names and values
NUMBERS = ("-days", "-expected")  # fields of a number, which are empty text where nothing is given
LISTS = ("-on",)  # fields with several values
MOST_LETTERS = 8_000  # of an address: a link of half of that is the longest that the server takes


def check(server: flask.Flask, app: Any) -> None:
    """Look at what is posted before Dash does. To be put on a server after its guard."""

    @server.before_request
    def is_a_call() -> flask.typing.ResponseReturnValue | None:
        if flask.request.path != PATH or flask.request.method != "POST":
            return None
        body = flask.request.get_json(silent=True)
        return None if _fits(body, app.callback_map) else (say("refusal.no_call") + "\n", 400, PLAIN)


def _fits(body: Any, known: dict[str, Any]) -> bool:
    """Whether a body names a callback and brings as many inputs and states as it has, each in its place."""
    output = body.get("output") if isinstance(body, dict) else None
    if not isinstance(output, str) or output not in known:
        return False
    changed = body.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(isinstance(one, str) and "." in one for one in changed):
        return False
    return all(_same(body.get(part, []), known[output][part]) for part in ("inputs", "state"))


def _same(given: Any, wanted: list[dict[str, Any]]) -> bool:
    if not isinstance(given, list) or len(given) != len(wanted):
        return False
    for one, of in zip(given, wanted, strict=True):
        several = '["ALL"]' in of["id"]
        if several != isinstance(one, list):
            return False
        if not all(_is_value(value) for value in (one if several else [one])):
            return False
        if not several and one["property"] != of["property"]:
            return False
    return True


def _is_value(one: Any) -> bool:
    if not (isinstance(one, dict) and isinstance(one.get("id"), str | dict) and isinstance(one.get("property"), str)):
        return False
    name, prop, value = (
        one["id"] if isinstance(one["id"], str) else str(one["id"].get("kind")),
        one["property"],
        one.get("value"),
    )
    if prop == "search" and isinstance(value, str) and len(value) > MOST_LETTERS:
        return False
    if prop == "data" and name.endswith(TABLES):
        return value is None or isinstance(value, dict)
    if prop == "value" and name.endswith(NUMBERS) and isinstance(value, int | float):
        return True
    if prop == "value" and name.endswith(LISTS) and isinstance(value, list):
        return all(isinstance(word, str) for word in value)
    return prop not in FORMS or (value is None and name != "address") or isinstance(value, FORMS[prop])
