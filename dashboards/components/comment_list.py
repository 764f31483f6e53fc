"""Comments as a list: plain text as it was typed; nothing in it becomes a link."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from analyzer.figures import wording
from dashboards.components.attributes import attributes
from dashboards.providers.comments import Comment, may_remove
from dashboards.providers.visitor import Visitor


def comment_list(comments: Sequence[Comment], who: Visitor) -> Component:
    """The comments, the oldest first; the visitor's own can be removed, an analyst may remove any."""
    if not comments:
        return html.P("Nobody has said anything yet.", className="nothing small")
    return html.Ol([html.Li(_one(comment, who)) for comment in comments], className="comments")


def _one(comment: Comment, who: Visitor) -> list[Component]:
    at = comment.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    head: list[Component] = [
        html.Strong(html.Bdi(comment.author)),
        html.Time(wording.moment(at), dateTime=at, className="quiet"),
    ]
    if may_remove(who, comment):
        label = attributes(aria_label=f"Remove the comment of {comment.author}")
        identity = {"kind": "comment-remove", "of": comment.id}
        head.append(html.Button("Remove", id=identity, type="button", className="save", **label))
    return [html.Div(head, className="comment-head"), html.P(comment.text, className="as-typed", dir="auto")]
