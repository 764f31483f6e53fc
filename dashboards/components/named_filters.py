"""Named filters in the filter bar: links to those of the project, and a field to save what is picked."""

from __future__ import annotations

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components.address import FILTERS, Address
from dashboards.components.attributes import attributes
from dashboards.providers.saved_filters import SavedFilter

PLACE = "named-filters"
NONE = "No filter of this project has a name yet."
PICK = "Pick filters first: what is picked can be saved under a name here."


def named_filters(saved: Sequence[SavedFilter], at: Address, may_edit: bool) -> Component:
    """A button that opens the list, and the form."""
    return html.Details(
        [html.Summary("Named filters"), html.Div(named_list(saved, at, may_edit), id=PLACE, className="more-fields")],
        className="more-filters",
    )


def named_list(saved: Sequence[SavedFilter], at: Address, may_edit: bool, said: str = "") -> list[Component]:
    """What the list holds."""
    items = []
    for one in saved:
        pairs: dict[str, list[str] | None] = dict.fromkeys(FILTERS)
        for key, value in one.pairs:
            pairs[key] = [*(pairs.get(key) or []), value]
        parts: list[Component] = [dcc.Link(html.Bdi(one.name), href=at.here(**{**pairs, "page": None}))]
        if may_edit:
            remove = html.Button(
                "Remove",
                id={"kind": "filter-remove", "of": one.id},
                type="button",
                className="save",
                **attributes(aria_label=f"Remove the named filter {one.name}"),
            )
            parts.append(remove)
        items.append(html.Li(parts))
    listed: Component = html.Ul(items, className="path-cases") if items else html.P(NONE, className="quiet")
    if not may_edit:
        return [listed]
    form = [
        dmc.TextInput(id="filter-name", label="Save what is picked as", placeholder="A name", size="sm"),
        html.Button("Save", id="filter-save", type="button", className="button", disabled=not at.filters),
        html.P(said or ("" if at.filters else PICK), role="status", className="quiet"),
    ]
    return [listed, *form]
