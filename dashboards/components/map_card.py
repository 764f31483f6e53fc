"""The process map on its card: what is measured, how much of it is shown, and what is known of a chosen activity."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.document.parts.process import ProcessSection
from analyzer.document.parts.shown import ShownDocument
from analyzer.figures.map_choice import MOST_PATHS, MapChoice, map_choice, said_of_flows
from analyzer.figures.process_map import process_map
from analyzer.figures.process_tables import about, flow_rows, going_with, neighbours
from analyzer.figures.stage_key import stage_key
from analyzer.words import wording
from analyzer.words.language import say
from dashboards.components.address import Address
from dashboards.components.attributes import attributes
from dashboards.components.choice import choice
from dashboards.components.compare_card import compare_card
from dashboards.components.drawing import place, table
from dashboards.components.only_cases import arrow_of, arrow_panel, only_cases
from dashboards.components.page_parts import card
from dashboards.components.pan_zoom import pan_zoom

COMPARE = "compare"
KEPT = ("measure", "activities", "paths", "activity", "arrow")
PLACE = "map-place"  # what another setting of the map draws again; the rest of the page stays
FOUND_AT_ONCE = 50  # names in the list of activities; typing brings the others


def page_key(at: Address, run: str | None) -> str:
    """What a page is drawn for. Of the process page without the settings of its map, but for whether groups are
    compared: pages of one key differ in the map alone."""
    drawn = [pair for pair in at.pairs if at.path != "/process" or pair[0] not in KEPT or pair == ("measure", COMPARE)]
    return repr((run, at.path, drawn))


def map_place(document: ShownDocument, at: Address) -> Component:
    """The card in its place."""
    return html.Div(map_card(document, at), id=PLACE)


def map_card(document: ShownDocument, at: Address) -> Component:
    """The card of a document's process; `?measure=time&activities=20&paths=10&activity=…` is its state."""
    if at.get("measure") == COMPARE:
        return compare_card(document, at, _measures(None, at))
    process = document["process"]
    wanted = map_choice(process, at.get("measure"), at.get("activities"), at.get("paths"))
    chosen, joined = at.get("activity"), arrow_of(process, at)
    found = about(document, chosen) if chosen else None
    stages = [stage["name"] for stage in document["stages"]]
    svg = process_map(
        process,
        stages,
        measure=wanted.measure,
        max_activities=wanted.activities,
        min_path_share=wanted.min_path_share,
        highlight=chosen if found else joined,
        identity="process-map",
    )
    parts = (say(f"caption.map.{wanted.measure}"), say("caption.map.dashed"), wanted.note)
    caption = " ".join(part for part in parts if part)
    figure = pan_zoom(svg, "process-map", say("word.process_map"), flow_rows(process), caption, clickable=True)
    panel = _panel(document, chosen, found, at) if chosen and found else None
    if joined and panel is None:
        panel = arrow_panel(document, *joined, at.to("/process", **{key: at.get(key) for key in KEPT[:3]}), at)
    body = html.Div([figure, panel] if panel else [figure], className="map-and-panel" if panel else "")
    key = place(stage_key(stages, {a["stage"] for a in process["activities"]}))
    sliders = _sliders(process, wanted, chosen if found else None)
    return card(say("map_card.how_it_flows"), sliders, key, body, of="map", beside=_measures(wanted, at))


def _measures(wanted: MapChoice | None, at: Address) -> Component:
    kept = {key: at.get(key) for key in KEPT}
    shown = COMPARE if wanted is None else wanted.measure
    options = [
        (say("map_card.frequency"), at.to("/process", **{**kept, "measure": None}), shown == "count"),
        (say("word.time"), at.to("/process", **{**kept, "measure": "time"}), shown == "median_s"),
        (say("map_card.unhappy_against_happy"), at.to("/process", **{**kept, "measure": COMPARE}), shown == COMPARE),
    ]
    return choice(say("word.what_the_map_shows"), options)


def _sliders(process: ProcessSection, wanted: MapChoice, chosen: str | None) -> Component:
    named = say("map_card.activities_of", activities=wanted.activities, n=wording.count(len(process["activities"])))
    rarer = say("map_card.hide_arrows_rarer_than", paths=wanted.paths)
    most = wanted.most_activities
    return html.Div(
        [
            _slider("map-activities", named, wanted.activities, 1, max(most, 2), most < 2),
            _slider("map-paths", rarer, wanted.paths, 0, MOST_PATHS, False),
            _finder(process, chosen),
            dcc.Store(id="map-drawn", data=[wanted.activities, wanted.paths, chosen]),
        ],
        className="sliders",
    )


def _slider(name: str, label: str, value: int, least: int, most: int, disabled: bool) -> Component:
    slider = dmc.Slider(
        id=name, value=value, min=least, max=most, step=1, disabled=disabled, updatemode="mouseup", size="sm",
        thumbLabel=label,
    )  # fmt: skip
    return html.Div([html.Span(label, className="slider-label", **attributes(aria_hidden="true")), slider])


def _finder(process: ProcessSection, chosen: str | None) -> Component:
    """A list of all activities: the one that is picked is lit, and drawn at any setting of the sliders."""
    label = say("map_card.find_an_activity")
    found = dmc.Select(
        id="map-find",
        data=sorted(one["activity"] for one in process["activities"]),
        value=chosen,
        placeholder=say("word.type_a_part_of"),
        searchable=True,
        clearable=True,
        limit=FOUND_AT_ONCE,
        nothingFoundMessage=say("word.no_activity_of_that"),
        size="sm",
        **attributes(aria_label=label),
    )
    return html.Div([html.Span(label, className="slider-label", **attributes(aria_hidden="true")), found])


def _panel(document: AlignmentDocument, activity: str, found: str, at: Address) -> Component:
    many = wording.plural(document.get("case_noun") or "case", 2).capitalize()
    before, after = neighbours(document["process"], activity)
    kept = {key: at.get(key) for key in KEPT[:3]}
    parts: list[Any] = [
        html.Div(
            [
                html.H3(activity, dir="auto"),
                dcc.Link(say("word.close_small"), href=at.to("/process", **kept), className="close"),
            ],
            className="section-head",
        ),
        html.P(found),
        html.P(dcc.Link(say("map_card.with_it", many=many), href=at.to("/cases", activity=activity))),
        only_cases(document, activity, at),
    ]
    mismatches = going_with(document, activity)
    if mismatches:
        links = [html.Li(dcc.Link(m["title"], href=at.mismatch(m["id"])), dir="auto") for m in mismatches]
        parts += [html.H4(say("map_card.unhappy_customers_go_with")), html.Ul(links)]
    for title, rows in ((say("map_card.right_before_it"), before), (say("map_card.right_after_it"), after)):
        if rows:
            parts += [html.H4(title), table(rows)]
    partly = said_of_flows(document["process"])
    if partly:
        parts.append(html.P(partly, className="quiet"))
    return html.Aside(parts, className="panel", **attributes(aria_label=say("map_card.about", activity=activity)))
