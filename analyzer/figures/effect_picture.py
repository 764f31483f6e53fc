"""The picture of a verdict: treated and others, before and after, and what it would have been without the action."""

from __future__ import annotations

import math
from typing import Any

from analyzer.figures import svg
from analyzer.tables.effect import EffectVerdict
from analyzer.tables.interval import Interval
from analyzer.words import wording
from analyzer.words.language import say

WIDTH, HEIGHT = 420.0, 210.0
LEFT, RIGHT, TOP, FLOOR = 52.0, 268.0, 14.0, 176.0
APART = 15.0  # of two labels, at least


def without_action(verdict: EffectVerdict) -> Interval:
    """The treated share that would have been, with the limits of the verdict: the share since less the change beyond
    that of the others, within 0–1. Empty where there is no verdict with limits."""
    change, after = verdict.bad_share, verdict.shares.get("after")
    if after is None or change.value is None or change.low is None or change.high is None:
        return Interval(None, None, None)
    if not math.isfinite(change.low):
        return Interval(None, None, None)
    value, low, high = (min(max(after - side, 0.0), 1.0) for side in (change.value, change.high, change.low))
    return Interval(value, low, high)


def picture_words(verdict: EffectVerdict) -> str:
    """All that the picture shows, in words; empty where there is none."""
    without, shares = without_action(verdict), verdict.shares
    if without.value is None or "others_before" not in shares:
        return ""
    return say(
        "picture.said",
        before=wording.percent(shares["before"]),
        after=wording.percent(shares["after"]),
        n=say(
            "effect.n",
            after=wording.count(verdict.after),
            before=wording.count(verdict.before),
            units=wording.count(verdict.units),
        ),
        others_before=wording.percent(shares["others_before"]),
        others_after=wording.percent(shares["others_after"]),
        without=wording.percent(without.value),
        limits=wording.percent_limits(without.as_dict()),
    )


def effect_picture(verdict: EffectVerdict) -> str:
    """Two lines from before to since the start, and a dashed one to what it would have been, with its interval; the
    scale begins at 0. Empty where the verdict has no limits."""
    without, shares, said = without_action(verdict), verdict.shares, picture_words(verdict)
    if not said or without.value is None or without.low is None or without.high is None:
        return ""
    top = math.ceil(max(*shares.values(), without.high) * 10) / 10

    def at(share: float) -> float:
        return FLOOR - (FLOOR - TOP) * share / top

    body = _ground(top)
    lines: list[tuple[str, float, float, str, dict[str, Any]]] = [
        ("picture.others", shares["others_before"], shares["others_after"], "muted", {"stroke_width": 2}),
        ("picture.without", shares["before"], without.value, "accent", {"stroke_width": 2, "stroke_dasharray": "5 4"}),
        ("picture.treated", shares["before"], shares["after"], "accent", {"stroke_width": 3}),
    ]
    for _, before, after, colour, look in lines:
        body.append(svg.line(LEFT, at(before), RIGHT, at(after), colour, **look))
    body.append(svg.line(RIGHT, at(without.low), RIGHT, at(without.high), "accent", stroke_width=1.4))
    body += [
        svg.line(RIGHT - 5, at(side), RIGHT + 5, at(side), "accent", stroke_width=1.4)
        for side in (without.low, without.high)
    ]
    below = -math.inf
    for key, _, after, colour, _ in sorted(lines, key=lambda one: at(one[2])):
        below = max(at(after) + 4, below + APART)
        words = f"{say(key)} {wording.percent(after)}"
        body.append(svg.text(RIGHT + 12, below, words, 12, "ink" if colour == "accent" else colour, "start"))
    return svg.drawing(
        WIDTH, HEIGHT, svg.element("g", *body, data_tip=said, class_="has-tip"), label=said, class_="effect-picture"
    )


def _ground(top: float) -> list[str]:
    """The floor, the scale's ends and the names of the two periods."""
    body = [svg.line(LEFT, y, RIGHT, y, "line", stroke_width=1) for y in (TOP, FLOOR)]
    body += [
        svg.text(LEFT - 8, y + 4, wording.percent(share), 11, "muted", "end") for y, share in ((TOP, top), (FLOOR, 0.0))
    ]
    body.append(svg.text(LEFT, FLOOR + 20, say("picture.before"), 11, "muted", "start"))
    body.append(svg.text(RIGHT, FLOOR + 20, say("picture.after"), 11, "muted", "end"))
    return body
