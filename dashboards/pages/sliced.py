"""Pages that show the whole run or the part of it that the filters of the address leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analyzer.figures import wording
from dashboards.access import must_edit, visitor
from dashboards.components.address import Address, read_address
from dashboards.components.asked import Asked
from dashboards.components.filter_bar import NO_TABLES, filter_bar
from dashboards.components.map_card import COMPARE
from dashboards.components.slice_drivers import slice_drivers
from dashboards.pages import alignment
from dashboards.pages.rooms import ROOMS
from dashboards.providers import Projects
from dashboards.providers.slices import Filters, Part

VIEWS: dict[str, Callable[[dict[str, Any], Address], Component]] = {"/": alignment.page, **ROOMS}
PARTS: dict[str, tuple[Part, ...]] = {
    "/": ("views",),
    "/voice": ("views",),
    "/process": ("process",),
    "/journey": ("views", "process"),
    "/blueprint": ("views", "process"),
}
EMPTY = "No visit lies in this part of the run. Take one of the filters away, or widen the period, to fill this page."
WHOLE_RUN = "Mismatches, drivers and models on this page were found over the whole run, not in this part of it."


def page(asked: Asked, document: dict[str, Any]) -> Component:
    """A page of the run, with the filter bar beneath its heading."""
    at, slices = asked.at, asked.provider.slices
    asking = slices.read(at.filters)
    bar = filter_bar(slices.choices(), asking.filters, at, kinds=at.path != "/process" or at.get("measure") == COMPARE)
    if asking.problem:
        return _without(bar, asking.problem, at)
    if at.path == "/process" and at.get("measure") == COMPARE and slices.has_tables():
        document = {**document, "compared": _compared(asked, asking.filters, document)}
    if not asking.filters or _stage_alone(asking.filters, at, slices.has_tables()):
        return _with(VIEWS[at.path](document, at), [bar])
    if not slices.has_tables():
        return _without(bar, NO_TABLES, at)
    sliced, problem = slices.document(document, asking.filters, PARTS[at.path])
    if sliced is None:
        return _without(bar, problem or EMPTY, at)
    held = sliced["slice"]
    if not held["visits"] and not held["cases"]:
        return _without(bar, EMPTY, at)
    return _with(VIEWS[at.path](sliced, at), [bar, _holds(sliced, asked, asking.filters)])


def _compared(asked: Asked, filters: Filters, document: dict[str, Any]) -> dict[str, Any]:
    """Unhappy against happy customers of the stage that is asked for, else of the one with the most hidden ones."""
    stage = filters.stage or max(document["stages"], key=lambda one: one["both"]["good_bad"])["name"]
    return {"stage": stage, "comparison": asked.provider.slices.comparison(replace(filters, stage=stage))}


def _stage_alone(filters: Filters, at: Address, has_tables: bool) -> bool:
    """The mirror's own filter: what stands below it is in the run's document already."""
    return bool(filters) and not filters.without_stage() and (at.path == "/" or not has_tables)


def _with(built: Component, parts: list[Component]) -> Component:
    """A page with further parts beneath its heading."""
    head, *rest = built.children
    built.children = [head, *parts, *rest]
    return built


def _without(bar: Component, words: str, at: Address) -> Component:
    """No page, but why there is none."""
    link = dcc.Link("Show everything", href=at.everything())
    said = dmc.Alert([html.P(words, dir="auto"), link], title="Nothing to show", color="gray", id="no-slice")
    return html.Div([html.Header(html.H1("These filters leave nothing")), bar, said], className="page")


def _holds(sliced: dict[str, Any], asked: Asked, filters: Filters) -> Component:
    """What the slice holds, and what is not of it."""
    held, noun = sliced["slice"], sliced.get("case_noun") or "case"
    visits, cases = held["visits"], held["cases"]
    words = (
        f"{wording.count(visits)} {wording.plural('visit', visits)} ({wording.count(held['rated'])} rated) in "
        f"{wording.count(cases)} of {wording.count(held['of_cases'])} {wording.plural(noun, held['of_cases'])}."
    )
    listed = dcc.Link(f"See these {wording.plural(noun, 2)}", href=asked.at.to("/cases"))
    parts: list[Component] = [
        html.P([words, " ", listed], id="slice-holds", role="status"),
        html.P(WHOLE_RUN, className="quiet"),
    ]
    if asked.at.path == "/":
        parts.append(slice_drivers(asked, filters))
    return html.Div(parts, className="slice-words")


def register(app: Dash, projects: Projects) -> None:
    """The pickers write the address; a button asks for a job; while it is under way the page looks again."""
    app.clientside_callback(
        "window.dash_clientside.filters.pick",
        Output("address", "search", allow_duplicate=True),
        [Input(f"filter-{name}", "value") for name in ("period", "segment", "stage", "kind")],
        State("filters-drawn", "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output("slice-drivers", "children"),
        Input({"kind": "look-for-drivers", "of": ALL}, "n_clicks"),
        Input({"kind": "slice-drivers-wait", "of": ALL}, "n_intervals"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def look(clicks: list[int | None], _: list[int | None], path: str, search: str) -> Any:
        at = read_address(path, search)
        provider = projects.pick(at.get("project"))
        filters = provider.slices.read(at.filters).filters
        if any(clicks):
            kind, arguments = provider.slices.driver_job(filters)
            provider.jobs.start(kind, arguments, must_edit(provider).name)
        elif not any(_):
            raise PreventUpdate
        return slice_drivers(Asked(provider, at, visitor(provider)), filters).children
