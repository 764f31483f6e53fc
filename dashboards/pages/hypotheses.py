"""Hypotheses (`/hypotheses`): what people think, tested by the rules of a driver: a trail that others can read."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from analyzer.words import wording
from analyzer.words.hypothesis_words import about_words, answer_words
from analyzer.words.language import say
from dashboards.access import must_edit, visitor
from dashboards.components.address import read_address
from dashboards.components.asked import Asked
from dashboards.components.page_parts import card, nothing, quiet
from dashboards.providers import Projects, Provider, hypotheses, notes

POLL_MS = 2000


def page(asked: Asked) -> Component:
    """The page."""
    back = dcc.Link(say("word.improvement"), href=asked.at.to("/improvement"), className="back")
    head = html.Header(
        [
            back,
            html.P(say("hypotheses.hypotheses", name=asked.provider.name), className="eyebrow"),
            html.H1(say("word.hypotheses")),
        ]
    )
    parts: list[Component] = [head, quiet(say("hypotheses.write_down_what_you"))]
    if asked.visitor.may_edit:
        parts.append(card(say("hypotheses.a_new_one"), _form(asked.provider), of="hypothesis-new"))
    parts.append(
        card(say("hypotheses.the_trail"), html.Div(_trail(asked.provider), id="hypothesis-trail"), of="hypothesis-list")
    )
    parts.append(dcc.Interval(id="hypothesis-wait", interval=POLL_MS, disabled=not _waits(asked.provider)))
    return html.Div(parts, className="page")


def _form(provider: Provider) -> Component:
    stages, activities = notes.choices(provider)
    fields = [
        dmc.Textarea(id="hypothesis-text", label=say("hypotheses.what_do_you_think"), autosize=True, minRows=2),
        dmc.Select(id="hypothesis-stage", label=say("hypotheses.stage_in_which_customers"), data=list(stages)),
        dmc.Select(
            id="hypothesis-activity",
            label=say("hypotheses.activity_that_is_suspected"),
            data=list(activities),
            clearable=True,
            searchable=True,
            limit=50,
            placeholder=say("word.none"),
        ),
        dmc.TextInput(id="hypothesis-attribute", label=say("hypotheses.or_attribute_value_that"), value=""),
        dmc.TextInput(id="hypothesis-part", label=say("hypotheses.part_of_the_cases"), value=""),
        html.P(id="hypothesis-said", className="refused", role="alert"),
        html.Button(say("hypotheses.test_it"), id="hypothesis-send", type="button", className="button"),
    ]
    return html.Div(fields, className="form")


def _trail(provider: Provider) -> list[Component]:
    found = hypotheses.trail(provider)
    if not found:
        return [nothing(say("hypotheses.nobody_has_written_a"))]
    items = []
    for one in found:
        head = [html.Strong(html.Bdi(one.asked_by)), html.Span(wording.day(one.asked_at.date()), className="quiet")]
        parts = [
            html.Div(head, className="comment-head"),
            html.P(one.text, className="as-typed", dir="auto"),
            html.P(about_words(one), className="quiet", dir="auto"),
            html.P(answer_words(one), dir="auto"),
        ]
        items.append(html.Li(parts))
    return [html.Ol(items, className="field-notes")]


def _waits(provider: Provider) -> bool:
    return any(one.answer is None for one in hypotheses.trail(provider))


def register(app: Dash, projects: Projects) -> None:
    """Writing one down; and looking again while an answer is awaited."""

    @app.callback(
        Output("hypothesis-trail", "children"),
        Output("hypothesis-said", "children"),
        Output("hypothesis-wait", "disabled"),
        Input("hypothesis-send", "n_clicks"),
        State("address", "search"),
        {name: State(f"hypothesis-{name}", "value") for name in ("text", "stage", "activity", "attribute", "part")},
        prevent_initial_call=True,
    )
    def ask(clicks: int | None, search: str, form: dict[str, str | None]) -> tuple[Any, Any, Any]:
        provider = projects.pick(read_address("/hypotheses", search).get("project"))
        who = must_edit(provider)
        if not clicks:
            return no_update, no_update, no_update
        said, stage = form["text"] or "", form["stage"]
        suspected, part = form["attribute"] or "", form["part"] or ""
        refused = hypotheses.ask(provider, who, said, stage, form["activity"] or None, suspected, part)
        return (no_update, refused, no_update) if refused else (_trail(provider), "", False)

    @app.callback(
        Output("hypothesis-trail", "children", allow_duplicate=True),
        Output("hypothesis-wait", "disabled", allow_duplicate=True),
        Input("hypothesis-wait", "n_intervals"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def look(_: int, search: str) -> tuple[Any, Any]:
        provider = projects.pick(read_address("/hypotheses", search).get("project"))
        visitor(provider)
        return _trail(provider), not _waits(provider)
