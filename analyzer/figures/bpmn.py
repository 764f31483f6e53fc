"""The discovered model as a BPMN diagram: task boxes, gateways with × and +, start and end, as an SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from analyzer.figures.drawn_graph import Ground, arrow, clean, frame, legend
from analyzer.figures.layout import Box, Link, lay_out
from analyzer.figures.svg import element, wrap
from analyzer.mining import from_dict, to_bpmn
from analyzer.words.language import say

WIDTH, HEIGHT, GATE, DOT = 128.0, 48.0, 34.0, 26.0
ENDS = {"start": "word.start", "end": "word.end"}
GATES = {
    "choice": "bpmn.exclusive_choice_one_of",
    "parallel": "bpmn.parallel_all_of_the",
    "inclusive": "bpmn.one_or_more_of",
}


def bpmn(
    model: Mapping[str, Any] | None,
    stage_of: Mapping[str, str] | None = None,
    stages: Sequence[str] = (),
    *,
    downwards: bool = False,
    theme: Literal["light", "dark"] = "light",
    identity: str = "bpmn",
) -> str | None:
    """An SVG of a process tree (`model` of tables/process.py) in BPMN; None without a model.

    `stage_of` gives an activity's stage, `stages` the journey's stages in order, for the colours. Tasks carry
    data-activity; ids begin with `identity`. A gateway × takes one of its ways, + takes all of them. The flow runs to
    the right, or `downwards`.
    """
    if model is None:
        return None
    diagram = to_bpmn(from_dict(model))
    nodes, flows = diagram["nodes"], diagram["flows"]
    sizes = {"task": (WIDTH, HEIGHT), "start": (DOT, DOT), "end": (DOT, DOT)}
    ranks = {"start": "source", "end": "sink"}
    boxes = [Box(*sizes.get(node["kind"], (GATE, GATE)), ranks.get(node["kind"])) for node in nodes]
    placed = lay_out(boxes, [Link(a, b) for a, b in flows], downwards=downwards, gap=16, step=26)
    ground = Ground(theme, identity)
    given = dict(stage_of or {})
    drawn = [element("g", arrow(ground, curve, "muted", 1.2), class_="flow") for curve in placed.curves]
    drawn += [_node(ground, node, middle, given, stages) for node, middle in zip(nodes, placed.middles, strict=True)]
    tasks = [node["activity"] for node in nodes if node["kind"] == "task"]
    present: list[tuple[str, int | None]] = [
        (stage, number) for number, stage in enumerate(stages) if any(given.get(task) == stage for task in tasks)
    ]
    if stages and any(given.get(task) not in stages for task in tasks):
        present.append((say("word.no_stage"), None))
    key, depth = legend(ground, present, placed.width, placed.height + 20)
    title = say("bpmn.bpmn_model_of_the", n=len(tasks))
    described = say("bpmn.a_discovered_model_with", listed=", ".join(clean(task) for task in tasks))
    return frame(ground, placed.width, placed.height + (20 + depth if present else 0), title, described, [*drawn, *key])


def _node(
    ground: Ground,
    node: Mapping[str, Any],
    middle: tuple[float, float],
    stage_of: Mapping[str, str],
    stages: Sequence[str],
) -> str:
    x, y = middle
    kind = node["kind"]
    if kind in ("start", "end"):
        ring = ground.circle(x, y, DOT / 2 - 2, "surface", "ink", 1.4 if kind == "start" else 3.2)
        return element("g", ground.title(say(ENDS[kind])), ring, class_=f"event {kind}")
    if kind in GATES:
        return element("g", ground.title(say(GATES[kind])), gateway(ground, kind, x, y), class_=f"gateway {kind}")
    name = clean(node["activity"])
    stage = stage_of.get(node["activity"])
    left, top = x - WIDTH / 2, y - HEIGHT / 2
    shape = ground.box(left, top, WIDTH, HEIGHT, "surface", "given", 1.0)
    bar = (
        ground.stage_bar(
            left, top, 7, HEIGHT, list(stages).index(stage) if stage is not None and stage in stages else None
        )
        if stages
        else ""
    )
    lines = wrap(name, WIDTH - 20, 11, 3)
    first = y + 4 - 6.5 * (len(lines) - 1)
    texts = [ground.text(x + (3 if stages else 0), first + 13 * i, line, 11, "ink") for i, line in enumerate(lines)]
    words = name if stage is None else say("bpmn.stage", name=name, stage=clean(stage))
    return element("g", ground.title(words), shape, bar, *texts, class_="activity", data_activity=name)


def gateway(ground: Ground, kind: str, x: float, y: float) -> str:
    """A diamond with the sign of its kind."""
    shape = ground.diamond(x, y, GATE / 2 - 1, "surface", "ink", 1.2)
    if kind == "inclusive":
        return shape + ground.circle(x, y, 6.5, "surface", "ink", 1.8)
    r = 5.0 if kind == "choice" else 7.0
    if kind == "choice":
        d = f"M{x - r:.2f} {y - r:.2f} L{x + r:.2f} {y + r:.2f} M{x + r:.2f} {y - r:.2f} L{x - r:.2f} {y + r:.2f}"
    else:
        d = f"M{x - r:.2f} {y:.2f} H{x + r:.2f} M{x:.2f} {y - r:.2f} V{y + r:.2f}"
    return shape + ground.stroke(d, "ink", 2.0)
