"""Saving and removing named filters, from the filter bar of any page."""

from __future__ import annotations

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.access import must_edit
from dashboards.components.address import read_address
from dashboards.components.named_filters import PLACE, named_list
from dashboards.providers import Projects, saved_filters


def register(app: Dash, projects: Projects) -> None:
    """What is picked is saved under a name; one is removed."""

    @app.callback(
        Output(PLACE, "children"),
        Input("filter-save", "n_clicks"),
        Input({"kind": "filter-remove", "of": ALL}, "n_clicks"),
        State("filter-name", "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def change(clicks: int | None, removed: list[int | None], name: str | None, path: str, search: str) -> object:
        at = read_address(path, search)
        provider = projects.pick(at.get("project"))
        who, said = must_edit(provider), ""
        started = ctx.triggered_id
        if isinstance(started, dict) and any(removed):
            saved_filters.remove(provider, who, str(started.get("of")))
        elif clicks and not isinstance(started, dict):
            said = saved_filters.save(provider, who, name or "", at.filters) or say("named.saved_everybody_who_may")
        else:
            return no_update
        listed: list[Component] = named_list(saved_filters.named(provider), at, who.may_edit, said)
        return listed
