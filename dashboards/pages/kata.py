"""Kata (`/kata/<action>`): where an action is to lead and the experiments on the way, read from two metres."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component

from analyzer.words import wording
from analyzer.words.action_words import day, reopened_words, status_name, verdict_words
from analyzer.words.kata_words import condition_facts
from analyzer.words.language import say
from dashboards.access import must_edit
from dashboards.components.address import read_address
from dashboards.components.asked import Asked
from dashboards.components.attributes import attributes
from dashboards.components.page_parts import nothing
from dashboards.providers import Projects, katas
from dashboards.providers.katas import Kata, KataCycle, KataSheet

DESK = "/kata"
FIELDS = (
    "challenge", "target", "target-on", "obstacle", "experiment", "expected", "look-on", "happened", "learned",
)  # fmt: skip


def page(asked: Asked) -> Component:
    """The page of one action."""
    found = katas.sheet(asked.provider, asked.at.rest(DESK))
    back = dcc.Link(say("word.improvement"), href=asked.at.to("/improvement"), className="back")
    if found is None:
        return html.Div(
            [back, html.H1(say("kata.no_such_kata")), nothing(say("kata.there_is_no_such"))], className="page"
        )
    one = found.action
    facts = [
        status_name(one.status),
        one.owner or say("word.nobody"),
        say("kata.review", review_on=day(one.review_on)) if one.review_on else "",
    ]
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
    target = kata.target or say("kata.not_written_yet")
    when = say("kata.by_target_on", target_on=day(kata.target_on)) if kata.target_on else say("kata.without_a_date")
    boxes = [
        _box(say("kata.challenge_large"), kata.challenge or say("kata.not_written_yet")),
        _box(say("kata.current_condition"), *_now(found)),
        _box(say("kata.target_condition"), target, html.P(when, className="kata-when") if kata.target else None),
        _box(
            say("kata.obstacle"),
            cycle.obstacle or say("kata.not_written_yet") if cycle else say("kata.not_written_yet"),
        ),
    ]
    if cycle is None:
        last = kata.cycles[0].learned if kata.cycles else ""
        learned = [html.P([say("kata.learned_last"), html.Bdi(last)])] if last else []
        return [*boxes, _box(say("kata.next_experiment"), say("kata.not_written_yet"), *learned)]
    look = say("kata.we_look_on", look_on=day(cycle.look_on)) if cycle.look_on else say("kata.no_day_to_look")
    expected = html.P([say("kata.we_expect"), html.Bdi(cycle.expected)])
    return [*boxes, _box(say("kata.next_experiment"), cycle.experiment, expected, html.P(look, className="kata-when"))]


def _box(title: str, *parts: Any) -> Component:
    inside = [html.P(part, dir="auto") if isinstance(part, str) else part for part in parts if part is not None]
    return html.Section([html.H2(title), *inside], className="card kata-box")


def _now(found: KataSheet) -> list[Any]:
    facts = condition_facts(found.now)
    if not facts:
        return [say("kata.the_newest_run_has")]
    numbers = html.Dl(
        [html.Div([html.Dd(number), html.Dt([what, html.Span(rest)])]) for what, number, rest in facts],
        className="kata-numbers",
    )
    said = [reopened_words(found.action), verdict_words(found.verdict)]
    return [numbers, *(html.P(words, className="kata-when") for words in said if words)]


def _history(kata: Kata) -> Component:
    ended = [cycle for cycle in kata.cycles if not cycle.is_open]
    if not ended:
        return html.Section(
            [html.H2(say("kata.cycles_so_far")), nothing(say("kata.no_experiment_has_ended"))], className="card"
        )
    return html.Section(
        [
            html.H2(say("kata.so_far", n=len(ended), cycles=wording.plural(say("noun.cycle"), len(ended)))),
            html.Ol([_cycle(c) for c in ended]),
        ],
        className="card kata-history",
    )


def _cycle(cycle: KataCycle) -> Component:
    pairs = (
        (say("kata.obstacle"), cycle.obstacle),
        (say("kata.tried"), cycle.experiment),
        (say("kata.expected"), cycle.expected),
        (say("kata.happened"), cycle.happened),
        (say("kata.learned_large"), cycle.learned),
        (say("kata.stood_at_the_start"), cycle.condition),
    )
    rows = [html.Div([html.Dt(name), html.Dd(text, dir="auto")]) for name, text in pairs if text]
    days = say(
        "kata.to",
        date=day(cycle.began_at.date()),
        date_b=day(cycle.ended_at.date()) if cycle.ended_at else say("kata.now"),
    )
    return html.Li(
        [html.P([days, " · ", html.Bdi(cycle.began_by)], className="quiet"), html.Dl(rows, className="pairs")]
    )


def _forms(found: KataSheet) -> Component:
    kata, cycle = found.kata, found.kata.open_cycle
    where = [
        _area("kata-challenge", say("kata.challenge_where_we_want"), kata.challenge),
        _area("kata-target", say("kata.target_condition_the_next"), kata.target),
        _day("kata-target-on", say("kata.to_be_reached_by"), kata.target_on),
        html.Button(say("word.save"), id="kata-save", type="button", className="button"),
    ]
    fresh = [
        _area("kata-obstacle", say("kata.obstacle_what_we_work")),
        _area("kata-experiment", say("kata.next_experiment")),
        _area("kata-expected", say("kata.what_we_expect")),
        _day("kata-look-on", say("kata.we_look_on_large")),
        html.Button(say("kata.begin"), id="kata-begin", type="button", className="button"),
    ]
    ending = [
        _area("kata-happened", say("word.what_happened")),
        _area("kata-learned", say("kata.what_we_learned")),
        html.Button(say("kata.end_this_experiment"), id="kata-end", type="button", className="button"),
    ]
    state = {"action": found.action.id, "version": kata.version, "cycle": cycle.id if cycle else None}
    hidden = {"display": "none"}
    return html.Div(
        [
            html.P(id="kata-said", className="refused", role="alert"),
            dcc.Store(id="kata-asked", data=state),
            html.Details(
                [html.Summary(say("kata.challenge_and_target")), html.Div(where, className="form")], className="take"
            ),
            html.Details(
                [html.Summary(say("kata.begin_an_experiment")), html.Div(fresh, className="form")],
                className="take",
                style=hidden if cycle else {},
            ),
            html.Details(
                [html.Summary(say("kata.what_happened")), html.Div(ending, className="form")],
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
        placeholder=say("word.no_date"),
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
