"""The Dash app: the frame as a function, one callback that turns an address into a page, and the small scripts that
run in the browser."""

from __future__ import annotations

from pathlib import Path

import flask
from dash import Dash, Input, Output, State, no_update
from dash.dependencies import MATCH
from dash.development.base_component import Component

from dashboards.pages import alignment, mismatch, nothing
from dashboards.providers import Projects, Provider
from dashboards.providers.projects import query
from dashboards.shell import shell

INDEX = """<!DOCTYPE html>
<html lang="en">
<head>{%metas%}<title>{%title%}</title><link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">{%css%}<link
rel="stylesheet" href="/figures.css"></head>
<body>{%app_entry%}{%config%}{%scripts%}<script src="/tips.js"></script>{%renderer%}</body>
</html>"""


def build(projects: Projects, server: flask.Flask) -> Dash:
    """The app on a Flask server, over the given projects."""
    app = Dash(
        "dashboards",
        server=server,
        assets_folder=str(Path(__file__).parent / "assets"),
        title="Process alignment",
        update_title="",
        index_string=INDEX,
        suppress_callback_exceptions=True,
        compress=True,
        enable_mcp=False,
        use_pages=False,
        meta_tags=[{"name": "color-scheme", "content": "light dark"}, {"name": "referrer", "content": "same-origin"}],
    )
    app.layout = lambda: _frame(projects)
    _address_to_page(app, projects)
    _in_the_browser(app)
    return app


def page_of(provider: Provider, path: str, search: str | None) -> Component:
    """The page that an address means."""
    document = provider.document()
    if document is None:
        return nothing.no_run(provider.project.name, provider.begin(), provider.progress(), provider.failed)
    if path in ("", "/"):
        return alignment.page(document, query(search, "stage"), query(search, "view"))
    if path.startswith("/mismatch/"):
        found = mismatch.find(document, path.removeprefix("/mismatch/"))
        return (
            mismatch.page(document, found)
            if found
            else nothing.not_found(
                "The newest run does not have this mismatch: it is resolved, or the address is wrong."
            )
        )
    return nothing.not_found("This address leads nowhere.")


def _frame(projects: Projects) -> Component:
    search = flask.request.query_string.decode() if flask.has_request_context() else ""
    provider = projects.pick(search)
    return shell(provider.name, provider.document())


def _address_to_page(app: Dash, projects: Projects) -> None:
    @app.callback(Output("page", "children"), Input("address", "pathname"), Input("address", "search"))
    def show(path: str, search: str) -> Component:
        return page_of(projects.pick(search), path, search)

    @app.callback(
        Output("page", "children", allow_duplicate=True),
        Output("address", "href"),
        Input("wait", "n_intervals"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def wait(_: int, search: str) -> tuple[Component | object, str | object]:
        provider = projects.pick(search)
        if provider.document() is not None:
            return no_update, "/"
        return page_of(provider, "/", search), no_update


def _in_the_browser(app: Dash) -> None:
    app.clientside_callback(
        "window.dash_clientside.alignment.ground",
        Output({"kind": "graph", "of": MATCH}, "figure"),
        Input("scheme", "computedColorScheme"),
        Input({"kind": "figures", "of": MATCH}, "data"),
    )
    app.clientside_callback(
        "window.dash_clientside.alignment.navigation",
        Output("frame", "navbar"),
        Input("burger", "opened"),
        Input("address", "pathname"),
        State("frame", "navbar"),
    )
