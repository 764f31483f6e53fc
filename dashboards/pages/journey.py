"""Journey (`/journey`): the journey as planned and as lived, what was promised and what was delivered."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.figures.journey_flow import journey_flow
from analyzer.figures.journey_map import curve_from, journey_map
from analyzer.figures.journey_moods import lowest, mood_rows, moods
from analyzer.figures.kept import kept, kept_rows
from analyzer.figures.stage_flow import lived_rows, stage_flow, step_rows
from analyzer.figures.stage_flow import opening as first_sentence
from analyzer.figures.stage_times import stage_times
from analyzer.words import journey_words
from analyzer.words.language import say
from dashboards.components.address import Address
from dashboards.components.cases_links import stage_cases
from dashboards.components.drawing import downloads, drawing, table
from dashboards.components.mismatch_list import mismatch_list
from dashboards.components.page_parts import NOTHING_MORE, Slots, card, nothing, opening

CONFORMANCE = ("out_of_order", "missing_touchpoint", "ad_hoc_touchpoint")
PROMISES = ("broken_promise", "asked_too_early")


def page(document: AlignmentDocument, at: Address, slots: Slots = NOTHING_MORE) -> Component:
    """The page of the newest document's journey."""
    sentence = journey_words.opening(lowest(moods(document)), document["alignment"]["visibility"])
    lived = first_sentence(document)
    return html.Div(
        [
            opening(document, say("journey.the_journey"), sentence or lived or say("journey.the_log_has_no")),
            *slots.beneath_heading,
            _map(document, slots.said, at),
            _flow(document, at),
            _promises(document, at),
            _times(document),
            *slots.at_end,
        ],
        className="page journey-page",
    )


def _map(document: AlignmentDocument, said: Mapping[str, str], at: Address) -> Component:
    """The journey as customers live it."""
    persona = document["journey"].get("persona")
    lead = [html.P(say("map.persona", persona=persona), className="quiet", dir="auto")] if persona else []
    caption = say("map.caption", floor=curve_from(document))
    figure = drawing(journey_map(document, said, at.mismatch), "journey-map", mood_rows(document, said), caption)
    return card(say("journey.as_customers_live_it"), *lead, figure, of="journey-map")


def _flow(document: AlignmentDocument, at: Address) -> Component:
    svg = journey_flow(document)
    if not svg:
        return card(say("journey.planned_against_lived"), nothing(say("process.the_log_holds_no")), of="flow")
    rows = lived_rows(document)
    figure = drawing(svg, "journey", step_rows(stage_flow(document)), say("caption.flow"))
    lived = first_sentence(document)
    return card(
        say("journey.planned_against_lived"),
        *([html.P(lived)] if lived else []),
        figure,
        mismatch_list(
            [m for m in document["mismatches"] if m["kind"] in CONFORMANCE], at, say("journey.no_stage_is_lived")
        ),
        html.H3(say("word.stage_by_stage")),
        table(rows),
        downloads("stages", rows, image=False),
        html.H3(say("journey.who_lived_them")),
        stage_cases(document, at),
        of="flow",
    )


def _promises(document: AlignmentDocument, at: Address) -> Component:
    svg = kept(document)
    if not svg:
        words = say("journey.no_stage_has_a")
        return card(say("journey.promise_against_delivery"), nothing(words), of="promises")
    found = [m for m in document["mismatches"] if m["kind"] in PROMISES]
    beneath = [mismatch_list(found, at, "")] if found else []
    return card(
        say("journey.promise_against_delivery"),
        drawing(svg, "promises", kept_rows(document), say("caption.promises")),
        *beneath,
        of="promises",
    )


def _times(document: AlignmentDocument) -> Component:
    svg = stage_times(document)
    empty = nothing(say("journey.no_stage_has_an"))
    return card(
        say("journey.how_long_it_takes"),
        drawing(svg, "times", lived_rows(document), say("caption.stage_times")) if svg else empty,
        of="times",
    )
