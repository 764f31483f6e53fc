"""What people say on a page: the card beneath a mismatch, and beneath the alignment page, whole or of one stage."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import dash_mantine_components as dmc
from dash import ALL, MATCH, Dash, Input, Output, State, ctx, html, no_update
from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.access import visitor
from dashboards.components.address import Address, read_address
from dashboards.components.asked import Asked
from dashboards.components.comment_list import comment_list, comment_parts
from dashboards.components.page_parts import card
from dashboards.providers import Projects, Provider, comments

MISMATCH = "/mismatch/"


def discussion(asked: Asked) -> Component:
    """The comments on what the address names, and a place to write one."""
    subject = subject_of(asked.provider, asked.at)
    kind, _, name = subject.partition(":")
    title = say("discussion.comments_on", name=name) if kind == "stage" else say("discussion.comments")
    found = comments.on(asked.provider, subject)
    return card(
        title,
        html.Div(comment_list(found, asked.visitor), id="comment-list"),
        dmc.Textarea(
            id="comment-text",
            label=say("discussion.say_something"),
            autosize=True,
            minRows=2,
            maxRows=12,
            placeholder=say("discussion.plain_text"),
        ),
        *_hint(asked.provider),
        html.P(id="comment-said", className="refused", role="alert"),
        html.P(id="comment-mailed", className="quiet", role="status"),
        html.Button(say("discussion.comment"), id="comment-send", type="button", className="button"),
        of="comments",
    )


def _hint(provider: Provider) -> list[Component]:
    names = comments.names_to_mention(provider)
    listed = ", ".join(f"@{name}" for name in names)
    return [html.P(say("mention.hint", names=listed), className="quiet", dir="auto")] if names else []


def subject_of(provider: Provider, at: Address) -> str:
    """What is spoken of at an address: a mismatch, the stage that the alignment page is filtered to, or all of it."""
    if at.path.startswith(MISMATCH):
        return "mismatch:" + unquote(at.path.removeprefix(MISMATCH))
    stage = f"stage:{at.get('stage')}"
    return stage if comments.exists(provider, stage) else comments.WHOLE


def _listed(provider: Provider, at: Address) -> Component:
    return comment_list(comments.on(provider, subject_of(provider, at)), visitor(provider))


def register(app: Dash, projects: Projects) -> None:
    """Saying something, taking it back, saying it otherwise."""

    @app.callback(
        Output("comment-list", "children"),
        Output("comment-text", "value"),
        Output("comment-said", "children"),
        Output("comment-mailed", "children"),
        Input("comment-send", "n_clicks"),
        State("comment-text", "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def say(clicks: int | None, text: str | None, path: str, search: str) -> tuple[Any, Any, Any, Any]:
        at = read_address(path, search)
        provider = projects.pick(at.get("project"))
        if not clicks:
            return no_update, no_update, no_update, no_update
        who, subject = visitor(provider), subject_of(provider, at)
        refused = comments.say(provider, who, subject, text or "")
        if refused:
            return no_update, no_update, refused, ""
        return _listed(provider, at), "", "", comments.tell(provider, who, subject, at.here(), text or "")

    @app.callback(
        Output("comment-list", "children", allow_duplicate=True),
        Input({"kind": "comment-remove", "of": ALL}, "submit_n_clicks"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def take_back(clicks: list[int | None], path: str, search: str) -> Any:
        at = read_address(path, search)
        provider = projects.pick(at.get("project"))
        if not any(clicks) or not isinstance(ctx.triggered_id, dict):
            return no_update
        comments.take_back(provider, visitor(provider), str(ctx.triggered_id["of"]))
        return _listed(provider, at)

    @app.callback(
        Output({"kind": "comment-item", "of": MATCH}, "children"),
        Output({"kind": "comment-seen", "of": MATCH}, "data"),
        Output({"kind": "comment-edit-said", "of": MATCH}, "children"),
        Input({"kind": "comment-save", "of": MATCH}, "n_clicks"),
        State({"kind": "comment-edit", "of": MATCH}, "value"),
        State({"kind": "comment-seen", "of": MATCH}, "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def edit(clicks: int | None, text: str | None, seen: str, search: str) -> tuple[Any, Any, Any]:
        if not clicks or not isinstance(ctx.triggered_id, dict):
            return no_update, no_update, no_update
        provider = projects.pick(read_address("/", search).get("project"))
        who = visitor(provider)
        done = comments.edit(provider, who, str(ctx.triggered_id["of"]), text or "", seen)
        if done.refused or done.comment is None:
            moved = done.comment.text if done.changed and done.comment else no_update
            return no_update, moved, done.refused
        return comment_parts(done.comment, who), done.comment.text, ""
