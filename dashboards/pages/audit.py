"""Who changed what in this project (`/audit`), for analysts."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.components.asked import Asked
from dashboards.components.page_parts import nothing
from dashboards.components.told_changes import told_changes
from dashboards.providers.history import PAGE, history


def page(asked: Asked) -> Component:
    """The page; `?older=` shows what came before."""
    head = html.Header(
        [
            html.P(say("audit.record", name=asked.provider.name), className="eyebrow", dir="auto"),
            html.H1(say("word.who_changed_what")),
        ]
    )
    if not asked.visitor.may_edit:
        return html.Div([head, nothing(say("audit.only_analysts_see_who"))], className="page")
    changes = history(asked.provider, older=asked.at.get("older"))
    parts: list[Component] = [head, html.Section(told_changes(changes), className="card")]
    if len(changes) == PAGE:
        parts.append(
            dcc.Link(say("audit.older_changes"), href=asked.at.to("/audit", older=changes[-1].id), className="back")
        )
    return html.Div(parts, className="page")
