"""The process map of unhappy against happy customers of a stage: side by side in numbers, as a difference in colour."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from analyzer.document.parts.shown import ShownDocument
from analyzer.figures.difference_map import difference_map
from analyzer.words import wording
from analyzer.words.difference_words import difference_caption, difference_rows, difference_sentence
from analyzer.words.language import say
from dashboards.components.address import Address
from dashboards.components.choice import choice
from dashboards.components.page_parts import card, nothing
from dashboards.components.pan_zoom import pan_zoom


def compare_card(document: ShownDocument, at: Address, views: Component) -> Component:
    """The card; `document["compared"]` holds the stage and its comparison. `views` are the map's other measures."""
    compared = document.get("compared")
    if compared is None:
        return card(
            say("compare_card.what_unhappy_customers_cases"),
            nothing(say("filter_bar.this_run_was_made")),
            of="map",
            beside=views,
        )
    names = [stage["name"] for stage in document["stages"] if stage["coverage"]["rated"]]
    options = [(name, at.here(stage=name, measure="compare"), name == compared["stage"]) for name in names]
    stages = html.Div(choice(say("compare_card.customers_of_which_stage"), options), className="choice-row")
    found = compared["comparison"]
    if not found or not found["activities"]:
        return card(
            say("compare_card.what_unhappy_customers_cases"),
            stages,
            nothing(say("compare_card.no_rated_visit_of")),
            of="map",
            beside=views,
        )
    groups = found["groups"]
    bad, good = wording.count(groups["bad"]), wording.count(groups["good"])
    held = say("compare_card.unhappy_and_other_visits", bad=bad, good=good, stage=compared["stage"])
    svg = difference_map(document["process"], found, [stage["name"] for stage in document["stages"]])
    figure = pan_zoom(
        svg,
        "unhappy-against-happy",
        say("compare_card.what_unhappy_customers_cases"),
        difference_rows(found),
        difference_caption(found),
    )
    words = html.P([difference_sentence(found), " ", held], dir="auto")
    return card(say("compare_card.what_unhappy_customers_cases"), stages, words, figure, of="map", beside=views)
