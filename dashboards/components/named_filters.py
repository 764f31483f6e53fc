"""Named filters in the filter bar: links to those of the project, and a field to save what is picked."""

from __future__ import annotations

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.components.address import FILTERS, Address
from dashboards.components.attributes import attributes
from dashboards.providers.saved_filters import SavedFilter

PLACE = "named-filters"


def named_filters(saved: Sequence[SavedFilter], at: Address, may_edit: bool) -> Component:
    """A button that opens the list, and the form."""
    return html.Details(
        [
            html.Summary(say("named_filters.named_filters")),
            html.Div(named_list(saved, at, may_edit), id=PLACE, className="more-fields"),
        ],
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
                say("word.remove"),
                id={"kind": "filter-remove", "of": one.id},
                type="button",
                className="save",
                **attributes(aria_label=say("named_filters.remove_the_named_filter", name=one.name)),
            )
            parts.append(remove)
        items.append(html.Li(parts))
    listed: Component = (
        html.Ul(items, className="path-cases")
        if items
        else html.P(say("named_filters.no_filter_of_this"), className="quiet")
    )
    if not may_edit:
        return [listed]
    form = [
        dmc.TextInput(
            id="filter-name",
            label=say("named_filters.save_what_is_picked"),
            placeholder=say("named_filters.a_name"),
            size="sm",
        ),
        html.Button(say("word.save"), id="filter-save", type="button", className="button", disabled=not at.filters),
        html.P(
            said or ("" if at.filters else say("named_filters.pick_filters_first_what")),
            role="status",
            className="quiet",
        ),
    ]
    return [listed, *form]
