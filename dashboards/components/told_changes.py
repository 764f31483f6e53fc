"""Who changed what, as a list."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from analyzer.words import wording
from analyzer.words.language import say
from dashboards.providers.history import Told


def told_changes(changes: Sequence[Told]) -> Component:
    """Changes, the newest first: when, who, what, and what stood before and after."""
    if not changes:
        return html.P(say("told_changes.nothing_has_been_changed"), className="nothing small")
    return html.Ol([html.Li(_line(change)) for change in changes], className="changes")


def _line(change: Told) -> list[Component]:
    when = html.Time(wording.moment(change.at), dateTime=change.at, className="quiet")
    said = html.P([html.Strong(html.Bdi(change.who)), " ", html.Span(change.what, dir="auto")])
    details = [html.Li(detail, dir="auto") for detail in change.details]
    return [when, said, *([html.Ul(details)] if details else [])]
