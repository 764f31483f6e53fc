"""The process map of two slices by time: on each arrow the median of A and of B."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from analyzer.document.parts.process import ProcessSection
from analyzer.figures.abstraction import END, START, Arc, abstract
from analyzer.figures.drawn_graph import DOTTED, Ground, arrow, clean, frame
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
from analyzer.tables.comparison import ComparisonRow
from analyzer.words.difference_words import SLOWER, TAKEN
from analyzer.words.language import say
from analyzer.words.wording import count, duration, percent


def two_times_caption() -> str:
    """What the numbers and the colours of its arrows are."""
    return say("caption.two_times", slower=f"{SLOWER:g}", few=TAKEN)


def two_times_map(
    process: ProcessSection,
    comparison: ComparisonRow,
    stages: Sequence[str],
    *,
    max_activities: int = 30,
    min_path_share: float = 0.05,
    theme: Literal["light", "dark"] = "light",
    identity: str = "two-times",
) -> str:
    """An SVG of `process` whose arrows carry the median seconds of both sides of `comparison`, as wide as the longer.

    What is shown is chosen as in the process map. Ids begin with `identity`.
    """
    ground = Ground(theme, identity)
    shown = abstract(process, max_activities, min_path_share, set(), [])
    if not shown.activities:
        return empty_map(ground, say("two_times_map.map_of_times"))
    flows: dict[Arc, Mapping[str, Any]] = {(row["from"], row["to"]): row for row in comparison["flows"]}
    happened = {row["activity"]: row for row in comparison["activities"]}
    arcs = (*shown.arcs, *shown.bridges)
    longest = max((max(_times(flows.get(arc))) for arc in arcs), default=0.0)
    thick = {arc: _thickness(max(_times(flows.get(arc))), longest) for arc in arcs}
    written = {arc: _written(flows.get(arc)) for arc in arcs}
    placed = place_map(shown, written, thick)
    rows = {a["activity"]: a for a in process["activities"]}
    body: list[str] = []
    for arc, curve in zip(arcs, placed.curves, strict=True):
        ends, bridge = ends_of(arc), arc in shown.bridges
        said = say("word.through_hidden_activities") if bridge else _spoken(flows.get(arc))
        shade = _shade(flows.get(arc), comparison)
        drawn = [ground.title(f"{ends[0]} → {ends[1]}: {said}")]
        drawn.append(arrow(ground, curve, shade, thick[arc], dashes=DOTTED if bridge else None))
        body.append(element("g", *drawn, class_="flow"))
        if curve.label is not None and written[arc]:
            x, y = curve.label
            body.append(ground.text(x + thick[arc] / 2, y + 4, written[arc], LABEL_SIZE, "ink", halo=True))
    for name, middle in zip([START, *shown.activities, END], placed.middles, strict=True):
        if name in (START, END):
            body.append(terminal(ground, name, middle))
            continue
        row, stage = happened.get(name), rows[name].get("stage")
        under = (
            say("word.not_compared") if row is None else f"{percent(row['bad_share'])} / {percent(row['good_share'])}"
        )
        words = say(
            "two_times_map.in_of_the_cases_of", name=clean(name), under=under, stage=clean(stage or say("word.none"))
        )
        body.append(activity_box(ground, name, middle, stage_number(stage, stages), under=under, words=words))
    key, depth = stage_key(ground, rows, shown, stages, placed.width, placed.height + 22)
    groups = comparison["groups"]
    title = say("two_times_map.map_of_times_cases", bad=count(groups["bad"]), good=count(groups["good"]))
    described = say(
        "two_times_map.of_activities_are_shown",
        two_times_caption=two_times_caption(),
        n=len(shown.activities),
        n_b=len(rows),
    )
    return frame(ground, placed.width, placed.height + 22 + depth, title, described, [*body, *key])


def _times(row: Mapping[str, Any] | None) -> tuple[float, float]:
    return (0.0, 0.0) if row is None else (row["median_s_bad"] or 0.0, row["median_s_good"] or 0.0)


def _thickness(seconds: float, longest: float) -> float:
    """By the logarithm, as times of the process map are."""
    if seconds <= 0 or longest <= 0:
        return THINNEST
    part = max(0.0, (math.log1p(seconds) / math.log1p(longest) - 0.5) * 2)
    return THINNEST + (THICKEST - THINNEST) * part


def _written(row: Mapping[str, Any] | None) -> str:
    return "" if row is None else f"{duration(row['median_s_bad'])} / {duration(row['median_s_good'])}"


def _spoken(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return say("word.not_compared")
    shares = say(
        "two_times_map.in_of_the_cases", bad_share=percent(row["bad_share"]), good_share=percent(row["good_share"])
    )
    return say(
        "two_times_map.median_in_a_in",
        median_s_bad=duration(row["median_s_bad"]),
        median_s_good=duration(row["median_s_good"]),
        shares=shares,
    )


def _shade(row: Mapping[str, Any] | None, comparison: ComparisonRow) -> str:
    """Which side takes clearly longer, where enough cases of both take the arrow."""
    if row is None:
        return "muted"
    one, two = _times(row)
    groups = comparison["groups"]
    taken = min(row["bad_share"] * groups["bad"], row["good_share"] * groups["good"])
    if taken < TAKEN or not one or not two or max(one, two) < SLOWER * min(one, two):
        return "given"
    return "more" if one > two else "less"
