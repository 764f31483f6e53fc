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
ONE = "The log of this part has one week only: a longer one fills this."


def throughput_card(weeks: Sequence[FlowWeek], noun: str) -> Component:
    """The card of a slice's weeks."""
    many, title = wording.plural(noun, 2), "Week by week"
    rows = week_rows(weeks)
    label = f"{many.capitalize()} started and in progress, by week"
    known = say("caption.weeks.in_progress", many=many.capitalize())
    flow = graph(WEEKS, lambda dark: weekly_flow(weeks, dark), label, rows, known)
    if flow is None:
        return card(title, nothing(ONE), of=WEEKS)
    named = "Unhappy share of the visits we heard about, by week"
    unhappy = graph(
        "weekly-unhappy", lambda dark: weekly_unhappy(weeks, dark), named, rows, say("caption.weeks.unhappy")
    )
    beside = unhappy or quiet("Too few visits were rated to show a share week by week.")
    return card(title, halves(html.Div([html.H3(label), flow]), html.Div([html.H3(named), beside])), of=WEEKS)
