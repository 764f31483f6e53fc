"""The card on which cases move over the map: the map, the controls, and what the script reads."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from analyzer.document.parts.shown import ShownDocument
from analyzer.figures.map_choice import map_choice
from analyzer.figures.process_map import process_map
from analyzer.figures.replay import controls, replay, replay_caption, replay_rows
from dashboards.components.address import Address
from dashboards.components.attributes import attributes
from dashboards.components.choice import choice
from dashboards.components.drawing import place
from dashboards.components.page_parts import card, nothing
from dashboards.components.pan_zoom import pan_zoom
from dashboards.providers.over_time import DottedChart

TITLE = "Cases on their way"
FEW_EVENTS = "No case of the sample has two activities that the map shows: there is no way to move on."


def replay_card(chart: DottedChart, document: ShownDocument, noun: str, at: Address) -> Component:
    """`?since=start&activities=20&paths=10` is its state."""
    process, since = document["process"], at.get("since") == "start"
    wanted = map_choice(process, None, at.get("activities"), at.get("paths"))
    zone = document["period"]["timezone"]
    found = replay(chart, process, wanted, zone, since)
    kept = {"activities": at.get("activities"), "paths": at.get("paths")}
    views = choice(
        "Time",
        [
            ("Calendar", at.here(**kept, since=None), not since),
            ("Since each start", at.here(**kept, since="start"), since),
        ],
    )
    if not found.steps:
        return card(TITLE, nothing(FEW_EVENTS), of="replay", beside=views)
    svg = process_map(
        process,
        [stage["name"] for stage in document["stages"]],
        max_activities=wanted.activities,
        min_path_share=wanted.min_path_share,
        identity="replay-map",
    )
    caption = " ".join(part for part in (replay_caption(found, chart, noun), wanted.note) if part)
    figure = pan_zoom(svg, "replay", TITLE, replay_rows(chart, noun), caption)
    inside = html.Div([place(controls()), figure], className="replay", **attributes(data_replay=found.data))
    return card(TITLE, inside, of="replay", beside=views)
