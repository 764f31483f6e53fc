"""Files as a table: what each is, how big, since when, by whom, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words import wording
from analyzer.words.source_words import size_words
from dashboards.components.address import Address
from dashboards.components.attributes import attributes

WORDS = {"log": "Event log", "signals": "Customer signals"}


def source_table(sources: Sequence[Any], at: Address, may_edit: bool) -> Component:
    """One row a file."""
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in ("File", "What", "Size", "Since", "By")]))
    return html.Div(
        html.Table([head, html.Tbody([_row(one, at, may_edit) for one in sources])], className="numbers sources"),
        className="scroll",
    )


def _row(one: Any, at: Address, may_edit: bool) -> Component:
    name = one.name if one.files < 2 else f"{one.name} ({one.files} files)"
    of = one.data_set
    cells = [
        html.Th([html.Span(name, dir="auto"), html.Div(_acts(one, at, may_edit), className="acts")], scope="row"),
        html.Td(WORDS[one.role]),
        html.Td(size_words(one.size)),
        html.Td(wording.moment(one.changed)),
        html.Td(((of.who or "this machine") if of else "project file"), dir="auto"),
    ]
    return html.Tr(cells)


def _acts(one: Any, at: Address, may_edit: bool) -> list[Component]:
    href = at.to("/data/columns", source=one.data_set.id if one.data_set else one.key)
    acts: list[Component] = [dcc.Link("Columns and quality" if one.read else "Look, map and use", href=href)]
    if may_edit and one.data_set and one.read:
        own = "own-log" if one.role == "log" else "own-signals"
        acts.append(_button("Read the project's own again", own, one.data_set.id))
    if may_edit and one.data_set and not one.read:
        acts.append(_button("Remove", "remove", one.data_set.id))
    if may_edit and not one.data_set and one.role == "signals":
        acts.append(_button("Read no signals", "no-signals", one.key))
    return acts


def _button(words: str, do: str, of: str) -> Component:
    return html.Button(words, type="button", className="save", **attributes(data_ask=do, data_of=of))
