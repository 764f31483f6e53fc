"""Cases started and in progress by week, with what customers say in the same weeks beside it."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from analyzer.figures.weekly_flow import week_rows, weekly_flow, weekly_unhappy
from analyzer.words import wording
from analyzer.words.language import say
from dashboards.components.graph import graph
from dashboards.components.page_parts import card, halves, nothing, quiet
from dashboards.providers.slices import FlowWeek

WEEKS = "weekly-flow"


def throughput_card(weeks: Sequence[FlowWeek], noun: str) -> Component:
    """The card of a slice's weeks."""
    many, title = wording.plural(noun, 2), say("throughput_card.week_by_week")
    rows = week_rows(weeks)
    label = say("throughput_card.started_and_in_progress", many=many.capitalize())
    known = say("caption.weeks.in_progress", many=many.capitalize())
    flow = graph(WEEKS, lambda dark: weekly_flow(weeks, dark), label, rows, known)
    if flow is None:
        return card(title, nothing(say("throughput_card.the_log_of_this")), of=WEEKS)
    named = say("throughput_card.unhappy_share_of_the")
    unhappy = graph(
        "weekly-unhappy", lambda dark: weekly_unhappy(weeks, dark), named, rows, say("caption.weeks.unhappy")
    )
    beside = unhappy or quiet(say("throughput_card.too_few_visits_were"))
    return card(title, halves(html.Div([html.H3(label), flow]), html.Div([html.H3(named), beside])), of=WEEKS)
