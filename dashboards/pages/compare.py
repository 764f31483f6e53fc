"""Two parts of the run side by side (`/process/compare`): the mirror, the map, the drivers, the words of each."""

from __future__ import annotations

from typing import Any, cast

from dash import ALL, Dash, Input, Output, State
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analyzer.document.parts.shown import ShownDocument
from dashboards.access import must_edit, visitor
from dashboards.components.address import read_address
from dashboards.components.asked import Asked
from dashboards.components.beside_cards import maps_card, mirrors_card
from dashboards.components.both_said import DRIVERS, drivers_card, drivers_parts, job_of, topics_card
from dashboards.components.page_parts import nothing
from dashboards.components.sides_card import sides_card
from dashboards.providers import Projects, beside, saved_filters
from dashboards.providers.slices import Filters


def compared(asked: Asked, filters: Filters) -> list[Component]:
    """What fills the view, by the address."""
    provider, at = asked.provider, asked.at
    noun = provider.settings.case_noun
    saved = saved_filters.named(provider)
    sides, problem = beside.read_sides(provider, filters, at.other, at.get("b"))
    if sides is None:
        return [sides_card(None, problem, None, saved, noun, at)]
    counted, refused = beside.cases(provider, sides)
    if counted is None:
        return [sides_card(None, refused, None, saved, noun, at)]
    first = sides_card(sides, None, counted, saved, noun, at)
    if not counted.first or not counted.second:
        return [first]
    whole = cast(ShownDocument, provider.document())
    found, refused = beside.documents(provider, whole, sides)
    if found is None:
        return [first, nothing(refused or "")]
    return [
        first,
        mirrors_card(*found, beside.shares(*found)),
        maps_card(whole, beside.processes(*found), at),
        drivers_card(asked, sides),
        topics_card(provider.slices.topics(sides.first), provider.slices.topics(sides.second)),
    ]


def register(app: Dash, projects: Projects) -> None:
    """A button asks for the drivers of both sides; while they are looked for the page asks again."""

    @app.callback(
        Output(DRIVERS, "children"),
        Input({"kind": "look-in-both", "of": ALL}, "n_clicks"),
        Input({"kind": "both-drivers-wait", "of": ALL}, "n_intervals"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def look(clicks: list[int | None], waited: list[int | None], path: str, search: str) -> Any:
        at = read_address(path, search)
        provider = projects.pick(at.get("project"))
        asked = Asked(provider, at, visitor(provider))
        filters = provider.slices.read(at.filters).filters
        sides, _ = beside.read_sides(provider, filters, at.other, at.get("b"))
        if any(clicks):
            who = must_edit(provider).name
            for one in () if sides is None else (sides.first, sides.second):
                job = job_of(asked, one)
                if job is None or job.state in ("failed", "cancelled"):
                    provider.jobs.start(*provider.slices.driver_job(one), who)
        elif not any(waited):
            raise PreventUpdate
        if sides is None:
            raise PreventUpdate
        return drivers_parts(asked, sides)
