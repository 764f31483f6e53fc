"""The views of the process beside its map (`/process/time` and its neighbours), with what customers say.

The page stands at once; its figures come when the run's tables have been read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component

from analyzer.document.parts.shown import ShownDocument
from dashboards.access import visitor
from dashboards.components.address import Address, read_address
from dashboards.components.asked import Asked
from dashboards.components.over_time_cards import dotted_card, spectrum_card, throughput_times_card
from dashboards.components.page_parts import NOTHING_MORE, Slots, nothing, opening, quiet
from dashboards.components.process_views import process_views
from dashboards.components.throughput_card import throughput_card
from dashboards.providers import Projects, over_time

PLACE = "workbench-body"
LOOKING = "Reading the run's tables …"
TITLES = {
    "/process/time": "The process over time",
}
NOBODY = "Nothing lies in this part of the run."


def page(document: ShownDocument, at: Address, slots: Slots = NOTHING_MORE) -> Component:
    """The heading, the filter bar, the links to the other views, and the place of what is looked for."""
    parts = [
        opening(document, "The process", TITLES[at.path]),
        *slots.beneath_heading,
        process_views(at),
        html.Div(quiet(LOOKING), id=PLACE),
        *slots.at_end,
    ]
    return html.Div(parts, className="page process-page")


def body(asked: Asked) -> list[Component]:
    """What fills the place, by the address."""
    document = asked.provider.document()
    reading = asked.provider.slices.read(asked.at.filters)
    if document is None or reading.problem or asked.at.path not in BODIES:
        return [nothing(reading.problem or NOBODY)]
    return BODIES[asked.at.path](asked, reading.filters)


def _over_time(asked: Asked, filters: Any) -> list[Component]:
    provider, at = asked.provider, asked.at
    noun = provider.settings.case_noun
    offered = provider.slices.choices() or {"stages": [], "activities": []}
    order = next((one for one in over_time.DOTTED_ORDERS if one == at.get("order")), "start")
    chart, problem = over_time.dots(provider, filters, order)
    if chart is None or not chart.cases:
        return [nothing(problem or NOBODY)]
    parts = [dotted_card(chart, offered["stages"], noun, at)]
    found, refused = over_time.spectrum(provider, filters, at.get("first"), at.get("second"))
    parts.append(nothing(refused or NOBODY) if found is None else spectrum_card(found, offered["activities"], noun, at))
    times, refused = over_time.durations(provider, filters)
    parts.append(nothing(refused or NOBODY) if times is None else throughput_times_card(times, noun, at))
    weeks = provider.slices.weeks(filters)
    return [*parts, throughput_card(weeks, noun)] if weeks else parts


BODIES: dict[str, Callable[[Asked, Any], list[Component]]] = {
    "/process/time": _over_time,
}


def register(app: Dash, projects: Projects) -> None:
    """What is looked for comes when the page stands; pickers and clicks write the address."""

    @app.callback(
        Output(PLACE, "children"),
        Input(PLACE, "id"),
        State("address", "pathname"),
        State("address", "search"),
    )
    def fill(_: str, path: str, search: str) -> list[Component]:
        at = read_address(path, search)
        provider = projects.pick(at.get("project"))
        return body(Asked(provider, at, visitor(provider), projects))

    app.clientside_callback(
        "window.dash_clientside.workbench.pair",
        Output("address", "search", allow_duplicate=True),
        Input("spectrum-first", "value"),
        Input("spectrum-second", "value"),
        State("spectrum-drawn", "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        "window.dash_clientside.workbench.clicked",
        Output("address", "search", allow_duplicate=True),
        Input({"kind": "graph", "of": "durations"}, "clickData"),
        State("address", "search"),
        prevent_initial_call=True,
    )
