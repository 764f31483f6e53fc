"""Mismatch (`/mismatch/<id>`): the story, both verdicts, what goes with it, whom customers blame, how it develops, what they say."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.figures import wording
from analyzer.figures.blame import blame, blame_matrix
from analyzer.figures.forest import forest, forest_rows
from analyzer.figures.mosaic import CELLS, mosaic
from analyzer.figures.segments import segments
from analyzer.figures.trend import share_trend
from dashboards.components.chips import kind_chip, owner_chip
from dashboards.components.drawing import drawing
from dashboards.components.foundations import quotes, term_chips
from dashboards.components.graph import graph
from dashboards.components.icon import icon
from dashboards.components.story import told

MARKS = "Square: can be changed. Open circle: given. Filled circle: not known. Adjusted for each other; an association, not proof of a cause."


def find(document: dict[str, Any], identity: str) -> dict[str, Any] | None:
    """The mismatch of an id, if this run still has it."""
    return next((m for m in document["mismatches"] if m["id"] == identity), None)


def page(document: dict[str, Any], mismatch: dict[str, Any]) -> Component:
    """The page of one mismatch."""
    parts = [_opening(mismatch), _facts(mismatch), _drivers(mismatch), _verdicts(mismatch), _blame(document, mismatch), _time(mismatch), _segments(mismatch)]
    return html.Div([*[part for part in parts if part], _voice(mismatch), *_notes(mismatch)], className="page mismatch-page")


def _opening(mismatch: dict[str, Any]) -> Component:
    stage = [html.Span(mismatch["stage"], className="stage-word", dir="auto")] if mismatch["stage"] else []
    return html.Header(
        [
            dcc.Link([icon("back"), "Alignment"], href="/", className="back"),
            dmc.Group([kind_chip(mismatch["kind"]), *stage, owner_chip(mismatch.get("owner"))], gap="xs"),
            html.H1(mismatch["title"], dir="auto"),
            html.P(told(mismatch["story"]), className="told", dir="auto"),
        ]
    )


def _facts(mismatch: dict[str, Any]) -> Component:
    avoidable = mismatch.get("avoidable_bad_per_month")
    facts = [("visits affected", wording.count(mismatch["affected_visits"]), "")]
    if avoidable and avoidable.get("value") is not None:
        facts.insert(0, ("avoidable unhappy a month", wording.number(avoidable["value"]), wording.limits(avoidable)))
    if mismatch.get("weight", 1.0) != 1.0:
        facts.append(("weight of the stage", f"{mismatch['weight']:g}", ""))
    tiles = [html.Div([html.Dt(name), html.Dd([value, html.Span(limits)])]) for name, value, limits in facts]
    return html.Dl(tiles, className="facts")


def _drivers(mismatch: dict[str, Any]) -> Component | None:
    drivers = mismatch["drivers"]
    if not drivers:
        return None
    figure = drawing(forest(drivers, "Drivers"), f"drivers-{mismatch['id']}", forest_rows(drivers), MARKS)
    return _section("What sets the unhappy visits apart", figure)


def _verdicts(mismatch: dict[str, Any]) -> Component | None:
    evidence = mismatch.get("evidence") or {}
    if not all(cell in evidence for cell in CELLS):
        return None
    both = {cell: int(evidence[cell]) for cell in CELLS}
    rows = [{"company": cell.split("_")[0], "customer": cell.split("_")[1], "visits": wording.count(n)} for cell, n in both.items()]
    figure = drawing(mosaic(both, mismatch["stage"] or ""), f"verdicts-{mismatch['id']}", rows, "Rated visits only.")
    return _section("Both verdicts on the same visits", figure)


def _blame(document: dict[str, Any], mismatch: dict[str, Any]) -> Component | None:
    named, causes, visits = blame_matrix(document, mismatch["stage"])
    if not mismatch["stage"] or not named:
        return None
    rows = [{"customers name": name, **{cause: wording.count(n) for cause, n in zip(causes, row, strict=True)}} for name, row in zip(named, visits, strict=True)]
    figure = graph("blame", lambda dark: blame(document, mismatch["stage"], dark), "Stage customers name against stage of the cause", rows)
    return _section("Where customers say it hurts, and where the cause lies", figure)


def _time(mismatch: dict[str, Any]) -> Component | None:
    points = [p for p in mismatch.get("trend") or [] if p.get("rated")]
    rows = [{"month": p["month"], "affected": wording.count(p["affected"]), "rated visits": wording.count(p["rated"])} for p in points]
    figure = graph("share", lambda dark: share_trend(points, dark), "Share of the rated visits by month", rows)
    return _section("How it develops", figure) if figure else None


def _segments(mismatch: dict[str, Any]) -> Component | None:
    rows = mismatch.get("segments") or []
    words = [{"segment": r["segment"], "unhappy": wording.count(r["bad"]), "rated visits": wording.count(r["rated"])} for r in rows]
    figure = graph("segments", lambda dark: segments(rows, dark), "Unhappy share by segment", words)
    return _section("Who it happens to", figure) if figure else None


def _voice(mismatch: dict[str, Any]) -> Component:
    terms = mismatch.get("words") or []
    parts = [html.H2("In their words"), quotes(mismatch.get("quotes") or [])]
    if terms:
        parts += [html.H3("Said more by the unhappy"), term_chips(terms, True), html.H3("Said more by the others"), term_chips(terms, False)]
    return html.Section(parts, className="card")


def _notes(mismatch: dict[str, Any]) -> list[Component]:
    evidence = mismatch.get("evidence") or {}
    basis = {"rated": "Shares rest on rated visits: those who answered.", "weighted": "Shares are weighted for those who did not answer."}
    lines = [basis[evidence["basis"]]] if evidence.get("basis") in basis else []
    return [html.P(line, className="quiet") for line in (*lines, *(evidence.get("notes") or []))]


def _section(title: str, *parts: Any) -> Component:
    return html.Section([html.H2(title), *parts], className="card")
