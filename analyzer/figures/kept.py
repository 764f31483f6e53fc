"""Promise against delivery: for each stage whether our target was met, our promise kept, no customer unhappy."""

from __future__ import annotations

import math
from itertools import accumulate

from analyzer.document import AlignmentDocument
from analyzer.document.parts.stages import SideRow, StageRow
from analyzer.figures import svg
from analyzer.figures.faces import faces
from analyzer.words import wording
from analyzer.words.language import say
from analyzer.words.written import PERCENT, Written

ANSWERS = (
    ("inside_out", "kept.target_met", "given", "square"),
    ("promise", "kept.promise_kept", "less", "diamond"),
    ("outside_in", "kept.customers_not_unhappy", "accent", "circle"),
)
WIDTH, LEFT, RIGHT, LINE = 900.0, 330.0, 876.0, 20.0
NARROW = 350.0


def kept(document: AlignmentDocument) -> str:
    """The figure as HTML with a wide and a narrow SVG; empty where no stage has a verdict.

    Shares 0–1 of the visits that have the verdict, with the document's intervals; the axis begins below the lowest.
    """
    stages = [s for s in document["stages"] if _answers(s)]
    if not stages:
        return ""
    least = min(_ends(side)[0] for stage in stages for _, side in _answers(stage))
    begin = max(0.0, math.floor(least * 10 - 1e-9) / 10)
    begin = min(begin, 0.8)
    spoken = say("kept.promise_against_delivery") + " ".join(_tip(s).replace("\n", ", ") + "." for s in stages)
    return faces("kept", _wide(stages, begin, spoken), _narrow(stages, begin, spoken))


def kept_rows(document: AlignmentDocument) -> list[dict[str, str]]:
    """The same as rows of words."""
    return [
        {
            say("column.stage"): stage["name"],
            say("column.our_target"): (stage["inside_out"].get("target") or say("word.none"))
            + (say("kept.derived") if stage["inside_out"].get("derived") else ""),
            say("column.target_met"): _written(stage["inside_out"]),
            say("column.our_promise"): _promise(stage) or say("word.none"),
            say("column.promise_kept"): _written(stage.get("promise")),
            say("column.customers_not_unhappy"): _written(stage["outside_in"]),
            say("column.median_time"): wording.duration(stage.get("median_s")),
            say("column.ninetieth"): wording.duration(stage.get("p90_s")),
        }
        for stage in document["stages"]
    ]


def _answers(stage: StageRow) -> list[tuple[tuple[str, str, str, str], SideRow]]:
    sides = (stage["inside_out"], stage.get("promise"), stage["outside_in"])
    found: list[tuple[tuple[str, str, str, str], SideRow | None]] = list(zip(ANSWERS, sides, strict=True))
    return [(answer, side) for answer, side in found if side and side.get("yield") is not None]


def _promise(stage: StageRow) -> str | None:
    promise = stage.get("promise")
    return promise["text"] if promise else None


def _ends(side: SideRow) -> tuple[float, float, float]:
    """Lower limit, yield, upper limit of a side that has a yield; without limits the yield stands for them."""
    value, low, high = side["yield"] or 0.0, side["low"], side["high"]
    return value if low is None else low, value, value if high is None else high


def _lines(stage: StageRow) -> int:
    """How many lines its answers take; a customer who was not heard has one too."""
    return len(_answers(stage)) + (1 if stage["visits"] and stage["outside_in"].get("yield") is None else 0)


def _written(side: SideRow | None) -> str:
    if not side or side.get("yield") is None:
        return wording.NO_VALUE
    share = wording.share_between({"value": side["yield"], "low": side["low"], "high": side["high"]})
    n = wording.count(side["good"] + side["bad"])
    return Written(f"{share}, n {n}", side["yield"], PERCENT, (side["low"], side["high"]))


def _tip(stage: StageRow) -> str:
    return "\n".join([stage["name"], *(f"{say(name)}: {_written(side)}" for (_, name, _, _), side in _answers(stage))])


def _wide(stages: list[StageRow], begin: float, spoken: str) -> str:
    highs = [max(_lines(s), 2) * LINE + 18 for s in stages]
    tops = list(accumulate(highs, initial=36.0))
    body = [_key(LEFT, 14, WIDTH), *_axis(begin, LEFT, RIGHT, 26, tops[-1])]
    for stage, y, high in zip(stages, tops, highs, strict=False):
        words = _beneath(stage)
        text = [svg.text(0, y + 20, svg.shorten(stage["name"], LEFT - 20, 13.5), 13.5, "ink", "start", font_weight=600)]
        text += [
            svg.text(0, y + 37 + 14 * i, svg.shorten(line, LEFT - 18, 12), 12, "muted", "start")
            for i, line in enumerate(words[: 1 if high < 70 else 2])
        ]
        body.append(_row(stage, text, y, high, WIDTH, (begin, LEFT, RIGHT), y + 18))
    return svg.drawing(WIDTH, tops[-1] + 26, *body, label=spoken, interactive=True)


