"""Blueprint (`/blueprint`): the service blueprint with the numbers of the newest run, and its holes."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.figures.blueprint_cells import blueprint_rows, holes
from analyzer.figures.blueprint_cells import opening as first_sentence
from analyzer.figures.service_blueprint import service_blueprint
from analyzer.words.language import say
from dashboards.components.address import Address
from dashboards.components.drawing import drawing
from dashboards.components.page_parts import NOTHING_MORE, Slots, card, nothing, opening


def page(document: AlignmentDocument, at: Address, slots: Slots = NOTHING_MORE) -> Component:
    """The page of the newest document's blueprint."""
    found = holes(document)
    svg = service_blueprint(document, at.mismatch)
    figure = (
        drawing(svg, "blueprint", blueprint_rows(document), say("caption.blueprint"))
        if svg
        else nothing(say("blueprint.the_journey_has_no"))
    )
    gaps = [html.Li(line, dir="auto") for line in found]
    missing = html.Ul(gaps, className="warnings") if gaps else nothing(say("blueprint.no_hole_every_stage"))
    editor = dcc.Link(say("blueprint.map_activities_to_stages"), href=at.to("/data/journey"))
    return html.Div(
        [
            opening(document, say("blueprint.the_service_blueprint"), first_sentence(document)),
            *slots.beneath_heading,
            card(say("word.blueprint"), figure, of="blueprint", beside=editor),
            card(say("blueprint.holes"), missing, of="holes"),
            *slots.at_end,
        ],
        className="page blueprint-page",
    )
