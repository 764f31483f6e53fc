"""The card on which cases move over the map: the map, the controls, and what the script reads."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from analyzer.document.parts.shown import ShownDocument
from analyzer.figures.map_choice import MOST_ACTIVITIES, map_choice
from analyzer.figures.process_map import process_map
from analyzer.figures.replay import controls, replay, replay_caption, replay_rows
from analyzer.words import wording
from analyzer.words.language import say
from dashboards.components.address import Address
from dashboards.components.attributes import attributes
from dashboards.components.choice import choice
from dashboards.components.drawing import place
from dashboards.components.page_parts import card, nothing
from dashboards.components.pan_zoom import pan_zoom
from dashboards.providers.over_time import DottedChart

STATE = ("since", "activities", "paths")
ACTIVITIES = "12"  # at first: the whole map is seen at once
SIZES = (6, 12, 24, 48)


def replay_card(chart: DottedChart, document: ShownDocument, noun: str, at: Address) -> Component:
    """`?since=start&activities=20&paths=10` is its state."""
    process, since = document["process"], at.get("since") == "start"
    wanted = map_choice(process, None, at.get("activities") or ACTIVITIES, at.get("paths"))
    zone = document["period"]["timezone"]
    found = replay(chart, process, wanted, zone, since)
    views = choice(
        say("word.time"),
        [
            (say("word.calendar"), _to(at, since=None), not since),
            (say("word.since_each_start"), _to(at, since="start"), since),
        ],
    )
    have = len(process["activities"])
    sizes = sorted({min(size, have, MOST_ACTIVITIES) for size in SIZES})
    more = choice(
        say("replay_card.how_many_activities_the"),
        [(_shown(size, have), _to(at, activities=str(size)), size == wanted.activities) for size in sizes],
    )
    if not found.steps:
        return card(
            say("word.cases_on_their_way"), nothing(say("replay_card.no_case_of_the")), of="replay", beside=views
        )
    svg = process_map(
        process,
        [stage["name"] for stage in document["stages"]],
        max_activities=wanted.activities,
        min_path_share=wanted.min_path_share,
        identity="replay-map",
    )
    of = say(
        "replay_card.of_activities_are_drawn",
        activities=wording.count(wanted.activities),
        n=wording.count(len(process["activities"])),
    )
    caption = " ".join(part for part in (replay_caption(found, chart, noun), of, wanted.note) if part)
    figure = pan_zoom(svg, "replay", say("word.cases_on_their_way"), replay_rows(chart, noun), caption, whole=True)
    size = html.Div(more, className="choice-row") if len(sizes) > 1 else None
    inside = html.Div([place(controls()), figure], className="replay", **attributes(data_replay=found.data))
    return card(say("word.cases_on_their_way"), size, inside, of="replay", beside=views)


def _to(at: Address, **query: str | None) -> str:
    return at.here(**{key: at.get(key) for key in STATE} | query)


def _shown(size: int, have: int) -> str:
    return say("replay_card.all_activities", size=size) if size == have else say("replay_card.activities", size=size)
