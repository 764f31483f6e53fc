"""A short tour on the first visit: what to look at, in five steps. It stands in a corner, is left by one key, and is
not shown again in this browser (assets/tour.js)."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.components.attributes import attributes

# (what is pointed at, the heading, what is said)
STEPS = (
    ("#verdict", "word.the_verdict", "tour.where_it_hurts_the"),
    (
        ".mirror-card",
        "tour.the_mirror",
        "tour.each_column_is_a",
    ),
    (
        "#stories",
        "tour.the_findings",
        "tour.each_is_a_sentence",
    ),
    (
        "#navigation",
        "tour.the_pages",
        "tour.journey_and_voice_show",
    ),
    ("#pack", "word.for_a_meeting", "tour.slides_pages_to_print"),
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
        for number, (target, title, words) in enumerate(
            (target, say(title), say(words)) for target, title, words in STEPS
        )
    ]
    ways = html.Div(
        [
            html.Span(className="tour-count"),
            html.Button(say("tour.leave"), type="button", className="button plain", **attributes(data_tour="leave")),
            html.Button(say("word.next"), type="button", className="button", **attributes(data_tour="next")),
        ],
        className="tour-ways",
    )
    return html.Div(
        [*steps, ways],
        id="tour",
        hidden=True,
        role="dialog",
        tabIndex="-1",
        **attributes(aria_label=say("word.a_short_tour")),
    )
