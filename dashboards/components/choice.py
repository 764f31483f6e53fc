"""A choice between views of the same thing, as links: the address keeps it."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components.attributes import attributes


def choice(label: str, options: Sequence[tuple[str, str, bool]]) -> Component:
    """`options` are (name, address, chosen)."""
    links: list[Component] = [
        html.Span(name, **attributes(aria_current="true")) if chosen else dcc.Link(name, href=href)
        for name, href, chosen in options
    ]
    return html.Nav(links, className="views", **attributes(aria_label=label))
