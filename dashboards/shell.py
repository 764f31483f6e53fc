"""The frame around every page: project and period above, navigation beside, licence below."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer import __version__
from analyzer.figures import wording
from analyzer.figures.svg import FONT
from dashboards.components.attributes import attributes
from dashboards.components.icon import icon
from dashboards.components.story import mismatch_address

THEME = {
    "fontFamily": FONT,
    "headings": {"fontFamily": FONT},
    "defaultRadius": "md",
    "primaryColor": "ink",
    "colors": {
        "ink": [
            "#eef4fa",
            "#dbe6f1",
            "#b5cce2",
            "#8fb2d3",
            "#6f9cc6",
            "#4a7fb0",
            "#2f6596",
            "#1f4e79",
            "#183d60",
            "#102a43",
        ],
    },
    "primaryShade": {"light": 7, "dark": 4},
}
PAGES = (("/", "Alignment", "mirror"),)


def shell(name: str, document: dict[str, Any] | None) -> Component:
    """The frame. `document` is that of the newest run, None before the first."""
    frame = dmc.AppShell(
        [
            dmc.AppShellHeader(_header(name, document), px="md"),
            dmc.AppShellNavbar(_navigation(document), p="sm", **attributes(aria_label="Pages")),
            dmc.AppShellMain([html.Div(id="page", className="content"), _footer(document)]),
        ],
        header={"height": 60},
        navbar={"width": 268, "breakpoint": "md", "collapsed": {"mobile": True}},
        padding=0,
        id="frame",
    )
    address = dcc.Location(id="address", refresh=False)
    return dmc.MantineProvider(
        [address, html.A("To the content", href="#page", className="skip"), frame],
        theme=THEME,
        defaultColorScheme="auto",
    )


def _header(name: str, document: dict[str, Any] | None) -> Component:
    toggle = dmc.ColorSchemeToggle(
        id="scheme", lightIcon=icon("sun"), darkIcon=icon("moon"), variant="subtle", color="gray", size="lg"
    )
    burger = dmc.Burger(id="burger", size="sm", hiddenFrom="md", opened=False, **attributes(aria_label="Navigation"))
    title = html.Div(
        [
            html.Span(name, className="project", dir="auto"),
            html.Span(wording.period((document or {}).get("period")), className="period"),
        ]
    )
    return dmc.Group(
        [dmc.Group([burger, icon("mirror"), title], gap="sm", wrap="nowrap"), toggle],
        h="100%",
        justify="space-between",
        wrap="nowrap",
    )


def _navigation(document: dict[str, Any] | None) -> list[Component]:
    links = [dmc.NavLink(label=label, href=href, leftSection=icon(sign), active="exact") for href, label, sign in PAGES]
    found = (document or {}).get("mismatches", [])
    if not found:
        return links
    rows = [
        dmc.NavLink(
            label=m["title"], description=_beneath(m), href=mismatch_address(m), active="exact", leftSection=_mark(m)
        )
        for m in found
    ]
    return [
        *links,
        html.P("Mismatches", className="nav-title"),
        dmc.ScrollArea(rows, type="auto", className="nav-scroll"),
    ]


def _beneath(mismatch: dict[str, Any]) -> str:
    return " · ".join(part for part in (wording.kind_name(mismatch["kind"]), mismatch["stage"]) if part)


def _mark(mismatch: dict[str, Any]) -> Component:
    return html.Span(className=f"kind-mark kind-{mismatch['kind']}", **attributes(aria_hidden="true"))


def _footer(document: dict[str, Any] | None) -> Component:
    run = (document or {}).get("run") or {}
    when = [html.Span(f"Run {run['id']}, {wording.moment(run.get('finished'))}")] if run.get("id") else []
    licence = html.Span(
        [
            f"Process Alignment Analyzer {__version__}, free software under the AGPL-3.0-or-later · ",
            html.A("source", href="/source"),
        ]
    )
    return html.Footer([*when, licence], className="foot")
