"""The life of a finding on its page: a small chart over the nights, who acknowledged it, *quiet until worse*."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from dash import Dash, Input, Output, State, ctx, html, no_update
from dash.development.base_component import Component

from analyzer.figures.life_chart import life_chart
from analyzer.words.language import say
from analyzer.words.life_words import life_words, mark_words, moment_words, no_life_words
from dashboards.access import must_edit
from dashboards.components.address import read_address
from dashboards.components.asked import Asked
from dashboards.components.drawing import place
from dashboards.components.page_parts import card, quiet
from dashboards.providers import Projects, findings

FOLDER = "/mismatch/"


def life_card(asked: Asked, identity: str) -> Component:
    """The card; the chart where nights have seen the finding, the buttons for those who may edit."""
    return card(say("finding_life.its_life_over_the"), html.Div(_parts(asked, identity), id="life-parts"), of="life")


def _parts(asked: Asked, identity: str) -> list[Component]:
    life = findings.lives(asked.provider, [identity]).get(identity)
    zone, marks = findings.zone(asked.provider), findings.marks(asked.provider, identity)
    parts: list[Component] = []
    if life is None:
        parts.append(quiet(no_life_words()))
    else:
        chart = life_chart(life, zone)
        parts += [html.P(life_words(life, zone), dir="auto"), *([place(chart)] if chart else [])]
        listed = [html.Li(moment_words(one, zone), dir="auto") for one in life.moments]
        parts.append(html.Details([html.Summary(say("finding_life.moments")), html.Ul(listed)], className="as-table"))
    parts += [html.P(mark_words(mark, zone), dir="auto") for mark in marks.values()]
    pressed = {
        "acknowledge": "acknowledged" not in marks,
        "quiet": "quiet" not in marks,
        "hear": "quiet" in marks,
    }
    names = {
        "acknowledge": say("finding_life.acknowledge"),
        "quiet": say("finding_life.quiet_until_worse"),
        "hear": say("finding_life.hear_of_all_its"),
    }
    buttons = [
        html.Button(
            names[name],
            id=f"life-{name}",
            type="button",
            className="button",
            style={} if shown and asked.visitor.may_edit else {"display": "none"},
        )
        for name, shown in pressed.items()
    ]
    return [*parts, html.Div(buttons, className="buttons")]


def register(app: Dash, projects: Projects) -> None:
    """Acknowledging a finding, making it quiet, hearing of it again."""

    @app.callback(
        Output("life-parts", "children"),
        Input("life-acknowledge", "n_clicks"),
        Input("life-quiet", "n_clicks"),
        Input("life-hear", "n_clicks"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def press(acknowledge: int | None, quiet: int | None, hear: int | None, path: str, search: str) -> Any:
        at = read_address(path, search)
        provider = projects.pick(at.get("project"))
        who = must_edit(provider)
        if not (acknowledge or quiet or hear):
            return no_update
        identity = unquote(path.removeprefix(FOLDER))
        findings.press(provider, who, identity, str(ctx.triggered_id).removeprefix("life-"))
        return _parts(Asked(provider, at, who, projects), identity)
