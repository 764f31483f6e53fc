"""What the front line says, as a card of the board and of a mismatch's page; writing, agreeing, taking away."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from dash import ALL, Dash, Input, Output, State, ctx, html, no_update
from dash.development.base_component import Component

from analyzer.document.parts.mismatches import MismatchRow
from analyzer.words.language import say
from dashboards.access import visitor
from dashboards.components.address import Address, read_address
from dashboards.components.asked import Asked
from dashboards.components.note_list import note_form, note_list
from dashboards.components.page_parts import card, quiet
from dashboards.pages.mismatch import find
from dashboards.providers import Projects, Provider, notes

FOLDER = "/mismatch/"


def front_line(asked: Asked, mismatch: MismatchRow | None = None) -> Component:
    """The card: all notes, or those that speak of a mismatch."""
    noted = notes.about(asked.provider, mismatch) if mismatch else notes.all_notes(asked.provider)
    stages, activities = notes.choices(asked.provider)
    identity, stage = (mismatch["id"], mismatch["stage"]) if mismatch else (None, asked.at.get("stage"))
    form = note_form(stages, activities, identity, stage if stage in stages else None)
    listed = html.Div(note_list(noted, asked.visitor), id="note-list")
    return card(
        say("front_line.what_the_front_line"),
        quiet(say("note_list.from_people_who_meet")),
        listed,
        form,
        of="front-line",
    )


def _listed(provider: Provider, at: Address) -> list[Component]:
    document = provider.document()
    named = unquote(at.path.removeprefix(FOLDER)) if at.path.startswith(FOLDER) else None
    mismatch = find(document, named) if document and named else None
    noted = notes.about(provider, mismatch) if mismatch else notes.all_notes(provider)
    return note_list(noted, visitor(provider))


def register(app: Dash, projects: Projects) -> None:
    """Writing a note down, agreeing with one, taking one away."""

    @app.callback(
        Output("note-list", "children"),
        Output("note-text", "value"),
        Output("note-said", "children"),
        Input("note-send", "n_clicks"),
        State("note-text", "value"),
        State("note-stage", "value"),
        State("note-activity", "value"),
        State("note-mismatch", "data"),
        State("note-attention", "checked"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def send(clicks: int | None, text: str | None, *given: Any) -> tuple[Any, Any, Any]:
        stage, activity, mismatch, attention, path, search = given
        at = read_address(path, search)
        provider = projects.pick(at.get("project"))
        who = visitor(provider)
        if not clicks:
            return no_update, no_update, no_update
        refused = notes.say_note(provider, who, text or "", stage, activity, mismatch, bool(attention))
        return (no_update, no_update, refused) if refused else (_listed(provider, at), "", "")

    @app.callback(
        Output("note-list", "children", allow_duplicate=True),
        Input({"kind": "note-vote", "of": ALL}, "n_clicks"),
        Input({"kind": "note-remove", "of": ALL}, "submit_n_clicks"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def touch(votes: list[int | None], removals: list[int | None], path: str, search: str) -> Any:
        at = read_address(path, search)
        provider = projects.pick(at.get("project"))
        who, pressed = visitor(provider), ctx.triggered_id
        if not any([*votes, *removals]) or not isinstance(pressed, dict):
            return no_update
        notes.change(provider, who, str(pressed["of"]), remove=pressed["kind"] == "note-remove")
        return _listed(provider, at)
