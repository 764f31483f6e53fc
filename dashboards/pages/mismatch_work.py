"""What people do about one mismatch: the actions that name it, a form to take one, and comments."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, html, no_update
from dash.development.base_component import Component

from analyzer.figures.action_words import standing_words
from dashboards.access import must_edit, visitor
from dashboards.components.action_card import action_lines
from dashboards.components.action_form import action_form, states, values
from dashboards.components.address import read_address
from dashboards.components.asked import Asked
from dashboards.components.comment_list import comment_list
from dashboards.components.page_parts import card
from dashboards.providers import Projects, Provider, comments, improvement

FOLDER = "/mismatch/"


def panels(asked: Asked, mismatch: dict[str, Any]) -> list[Component]:
    """The two cards at the end of a mismatch's page."""
    return [
        card("What is done about it", html.Div(_actions(asked, mismatch["id"]), id="panel-work"), of="actions"),
        card("Comments", *_discussion(asked, mismatch["id"]), of="comments"),
    ]


def _actions(asked: Asked, identity: str) -> list[Component]:
    board = improvement.board(asked.provider)
    about = [one for one in board.cards if one.action.mismatch_id == identity]
    since, _ = standing_words(improvement.standing(asked.provider).get(identity))
    parts: list[Component] = [html.P(f"This mismatch is {since}.", className="quiet")] if since else []
    parts.append(action_lines(about, asked.at) if about else html.P("No action yet.", className="nothing small"))
    if asked.visitor.may_edit:
        form = action_form("panel", board, None, identity, whole=False)
        save = html.Button("Take this action", id="panel-save", type="button", className="button")
        parts.append(html.Details([html.Summary("Take action"), form, save], className="take", open=not about))
    return parts


def _discussion(asked: Asked, identity: str) -> list[Component]:
    found = comments.on(asked.provider, f"mismatch:{identity}")
    return [
        html.Div(comment_list(found, asked.visitor), id="comment-list"),
        dmc.Textarea(
            id="comment-text", label="Say something", autosize=True, minRows=2, maxRows=12, placeholder="Plain text"
        ),
        html.P(id="comment-said", className="refused", role="alert"),
        html.Button("Comment", id="comment-send", type="button", className="button"),
    ]


def _of(path: str) -> str:
    return unquote(path.removeprefix(FOLDER))


def _listed(provider: Provider, path: str) -> Component:
    return comment_list(comments.on(provider, f"mismatch:{_of(path)}"), visitor(provider))


def register(app: Dash, projects: Projects) -> None:
    """Taking an action, saying something, taking a comment back."""

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

    @app.callback(
        Output("comment-list", "children"),
        Output("comment-text", "value"),
        Output("comment-said", "children"),
        Input("comment-send", "n_clicks"),
        State("comment-text", "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def say(clicks: int | None, text: str | None, path: str, search: str) -> tuple[Any, Any, Any]:
        provider = projects.pick(read_address(path, search).get("project"))
        if not clicks:
            return no_update, no_update, no_update
        refused = comments.say(provider, visitor(provider), f"mismatch:{_of(path)}", text or "")
        return (no_update, no_update, refused) if refused else (_listed(provider, path), "", "")

    @app.callback(
        Output("comment-list", "children", allow_duplicate=True),
        Input({"kind": "comment-remove", "of": ALL}, "n_clicks"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def take_back(clicks: list[int | None], path: str, search: str) -> Any:
        provider = projects.pick(read_address(path, search).get("project"))
        if not any(clicks) or not isinstance(ctx.triggered_id, dict):
            return no_update
        comments.take_back(provider, visitor(provider), str(ctx.triggered_id["of"]))
        return _listed(provider, path)
