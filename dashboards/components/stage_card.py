"""A stage in the journey's editor: its name, its activities, and the fields of the journey file."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words import wording
from analyzer.words.language import say
from dashboards.components.activity_items import activity_item, activity_list, item_name, item_note, move_menu, name_of
from dashboards.components.attributes import attributes

RULE_FIELDS = {  # the key of a rule → an example of it, or what its example is said by
    "within": "stage_card.h_d_working_hours",
    "from": "stage_card.an_activity",
    "to": "stage_card.an_activity",
    "by": "due_at",
    "column": "made_sla",
    "max_repeats": "0",
}
RULE_LISTS = ("good", "bad", "must", "never")
KNOWN = "je-activities"  # the datalist of the log's activities


def stage_card(no: int, stage: dict[str, Any], names: Sequence[str], shown: Any, may_edit: bool) -> Component:
    """One stage. `shown` is the desk: cases of activities, and the fault if it lies here."""
    fault = shown.fault if shown.fault_at[0] == no else None
    at = shown.fault_at[1]
    head = [_name(no, stage, fault if at == "name" else None, may_edit)]
    if may_edit:
        head.append(_tools(no, len(names), str(stage.get("name", ""))))
    listed = [_activity(one, no, names, shown, may_edit) for one in stage.get("activities") or []]
    empty = f'<li class="quiet">{escape(say("stage_card.no_activity_yet"))}</li>'
    parts: list[Component] = [
        html.Div(head, className="stage-head"),
        activity_list(listed or [empty], str(no), say("stage_card.activities_of", name=stage.get("name", ""))),
    ]
    if fault and at != "name":
        parts.append(html.P(fault, className="field-fault", role="alert"))
    parts.append(_fields(no, stage, open_at=at if fault else "", may_edit=may_edit))
    return html.Section(
        parts, className="stage-card wrong" if fault else "stage-card", **attributes(data_stage_no=str(no))
    )


def field(
    no: int | None, key: str, label: str, value: Any, hint: str = "", known: bool = False, fault: str | None = None
) -> Component:
    """A labelled text field; a script in assets tells the server what was written."""
    held = attributes(data_field=key, data_of="" if no is None else str(no))
    entry = dcc.Input(
        value=str(value or ""),
        placeholder=hint,
        debounce=True,
        type="text",
        list=KNOWN if known else "",
        className="entry",
    )
    below = [html.Span(fault, className="field-fault", role="alert")] if fault else []
    return html.Label([html.Span(label, className="label"), entry, *below], className="field", **held)


def _lines(no: int, key: str, label: str, value: Sequence[str] | None) -> Component:
    held = attributes(data_field=key, data_of=str(no))
    text = "\n".join(str(one) for one in value or [])
    entry = dcc.Textarea(value=text, rows=2, className="entry")
    return html.Label([html.Span(label, className="label"), entry], className="field", **held)


def _name(no: int, stage: dict[str, Any], fault: str | None, may_edit: bool) -> Component:
    if not may_edit:
        return html.H3(str(stage.get("name", "")), dir="auto")
    return field(
        no,
        "name",
        say("stage_card.stage", no=no + 1),
        stage.get("name", ""),
        say("stage_card.what_the_customer_calls"),
        fault=fault,
    )


def _tools(no: int, of: int, name: str) -> Component:
    buttons = []
    for do, sign, words, by, can in (
        ("order", "←", say("stage_card.move_earlier", name=name), -1, no > 0),
        ("order", "→", say("stage_card.move_later", name=name), 1, no < of - 1),
        ("remove", "✕", say("stage_card.remove_its_activities_are", name=name), 0, True),
    ):
        held = attributes(data_do=do, data_of=str(no), data_by=str(by), aria_label=words)
        buttons.append(html.Button(sign, type="button", className="tool", title=words, disabled=not can, **held))
    return html.Div(buttons, className="stage-tools")


def _activity(activity: Any, no: int, names: Sequence[str], shown: Any, may_edit: bool) -> str:
    name = name_of(activity)
    cases = shown.cases(name)
    about = [
        say("stage_card.cases", cases=wording.count(cases))
        if cases is not None
        else say("word.not_in_the_log")
        if shown.outline
        else ""
    ]
    if isinstance(activity, dict):
        about += [str(activity[key]) for key in ("lane", "team", "system", "partner") if activity.get(key)]
    menu = [move_menu(name, no, names)] if may_edit else []
    return activity_item(name, [item_name(name), item_note(*about), *menu], may_edit)


def _fields(no: int, stage: dict[str, Any], open_at: str, may_edit: bool) -> Component:
    if not may_edit:
        owner = stage.get("owner") or say("word.nobody")
        return html.P(say("stage_card.owner", owner=owner), className="quiet", dir="auto")
    truth = html.Label(
        [
            dcc.Checklist(
                options=[{"label": say("stage_card.moment_of_truth_weighs"), "value": "yes"}],
                value=["yes"] if str(stage.get("moment_of_truth", "")).casefold() in ("true", "yes", "on") else [],
            ),
        ],
        className="field check",
        **attributes(data_field="moment_of_truth", data_of=str(no)),
    )
    parts = [
        field(no, "owner", say("word.owner"), stage.get("owner"), say("stage_card.who_answers_for_it")),
        html.Details(
            [
                html.Summary(say("stage_card.goal_weight_touchpoints")),
                field(no, "goal", say("stage_card.goal_of_the_customer"), stage.get("goal")),
                truth,
                field(
                    no,
                    "weight",
                    say("stage_card.weight_in_the_ranking"),
                    stage.get("weight"),
                    say("stage_card.or_at_a_moment"),
                ),
                _lines(no, "touchpoints", say("stage_card.touchpoints_one_a_line"), stage.get("touchpoints")),
            ],
            open=open_at in ("goal", "weight", "touchpoints", "moment_of_truth"),
        ),
        _rule(no, "target", say("stage_card.target_how_we_judge"), stage.get("target"), open_at == "target"),
        _rule(no, "promise", say("stage_card.promise_what_the_customer"), stage.get("promise"), open_at == "promise"),
    ]
    return html.Div(parts, className="stage-fields")


def _rule(no: int, key: str, title: str, given: dict[str, Any] | None, opened: bool) -> Component:
    given = given or {}
    said = ", ".join(
        f"{name} {value if not isinstance(value, list) else ' or '.join(map(str, value))}"
        for name, value in given.items()
    )
    fields = [
        field(
            no,
            f"{key}.{name}",
            say(f"rule_field.{name}"),
            given.get(name),
            say(hint) if "." in hint else hint,
            known=name in ("from", "to"),
        )
        for name, hint in RULE_FIELDS.items()
    ]
    fields += [_lines(no, f"{key}.{name}", say(f"rule_field.{name}"), given.get(name)) for name in RULE_LISTS]
    none = say("stage_card.none_derived_from_the") if key == "target" else say("word.none")
    return html.Details(
        [html.Summary([title, html.Span(said or none, className="why", dir="auto")]), *fields], open=opened
    )
