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
from dashboards.pages.process import NO_PROCESS

CONFORMANCE = ("out_of_order", "missing_touchpoint", "ad_hoc_touchpoint")
PROMISES = ("broken_promise", "asked_too_early")
AS_PLANNED = (
    "No stage is lived out of its place, skipped or returned to often enough to be called a mismatch: that would take "
    "one case in twenty."
)


def page(document: AlignmentDocument, at: Address, slots: Slots = NOTHING_MORE) -> Component:
    """The page of the newest document's journey."""
    sentence = journey_words.opening(lowest(moods(document)), document["alignment"]["visibility"])
    lived = first_sentence(document)
    return html.Div(
        [
            opening(document, "The journey", sentence or lived or "The log has no event of any stage yet"),
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
    return card("As customers live it", *lead, figure, of="journey-map")


def _flow(document: AlignmentDocument, at: Address) -> Component:
    svg = journey_flow(document)
    if not svg:
        return card("Planned against lived", nothing(NO_PROCESS), of="flow")
    rows = lived_rows(document)
    figure = drawing(svg, "journey", step_rows(stage_flow(document)), say("caption.flow"))
    lived = first_sentence(document)
    return card(
        "Planned against lived",
        *([html.P(lived)] if lived else []),
        figure,
        mismatch_list([m for m in document["mismatches"] if m["kind"] in CONFORMANCE], at, AS_PLANNED),
        html.H3("Stage by stage"),
        table(rows),
        downloads("stages", rows, image=False),
        html.H3("Who lived them"),
        stage_cases(document, at),
        of="flow",
    )


def _promises(document: AlignmentDocument, at: Address) -> Component:
    svg = kept(document)
    if not svg:
        words = "No stage has a target, a promise or an answer yet: targets and promises in the journey file fill this."
        return card("Promise against delivery", nothing(words), of="promises")
    found = [m for m in document["mismatches"] if m["kind"] in PROMISES]
    beneath = [mismatch_list(found, at, "")] if found else []
    return card(
        "Promise against delivery",
        drawing(svg, "promises", kept_rows(document), say("caption.promises")),
        *beneath,
        of="promises",
    )


def _times(document: AlignmentDocument) -> Component:
    svg = stage_times(document)
    empty = nothing("No stage has an event, and so no time.")
    return card(
        "How long it takes",
        drawing(svg, "times", lived_rows(document), say("caption.stage_times")) if svg else empty,
        of="times",
    )
