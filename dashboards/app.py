"""The Dash app: a frame, callbacks that turn an address into a page, and two functions that run in the browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import flask
from dash import Dash, Input, Output, State, no_update, set_props
from dash.dependencies import MATCH
from dash.development.base_component import Component

from analyzer.words.language import say, texts_of
from dashboards import shell
from dashboards.access import name_of_visitor, visitor
from dashboards.components.address import Address, read_address
from dashboards.components.asked import Asked
from dashboards.components.map_card import page_key
from dashboards.pages import first_run, mismatch, nothing, sliced
from dashboards.pages.desks import CALLBACKS, desk_of
from dashboards.pages.discussion import discussion
from dashboards.pages.mismatch_work import panels
from dashboards.providers import Projects, Provider
from dashboards.providers.improvement import with_standing
from dashboards.providers.projects import UnknownProjectError
from dashboards.providers.runs import UnreadableRunError
from dashboards.still import stylesheet, tips, versioned

INDEX = """<!DOCTYPE html>
<html lang="LANGUAGE">
<head>{%metas%}<title>{%title%}</title><link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">{%css%}
<link rel="stylesheet" href="FIGURES"></head>
<body><script type="application/json" id="texts">TEXTS</script>
{%app_entry%}{%config%}{%scripts%}<script src="TIPS"></script>{%renderer%}</body>
</html>"""
METAS = [
    {"name": "viewport", "content": "width=device-width, initial-scale=1"},
    {"name": "color-scheme", "content": "light dark"},
]


def index() -> str:
    """The page that holds all others, in the language that is spoken, with the addresses of what it loads."""
    texts = json.dumps(texts_of("script."), ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    page = INDEX.replace("TEXTS", texts).replace("LANGUAGE", say("code")).replace("TIPS", versioned("/tips.js", tips()))
    return page.replace("FIGURES", versioned("/figures.css", stylesheet()))


def build(projects: Projects, server: flask.Flask) -> Dash:
    """The app on a Flask server, over the given projects."""
    app = Dash(
        "dashboards",
        server=server,
        assets_folder=str(Path(__file__).parent / "assets"),
        title=say("word.process_alignment"),
        update_title="",
        index_string=index(),
        suppress_callback_exceptions=True,
        compress=True,
        enable_mcp=False,
        use_pages=False,
        meta_tags=METAS,
    )
    app.layout = shell.frame
    _pages(app, projects)
    _frame(app, projects)
    _in_the_browser(app)
    for register in CALLBACKS:
        register(app, projects)
    return app


def page_of(provider: Provider, at: Address, projects: Projects | None = None) -> Component:
    """The page that an address means; where the newest run's document cannot be read, one that says so."""
    try:
        return _page_of(provider, at, projects)
    except UnreadableRunError as unreadable:
        return nothing.unreadable(unreadable.found, at)


def _page_of(provider: Provider, at: Address, projects: Projects | None) -> Component:
    asked = Asked(provider, at, visitor(provider), projects)
    desk = desk_of(at.path)
    if desk is not None:
        return desk(asked)
    document = provider.document()
    if document is None:
        return first_run.page(asked)
    if at.path in sliced.VIEWS:
        if at.path != "/":
            return sliced.page(asked, document)
        return sliced.page(asked, with_standing(provider, document), at_end=[discussion(asked)])
    if at.path.startswith("/mismatch/"):
        found = mismatch.find(document, at.path.removeprefix("/mismatch/"))
        if found is None:
            return nothing.not_found(say("nothing.the_newest_run_does"), at)
        return mismatch.page(document, found, at, panels(asked, found))
    return nothing.not_found(say("nothing.this_address_leads_nowhere"), at)


def _pages(app: Dash, projects: Projects) -> None:
    @app.callback(
        Output("page", "children"),
        Input("address", "pathname"),
        Input("address", "search"),
        State("page-key", "data"),
    )
    def show(path: str, search: str, drawn: str | None = None) -> object:
        """The one place where an address becomes what is seen: a whole page, or the map of one that stands."""
        at = read_address(path, search)
        try:
            provider = projects.pick(at.get("project"))
            key = page_key(at, provider.run_id())
            if at.path == "/process" and key == drawn:
                sliced.draw_map_again(Asked(provider, at, visitor(provider), projects))
                return no_update
            set_props("page-key", {"data": key})
            return page_of(provider, at, projects)
        except UnknownProjectError as unknown:
            set_props("page-key", {"data": None})  # the way back draws the page again
            return nothing.not_found(str(unknown.description), Address())

    @app.callback(
        Output("page", "children", allow_duplicate=True),
        Output("first-run", "data"),
        Input("wait", "n_intervals"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def wait(_: int, path: str, search: str) -> tuple[Component, object]:
        at = read_address(path, search)
        provider = projects.pick(at.get("project"))
        return page_of(provider, at, projects), provider.run_id() or no_update


def _frame(app: Dash, projects: Projects) -> None:
    @app.callback(
        Output("title", "children"),
        Output("navigation", "children"),
        Output("foot", "children"),
        Output("who", "children"),
        Output("page-title", "data"),
        Input("address", "pathname"),
        Input("address", "search"),
        Input("first-run", "data"),
    )
    def around(
        path: str, search: str, _: str | None
    ) -> tuple[list[Component], list[Component], list[Component], list[Component], str]:
        at = read_address(path, search)
        try:
            provider = projects.pick(at.get("project"))
        except UnknownProjectError:
            nobody = shell.who(name_of_visitor(), None)
            nameless = say("word.process_alignment")
            return shell.title(nameless, None), [], shell.foot(None), nobody, nameless
        return _around(provider, [(one.name, projects.key(one)) for one in projects.seen()], at)


def _around(provider: Provider, others: list[tuple[str, str]], at: Address) -> tuple[Any, Any, Any, Any, str]:
    """What stands around a page: title, links, foot, who is there, and the browser's title."""
    who = visitor(provider)
    try:
        document = provider.document()
    except UnreadableRunError:  # the page says so
        document = None
    return (
        shell.title(provider.name, document, others, at),
        shell.navigation(document, at, several=len(others) > 1, may_edit=who.may_edit),
        shell.foot(document, at),
        shell.who(who.name, who.role),
        shell.page_title(provider.name, document, at),
    )


def _in_the_browser(app: Dash) -> None:
    app.clientside_callback(
        "window.dash_clientside.alignment.title",
        Output("page-title", "modified_timestamp"),
        Input("page-title", "data"),
    )
    app.clientside_callback(
        "window.dash_clientside.alignment.ground",
        Output({"kind": "graph", "of": MATCH}, "figure"),
        Input("ground", "data"),
        Input({"kind": "figures", "of": MATCH}, "data"),
    )
    app.clientside_callback(
        "window.dash_clientside.alignment.navigation",
        Output("frame", "navbar"),
        Input("burger", "opened"),
        Input("address", "pathname"),
        State("frame", "navbar"),
    )
    app.clientside_callback(
        "window.dash_clientside.map.settings",
        Output("address", "search"),
        Input("map-activities", "value"),
        Input("map-paths", "value"),
        Input("map-find", "value"),
        State("map-drawn", "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )
