"""Kata (`/kata/<action>`): where an action is to lead and the experiments on the way, read from two metres."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component

from analyzer.words import wording
from analyzer.words.action_words import day, reopened_words, status_name, verdict_words
from analyzer.words.kata_words import condition_facts
from dashboards.access import must_edit
from dashboards.components.address import read_address
from dashboards.components.asked import Asked
from dashboards.components.attributes import attributes
from dashboards.components.page_parts import nothing
from dashboards.providers import Projects, katas
from dashboards.providers.katas import Kata, KataCycle, KataSheet

DESK = "/kata"
UNKNOWN = "There is no such action any more. The board has all that there are."
NO_NUMBERS = "The newest run has no such mismatch: there is nothing to count."
FIELDS = (
    "challenge", "target", "target-on", "obstacle", "experiment", "expected", "look-on", "happened", "learned",
)  # fmt: skip
NOT_YET = "not written yet"


def page(asked: Asked) -> Component:
    """The page of one action."""
    found = katas.sheet(asked.provider, asked.at.rest(DESK))
    back = dcc.Link("Improvement", href=asked.at.to("/improvement"), className="back")
    if found is None:
        return html.Div([back, html.H1("No such kata"), nothing(UNKNOWN)], className="page")
    one = found.action
    facts = [status_name(one.status), one.owner or "nobody", f"review {day(one.review_on)}" if one.review_on else ""]
    parts: list[Component] = [
        html.Header([back, html.H1(one.title, dir="auto"), html.P(" · ".join(f for f in facts if f), dir="auto")]),
        html.Div(_boxes(found), className="kata-sheet"),
        _history(found.kata),
    ]
    if asked.visitor.may_edit:
        parts.append(_forms(found))
    return html.Div(parts, className="page kata-page")


def _boxes(found: KataSheet) -> list[Component]:
    kata, cycle = found.kata, found.kata.open_cycle
    target = kata.target or NOT_YET
    when = f"by {day(kata.target_on)}" if kata.target_on else "without a date"
    boxes = [
        _box("Challenge", kata.challenge or NOT_YET),
        _box("Current condition", *_now(found)),
        _box("Target condition", target, html.P(when, className="kata-when") if kata.target else None),
        _box("Obstacle", cycle.obstacle or NOT_YET if cycle else NOT_YET),
    ]
    if cycle is None:
        last = kata.cycles[0].learned if kata.cycles else ""
        learned = [html.P(["Learned last: ", html.Bdi(last)])] if last else []
        return [*boxes, _box("Next experiment", NOT_YET, *learned)]
    look = f"We look on {day(cycle.look_on)}." if cycle.look_on else "No day to look is set."
    expected = html.P(["We expect: ", html.Bdi(cycle.expected)])
    return [*boxes, _box("Next experiment", cycle.experiment, expected, html.P(look, className="kata-when"))]


def _box(title: str, *parts: Any) -> Component:
    inside = [html.P(part, dir="auto") if isinstance(part, str) else part for part in parts if part is not None]
    return html.Section([html.H2(title), *inside], className="card kata-box")


def _now(found: KataSheet) -> list[Any]:
    facts = condition_facts(found.now)
    if not facts:
        return [NO_NUMBERS]
    numbers = html.Dl(
        [html.Div([html.Dd(number), html.Dt([what, html.Span(rest)])]) for what, number, rest in facts],
        className="kata-numbers",
    )
    said = [reopened_words(found.action), verdict_words(found.verdict)]
    return [numbers, *(html.P(words, className="kata-when") for words in said if words)]


def _history(kata: Kata) -> Component:
    ended = [cycle for cycle in kata.cycles if not cycle.is_open]
    if not ended:
        return html.Section([html.H2("Cycles so far"), nothing("No experiment has ended yet.")], className="card")
    return html.Section(
        [html.H2(f"{len(ended)} {wording.plural('cycle', len(ended))} so far"), html.Ol([_cycle(c) for c in ended])],
        className="card kata-history",
    )


def _cycle(cycle: KataCycle) -> Component:
    pairs = (
        ("Obstacle", cycle.obstacle),
        ("Tried", cycle.experiment),
        ("Expected", cycle.expected),
        ("Happened", cycle.happened),
        ("Learned", cycle.learned),
        ("Stood at the start", cycle.condition),
    )
    rows = [html.Div([html.Dt(name), html.Dd(text, dir="auto")]) for name, text in pairs if text]
    days = f"{day(cycle.began_at.date())} to {day(cycle.ended_at.date()) if cycle.ended_at else 'now'}"
    return html.Li(
        [html.P([days, " · ", html.Bdi(cycle.began_by)], className="quiet"), html.Dl(rows, className="pairs")]
    )


def _forms(found: KataSheet) -> Component:
    kata, cycle = found.kata, found.kata.open_cycle
    where = [
        _area("kata-challenge", "Challenge: where we want to be", kata.challenge),
        _area("kata-target", "Target condition: the next step on the way", kata.target),
        _day("kata-target-on", "To be reached by", kata.target_on),
        html.Button("Save", id="kata-save", type="button", className="button"),
    ]
    fresh = [
        _area("kata-obstacle", "Obstacle: what we work on now"),
        _area("kata-experiment", "Next experiment"),
        _area("kata-expected", "What we expect"),
        _day("kata-look-on", "We look on"),
        html.Button("Begin", id="kata-begin", type="button", className="button"),
    ]
    ending = [
        _area("kata-happened", "What happened"),
        _area("kata-learned", "What we learned"),
        html.Button("End this experiment", id="kata-end", type="button", className="button"),
    ]
    state = {"action": found.action.id, "version": kata.version, "cycle": cycle.id if cycle else None}
    hidden = {"display": "none"}
    return html.Div(
        [
            html.P(id="kata-said", className="refused", role="alert"),
            dcc.Store(id="kata-asked", data=state),
            html.Details([html.Summary("Challenge and target"), html.Div(where, className="form")], className="take"),
            html.Details(
                [html.Summary("Begin an experiment"), html.Div(fresh, className="form")],
                className="take",
                style=hidden if cycle else {},
            ),
            html.Details(
                [html.Summary("What happened?"), html.Div(ending, className="form")],
                className="take",
                style={} if cycle else hidden,
            ),
        ],
        className="kata-forms",
    )


def _area(identity: str, label: str, value: str = "") -> Component:
    return dmc.Textarea(id=identity, label=label, value=value, autosize=True, minRows=2, maxRows=10)


def _day(identity: str, label: str, at: Any = None) -> Component:
    return dmc.DatePickerInput(
        id=identity,
        label=label,
        value=at.isoformat() if at else None,
        valueFormat="D MMM YYYY",
        clearable=True,
        placeholder="no date",
        popoverProps={"withRoles": False},
        **attributes(aria_label=label),
    )


def register(app: Dash, projects: Projects) -> None:
    """Saving where it is to lead, beginning an experiment, ending it."""

    @app.callback(
        Output("page", "children", allow_duplicate=True),
        Output("kata-said", "children"),
        Input("kata-save", "n_clicks"),
        Input("kata-begin", "n_clicks"),
        Input("kata-end", "n_clicks"),
        State("kata-asked", "data"),
        State("address", "pathname"),
        State("address", "search"),
        {name.replace("-", "_"): State(f"kata-{name}", "value") for name in FIELDS},
        prevent_initial_call=True,
    )
    def change(*given: Any) -> tuple[Any, Any]:
        save, begin, end, asked, path, search, form = given
        at = read_address(path, search)
        provider = projects.pick(at.get("project"))
        who = must_edit(provider)
        if not (save or begin or end):
            return no_update, no_update
        refused = katas.change(provider, who, asked, form, str(ctx.triggered_id).removeprefix("kata-"))
        return (no_update, refused) if refused else (page(Asked(provider, at, who, projects)), no_update)
