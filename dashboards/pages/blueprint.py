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

WHOLE = "No hole: every stage has an owner, events and customers who were heard, and all work belongs to a stage."
EMPTY = "The journey has no stage yet: stages in the journey file fill this."


def page(document: AlignmentDocument, at: Address, slots: Slots = NOTHING_MORE) -> Component:
    """The page of the newest document's blueprint."""
    found = holes(document)
    svg = service_blueprint(document, at.mismatch)
    figure = drawing(svg, "blueprint", blueprint_rows(document), say("caption.blueprint")) if svg else nothing(EMPTY)
    gaps = [html.Li(line, dir="auto") for line in found]
    missing = html.Ul(gaps, className="warnings") if gaps else nothing(WHOLE)
    editor = dcc.Link("Map activities to stages", href=at.to("/data/journey"))
    return html.Div(
        [
            opening(document, "The service blueprint", first_sentence(document)),
            *slots.beneath_heading,
            card("Blueprint", figure, of="blueprint", beside=editor),
            card("Holes", missing, of="holes"),
            *slots.at_end,
        ],
        className="page blueprint-page",
    )
