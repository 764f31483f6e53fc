"""Files as a table: what each is, how big, since when, by whom, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words import wording
from analyzer.words.language import say
from analyzer.words.source_words import size_words
from dashboards.components.address import Address
from dashboards.components.attributes import attributes

WORDS = {"log": "source_table.event_log", "signals": "word.customer_signals"}


def source_table(sources: Sequence[Any], at: Address, may_edit: bool) -> Component:
    """One row a file."""
    head = html.Thead(
        html.Tr(
            [
                html.Th(name, scope="col")
                for name in (
                    say("source_table.file"),
                    say("source_table.what"),
                    say("source_table.size"),
                    say("source_table.since"),
                    say("source_table.by"),
                )
            ]
        )
    )
    return html.Div(
        html.Table([head, html.Tbody([_row(one, at, may_edit) for one in sources])], className="numbers sources"),
        className="scroll",
    )


def _row(one: Any, at: Address, may_edit: bool) -> Component:
    name = one.name if one.files < 2 else say("source_table.files", name=one.name, files=one.files)
    of = one.data_set
    cells = [
        html.Th([html.Span(name, dir="auto"), html.Div(_acts(one, at, may_edit), className="acts")], scope="row"),
        html.Td(say(WORDS[one.role])),
        html.Td(size_words(one.size)),
        html.Td(wording.moment(one.changed)),
        html.Td(((of.who or say("source_table.this_machine")) if of else say("source_table.project_file")), dir="auto"),
    ]
    return html.Tr(cells)


def _acts(one: Any, at: Address, may_edit: bool) -> list[Component]:
    href = at.to("/data/columns", source=one.data_set.id if one.data_set else one.key)
    acts: list[Component] = [
        dcc.Link(say("word.columns_and_quality") if one.read else say("source_table.look_map_and_use"), href=href)
    ]
    if may_edit and one.data_set and one.read:
        own = "own-log" if one.role == "log" else "own-signals"
        acts.append(_button(say("word.read_the_project_own"), own, one.data_set.id))
    if may_edit and one.data_set and not one.read:
        acts.append(_button(say("word.remove"), "remove", one.data_set.id))
    if may_edit and not one.data_set and one.role == "signals":
        acts.append(_button(say("source_table.read_no_signals"), "no-signals", one.key))
    return acts


def _button(words: str, do: str, of: str) -> Component:
    return html.Button(words, type="button", className="save", **attributes(data_ask=do, data_of=of))
