"""Columns and quality (`/data/columns`): which column is what on real rows, and what reading the file would find."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.access import must_edit, visitor
from dashboards.components.address import Address, read_address
from dashboards.components.asked import Asked
from dashboards.components.attributes import attributes
from dashboards.components.choice import choice
from dashboards.components.column_table import column_table, signal_settings
from dashboards.components.data_steps import answer, asking, heading
from dashboards.components.object_types import object_types
from dashboards.components.page_parts import card
from dashboards.components.quality_report import quality_report
from dashboards.providers import Projects, Provider, columns_desk, sources
from dashboards.providers.columns_desk import ColumnsDesk
from dashboards.providers.sources import Source

NAME = "columns"


def page(asked: Asked) -> Component:
    """The page of the source that the address names; the log where it names none."""
    at, provider = asked.at, asked.provider
    one = sources.find(provider, at.get("source") or "log")
    if one is None:
        return html.Div([heading(at, say("word.nothing_here"), say("word.that_file_is_not"))], className="page")
    others = {
        s.data_set.id if s.data_set else s.key: s for s in [*sources.read_now(provider), *sources.uploads(provider)]
    }
    links = [(s.name, at.to("/data/columns", source=key), s.key == one.key) for key, s in others.items()]
    parts = [
        heading(
            Address("/data/columns", at.query),
            say("data_columns.which_column_is_what"),
            say("data_columns.the_roles_are_guessed"),
        ),
        html.Div(choice(say("word.files"), links), className="choice-row"),
        *asking(NAME, say("data_columns.reading", name=one.name)),
    ]
    return html.Div(parts, className="page data-page")


def register(app: Dash, projects: Projects) -> None:
    """Each role that is picked is answered with what reading the file would then find."""

    @app.callback(
        Output("columns-work", "children"),
        Output("columns-base", "data"),
        Input("columns-asked", "data"),
        State("columns-base", "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def pick(asked: dict[str, Any], base: dict[str, Any] | None, search: str) -> tuple[Any, Any]:
        at = read_address("/data/columns", search)
        provider = projects.pick(at.get("project"))
        return _answered(provider, at, base or {}, asked or {})


def _answered(provider: Provider, at: Address, base: dict[str, Any], asked: dict[str, Any]) -> tuple[Any, Any]:
    """The answer to all that was asked since the base, and the base from then on."""
    who = must_edit(provider) if columns_desk.saves(asked) else visitor(provider)
    desk = columns_desk.desk(provider, at.get("source") or "log", base, asked, who)
    if desk is None:
        return html.P(say("word.that_file_is_not"), className="nothing"), None
    said = html.Pre(desk.refused, className="message", role="alert") if desk.refused else None
    lacks = None
    if desk.source.role == "signals" and who.may_edit:
        lacks = signal_settings(desk.mapping, sources.stages_of(provider))
    parts = _parts(provider, desk, who.may_edit)
    return answer(desk.base["id"], _saved(at) if desk.saved else said, lacks, *parts), desk.base


def _saved(at: Address) -> Component:
    links = [
        dcc.Link(say("data_columns.go_on_to_the"), href=at.to("/data/journey")),
        dcc.Link(say("data_columns.to_analyse"), href=at.to("/data")),
    ]
    return html.P([say("data_columns.saved_the_next_analysis"), links[0], " or ", links[1], "."], role="status")


def _parts(provider: Provider, desk: ColumnsDesk, may_edit: bool) -> list[Component]:
    one, preview, changed = desk.source, desk.preview, desk.changed
    noun = sources.fresh(provider).case_noun
    loose = [fault for fault in preview.faults if fault.column is None]
    head = say("data_columns.the_first_rows_of", n=len(preview.rows), name=one.name) if preview.rows else one.name
    table = column_table(preview, sources.roles_for(one.role), may_edit) if preview.columns else None
    return [
        card(
            head,
            object_types(desk.types, desk.mapping.case, desk.mapping.others, may_edit) if desk.types else None,
            _stamps(desk) if may_edit else None,
            table,
            _buttons(one, preview, changed) if may_edit and preview.columns else None,
            of="rows",
        ),
        card(
            say("data_columns.what_reading_it_finds"),
            *quality_report(preview, noun, one.role == "log"),
            of="quality",
            beside=_mark(loose),
        ),
    ]


def _stamps(desk: ColumnsDesk) -> Component | None:
    """That the log has one row a case: the activities that are proposed or read, and the button that settles it."""
    read = desk.mapping.stamps
    stamps, of = (read, "no") if read else (desk.proposed, "yes")
    if not stamps:
        return None
    said = say("data_columns.read_as_one_row") if read else say("data_columns.this_looks_like_a")
    label = say("data_columns.read_one_row_as") if read else say("data_columns.read_it_so")
    listed = ", ".join(f"{activity} ({column})" for activity, column in stamps.items())
    button = html.Button(label, type="button", className="button plain", **attributes(data_ask="stamps", data_of=of))
    words = say("data_columns.each_column_of_times", said=said, listed=listed)
    return html.Div([html.P(words, dir="auto"), button], className="stamps")


def _mark(loose: list[Any]) -> Component | None:
    return html.Span(say("data_columns.needs_you"), className="kind") if loose else None


def _buttons(one: Source, preview: Any, changed: bool) -> Component:
    use = one.data_set is not None and not one.read
    what = "log" if one.role == "log" else "file"
    label = say("data_columns.use_this", what=what) if use else say("data_columns.save_the_mapping")
    ready = (changed or use) and not preview.faults
    save = html.Button(label, type="button", className="button", disabled=not ready, **attributes(data_ask="save"))
    undo = html.Button(
        say("word.undo"), type="button", className="button plain", disabled=not changed, **attributes(data_ask="undo")
    )
    why = (
        ""
        if ready
        else say("data_columns.settle_what_is_marked")
        if preview.faults
        else say("data_columns.nothing_to_save_it")
    )
    return html.Div([save, undo, html.Span(why, className="quiet")], className="tools")
