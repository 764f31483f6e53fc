"""Cases on their way over the process map: what a script in the page needs to move them, and the controls beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median

from analyzer.document.parts.process import ProcessSection
from analyzer.figures import svg
from analyzer.figures.abstraction import abstract
from analyzer.figures.map_choice import MapChoice
from analyzer.tables.over_time import DottedChart
from analyzer.words import wording
from analyzer.words.language import say

MARKS = {"bad": 2, "good": 1, "unknown": 0}  # as the script knows them
SHORTEST_S, LONGEST_S = 20.0, 240.0  # of the whole, once it is played
ONE_CASE_S = 4.0  # in which a case of the median duration is seen, where the whole then is not too long
SPEEDS = (
    (0.5, "replay.half"),
    (1.0, "replay.as_it_is"),
    (2.0, "replay.twice"),
    (4.0, "replay.four_times"),
    (8.0, "replay.eight_times"),
)
SHAPES = (
    (svg.path("M7 1 13.5 13H.5Z", "hidden"), "word.unhappy"),
    (svg.element("circle", cx=7, cy=7, r=5, fill=svg.light("accent"), class_="c-accent"), "word.heard_not_unhappy"),
    (svg.element("circle", cx=7, cy=7, r=4, fill="none", stroke=svg.light("muted"), stroke_width=2, class_="s-muted"),
     "word.not_heard"),
)  # fmt: skip


@dataclass(frozen=True)
class MovingCases:
    """`data`: what the script reads, as JSON; `cases` and `steps` are those of the sample, `waiting` the steps whose
    arrow the map does not draw; `under_way`: cases at the busiest moment."""

    data: str
    cases: int
    steps: int
    waiting: int
    under_way: int


def replay(chart: DottedChart, process: ProcessSection, wanted: MapChoice, zone: str, from_start: bool) -> MovingCases:
    """The sample of a dotted chart as moves over the map that `wanted` draws of `process`.

    `from_start`: every case begins at the same moment; else by the calendar. Times are whole seconds from the first
    moment of the sample; no name of a case is among them. A step joins two activities that the map shows, whatever
    hidden ones lie between.
    """
    shown = abstract(process, wanted.activities, wanted.min_path_share, set(), [])
    number = {name: place for place, name in enumerate(shown.activities)}
    drawn = {*shown.arcs, *shown.bridges}
    begin = min((case.first_at for case in chart.cases), default=datetime(1970, 1, 1))
    ways: list[list[tuple[int, int]]] = [[] for _ in chart.cases]
    for event in chart.dots:
        if event.activity in number:
            zero = chart.cases[event.row].first_at if from_start else begin
            ways[event.row].append((number[event.activity], int((event.at - zero).total_seconds())))
    moves = [[MARKS[case.customer], way] for case, way in zip(chart.cases, ways, strict=True) if way]
    pairs = [(a[0], b[0]) for way in ways for a, b in pairwise(way)]
    waiting = sum((shown.activities[a], shown.activities[b]) not in drawn for a, b in pairs)
    spans = [(way[0][1], way[-1][1]) for way in ways if way]
    last = max((end for _, end in spans), default=0)
    moment, under_way = _busiest(spans)
    took = median([end - start for start, end in spans]) if spans else 0.0
    data = {
        "names": list(shown.activities),
        "cases": moves,
        "begin": int(begin.replace(tzinfo=UTC).timestamp()),
        "last": last,
        "moment": moment,
        "zone": zone,
        "fromStart": from_start,
        "speed": speed_of(took, last),
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return MovingCases(text, len(moves), len(pairs), waiting, under_way)


def speed_of(median_s: float, whole_s: float) -> float:
    """Seconds of the log in a second of the page: a case of the median duration in 4 s, the whole in 20 s to 4 min."""
    wanted = median_s / ONE_CASE_S
    return max(min(wanted, whole_s / SHORTEST_S), whole_s / LONGEST_S, 1.0)


def controls() -> str:
    """The buttons, the slider and the key, as HTML; assets/replay.js brings them to life."""
    speeds = "".join(
        f'<option value="{factor:g}"{" selected" if factor == 1 else ""}>{say(words)}</option>'
        for factor, words in SPEEDS
    )
    key = "".join(
        f'<li><svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">{shape}</svg>{say(words)}</li>'
        for shape, words in SHAPES
    )
    return (
        '<div class="replay-controls">'
        f'<button type="button" class="button" data-replay-do="play" aria-pressed="false">{say("replay.play")}</button>'
        f'<label class="replay-speed">{say("replay.speed")} '
        f'<select class="picker" data-replay-do="speed">{speeds}</select></label>'
        f'<label class="replay-time"><span class="unseen">{say("replay.moment")}</span>'
        '<input type="range" min="0" max="1000" step="1" value="0" data-replay-do="seek"></label>'
        '<output class="replay-date"></output></div>'
        f'<p class="quiet replay-still">{say("replay.your_system_asks_for")}</p><ul class="key replay-key">{key}</ul>'
    )


def replay_caption(found: MovingCases, chart: DottedChart, noun: str) -> str:
    """How many cases are shown of how many, and what is not drawn on its way."""
    many = wording.plural(noun, chart.all.cases)
    parts = [
        say(
            "replay.of_drawn_by_lot",
            cases=wording.count(found.cases),
            cases_b=wording.count(chart.all.cases),
            many=many,
            under_way=wording.count(found.under_way),
        )
    ]
    if found.waiting:
        parts.append(
            say(
                "replay.of_steps_go_over",
                waiting=wording.count(found.waiting),
                steps=wording.count(found.steps),
                noun=wording.plural(noun, 2),
            )
        )
    parts.append(say("replay.from_one_event_to"))
    return " ".join(parts)


def replay_rows(chart: DottedChart, noun: str) -> list[dict[str, str]]:
    """What moves, as a table: cases of the sample by what their customers say."""
    words = {"bad": say("word.unhappy"), "good": say("word.heard_not_unhappy"), "unknown": say("word.not_heard")}
    return [
        {
            say("column.customer"): words[kind],
            wording.plural(noun, 2): wording.count(sum(c.customer == kind for c in chart.cases)),
        }
        for kind in words
    ]


def _busiest(spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """A moment in the middle of the time in which most cases are under way, and how many they are."""
    changes = sorted([(start, 0, 1) for start, _ in spans] + [(end, 1, -1) for _, end in spans])
    now, most, best = 0, 0, 0
    for place, (at, _, change) in enumerate(changes):
        now += change
        if now > most:
            after = changes[place + 1][0] if place + 1 < len(changes) else at
            most, best = now, (at + after) // 2
    return best, most
