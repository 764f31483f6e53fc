"""The process map: the directly-follows graph as an SVG, coloured by stage, with as much shown as can be read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from analyzer.document.parts.process import ProcessSection
from analyzer.figures.abstraction import END, START, Arc, Shown, abstract
from analyzer.figures.drawn_graph import DASHED, Ground, arrow, clean, frame
from analyzer.figures.layout import Curve
from analyzer.figures.map_parts import (
    LABEL_SIZE,
    THICKEST,
    THINNEST,
    activity_box,
    empty_map,
    ends_of,
    place_map,
    stage_key,
    stage_number,
    terminal,
)
from analyzer.figures.svg import element
from analyzer.words.language import say
from analyzer.words.wording import count as written_count
from analyzer.words.wording import duration

Measure = Literal["count", "median_s"]


def process_map(
    process: ProcessSection,
    stages: Sequence[str],
    *,
    measure: Measure = "count",
    max_activities: int = 30,
    min_path_share: float = 0.05,
    highlight: str | Sequence[str] | None = None,
    theme: Literal["light", "dark"] = "light",
    identity: str = "map",
) -> str:
    """An SVG of `process` as it stands in alignment.json; `stages` are the journey's in order, for the colours.

    Arrows are as wide as they are frequent (`count`) or slow (`median_s`, seconds between the two events, on a
    logarithmic scale). `max_activities` and `min_path_share` (of the most frequent arrow, 0–1) hide what is rare, never
    what holds the map together; ways through hidden activities are dashed. `highlight`: an activity, or a pair (from,
    to), which is lit and shown at any setting. Boxes carry data-activity, arrows data-from and data-to; ids begin with
    `identity`, so that a page may hold several maps.
    """
    names = {a["activity"] for a in process["activities"]}
    lit, lit_arc = _lit(highlight, names)
    shown = abstract(process, max_activities, min_path_share, lit, [lit_arc] if lit_arc else [])
    ground = Ground(theme, identity)
    if not shown.activities:
        return empty_map(ground, say("word.process_map"))
    values = _values(process, shown, measure)
    thick = {arc: _thickness(value, values, measure) for arc, value in values.items()}
    placed = place_map(shown, {arc: _written(value, measure) for arc, value in values.items()}, thick)
    rows = {a["activity"]: a for a in process["activities"]}
    nodes = [START, *shown.activities, END]
    arcs = list(zip((*shown.arcs, *shown.bridges), placed.curves, strict=True))
    body = [
        *(
            _flow(ground, arc, curve, thick[arc], _words(arc, values[arc], measure, shown), arc == lit_arc)
            for arc, curve in arcs
        ),
        *(_label(ground, curve, _written(values[arc], measure), thick[arc], arc == lit_arc) for arc, curve in arcs),
        *(_node(ground, node, placed.middles[i], rows, stages, measure, node in lit) for i, node in enumerate(nodes)),
    ]
    key, depth = stage_key(ground, rows, shown, stages, placed.width, placed.height + 20)
    title = say("process_map.process_map_of_activities", n=len(shown.activities), n_b=len(names))
    return frame(ground, placed.width, placed.height + 20 + depth, title, _described(process, shown), [*body, *key])


def _lit(highlight: str | Sequence[str] | None, names: set[str]) -> tuple[set[str], Arc | None]:
    """The activities and the arc that are lit, where the process has them."""
    if highlight is None:
        return set(), None
    if isinstance(highlight, str):
        return {highlight} & names, None
    pair = tuple(highlight)
    if len(pair) == 2 and set(pair) <= names:
        return set(), (pair[0], pair[1])
    return set(pair) & names, None


def _values(process: ProcessSection, shown: Shown, measure: Measure) -> dict[Arc, float | None]:
    """What each shown arc is drawn by; None where it has no such value."""
    found: dict[Arc, float | None] = {arc: float(n) for arc, n in shown.counts.items()}
    if measure == "median_s":
        found = {(f["from"], f["to"]): f["median_s"] for f in process["flows"]}
    return {arc: found.get(arc) for arc in (*shown.arcs, *shown.bridges)}


def _written(value: float | None, measure: Measure) -> str:
    if value is None:
        return ""
    return written_count(value) if measure == "count" else duration(value)


def _thickness(value: float | None, values: Mapping[Arc, float | None], measure: Measure) -> float:
    """Width of an arrow: by the square root of counts, by the logarithm of times."""
    known = [v for v in values.values() if v is not None]
    if value is None or not known or max(known) <= 0:
        return THINNEST
    if measure == "count":
        part = math.sqrt(max(value, 0) / max(known))
    else:
        part = math.log1p(max(value, 0)) / math.log1p(max(known))
        part = max(0.0, (part - 0.5) * 2)  # below the square root of the longest all are thin
    return THINNEST + (THICKEST - THINNEST) * part


@dataclass(frozen=True)
class _Words:
    """An arrow in words: what it joins, what is read of it, and how it is drawn."""

    ends: tuple[str, str]
    title: str
    kind: str  # flow, bridge (through hidden activities), edge (from the start, to the end: no time)


def _words(arc: Arc, value: float | None, measure: Measure, shown: Shown) -> _Words:
    ends = ends_of(arc)
    bridge, edge = arc in shown.bridges, START in arc or END in arc
    kind = "bridge" if bridge else "edge" if edge else "flow"
    written = _written(value, measure) or (
        say("word.through_hidden_activities") if bridge else say("process_map.no_time")
    )
    return _Words(ends, f"{ends[0]} → {ends[1]}: {written}", kind)


def _flow(ground: Ground, arc: Arc, curve: Curve, thick: float, words: _Words, lit: bool) -> str:
    faint = words.kind == "bridge" or thick == THINNEST
    colour = "hidden" if lit else "muted" if faint else "given"
    return element(
        "g",
        ground.title(words.title),
        arrow(ground, curve, colour, thick, dashes=DASHED if words.kind == "bridge" else None),
        class_=" ".join(["flow", *(["bridge"] if words.kind == "bridge" else []), *(["lit"] if lit else [])]),
        data_from=None if arc[0] == START else words.ends[0],
        data_to=None if arc[1] == END else words.ends[1],
    )


def _label(ground: Ground, curve: Curve, words: str, thick: float, lit: bool) -> str:
    if curve.label is None or not words:
        return ""
    x, y = curve.label
    return ground.text(x + thick / 2, y + 4, words, LABEL_SIZE, "hidden" if lit else "muted", halo=True)


def _node(
    ground: Ground,
    name: str,
    middle: tuple[float, float],
    rows: Mapping[str, Any],
    stages: Sequence[str],
    measure: Measure,
    lit: bool,
) -> str:
    if name in (START, END):
        return terminal(ground, name, middle)
    row = rows[name]
    events, cases = written_count(row["events"]), written_count(row["cases"])
    return activity_box(
        ground,
        name,
        middle,
        stage_number(row.get("stage"), stages),
        under=say("word.events", events=events) if measure == "count" else say("process_map.cases", cases=cases),
        words=say(
            "process_map.events_in_cases_stage",
            name=clean(name),
            events=events,
            cases=cases,
            stage=clean(row.get("stage") or say("word.none")),
        ),
        stroke="hidden" if lit else "given",
        thick=3.0 if lit else 1.0,
        class_="activity" + (" lit" if lit else ""),
    )


def _described(process: ProcessSection, shown: Shown) -> str:
    """The map in words: where cases start and end, and the most frequent arrows."""
    starts = ", ".join(clean(s["activity"]) for s in process["starts"][:3])
    ends = ", ".join(clean(e["activity"]) for e in process["ends"][:3])
    inner = [arc for arc in shown.arcs if arc[0] != START and arc[1] != END][:5]
    flows = "; ".join(
        say("process_map.to_times", a=clean(a), b=clean(b), counts=written_count(shown.counts[a, b])) for a, b in inner
    )
    return say("process_map.most_cases_start_with", starts=starts, ends=ends, flows=flows)
