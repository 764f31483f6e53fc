"""The object types of an object-centric log: what each would give as the case, and which one is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from analyzer.words import wording
from analyzer.words.language import say
from dashboards.components.attributes import attributes

HEADS = (
    "object_types.type",
    "object_types.objects",
    "word.events_large",
    "object_types.activities",
    "object_types.events_of_several",
    "object_types.role",
)


def object_types(types: Sequence[Any], case: str | None, others: Sequence[str], may_edit: bool) -> Component:
    """A row a type (`ObjectType`), with its numbers as the case and buttons that choose it."""
    rows = [
        html.Tr(
            [
                html.Th(one.name, scope="row", dir="auto"),
                *(html.Td(wording.count(number)) for number in (one.objects, one.events, one.activities, one.shared)),
                html.Td(_role(one.name, case, others, may_edit)),
            ]
        )
        for one in types
    ]
    head = html.Thead(html.Tr([html.Th(say(key), scope="col") for key in HEADS]))
    return html.Div(
        [html.P(say("object_types.this_log_is_object")), html.Table([head, html.Tbody(rows)], className="numbers")],
        className="scroll",
    )


def _role(name: str, case: str | None, others: Sequence[str], may_edit: bool) -> list[Component | str]:
    said = (
        say("object_types.the_case") if name == case else say("object_types.lends_its_events") if name in others else ""
    )
    if not may_edit:
        return [said]
    buttons = [] if name == case else [_button(say("object_types.make_it_the_case"), "case", name)]
    if case is not None and name != case:
        buttons.append(
            _button(
                say("object_types.leave_it_out") if name in others else say("object_types.add_its_events"), "with", name
            )
        )
    return [*([html.Span(said)] if said else []), *buttons]


def _button(label: str, do: str, name: str) -> Component:
    return html.Button(label, type="button", className="button plain", **attributes(data_ask=do, data_of=name))
