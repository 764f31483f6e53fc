"""Parts of a page that come once it stands: they read the run's tables, which takes a moment the first time."""

from __future__ import annotations

from collections.abc import Callable

from dash import Dash, Input, Output, State
from dash.development.base_component import Component

from dashboards.access import visitor
from dashboards.components.address import read_address
from dashboards.components.asked import Asked
from dashboards.providers import Projects


def fill_late(app: Dash, projects: Projects, place: str, made: Callable[[Asked], list[Component]]) -> None:
    """What is `made` of the address fills a place of the page as soon as that place is there."""

    @app.callback(
        Output(place, "children"),
        Input(place, "id"),
        State("address", "pathname"),
        State("address", "search"),
    )
    def fill(_: str, path: str, search: str) -> list[Component]:
        at = read_address(path, search)
        provider = projects.pick(at.get("project"))
        return made(Asked(provider, at, visitor(provider), projects))
