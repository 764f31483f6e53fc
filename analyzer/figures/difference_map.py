"""The difference map: the process map, coloured by what bad visits' cases do more or less often than good ones'."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from analyzer.document.parts.process import ProcessSection
from analyzer.figures.abstraction import END, START, Arc, Shown, abstract
from analyzer.figures.drawn_graph import DASHED, DOTTED, Ground, arrow, clean, frame
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
from analyzer.figures.svg import element, width_of, wrap
from analyzer.tables.comparison import ComparisonRow
from analyzer.words.difference_words import (
    SLICE,
    against,
    difference_sentence,
    is_clear,
    point_limits,
    points,
    sides,
    spoken,
)
from analyzer.words.language import say
from analyzer.words.wording import percent

SOME, MUCH = 5, 15  # points from which on a difference is drawn as more, and as far more
KEPT = 20  # clear differences that are shown at any setting
Row = Mapping[str, Any]


def difference_map(
    process: ProcessSection,
    comparison: ComparisonRow,
    stages: Sequence[str],
    *,
    max_activities: int = 30,
    min_path_share: float = 0.05,
    theme: Literal["light", "dark"] = "light",
    identity: str = "difference",
) -> str:
    """An SVG of `process` in which a mismatch's `comparison` (both as in alignment.json) colours boxes and arrows.

    Orange is more frequent in the bad group, blue less; arrows are as wide as the larger of the two shares, dashed
    where the difference is not clear (q above 0.05), thin and grey where nothing was compared. Every difference that
    is not 0 is written with its sign. What is shown is chosen as in the process map; the clearest differences are
    shown at any setting. Boxes carry data-activity, arrows data-from and data-to; ids begin with `identity`.
    """
    ground = Ground(theme, identity)
    activities = {row["activity"]: row for row in comparison["activities"]}
    flows = {(row["from"], row["to"]): row for row in comparison["flows"]}
    names = {a["activity"] for a in process["activities"]}
    kept = [arc for arc, row in flows.items() if is_clear(row) and set(arc) <= names][:KEPT]
    lit = {*[name for name, row in activities.items() if is_clear(row) and name in names][:KEPT]}
    shown = abstract(process, max_activities, min_path_share, lit, kept)
    if not shown.activities:
        return empty_map(ground, say("difference_map.difference_map_large"))
    arcs = (*shown.arcs, *shown.bridges)
    thick = {arc: _thickness(flows.get(arc)) for arc in arcs}
    placed = place_map(shown, {arc: _written(flows.get(arc)) for arc in arcs}, thick)
    rows = {a["activity"]: a for a in process["activities"]}
    curves = list(zip(arcs, placed.curves, strict=True))
    body = [
        *(
            _flow(ground, arc, curve, thick[arc], flows.get(arc), comparison, arc in shown.bridges)
            for arc, curve in curves
        ),
        *(_label(ground, curve, thick[arc], flows.get(arc)) for arc, curve in curves),
        *(
            _node(ground, name, placed.middles[i], rows, stages, activities.get(name), comparison)
            for i, name in enumerate([START, *shown.activities, END])
        ),
    ]
    width = max(placed.width, 360.0)
    scale, below = _scale(ground, comparison, width, placed.height + 22)
    key, depth = stage_key(ground, rows, shown, stages, width, placed.height + 22 + below)
    title = say("difference_map.difference_map", against=against(comparison))
    height = placed.height + 22 + below + depth
    return frame(ground, width, height, title, _described(comparison, shown, len(names)), [*body, *scale, *key])


def _colour(row: Row | None) -> str:
    """The colour of a difference; grey where it is small or unknown."""
    value = None if row is None else row["difference"]["value"]
    whole = 0 if value is None else round(100 * value)  # as it is written, so that colour and label agree
    if abs(whole) < SOME:
        return "given"
    return ("far-" if abs(whole) >= MUCH else "") + ("more" if whole > 0 else "less")


def _thickness(row: Row | None) -> float:
    """Width of an arrow, by the square root of the larger share."""
    if row is None:
        return THINNEST
    return THINNEST + (THICKEST - THINNEST) * math.sqrt(max(row["bad_share"], row["good_share"]))


def _written(row: Row | None) -> str:
    """A difference as it is written beside an arrow; nothing where it rounds to 0."""
    if row is None:
        return ""
    share = row["difference"]["value"]
    return "" if share is not None and round(100 * share) == 0 else points(share)


def _flow(
    ground: Ground, arc: Arc, curve: Curve, thick: float, row: Row | None, comparison: ComparisonRow, bridge: bool
) -> str:
    ends = ends_of(arc)
    said = (
        say("word.through_hidden_activities")
        if bridge
        else say("word.not_compared")
        if row is None
        else spoken(row, comparison)
    )
    dashes = DOTTED if bridge else None if row is None or is_clear(row) else DASHED
    return element(
        "g",
        ground.title(f"{ends[0]} → {ends[1]}: {said}"),
        arrow(ground, curve, "muted" if row is None else _colour(row), thick, dashes=dashes),
        class_="flow" + (" bridge" if bridge else "") + (" clear" if row is not None and is_clear(row) else ""),
        data_from=None if arc[0] == START else ends[0],
        data_to=None if arc[1] == END else ends[1],
    )


def _label(ground: Ground, curve: Curve, thick: float, row: Row | None) -> str:
    words = _written(row)
    if curve.label is None or row is None or not words:
        return ""
    x, y = curve.label
    colour, weight = ("ink", "600") if is_clear(row) else ("muted", None)
    return ground.text(x + thick / 2, y + 4, words, LABEL_SIZE, colour, weight=weight, halo=True)


def _node(
    ground: Ground,
    name: str,
    middle: tuple[float, float],
    rows: Mapping[str, Any],
    stages: Sequence[str],
    row: Row | None,
    comparison: ComparisonRow,
) -> str:
    if name in (START, END):
        return terminal(ground, name, middle)
    stage = rows[name].get("stage")
    if row is None:
        said, under = say("word.not_compared"), say("word.not_compared")
    else:
        said = spoken(row, comparison)
        under = f"{points(row['difference']['value'])} · {percent(row['bad_share'])} / {percent(row['good_share'])}"
    colour = _colour(row)
    return activity_box(
        ground,
        name,
        middle,
        stage_number(stage, stages),
        under=under,
        words=say("difference_map.stage", name=clean(name), said=said, stage=clean(stage or say("word.none"))),
        stroke=colour,
        thick=1.0 if colour == "given" else 3.0,
        dashes=None if row is None or is_clear(row) else DASHED,
        class_="activity" + (" clear" if row is not None and is_clear(row) else ""),
    )


def _scale(ground: Ground, comparison: ComparisonRow, width: float, top: float) -> tuple[list[str], float]:
    """The key of colours and dashes in as many lines as it needs, and how much room it takes."""
    bad, good = sides(comparison)
    steps = [
        ("far-more", None, say("difference_map.points_or_more", much=MUCH)),
        ("more", None, say("difference_map.to", some=SOME, much=MUCH)),
        ("given", None, say("difference_map.within", some=SOME)),
        ("less", None, say("difference_map.to_some", some=SOME, much=MUCH)),
        ("far-less", None, say("difference_map.or_less", much=MUCH)),
        ("given", DASHED, say("difference_map.dashed_may_be_chance")),
        ("muted", DOTTED, say("difference_map.dotted_through_hidden_activities")),
    ]
    of_slices = comparison["by"] == SLICE
    whose = (
        say("difference_map.against_those_of", bad=bad, good=good)
        if of_slices
        else say("difference_map.visits_against_ones", bad=bad, good=good)
    )
    head = say("difference_map.in_the_cases_of", whose=whose, bad=bad, good=good)
    lines = wrap(head, width, 11, 4)
    drawn = [ground.text(0, top + 15 * i, line, 11, "muted", anchor="start") for i, line in enumerate(lines)]
    x, y = 0.0, top + 15 * len(lines) + 3
    for colour, dashes, words in steps:
        room = 30 + width_of(words, 11) + 14
        if x and x + room > width:
            x, y = 0.0, y + 18
        drawn.append(ground.stroke(f"M{x:.2f} {y - 4:.2f} h24", colour, 4.0 if dashes is None else 2.0, dashes))
        drawn.append(ground.text(x + 30, y, words, 11, "muted", anchor="start"))
        x += room
    return drawn, y - top + 22


def _described(comparison: ComparisonRow, shown: Shown, activities: int) -> str:
    """The map in words: the clearest differences, and that they are no causes."""
    limits = [
        f"{clean(row['activity'])} {points(row['difference']['value'])} ({point_limits(row['difference'])})"
        for row in comparison["activities"]
        if is_clear(row)
    ][:5]
    listed = say("difference_map.activities", limits="; ".join(limits)) if limits else ""
    return say(
        "difference_map.shown_of_group" if comparison["by"] == SLICE else "difference_map.shown_of_verdict",
        difference_sentence=clean(difference_sentence(comparison)),
        listed=listed,
        n=len(shown.activities),
        activities=activities,
    )
