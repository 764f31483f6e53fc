"""Nights (`/nights`): each night with what changed, what it read, how long it took, and who was told."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.figures.life_chart import life_chart
from analyzer.figures.sparkline import sparkline
from analyzer.words import wording
from dashboards.components.asked import Asked
from dashboards.components.drawing import place
from dashboards.components.night_list import night_list
from dashboards.components.page_parts import card, nothing, quiet
from dashboards.providers import findings
from dashboards.providers.nights import PAGE, nights_of
from dashboards.providers.trends import trends_of

NONE = "`analyzer nightly --project project.yaml` makes one; started every night, it says what changed since the last."

RESTS = (
    "Months of the data, in the project's zone; nights as each measured all it had read. No point where it would rest "
    "on fewer than 10 visits a month, or 30 a night. Hidden: of the visits we heard about those on target with "
    "an unhappy customer."
)
NAMES = {"visibility": "Visibility", "relevance": "Relevance", "score": "Score", "hidden": "Hidden"}
MOST_LIVES = 12


def page(asked: Asked) -> Component:
    """The page; `?older=` shows the nights before one."""
    rows = nights_of(asked.provider, asked.at.get("older"))
    first = rows[0].headline if rows else "No night yet"
    head = html.Header([html.P(f"Nights · {asked.provider.name}", className="eyebrow", dir="auto"), html.H1(first)])
    if not rows:
        return html.Div([head, nothing(NONE)], className="page")
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
        parts.append(dcc.Link("Older nights", href=older, className="back"))
    return html.Div(parts, className="page")


def _trends(asked: Asked) -> Component | None:
    """Each measure over the months and over the nights; None where nothing has two points."""
    rows = []
    for one in trends_of(asked.provider):
        name = NAMES[one.measure] + (f" at {one.stage}" if one.stage else "")
        drawn = [sparkline(values, name, points=of) for values, of in ((one.months, "months"), (one.nights, "nights"))]
        if any(drawn):
            cells = [html.Td(place(svg) if svg else "too few") for svg in drawn]
            rows.append(html.Tr([html.Th(name, scope="row"), *cells, html.Td(_now(one.nights))]))
    if not rows:
        return None
    head = html.Thead(html.Tr([html.Th(words, scope="col") for words in ("", "Months", "Nights", "Now")]))
    listed = html.Div(html.Table([head, html.Tbody(rows)], className="trends"), className="scroll", tabIndex="0")
    return card("How the measures develop", listed, quiet(RESTS), of="trends")


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
    return card("The lives of the findings", html.Ul(items, className="lives"), of="lives") if items else None
