"""The journey's editor (`/data/journey`): stages side by side, activities to be moved, suggestions to be taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from dashboards.access import must_edit, visitor
from dashboards.components.activity_items import (
    activity_item,
    activity_list,
    item_name,
    item_note,
    known_names,
    move_menu,
    take_button,
)
from dashboards.components.address import Address, read_address
from dashboards.components.asked import Asked
from dashboards.components.attributes import attributes
from dashboards.components.data_steps import answer, asking, heading
from dashboards.components.page_parts import card, nothing, quiet
from dashboards.components.stage_card import KNOWN, field, stage_card
from dashboards.providers import Projects, journey_desk
from dashboards.providers.history import stages_of, write_down
from dashboards.providers.journey_desk import JourneyDesk
from dashboards.providers.places import told

NAME = "journey"
TITLE = "The stages your customers live"
LEAD = (
    "Stages stand in the order in which customers are meant to live them; under each is the work that delivers it. "
    "Drag an activity, use its menu, or hold Alt and press an arrow key."
)
ALL_MAPPED = "Every activity of the log belongs to a stage."
MOST = 100  # activities of no stage that are shown
REST = f"Shown are the {MOST} that most cases have; rarer ones move up as these get a stage."
DRAFT = (
    "These stages are a draft, made from the order of work and the names of things. Until you confirm them, stages "
    "without an owner, skipped, lived again or out of their place are not reported: these come once you have confirmed "
    "the stages."
)
SAVES = ("save", "confirm")
NO_STAGE = "No stage yet. Draft them from the log, or add one."


def page(asked: Asked) -> Component:
    """The page; its content is asked for once it stands, for a log may take a while to read."""
    lead = LEAD if asked.visitor.may_edit else "An analyst of this project can change the stages; you can read them."
    return html.Div(
        [
            heading(Address("/data/journey", asked.at.query), TITLE, lead),
            *asking(NAME, "Reading the journey and the log …"),
        ],
        className="page data-page journey-editor",
    )


def register(app: Dash, projects: Projects) -> None:
    """All that is done to the journey is asked here, one step after the other."""

    @app.callback(
        Output("journey-work", "children"),
        Output("journey-base", "data"),
        Input("journey-asked", "data"),
        State("journey-base", "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def edit(asked: dict[str, Any], base: dict[str, Any] | None, search: str) -> tuple[Any, Any]:
        at, asked = read_address("/data/journey", search), asked or {}
        provider = projects.pick(at.get("project"))
        desk = journey_desk.desk(provider, base, asked)
        if any(isinstance(ask, dict) and ask.get("do") in SAVES for ask in asked.get("asks") or []):
            who, before = must_edit(provider), journey_desk.desk(provider)
            desk = journey_desk.saved(provider, desk)
            after = before if desk.changed else desk
            write_down(provider, who, "journey", stages_of(before.content), stages_of(after.content))
        who = visitor(provider)
        desk = replace(desk, unread=told(desk.unread or "", who, provider.settings.folder) or None)
        return answer(desk.base["id"], *_parts(desk, at, who.may_edit)), desk.base


def _parts(desk: JourneyDesk, at: Address, may_edit: bool) -> list[Component | None]:
    stages = desk.content["stages"]
    names = [str(stage.get("name", "")) for stage in stages]
    known = known_names((one.activity for one in (desk.outline.activities if desk.outline else ())), KNOWN)
    cards = [stage_card(no, stage, names, desk, may_edit) for no, stage in enumerate(stages)]
    board = html.Div(cards, className="stage-row", tabIndex="0", role="region", **attributes(aria_label="Stages"))
    return [
        known,
        html.P(desk.rests, className="quiet", role="status") if desk.rests else None,
        html.Pre(desk.unread, className="message", role="alert") if desk.unread else None,
        _bar(desk, at) if may_edit else None,
        _draft(desk),
        _nameless(desk),
        _whole(desk) if may_edit else None,
        _rest(desk, names, may_edit),
        board if cards else nothing(NO_STAGE),
    ]


def _bar(desk: JourneyDesk, at: Address) -> Component:
    """What can be done with the whole, and whether it is saved."""
    wrong = desk.fault is not None
    state = "Saved: this is what the file says." if desk.saved else "Not saved yet."
    if not desk.base.get("seen"):
        state = "Not saved yet: the project has no journey file."
    if wrong and desk.fault_at[0] is None and desk.content["stages"]:
        state = desk.fault or state
    confirm = _button("Confirm the stages", "confirm", "button", disabled=wrong or not desk.content["stages"])
    saves = "button plain" if desk.draft else "button"
    buttons = [
        *([confirm] if desk.draft else []),
        _button("Save as a draft" if desk.draft else "Save the journey", "save", saves, disabled=wrong or desk.saved),
        _button("Undo", "undo", "button plain", disabled=not desk.changed),
        _button("Add a stage", "add", "button plain"),
        _button("Draft all stages from the log", "draft", "button plain", disabled=desk.outline is None),
    ]
    said: list[Component] = []
    if desk.said and desk.changed:
        said = [html.Pre(desk.said, className="message", role="alert")]
    if desk.said and not desk.changed:
        links = dcc.Link("Analyse", href=at.to("/data"))
        said = [html.P([desk.said, " ", links], role="status")]
    stand = html.Span(state, className="quiet", role="status", dir="auto")
    return html.Div([html.Div([*buttons, stand], className="tools"), *said], className="editor-bar")


def _draft(desk: JourneyDesk) -> Component | None:
    """That the stages are a draft, and what is uncertain in them."""
    if not desk.draft:
        return None
    names = [str(stage.get("name", "")) for stage in desk.content["stages"]]
    asked = [
        html.Li([html.Strong(names[no]), f": {question}"], dir="auto")
        for no, questions in sorted(desk.doubts.items())
        for question in questions
    ]
    questions = [html.P("Questions before you confirm:"), html.Ul(asked)] if asked else []
    return card("A draft", html.P(DRAFT), *questions, of="draft")


def _nameless(desk: JourneyDesk) -> Component | None:
    if not desk.nameless:
        return None
    words = (
        f"Signals name stages that the journey does not have: {', '.join(desk.nameless)}. The analysis refuses them: "
    )
    rest = "name a stage so, or correct the signals."
    return html.P(words + rest, className="fault", role="alert", dir="auto")


def _whole(desk: JourneyDesk) -> Component:
    content = desk.content
    fields = [
        field(None, "journey", "Name of the journey", content.get("journey"), "what it is, as the customer lives it"),
        field(None, "persona", "Persona", content.get("persona"), "whose journey it is"),
    ]
    return html.Div(fields, className="pair whole")


def _rest(desk: JourneyDesk, names: list[str], may_edit: bool) -> Component | None:
    """Activities of no stage, each with the likeliest one and why."""
    if desk.outline is None:
        return None
    if not desk.unmapped:
        return html.P(ALL_MAPPED, className="quiet")
    often = sorted(desk.unmapped, key=lambda one: -(desk.cases(one.activity) or 0))[:MOST]
    rows = [_suggested(one, desk, names, may_edit) for one in often]
    take = _button("Take all suggestions", "take", "button") if may_edit and names else None
    count = len(desk.unmapped)
    more = quiet(REST) if count > MOST else None
    title = f"{count:,} activit{'y' if count == 1 else 'ies'} of no stage"
    loose = activity_list(rows, "", "Activities of no stage", "stage-activities loose")
    return card(title, loose, more, of="unmapped", beside=take)


def _suggested(one: Any, desk: JourneyDesk, names: list[str], may_edit: bool) -> str:
    parts = [item_name(one.activity), item_note(f"{desk.cases(one.activity):,} cases")]
    if one.stage_no >= 0:
        parts.append(item_note(f": it {one.reason}." if one.reason else "", strong=f"→ {one.stage}"))
        if may_edit:
            parts.append(take_button(one.activity, one.stage_no, one.stage))
    if may_edit and names:
        parts.append(move_menu(one.activity, None, names))
    return activity_item(one.activity, parts, may_edit)


def _button(words: str, do: str, looks: str, disabled: bool = False) -> Component:
    return html.Button(words, type="button", className=looks, disabled=disabled, **attributes(data_do=do))
