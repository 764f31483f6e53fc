"""Nights (`/nights`): each night with what changed, what it read, how long it took, and who was told."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components.asked import Asked
from dashboards.components.night_list import night_list
from dashboards.components.page_parts import nothing
from dashboards.providers.nights import PAGE, nights_of

NONE = "`analyzer nightly --project project.yaml` makes one; started every night, it says what changed since the last."


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
        html.Section(night_list(rows, known, asked.at, asked.visitor.may_edit), className="card"),
    ]
    if len(rows) == PAGE:
        older = asked.at.to("/nights", older=str(rows[-1].number))
        parts.append(dcc.Link("Older nights", href=older, className="back"))
    return html.Div(parts, className="page")
