"""The journey as it is lived: stages in their planned order, skips on one side of them, ways back on the other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from analyzer.document import AlignmentDocument
from analyzer.document.parts.stages import StageRow
from analyzer.figures import svg
from analyzer.figures.faces import faces
from analyzer.figures.palette import stage_colour
from analyzer.figures.stage_flow import StageFlow, Step, place_of, stage_flow
from analyzer.words import wording
from analyzer.words.language import say

LEAST = 0.001  # of the most frequent step: what is rarer is in the table only
ARCS = 16
COLOUR = {"planned": "aligned", "skip": "unfelt", "back": "hidden"}
SAYS = {"planned": "word.as_planned", "skip": "journey_flow.skips_what_lies_between", "back": "word.goes_back"}


@dataclass(frozen=True)
class _Plan:
    """Where things go: `along` the journey and `across` it. Across grows downwards or to the right."""

    across: bool  # the journey runs to the right; else downwards
    spacing: float
    box: tuple[float, float]  # half of its length along and across
    centre: float
    first: float
    reach: tuple[float, float]  # room for arcs: on the side of skips, on the side of ways back

    def along(self, number: int) -> float:
        return self.first + (number + 0.5) * self.spacing

    def point(self, along: float, across: float) -> tuple[float, float]:
        return (along, across) if self.across else (across, along)


def journey_flow(document: AlignmentDocument) -> str:
    """The figure as HTML with two SVGs, running to the right and downwards; empty where no stage has an event."""
    flow = stage_flow(document)
    if not flow.steps:
        return ""
    least = 0.78 * _width(len(flow.stages))
    wide = f'<div class="scroll"><div style="min-width:{least:.0f}px">{_drawn(flow, document, True)}</div></div>'
    return faces("journey-flow", wide, _drawn(flow, document, False))


def _width(stages: int) -> float:
    return 130 + stages * max(112.0, 1050.0 / stages)


def _drawn(flow: StageFlow, document: AlignmentDocument, across: bool) -> str:
    arcs = _shown(flow)
    high, low = (max((_reach(s) for s in arcs if s.kind == kind), default=0.0) for kind in ("skip", "back"))
    n = len(flow.stages)
    if across:
        spacing = (_width(n) - 130) / n
        reach = (26.0 + 20 * high if high else 12.0, 26.0 + 20 * low if low else 12.0)
        plan = _Plan(True, spacing, (spacing / 2 - 14, 36.0), reach[0] + 46, 65.0, reach)
        width, height = 130 + n * spacing, reach[0] + reach[1] + 104
    else:
        plan = _Plan(False, 92.0, (28.0, 92.0), 172.0, 46.0, (72.0, 66.0))
        width, height = 350.0, 92 + n * 92.0
    most = max(step.count for step in flow.steps)
    body = [_step(plan, flow, step, most) for step in (*[s for s in flow.steps if s.kind == "planned"], *arcs)]
    body += [_stage(plan, i, stage, document) for i, stage in enumerate(document["stages"])]
    body += [_end(plan, -1, say("word.start_small")), _end(plan, n, say("word.end_small"))]
    spoken = say("journey_flow.the_journey_as_lived") + " ".join(_said(flow, step) for step in flow.steps[:12])
    return svg.drawing(width, height, *body, label=spoken, interactive=True, class_="flow-drawing")


def _shown(flow: StageFlow) -> list[Step]:
    most = max(step.count for step in flow.steps)
    return [s for s in flow.steps if s.kind != "planned" and s.count >= LEAST * most][:ARCS]


def _reach(step: Step) -> float:
    return min(abs(step.target - step.source), 7)


def _step(plan: _Plan, flow: StageFlow, step: Step, most: int) -> str:
    thick = 1.2 + 9 * math.sqrt(step.count / most)
    a, b = (_middle(plan, flow, number) for number in (step.source, step.target))
    if step.kind == "planned":
        start, stop = a + _half(plan, flow, step.source), b - _half(plan, flow, step.target)
        drawn = _line(plan, start, stop, thick)
        label = _label(plan, (start + stop) / 2, plan.centre - (13 if plan.across else -24), step)
        label = label if abs(step.target - step.source) == 1 and not plan.across else ""
    else:
        drawn, label = _arc(plan, step, a, b, thick)
    tip = say(
        "journey_flow.times",
        place_of=place_of(flow, step.source),
        place_of_b=place_of(flow, step.target),
        count=wording.count(step.count),
    )
    tip += say("journey_flow.of_all_steps", count=wording.percent(step.count / flow.total()), says=say(SAYS[step.kind]))
    spoken = tip.replace("\n", ", ")
    return svg.element(
        "g", drawn, label, tabindex=0, role="img", aria_label=spoken, data_tip=tip, class_="has-tip step"
    )


def _middle(plan: _Plan, flow: StageFlow, number: int) -> float:
    if 0 <= number < len(flow.stages):
        return plan.along(number)
    return plan.along(0) - plan.spacing / 2 - 26 if number < 0 else plan.along(number - 1) + plan.spacing / 2 + 26


def _half(plan: _Plan, flow: StageFlow, number: int) -> float:
    return plan.box[0] if 0 <= number < len(flow.stages) else 11.0


def _line(plan: _Plan, start: float, stop: float, thick: float) -> str:
    x1, y1 = plan.point(start, plan.centre)
    x2, y2 = plan.point(stop - 7, plan.centre)
    return svg.line(x1, y1, x2, y2, "aligned", stroke_width=thick) + _head(
        plan, stop, plan.centre, "aligned", thick, None
    )


def _arc(plan: _Plan, step: Step, a: float, b: float, thick: float) -> tuple[str, str]:
    colour = COLOUR[step.kind]
    side = (-1 if step.kind == "skip" else 1) * (1 if plan.across else -1)
    room = plan.reach[0 if step.kind == "skip" else 1]
    height = 8 + 20 * _reach(step) if plan.across else room * (0.35 + 0.09 * _reach(step))
    edge = plan.centre + side * plan.box[1]
    shift = 12.0 if b > a else -12.0
    start, stop = a + shift, b - shift
    peak = edge + side * height * 1.33
    points = [
        plan.point(start, edge),
        plan.point(start, peak),
        plan.point(stop, peak),
        plan.point(stop, edge + side * 7),
    ]
    (x, y), *rest = points
    d = f"M{x:.1f} {y:.1f}C" + " ".join(f"{p:.1f} {q:.1f}" for p, q in rest)
    line = svg.element(
        "path", d=d, fill="none", stroke=svg.light(colour), stroke_width=thick, class_=f"s-{colour}",
        stroke_dasharray="6 4" if step.kind == "back" else None, opacity=0.85,
    )  # fmt: skip
    if plan.across:
        words = _label(plan, (start + stop) / 2, edge + side * (height + (4 if side < 0 else 12)), step)
    else:  # near where it begins, so that the labels of nested arcs stand apart
        words = _label(plan, start + 0.216 * (stop - start), edge + side * (height * 0.84 + 4), step)
    return line + _head(plan, stop, edge, colour, thick, side), words


def _head(plan: _Plan, along: float, across: float, colour: str, thick: float, side: int | None) -> str:
    """The tip of an arrow: along the journey, or into a box from one side of it."""
    half = 4.0 + thick * 0.45
    corners: list[tuple[float, float]]
    if side is None:
        corners = [(along, across), (along - 9, across - half), (along - 9, across + half)]
    else:
        corners = [(along, across), (along - half, across + side * 9), (along + half, across + side * 9)]
    written = [plan.point(*corner) for corner in corners]
    return svg.path("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in written) + "Z", colour)


def _label(plan: _Plan, along: float, across: float, step: Step) -> str:
    x, y = plan.point(along, across)
    ring: dict[str, Any] = {"stroke": svg.light("surface"), "stroke_width": 3.5, "paint_order": "stroke"}
    shape = svg.text(x, y + (0 if plan.across else 4), wording.count(step.count), 12, "muted", **ring)
    return shape.replace('class="c-muted"', 'class="c-muted s-surface"')


def _stage(plan: _Plan, number: int, stage: StageRow, document: AlignmentDocument) -> str:
    (x, y), visits = plan.point(plan.along(number), plan.centre), stage["visits"]
    half_x, half_y = plan.box if plan.across else (plan.box[1], plan.box[0])
    cases, noun = document["log"]["cases"], wording.plural(document.get("case_noun") or "case", 2)
    share = visits / cases if cases else 0.0
    left, top = x - half_x, y - half_y
    ground = svg.rect(left, top, 2 * half_x, 2 * half_y, "surface", rx=9, stroke=svg.light("given"), stroke_width=1,
                      stroke_dasharray=None if visits else "5 4")  # fmt: skip
    ground = ground.replace('class="c-surface"', 'class="c-surface s-given"')
    shade = stage_colour(number)
    bar = svg.element("rect", x=left + 8, y=top + 2 * half_y - 11, width=max((2 * half_x - 16) * min(share, 1), 1.0),
                      height=4.0, rx=2, fill=shade.light, class_=f"stage-{number % 8}") if visits else ""  # fmt: skip
    lines = svg.wrap(stage["name"], 2 * half_x - 12, 12.5, 2 if plan.across else 1)
    first = y - (4 if len(lines) == 1 else 13)
    beneath = f"{wording.count(visits)} {noun}" if visits else say("word.no_event_exists")
    if svg.width_of(beneath, 12) > 2 * half_x - 8:
        beneath = wording.count(visits) if visits else say("word.no_event")
    words = [svg.text(x, first + 15 * i, line, 12.5, "ink", font_weight=600) for i, line in enumerate(lines)]
    words.append(svg.text(x, first + 15 * len(lines) + 1, beneath, 12, "muted"))
    tip = _tip(stage, share, noun)
    return _tipped(tip, ground, bar, *words)


def _tipped(tip: str, *parts: str, class_: str = "has-tip") -> str:
    spoken = tip.replace("\n", ", ")
    return svg.element("g", *parts, tabindex=0, role="img", aria_label=spoken, data_tip=tip, class_=class_)


def _tip(stage: StageRow, share: float, noun: str) -> str:
    if not stage["visits"]:
        return say("journey_flow.no_event_of_the", name=stage["name"])
    lines = [
        stage["name"],
        say(
            "journey_flow.come_to_it_of", visits=wording.count(stage["visits"]), noun=noun, share=wording.percent(share)
        ),
        say(
            "journey_flow.come_back_to_it",
            returns=wording.count(stage.get("returns") or 0),
            open=wording.count(stage.get("open") or 0),
        ),
        say(
            "journey_flow.median_p",
            median_s=wording.duration(stage.get("median_s")),
            p_s=wording.duration(stage.get("p90_s")),
        ),
    ]
    return "\n".join(lines)


def _end(plan: _Plan, number: int, name: str) -> str:
    n = number
    along = plan.along(0) - plan.spacing / 2 - 26 if n < 0 else plan.along(n - 1) + plan.spacing / 2 + 26
    x, y = plan.point(along, plan.centre)
    ring = svg.element("circle", cx=x, cy=y, r=9.0, fill=svg.light("surface"), stroke=svg.light("ink"),
                       stroke_width=1.4 if n < 0 else 3.2, class_="c-surface s-ink")  # fmt: skip
    words = svg.text(x, y + 26, name, 12, "muted") if plan.across else svg.text(x + 32, y + 4, name, 12, "muted")
    return svg.element("g", ring, words)


def _said(flow: StageFlow, step: Step) -> str:
    ends = say("journey_flow.to", place_of=place_of(flow, step.source), place_of_b=place_of(flow, step.target))
    return f"{ends}: {wording.count(step.count)}, {say(SAYS[step.kind])}."
