"""Process (`/process`): the map, variants, how well a model fits, rework, handovers between teams, roles."""

from __future__ import annotations

from typing import Any

from dash import Dash, html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.document.parts.process import ConformanceRow, ProcessSection
from analyzer.document.parts.shown import ShownDocument
from analyzer.figures import process_tables as told
from analyzer.figures.bars import bars
from analyzer.figures.coverage_curve import coverage_curve
from analyzer.figures.handovers import handovers
from analyzer.figures.variants import variants
from analyzer.words import wording
from dashboards.components.address import Address
from dashboards.components.asked import Asked
from dashboards.components.cases_links import path_cases
from dashboards.components.drawing import downloads, drawing, table
from dashboards.components.graph import graph
from dashboards.components.map_card import map_place
from dashboards.components.page_parts import NOTHING_MORE, Slots, card, halves, nothing, opening, quiet, tiles
from dashboards.components.pan_zoom import pan_zoom
from dashboards.components.process_views import process_views
from dashboards.components.throughput_card import throughput_card
from dashboards.pages.late_parts import fill_late
from dashboards.providers import Projects

NO_PROCESS = "The log holds no event that counts, so that there is nothing to draw. A log with events fills this page."
MODEL_OF_ALL = (
    "The model, how well it fits, and who does what were found over the whole run: clear the filters to see them."
)
NO_MODEL = "No model was found within the time that a run gives it; a longer budget or a smaller log fills this."
FITNESS = "of what happened can be replayed by the model (fitness)."
WEEKS_PLACE = "process-weeks"
PRECISION = "of what the model allows did happen (precision)."


def page(document: ShownDocument, at: Address, slots: Slots = NOTHING_MORE) -> Component:
    """The page; the address keeps the map's settings."""
    process = document.get("process") or {}
    if not process.get("activities"):
        head = opening(document, "The process", "No process yet")
        return html.Div([head, *slots.beneath_heading, nothing(NO_PROCESS), *slots.at_end], className="page")
    parts = [
        opening(document, "The process", told.opening(document)),
        *slots.beneath_heading,
        process_views(at),
        tiles(told.facts(document)),
        map_place(document, at),
        html.Div(id=WEEKS_PLACE),
        _variants(document, process, at),
        _conformance(document, process),
        halves(_rework(document, process), _handovers(process)),
        _roles(process),
        *[quiet(note) for note in process.get("notes") or []],
        *slots.at_end,
    ]
    return html.Div([part for part in parts if part is not None], className="page process-page")


def _variants(document: AlignmentDocument, process: ProcessSection, at: Address) -> Component | None:
    rows = told.variant_rows(process)
    if not rows:
        return None
    stages = [stage["name"] for stage in document["stages"]]
    chains = html.Div(drawing(variants(process, stages), "variants", rows), className="wide")
    curve = graph("covered", lambda dark: coverage_curve(process, dark), "Share of cases covered by the variants", rows)
    covered = [html.H3("How many paths cover how much"), curve] if curve else []
    return card("The paths that cases take", chains, path_cases(document, at), *covered, of="variants")


def _conformance(document: AlignmentDocument, process: ProcessSection) -> Component:
    found, svg = process.get("conformance"), process.get("bpmn")
    if "slice" in document:
        return card("A model of it, and where the log departs", quiet(MODEL_OF_ALL), of="conformance")
    if not found and not svg:
        return card("A model of it, and where the log departs", nothing(NO_MODEL), of="conformance")
    parts: list[Any] = []
    if found:
        parts.append(_fit(found))
    if svg:
        parts.append(pan_zoom(svg, "model", "The model as a BPMN diagram"))
    rows = told.deviation_rows(document)
    if rows:
        parts += [
            html.H3("Where the log departs from the model"),
            table(rows),
            downloads("deviations", rows, image=False),
        ]
    elif found:
        parts.append(quiet("No case that was replayed departs from the model."))
    return card("A model of it, and where the log departs", *parts, of="conformance")


def _fit(found: ConformanceRow) -> Component:
    shown = [
        html.Li([html.Strong(wording.percent(value)), " ", words])
        for value, words in ((found["fitness"], FITNESS), (found["precision"], PRECISION))
    ]
    rests = f"Both rest on {wording.percent(found['share_of_cases'])} of the cases. "
    rests += f"The model leaves out what is rarer than {wording.percent(found['noise_threshold'])} at its place."
    return html.Div([html.Ul(shown, className="fit"), quiet(rests)])


def _rework(document: AlignmentDocument, process: ProcessSection) -> Component:
    rows = told.rework(process, document.get("case_noun") or "case")
    if not rows:
        return card("Done more than once", quiet("No activity happens twice in a case."), of="rework")
    figure = drawing(
        bars(rows, "Share of cases in which an activity happens more than once", told.rework_axis(rows)),
        "rework",
        told.rework_rows(process),
    )
    return card("Done more than once", figure, of="rework")


def _handovers(process: ProcessSection) -> Component:
    rows = told.handover_rows(process)
    figure = graph("handovers", lambda dark: handovers(process, dark), "Handovers: who passes work on to whom", rows)
    empty = nothing("The log names no team and no resource: a column for either fills this.")
    return card("Handed over", figure or empty, of="handovers")


def _roles(process: ProcessSection) -> Component | None:
    rows = told.role_rows(process)
    if not rows:
        return None
    words = "People who do the same activities in like proportion are taken together; the log names no role."
    return card("Who does what", table(rows), downloads("roles", rows, image=False), quiet(words), of="roles")


def register(app: Dash, projects: Projects) -> None:
    """The weeks come when the page stands: they read the run's tables."""
    fill_late(app, projects, WEEKS_PLACE, _weeks)


def _weeks(asked: Asked) -> list[Component]:
    slices = asked.provider.slices
    found = slices.weeks(slices.read(asked.at.filters).filters)
    return [] if found is None else [throughput_card(found, asked.provider.settings.case_noun)]
