"""Nights (`/nights`): each night with what changed, what it read, how long it took, and who was told."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.figures.life_chart import life_chart
from analyzer.figures.sparkline import sparkline
from analyzer.words import wording
from analyzer.words.language import say
from dashboards.components.asked import Asked
from dashboards.components.drawing import place
from dashboards.components.night_list import night_list
from dashboards.components.page_parts import card, nothing, quiet
from dashboards.providers import findings
from dashboards.providers.nights import PAGE, nights_of
from dashboards.providers.trends import trends_of

NAMES = {
    "visibility": "nights.visibility",
    "relevance": "nights.relevance",
    "score": "word.score",
    "hidden": "word.hidden",
}
MOST_LIVES = 12


def page(asked: Asked) -> Component:
    """The page; `?older=` shows the nights before one."""
    rows = nights_of(asked.provider, asked.at.get("older"))
    first = rows[0].headline if rows else say("nights.no_night_yet")
    head = html.Header(
        [html.P(say("nights.nights", name=asked.provider.name), className="eyebrow", dir="auto"), html.H1(first)]
    )
    if not rows:
        return html.Div([head, nothing(say("nights.analyzer_nightly_project_project"))], className="page")
    document = asked.provider.document()
    known = {mismatch["id"] for mismatch in document["mismatches"]} if document else set()
    parts: list[Component] = [
        head,
        html.Section(night_list(rows, known, asked.at, asked.visitor.may_edit), className="card", id="night-list"),
    ]
    if not asked.at.get("older"):
        parts[1:1] = [part for part in (_trends(asked), _lives(asked)) if part is not None]
    if len(rows) == PAGE:
        older = asked.at.to("/nights", older=str(rows[-1].number))
        parts.append(dcc.Link(say("nights.older_nights"), href=older, className="back"))
    return html.Div(parts, className="page")


def _trends(asked: Asked) -> Component | None:
    """Each measure over the months and over the nights; None where nothing has two points."""
    rows = []
    for one in trends_of(asked.provider):
        name = say(NAMES[one.measure]) + (say("nights.at", stage=one.stage) if one.stage else "")
        drawn = [
            sparkline(values, name, points=of)
            for values, of in ((one.months, say("nights.months_small")), (one.nights, say("nights.nights_small")))
        ]
        if any(drawn):
            cells = [html.Td(place(svg) if svg else say("nights.too_few")) for svg in drawn]
            rows.append(html.Tr([html.Th(name, scope="row"), *cells, html.Td(_now(one.nights))]))
    if not rows:
        return None
    head = html.Thead(
        html.Tr(
            [html.Th(words, scope="col") for words in ("", say("nights.months"), say("word.nights"), say("nights.now"))]
        )
    )
    listed = html.Div(html.Table([head, html.Tbody(rows)], className="trends"), className="scroll", tabIndex="0")
    return card(say("nights.how_the_measures_develop"), listed, quiet(say("nights.months_of_the_data")), of="trends")


def _now(values: Sequence[float | None]) -> str:
    return wording.percent(values[-1]) if values and values[-1] is not None else wording.NO_VALUE


def _lives(asked: Asked) -> Component | None:
    """The findings of the newest run, each with its life as a small chart."""
    document, zone = asked.provider.document(), findings.zone(asked.provider)
    titles = {row["id"]: row["title"] for row in document["mismatches"][:MOST_LIVES]} if document else {}
    found = findings.lives(asked.provider, list(titles))
    charts = {one: life_chart(life, zone) for one, life in found.items()}
    items = [
        html.Li([dcc.Link(html.Bdi(titles[one]), href=asked.at.mismatch(one)), place(charts[one])])
        for one in titles
        if charts.get(one)
    ]
    return card(say("nights.the_lives_of_the"), html.Ul(items, className="lives"), of="lives") if items else None
