"""The frame around every page: project and period above, navigation beside, run and licence below."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer import __version__
from analyzer.figures import wording
from analyzer.figures.svg import FONT
from dashboards.components.address import Address
from dashboards.components.attributes import attributes
from dashboards.components.icon import icon

BLUES = (
    "#eef4fa", "#dbe6f1", "#b5cce2", "#8fb2d3", "#6f9cc6", "#4a7fb0", "#2f6596", "#1f4e79", "#183d60", "#102a43",
)  # fmt: skip
THEME = {
    "fontFamily": FONT,
    "headings": {"fontFamily": FONT},
    "defaultRadius": "md",
    "primaryColor": "ink",
    "colors": {"ink": list(BLUES)},
    "primaryShade": {"light": 7, "dark": 4},
}
PAGES = (
    ("/", "Alignment", "mirror"),
    ("/process", "Process", "process"),
    ("/journey", "Journey", "journey"),
    ("/voice", "Voice", "voice"),
    ("/blueprint", "Blueprint", "blueprint"),
)


def frame() -> Component:
    """What stands still while pages change."""
    parts = dmc.AppShell(
        [
            dmc.AppShellHeader(_header(), px="md"),
            dmc.AppShellNavbar([], id="navigation", p="sm", **attributes(aria_label="Pages")),
            dmc.AppShellMain([html.Div(id="page", className="content"), html.Footer(id="foot", className="foot")]),
        ],
        header={"height": 60},
        navbar={"width": 268, "breakpoint": "md", "collapsed": {"mobile": True}},
        padding=0,
        id="frame",
    )
    address = dcc.Location(id="address", refresh=False)
    skip = html.A("To the content", href="#page", className="skip")
    ground = dcc.Store(id="ground")
    return dmc.MantineProvider([address, ground, skip, parts], theme=THEME, defaultColorScheme="auto")


def title(name: str, document: dict[str, Any] | None) -> list[Component]:
    """The project and the period of its newest run."""
    period = wording.period((document or {}).get("period")) if document else ""
    return [html.Span(name, className="project", dir="auto"), html.Span(period, className="period")]


def navigation(document: dict[str, Any] | None, at: Address) -> list[Component]:
    """The pages, and the mismatches of the newest run."""
    links = [
        dmc.NavLink(label=label, href=at.to(path), leftSection=icon(sign), active=at.path == path)
        for path, label, sign in PAGES
    ]
    found = (document or {}).get("mismatches", [])
    if not found:
        return links
    rows = [_link(mismatch, at) for mismatch in found]
    return [
        *links,
        html.P("Mismatches", className="nav-title"),
        dmc.ScrollArea(rows, type="auto", className="nav-scroll"),
    ]


def foot(document: dict[str, Any] | None) -> list[Component]:
    """The run that is shown, the licence and where the source is."""
    run = (document or {}).get("run") or {}
    when = [html.Span(f"Run {run['id']}, {wording.moment(run.get('finished'))}")] if run.get("id") else []
    words = f"Process Alignment Analyzer {__version__}, free software under the AGPL-3.0-or-later · "
    return [*when, html.Span([words, html.A("source", href="/source")])]


def _header() -> Component:
    toggle = dmc.ColorSchemeToggle(
        id="scheme",
        lightIcon=icon("sun"),
        darkIcon=icon("moon"),
        variant="subtle",
        color="gray",
        size="lg",
        **attributes(aria_label="Light or dark"),
    )
    burger = dmc.Burger(id="burger", size="sm", hiddenFrom="md", opened=False, **attributes(aria_label="Navigation"))
    left = dmc.Group([burger, icon("mirror"), html.Div(id="title")], gap="sm", wrap="nowrap")
    return dmc.Group([left, toggle], h="100%", justify="space-between", wrap="nowrap")


def _link(mismatch: dict[str, Any], at: Address) -> Component:
    beneath = " · ".join(part for part in (wording.kind_name(mismatch["kind"]), mismatch["stage"]) if part)
    mark = html.Span(className=f"kind-mark kind-{mismatch['kind']}", **attributes(aria_hidden="true"))
    href = at.mismatch(mismatch["id"])
    here = at.path == href.partition("?")[0]
    return dmc.NavLink(label=mismatch["title"], description=beneath, href=href, active=here, leftSection=mark)
