"""The object types of an object-centric log: what each would give as the case, and which one is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.components.attributes import attributes

HEADS = ("Type", "Objects", "Events", "Activities", "Events of several", "Role")
LEAD = (
    "This log is object-centric: an object of one type is the case, and objects of further types can lend it their"
    " events. An event that belongs to several cases counts in each of them."
)


def object_types(types: Sequence[Any], case: str | None, others: Sequence[str], may_edit: bool) -> Component:
    """A row a type (`ObjectType`), with its numbers as the case and buttons that choose it."""
    rows = [
        html.Tr(
            [
                html.Th(one.name, scope="row", dir="auto"),
                *(html.Td(f"{number:,}") for number in (one.objects, one.events, one.activities, one.shared)),
                html.Td(_role(one.name, case, others, may_edit)),
            ]
        )
        for one in types
    ]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in HEADS]))
    return html.Div([html.P(LEAD), html.Table([head, html.Tbody(rows)], className="numbers")], className="scroll")


def _role(name: str, case: str | None, others: Sequence[str], may_edit: bool) -> list[Component | str]:
    said = "the case" if name == case else "lends its events" if name in others else ""
    if not may_edit:
        return [said]
    buttons = [] if name == case else [_button("Make it the case", "case", name)]
    if case is not None and name != case:
        buttons.append(_button("Leave it out" if name in others else "Add its events", "with", name))
    return [*([html.Span(said)] if said else []), *buttons]


def _button(label: str, do: str, name: str) -> Component:
    return html.Button(label, type="button", className="button plain", **attributes(data_ask=do, data_of=name))
