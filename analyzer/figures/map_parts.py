"""What all maps of a process share: where things go, start and end, the box of an activity, widths of arrows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analyzer.figures.abstraction import END, START, Arc, Shown
from analyzer.figures.drawn_graph import Ground, clean, frame, legend
from analyzer.figures.layout import Box, Link, PlacedShape, lay_out
from analyzer.figures.svg import element, width_of, wrap
from analyzer.words.language import say

WIDTH, HEIGHT, DOT = 180.0, 50.0, 26.0
LABEL_SIZE = 11.0
THINNEST, THICKEST = 1.0, 7.0


def place_map(shown: Shown, words: Mapping[Arc, str], thick: Mapping[Arc, float]) -> PlacedShape:
    """Place start, activities and end from top to bottom, then arcs and bridges, with room for their words.

    Frequent arcs are drawn short and straight.
    """
    nodes = [START, *shown.activities, END]
    number = {name: i for i, name in enumerate(nodes)}
    boxes = [Box(DOT, DOT, "source"), *(Box(WIDTH, HEIGHT) for _ in shown.activities), Box(DOT, DOT, "sink")]
    most = max(shown.counts.values(), default=1)
    links = []
    for arc in (*shown.arcs, *shown.bridges):
        room = (width_of(words[arc], LABEL_SIZE) + 8 + thick[arc], 15.0) if words[arc] else None
        weight = 1 + round(20 * shown.counts.get(arc, 0) / most)
        links.append(Link(number[arc[0]], number[arc[1]], weight, room))
    return lay_out(boxes, links, downwards=True)


def empty_map(ground: Ground, title: str) -> str:
    """What stands in the place of a map without activities."""
    return frame(
        ground,
        320,
        80,
        title,
        say("map_parts.no_activities"),
        [ground.text(160, 44, say("map_parts.no_events_no_map"), 13, "muted")],
    )


def ends_of(arc: Arc) -> tuple[str, str]:
    """Both ends of an arc as they are written."""
    return clean({START: "start"}.get(arc[0], arc[0])), clean({END: "end"}.get(arc[1], arc[1]))


def terminal(ground: Ground, name: str, middle: tuple[float, float]) -> str:
    """The start or the end of cases."""
    x, y = middle
    ring = ground.circle(x, y, DOT / 2 - 1, "surface", "ink", 1.2 if name == START else 3.0)
    sign = (
        ground.path(f"M{x - 4:.2f} {y - 6:.2f} L{x + 7:.2f} {y:.2f} L{x - 4:.2f} {y + 6:.2f}Z", "ink")
        if name == START
        else ground.square(x, y, 9, "ink")
    )
    words = say("map_parts.start_of_cases") if name == START else say("map_parts.end_of_cases")
    return element("g", ground.title(words), ring, sign, class_="terminal")


def stage_number(stage: str | None, stages: Sequence[str]) -> int | None:
    """The stage's number in the journey; None for work of no stage."""
    return list(stages).index(stage) if stage is not None and stage in stages else None


def activity_box(
    ground: Ground,
    name: str,
    middle: tuple[float, float],
    stage: int | None,
    *,
    under: str,
    words: str,
    stroke: str = "given",
    thick: float = 1.0,
    dashes: str | None = None,
    class_: str = "activity",
) -> str:
    """An activity: its name, a line under it, its stage's colour at the left edge; `words` is what a pointer reads."""
    x, y = middle
    left, top = x - WIDTH / 2, y - HEIGHT / 2
    shape = ground.box(left, top, WIDTH, HEIGHT, "surface", stroke, thick, dashes=dashes)
    stripe = ground.stage_bar(left, top, 9, HEIGHT, stage)
    lines = wrap(clean(name), WIDTH - 26, 12, 2)
    first = y - 3 if len(lines) == 1 else y - 10
    texts = [ground.text(x + 4, first + 14 * i, line, 12, "ink", weight="600") for i, line in enumerate(lines)]
    texts.append(ground.text(x + 4, top + HEIGHT - 7, under, 10.5, "muted"))
    return element("g", ground.title(words), shape, stripe, *texts, class_=class_, data_activity=clean(name))


def stage_key(
    ground: Ground, rows: Mapping[str, Any], shown: Shown, stages: Sequence[str], width: float, top: float
) -> tuple[list[str], float]:
    """The key of the stages that are shown, and how much room it takes."""
    present = [s for s in stages if any(rows[a].get("stage") == s for a in shown.activities)]
    loose = any(rows[a].get("stage") not in stages for a in shown.activities)
    named = [(s, stage_number(s, stages)) for s in present]
    return legend(ground, [*named, *([(say("word.no_stage"), None)] if loose else [])], width, top)
