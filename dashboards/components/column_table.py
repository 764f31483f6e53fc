"""The first rows of a file with a role picker over each column; what is wrong stands at its column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from analyzer.words import wording
from analyzer.words.language import knows, say
from analyzer.words.understood_words import understood_words
from dashboards.components.attributes import attributes


def column_table(preview: Any, roles: Sequence[str], may_edit: bool) -> Component:
    """The table of a preview; a script in assets tells the server which role was picked."""
    head = [_head(one, roles, preview.faults, may_edit) for one in preview.columns]
    rows = [html.Tr([_cell(value) for value in row]) for row in preview.rows]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="column-table")
    label = attributes(aria_label=say("column_table.the_first_rows_of"))
    return html.Div(table, className="scroll", tabIndex="0", role="region", **label)


def signal_settings(mapping: Any, stages: Sequence[str]) -> Component:
    """What a file of signals may not say itself: its kind, and the stage that it asks about."""
    kinds = [
        ("", say("column_table.as_its_column_says")),
        *((kind, wording.signal_name(kind)) for kind in wording.SAID_KINDS),
    ]
    about = [
        ("", say("column_table.no_one_stage")),
        ("journey", say("column_table.the_journey_as_a")),
        *((name, name) for name in stages),
    ]
    if mapping.about and mapping.about not in dict(about):
        about.append((mapping.about, mapping.about))
    fields = [
        _setting("kind", say("column_table.kind_of_signal"), kinds, mapping.kind),
        _setting("about", say("column_table.what_it_asks_about"), about, mapping.about),
    ]
    return html.Div(fields, className="pair whole")


def _setting(name: str, label: str, options: Sequence[tuple[str, str]], value: str | None) -> Component:
    shown = [html.Option(words, value=key, selected=key == (value or "")) for key, words in options]
    held = attributes(data_ask="setting", data_setting=name, data_value=value or "")
    return html.Label(
        [html.Span(label, className="label"), html.Select(shown, className="picker", **held)], className="field"
    )


def fault_words(fault: Any) -> Component:
    """What is wrong in words, with the choice that settles it."""
    parts: list[Component] = [
        html.P(
            [
                html.Strong(say("column_table.expected", expected=fault.expected)),
                say("column_table.found", found=fault.found),
            ],
            dir="auto",
        ),
        html.P(say("column_table.what_to_do", do=fault.do), className="quiet", dir="auto"),
    ]
    if fault.choice:
        buttons = [
            html.Button(words, type="button", className="button plain", **attributes(data_ask="day", data_value=value))
            for value, words in fault.choice
        ]
        parts = [
            parts[0],
            html.P(say("column_table.which_one_is_right"), className="quiet"),
            html.Div(buttons, className="tools"),
        ]
    return html.Div(parts, className="fault", role="alert")


def role_name(role: str) -> str:
    """A role of a column as people read it; a role that is not known stands for itself."""
    return say(f"role.{role}") if knows(f"role.{role}") else role


def _head(one: Any, roles: Sequence[str], faults: Sequence[Any], may_edit: bool) -> Component:
    wrong = [fault for fault in faults if fault.column == one.column]
    parts: list[Component] = [html.Span(one.column, className="column-name", dir="auto")]
    if may_edit:
        parts.append(_picker(one, roles, bool(wrong)))
    else:
        parts.append(html.Span(role_name(one.role or "attribute"), className="role"))
    parts.append(html.Span(say(f"how_known.{one.why}", name=one.column), className="why"))
    if one.facts:
        parts.append(html.Span(understood_words(one.facts), className="why"))
    if one.empty:
        parts.append(html.Span(say("column_table.of_empty", n=wording.count(one.empty)), className="why"))
    parts += [html.Span(f"✕ {fault.found}", className="column-fault", dir="auto") for fault in wrong]
    return html.Th(parts, scope="col", className="has-role" if one.role else "")


def _picker(one: Any, roles: Sequence[str], wrong: bool) -> Component:
    """A role known by the column's name stays until another is picked: a file can not say that a name means nothing."""
    by_name = one.role is not None and one.why != "chosen"
    options = [html.Option(role_name(role), value=role, selected=role == one.role) for role in roles]
    if not by_name:
        options.insert(0, html.Option(role_name("attribute"), value="", selected=one.role is None))
    held = attributes(data_ask="role", data_column=one.column, data_value=one.role or "")
    label = attributes(
        aria_label=say("column_table.role_of_the_column", column=one.column), aria_invalid="true" if wrong else "false"
    )
    return html.Select(options, className="picker", **held, **label)


def _cell(value: str | None) -> Component:
    return html.Td(value if value is not None else html.Span(say("column_table.empty"), className="quiet"), dir="auto")
