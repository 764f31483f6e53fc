"""A short tour on the first visit: what to look at, in five steps. It stands in a corner, is left by one key, and is
not shown again in this browser (assets/tour.js)."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.components.attributes import attributes

# (what is pointed at, the heading, what is said)
STEPS = (
    ("#verdict", "The verdict", "Where it hurts, the likely reason, who answers for it, and what to do next."),
    (
        ".mirror-card",
        "The mirror",
        "Each column is a stage as customers live it. Above the line: what they feel. Below: what we measure. Deep red "
        "is pain that our measures do not see.",
    ),
    (
        "#stories",
        "The findings",
        "Each is a sentence with its number. Choose one for the evidence, customers' words and what to do.",
    ),
    (
        "#navigation",
        "The pages",
        "Journey and Voice show what customers live and say; Process and Blueprint, how the work is done.",
    ),
    ("#pack", "For a meeting", "Slides, pages to print, and a presentation with one finding a screen."),
)


def tour() -> Component:
    """The card, closed; the script opens it where it was never left."""
    steps = [
        html.Div(
            [html.H2(title), html.P(words)],
            className="tour-step",
            hidden=number > 0,
            **attributes(data_of=target),
        )
        for number, (target, title, words) in enumerate(STEPS)
    ]
    ways = html.Div(
        [
            html.Span(className="tour-count"),
            html.Button("Leave", type="button", className="button plain", **attributes(data_tour="leave")),
            html.Button("Next", type="button", className="button", **attributes(data_tour="next")),
        ],
        className="tour-ways",
    )
    return html.Div(
        [*steps, ways], id="tour", hidden=True, role="dialog", tabIndex="-1", **attributes(aria_label="A short tour")
    )