def _narrow(stages: list[StageRow], begin: float, spoken: str) -> str:
    highs = [_lines(s) * LINE + 34 for s in stages]
    tops = list(accumulate(highs, initial=64.0))
    body = [_key(0, 14, NARROW), *_axis(begin, 10, NARROW - 14, 48, tops[-1])]
    for stage, y, high in zip(stages, tops, highs, strict=False):
        name = svg.rect(0, y + 3, NARROW, 18, "surface")
        name += svg.text(
            0, y + 16, svg.shorten(stage["name"], NARROW - 10, 13.5), 13.5, "ink", "start", font_weight=600
        )
        body.append(_row(stage, [name], y, high, NARROW, (begin, 10, NARROW - 14), y + 34))
    return svg.drawing(NARROW, tops[-1] + 26, *body, label=spoken, interactive=True)


def _beneath(stage: StageRow) -> list[str]:
    target, promise = stage["inside_out"].get("target"), _promise(stage)
    said = (
        [say("kept.target", target=target, derived=say("kept.derived") if stage["inside_out"].get("derived") else "")]
        if target
        else [say("kept.no_target")]
    )
    return [say("kept.promise", promise=promise), *said] if promise else said


def _row(
    stage: StageRow,
    words: list[str],
    y: float,
    high: float,
    width: float,
    axis: tuple[float, float, float],
    first: float,
) -> str:
    begin, left, right = axis

    def at(value: float) -> float:
        return left + (right - left) * min(max((value - begin) / (1 - begin), 0.0), 1.0)

    drawn = [svg.element("rect", x=0, y=y, width=width, height=high - 4, fill="transparent", class_="row"), *words]
    for i, ((_, _, colour, mark), side) in enumerate(_answers(stage)):
        middle = first + i * LINE
        low, value, upper = (at(end) for end in _ends(side))
        if low < upper:
            drawn.append(svg.line(low, middle, upper, middle, colour, stroke_width=2.0))
        drawn.append(_mark(mark, value, middle, colour))
        near = value > right - 60
        x = min(low, value - 6) - 6 if near else max(upper, value + 6) + 6
        drawn.append(svg.text(x, middle + 4, wording.percent(side["yield"]), 12, "ink", "end" if near else "start"))
    if stage["visits"] and stage["outside_in"].get("yield") is None:
        y_of = first + len(_answers(stage)) * LINE + 4
        drawn.append(
            svg.text(left + 6, y_of, say("kept.no_customer_was_heard"), 12, "muted", "start", font_style="italic")
        )
    tip = _tip(stage)
    spoken = tip.replace("\n", ", ")
    return svg.element("g", *drawn, tabindex=0, role="img", aria_label=spoken, data_tip=tip, class_="has-tip")


def _mark(kind: str, x: float, y: float, colour: str) -> str:
    if kind == "square":
        return svg.rect(x - 5, y - 5, 10, 10, colour)
    if kind == "diamond":
        return svg.path(f"M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7 -7Z", colour)
    return svg.element("circle", cx=x, cy=y, r=5.5, fill=svg.light(colour), class_=f"c-{colour}")


def _axis(begin: float, left: float, right: float, top: float, bottom: float) -> list[str]:
    steps = 4 if (1 - begin) * 10 % 4 < 0.01 or begin == 0.8 else 5
    drawn = []
    for i in range(steps + 1):
        value = begin + (1 - begin) * i / steps
        x = left + (right - left) * i / steps
        drawn.append(svg.line(x, top, x, bottom, "line", stroke_width=1))
        anchor = "start" if i == 0 and left < 20 else "end" if i == steps else "middle"
        drawn.append(svg.text(x, bottom + 18, wording.percent(value), 12, "muted", anchor))
    return drawn


def _key(left: float, y: float, width: float) -> str:
    """What the marks mean, in as many lines as the width needs."""
    drawn, x = "", left
    for _, key, colour, mark in ANSWERS:
        name = say(key)
        room = 28 + svg.width_of(name, 12)
        if x > left and x + room > width:
            x, y = left, y + 18
        drawn += _mark(mark, x + 7, y - 4, colour) + svg.text(x + 17, y, name, 12, "muted", "start")
        x += room
    return drawn
