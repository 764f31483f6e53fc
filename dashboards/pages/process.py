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
from analyzer.words.language import say
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

WEEKS_PLACE = "process-weeks"


def page(document: ShownDocument, at: Address, slots: Slots = NOTHING_MORE) -> Component:
    """The page; the address keeps the map's settings."""
    process = document.get("process") or {}
    if not process.get("activities"):
        head = opening(document, say("word.the_process"), say("process.no_process_yet"))
        return html.Div(
            [head, *slots.beneath_heading, nothing(say("process.the_log_holds_no")), *slots.at_end], className="page"
        )
    parts = [
        opening(document, say("word.the_process"), told.opening(document)),
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
    curve = graph("covered", lambda dark: coverage_curve(process, dark), say("process.share_of_cases_covered"), rows)
    covered = [html.H3(say("process.how_many_paths_cover")), curve] if curve else []
    return card(say("process.the_paths_that_cases"), chains, path_cases(document, at), *covered, of="variants")


def _conformance(document: AlignmentDocument, process: ProcessSection) -> Component:
    found, svg = process.get("conformance"), process.get("bpmn")
    if "slice" in document:
        return card(say("process.a_model_of_it"), quiet(say("process.the_model_how_well")), of="conformance")
    if not found and not svg:
        return card(say("process.a_model_of_it"), nothing(say("process.no_model_was_found")), of="conformance")
    parts: list[Any] = []
    if found:
        parts.append(_fit(found))
    if svg:
        parts.append(pan_zoom(svg, "model", say("process.the_model_as_a")))
    rows = told.deviation_rows(document)
    if rows:
        parts += [
            html.H3(say("process.where_the_log_departs")),
            table(rows),
            downloads("deviations", rows, image=False),
        ]
    elif found:
        parts.append(quiet(say("process.no_case_that_was")))
    return card(say("process.a_model_of_it"), *parts, of="conformance")


def _fit(found: ConformanceRow) -> Component:
    shown = [
        html.Li([html.Strong(wording.percent(value)), " ", words])
        for value, words in (
            (found["fitness"], say("process.of_what_happened_can")),
            (found["precision"], say("process.of_what_the_model")),
        )
    ]
    rests = say("process.both_rest_on_of", share_of_cases=wording.percent(found["share_of_cases"]))
    rests += say("process.the_model_leaves_out", noise_threshold=wording.percent(found["noise_threshold"]))
    return html.Div([html.Ul(shown, className="fit"), quiet(rests)])


def _rework(document: AlignmentDocument, process: ProcessSection) -> Component:
    rows = told.rework(process, document.get("case_noun") or "case")
    if not rows:
        return card(say("process.done_more_than_once"), quiet(say("process.no_activity_happens_twice")), of="rework")
    figure = drawing(
        bars(rows, say("process.share_of_cases_in"), told.rework_axis(rows)),
        "rework",
        told.rework_rows(process),
    )
    return card(say("process.done_more_than_once"), figure, of="rework")


def _handovers(process: ProcessSection) -> Component:
    rows = told.handover_rows(process)
    figure = graph("handovers", lambda dark: handovers(process, dark), say("process.handovers_who_passes_work"), rows)
    empty = nothing(say("word.the_log_names_no"))
    return card(say("process.handed_over"), figure or empty, of="handovers")


def _roles(process: ProcessSection) -> Component | None:
    rows = told.role_rows(process)
    if not rows:
        return None
    words = say("process.people_who_do_the")
    return card(
        say("process.who_does_what"), table(rows), downloads("roles", rows, image=False), quiet(words), of="roles"
    )


def register(app: Dash, projects: Projects) -> None:
    """The weeks come when the page stands: they read the run's tables."""
    fill_late(app, projects, WEEKS_PLACE, _weeks)


def _weeks(asked: Asked) -> list[Component]:
    slices = asked.provider.slices
    found = slices.weeks(slices.read(asked.at.filters).filters)
    return [] if found is None else [throughput_card(found, asked.provider.settings.case_noun)]
