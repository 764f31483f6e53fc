"""Comments as a list: plain text as it was typed; nothing in it becomes a link."""

from __future__ import annotations

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words.language import say
from analyzer.words.moments import iso_utc, moment_of
from dashboards.components.attributes import attributes
from dashboards.providers.comments import Comment, is_own, may_remove
from dashboards.providers.visitor import Visitor


def comment_list(comments: Sequence[Comment], who: Visitor) -> Component:
    """The comments, the oldest first; the visitor's own can be edited and removed, an analyst may remove any."""
    if not comments:
        return html.P(say("comment_list.nobody_has_said_anything"), className="nothing small")
    return html.Ol([_item(comment, who) for comment in comments], className="comments")


def comment_parts(comment: Comment, who: Visitor) -> list[Component]:
    """What one comment shows; callbacks in pages/discussion.py."""
    head: list[Component] = [
        html.Strong(html.Bdi(comment.author)),
        html.Time(moment_of(comment.at), dateTime=iso_utc(comment.at), className="quiet"),
    ]
    if comment.edited_at is not None:
        head.append(html.Span(say("comment_list.edited", moment_of=moment_of(comment.edited_at)), className="quiet"))
    if may_remove(who, comment):
        label = attributes(aria_label=say("comment_list.remove_the_comment_of", author=comment.author))
        identity = {"kind": "comment-remove", "of": comment.id}
        button = html.Button(say("word.remove"), type="button", className="save", **label)
        head.append(dcc.ConfirmDialogProvider(button, id=identity, message=say("comment_list.remove_this_comment_for")))
    text = html.P(comment.text, className="as-typed", dir="auto")
    return [html.Div(head, className="comment-head"), text, *([_form(comment)] if is_own(who, comment) else [])]


def _item(comment: Comment, who: Visitor) -> Component:
    of = comment.id
    return html.Li(
        [
            html.Div(comment_parts(comment, who), id={"kind": "comment-item", "of": of}),
            dcc.Store(id={"kind": "comment-seen", "of": of}, data=comment.text),
            html.P(id={"kind": "comment-edit-said", "of": of}, className="refused", role="alert"),
        ]
    )


def _form(comment: Comment) -> Component:
    of = comment.id
    field = dmc.Textarea(
        id={"kind": "comment-edit", "of": of},
        value=comment.text,
        autosize=True,
        minRows=2,
        maxRows=12,
        **attributes(aria_label=say("comment_list.your_comment")),
    )
    save = html.Button(say("word.save"), id={"kind": "comment-save", "of": of}, type="button", className="button plain")
    return html.Details([html.Summary(say("comment_list.edit"), className="quiet"), field, save], className="take")
