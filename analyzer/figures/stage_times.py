"""How long each stage takes: the median and the time within which nine of ten are done, on a logarithmic axis."""

from __future__ import annotations

import math
from typing import Any

from analyzer.document import AlignmentDocument
from analyzer.document.parts.stages import StageRow
from analyzer.figures import svg
from analyzer.figures.faces import faces
from analyzer.figures.palette import stage_colour
from analyzer.words import wording
from analyzer.words.language import say

TICKS = (  # seconds, and how many of which unit that is
    (1.0, 1, "second"), (60.0, 1, "minute"), (600.0, 10, "minute"), (3600.0, 1, "hour"), (6 * 3600.0, 6, "hour"),
    (86400.0, 1, "day"), (3 * 86400.0, 3, "day"), (7 * 86400.0, 1, "week"), (30 * 86400.0, 30, "day"),
    (120 * 86400.0, 120, "day"), (365 * 86400.0, 1, "year"),
)  # fmt: skip
WIDTH, LEFT, RIGHT, ROW = 760.0, 200.0, 590.0, 38.0
NARROW, BLOCK = 350.0, 56.0


def stage_times(document: AlignmentDocument) -> str:
    """The figure as HTML with a wide and a narrow SVG; empty where no stage has a time. Seconds, from the visit's
    opening to its last event; open visits count with the events that they have."""
    rows = [(no, s) for no, s in enumerate(document["stages"]) if s.get("median_s") is not None]
    if not rows:
        return ""
    ends = [x for _, s in rows for x in (s["median_s"] or 0.0, s["p90_s"] or s["median_s"] or 0.0)]
    low, high = math.log(max(min(ends), 1.0)) - 0.3, math.log(max(*ends, 60.0)) + 0.3
    spoken = say("stage_times.time_by_stage") + " ".join(_tip(stage).replace("\n", ", ") + "." for _, stage in rows)

    def at(seconds: float, left: float, right: float) -> float:
        return left + (right - left) * (math.log(max(seconds, 1.0)) - low) / (high - low)

    ticks = [(value, f"{n} {say(f'sign.{unit}')}") for value, n, unit in TICKS if low <= math.log(value) <= high]
    return faces("stage-times", _face(rows, ticks, at, False, spoken), _face(rows, ticks, at, True, spoken))


def _face(rows: list[tuple[int, Any]], ticks: list[tuple[float, str]], at: Any, narrow: bool, spoken: str) -> str:
    left, right, width, step = (8.0, NARROW - 12, NARROW, BLOCK) if narrow else (LEFT, RIGHT, WIDTH, ROW)
    bottom = step * len(rows) + 6
    body, last = [], -math.inf
    for value, name in ticks:
        x = at(value, left, right)
        body.append(svg.line(x, 0, x, bottom, "line", stroke_width=1))
        if x - last > 44:
            body.append(svg.text(x, bottom + 16, name, 12, "muted"))
            last = x
    for i, (number, stage) in enumerate(rows):
        y, tip = i * step, _tip(stage)
        middle = y + (38 if narrow else step / 2)
        first, far = at(stage["median_s"], left, right), at(stage["p90_s"] or stage["median_s"], left, right)
        shade, place = stage_colour(number).light, f"stage-{number % 8}"
        said = f"{wording.duration(stage['median_s'])} · P90 {wording.duration(stage['p90_s'])}"
        name = svg.shorten(stage["name"], LEFT - 16 if not narrow else NARROW - svg.width_of(said, 12) - 14, 13)
        parts = [
            svg.rect(0, y + 4, NARROW, 20, "surface") if narrow else "",
            svg.element("rect", x=0, y=y, width=width, height=step, fill="transparent", class_="row"),
            svg.text(0, y + 19 if narrow else middle + 4.5, name, 13, "ink", "start"),
            svg.element("rect", x=first, y=middle - 4, width=max(far - first, 1.0), height=8.0, rx=4, opacity=0.45,
                        fill=shade, class_=place),
            svg.element("circle", cx=first, cy=middle, r=6.5, fill=shade, class_=place),
            svg.text(width if narrow else RIGHT + 14, y + 19 if narrow else middle + 4, said, 12, "ink",
                     "end" if narrow else "start"),
        ]  # fmt: skip
        spoken_row = tip.replace("\n", ", ")
        body.append(
            svg.element("g", *parts, tabindex=0, role="img", aria_label=spoken_row, data_tip=tip, class_="has-tip")
        )
    return svg.drawing(width, bottom + 24, *body, label=spoken, interactive=True)


def _tip(stage: StageRow) -> str:
    return say(
        "stage_times.half_take_at_most",
        name=stage["name"],
        median_s=wording.duration(stage["median_s"]),
        p_s=wording.duration(stage["p90_s"]),
        visits=wording.count(stage["visits"]),
    )
