"""What people do about one mismatch: the actions that name it, and a form to take one; comments beneath."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from dash import Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component

from analyzer.document.parts.mismatches import MismatchRow
from analyzer.words.action_words import standing_words
from analyzer.words.language import say
from dashboards.access import must_edit
from dashboards.components.action_card import action_lines
from dashboards.components.action_form import action_form, states, values
from dashboards.components.address import read_address
from dashboards.components.asked import Asked
from dashboards.components.page_parts import card
from dashboards.pages.discussion import discussion
from dashboards.pages.finding_life import life_card
from dashboards.pages.front_line import front_line
from dashboards.pages.plan_ahead import register_ahead
from dashboards.providers import Projects, findings, improvement

FOLDER = "/mismatch/"


def panels(asked: Asked, mismatch: MismatchRow) -> list[Component]:
    """The cards at the end of a mismatch's page."""
    return [
        life_card(asked, mismatch["id"]),
        card(say("word.what_is_done_about"), html.Div(_actions(asked, mismatch["id"]), id="panel-work"), of="actions"),
        front_line(asked, mismatch),
        discussion(asked),
    ]


def _actions(asked: Asked, identity: str) -> list[Component]:
    board = improvement.board(asked.provider)
    about = [one for one in board.cards if one.action.mismatch_id == identity]
    since, _ = standing_words(improvement.standing(asked.provider).get(identity))
    dated = bool(findings.lives(asked.provider, [identity]))  # its life says since when, by the data
    parts: list[Component] = (
        [html.P(say("mismatch_work.this_mismatch_is", since=since), className="quiet")] if since and not dated else []
    )
    parts.append(
        action_lines(about, asked.at)
        if about
        else html.P(say("mismatch_work.no_action_yet"), className="nothing small")
    )
    if asked.visitor.may_edit:
        form = action_form("panel", board, None, improvement.parts(asked.provider), identity, whole=False)
        save = html.Button(say("mismatch_work.take_this_action"), id="panel-save", type="button", className="button")
        parts.append(
            html.Details([html.Summary(say("mismatch_work.take_action")), form, save], className="take", open=not about)
        )
    return parts


def _of(path: str) -> str:
    return unquote(path.removeprefix(FOLDER))


def register(app: Dash, projects: Projects) -> None:
    """Taking an action."""
    register_ahead(app, projects, "panel")

    @app.callback(
        Output("panel-work", "children"),
        Output("panel-said", "children"),
        Input("panel-save", "n_clicks"),
        State("address", "pathname"),
        State("address", "search"),
        states("panel"),
        prevent_initial_call=True,
    )
    def take(clicks: int | None, path: str, search: str, form: dict[str, Any]) -> tuple[Any, Any]:
        at = read_address(path, search)
        provider = projects.pick(at.get("project"))
        who = must_edit(provider)
        if not clicks:
            return no_update, no_update
        done = improvement.save(provider, who, None, 0, values(form))
        return (no_update, done.refused) if done.refused else (_actions(Asked(provider, at, who), _of(path)), "")
