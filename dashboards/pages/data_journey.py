"""The journey's editor (`/data/journey`): stages side by side, activities to be moved, suggestions to be taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analyzer.words import wording
from analyzer.words.language import say
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
MOST = 100  # activities of no stage that are shown
SAVES = ("save", "confirm")


def page(asked: Asked) -> Component:
    """The page; its content is asked for once it stands, for a log may take a while to read."""
    lead = say("data_journey.stages_stand_in_the") if asked.visitor.may_edit else say("data_journey.an_analyst_of_this")
    return html.Div(
        [
            heading(Address("/data/journey", asked.at.query), say("data_journey.the_stages_your_customers"), lead),
            *asking(NAME, say("data_journey.reading_the_journey_and")),
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
    board = html.Div(
        cards, className="stage-row", tabIndex="0", role="region", **attributes(aria_label=say("data_journey.stages"))
    )
    return [
        known,
        html.P(desk.rests, className="quiet", role="status") if desk.rests else None,
        html.Pre(desk.unread, className="message", role="alert") if desk.unread else None,
        _bar(desk, at) if may_edit else None,
        _draft(desk),
        _nameless(desk),
        _whole(desk) if may_edit else None,
        _rest(desk, names, may_edit),
        board if cards else nothing(say("data_journey.no_stage_yet_draft")),
    ]


def _bar(desk: JourneyDesk, at: Address) -> Component:
    """What can be done with the whole, and whether it is saved."""
    wrong = desk.fault is not None
    state = say("data_journey.saved_this_is_what") if desk.saved else say("data_journey.not_saved_yet")
    if not desk.base.get("seen"):
        state = say("data_journey.not_saved_yet_the")
    if wrong and desk.fault_at[0] is None and desk.content["stages"]:
        state = desk.fault or state
    confirm = _button(
        say("data_journey.confirm_the_stages"), "confirm", "button", disabled=wrong or not desk.content["stages"]
    )
    saves = "button plain" if desk.draft else "button"
    buttons = [
        *([confirm] if desk.draft else []),
        _button(
            say("data_journey.save_as_a_draft") if desk.draft else say("data_journey.save_the_journey"),
            "save",
            saves,
            disabled=wrong or desk.saved,
        ),
        _button(say("word.undo"), "undo", "button plain", disabled=not desk.changed),
        _button(say("data_journey.add_a_stage"), "add", "button plain"),
        _button(say("data_journey.draft_all_stages_from"), "draft", "button plain", disabled=desk.outline is None),
    ]
    said: list[Component] = []
    if desk.said and desk.changed:
        said = [html.Pre(desk.said, className="message", role="alert")]
    if desk.said and not desk.changed:
        links = dcc.Link(say("word.analyse"), href=at.to("/data"))
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
    questions = [html.P(say("data_journey.questions_before_you_confirm")), html.Ul(asked)] if asked else []
    return card(say("data_journey.a_draft"), html.P(say("data_journey.these_stages_are_a")), *questions, of="draft")


def _nameless(desk: JourneyDesk) -> Component | None:
    if not desk.nameless:
        return None
    words = say("data_journey.signals_name_stages_that", nameless=", ".join(desk.nameless))
    rest = say("data_journey.name_a_stage_so")
    return html.P(words + rest, className="fault", role="alert", dir="auto")


def _whole(desk: JourneyDesk) -> Component:
    content = desk.content
    fields = [
        field(
            None,
            "journey",
            say("data_journey.name_of_the_journey"),
            content.get("journey"),
            say("data_journey.what_it_is_as"),
        ),
        field(
            None,
            "persona",
            say("data_journey.persona"),
            content.get("persona"),
            say("data_journey.whose_journey_it_is"),
        ),
    ]
    return html.Div(fields, className="pair whole")


def _rest(desk: JourneyDesk, names: list[str], may_edit: bool) -> Component | None:
    """Activities of no stage, each with the likeliest one and why."""
    if desk.outline is None:
        return None
    if not desk.unmapped:
        return html.P(say("data_journey.every_activity_of_the"), className="quiet")
    often = sorted(desk.unmapped, key=lambda one: -(desk.cases(one.activity) or 0))[:MOST]
    rows = [_suggested(one, desk, names, may_edit) for one in often]
    take = _button(say("data_journey.take_all_suggestions"), "take", "button") if may_edit and names else None
    count = len(desk.unmapped)
    more = quiet(say("data_journey.shown_are", most=MOST)) if count > MOST else None
    title = say("word.of_no_stage_n", n=wording.counted(count, say("noun.activity")))
    loose = activity_list(rows, "", say("data_journey.activities_of_no_stage"), "stage-activities loose")
    return card(title, loose, more, of="unmapped", beside=take)


def _suggested(one: Any, desk: JourneyDesk, names: list[str], may_edit: bool) -> str:
    parts = [item_name(one.activity), item_note(say("stage_card.cases", cases=wording.count(desk.cases(one.activity))))]
    if one.stage_no >= 0:
        parts.append(
            item_note(say("data_journey.it", reason=one.reason) if one.reason else "", strong=f"→ {one.stage}")
        )
        if may_edit:
            parts.append(take_button(one.activity, one.stage_no, one.stage))
    if may_edit and names:
        parts.append(move_menu(one.activity, None, names))
    return activity_item(one.activity, parts, may_edit)


def _button(words: str, do: str, looks: str, disabled: bool = False) -> Component:
    return html.Button(words, type="button", className=looks, disabled=disabled, **attributes(data_do=do))
