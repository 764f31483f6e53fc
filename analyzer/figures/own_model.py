"""A model of one's own as an SVG, with the deviations of the log counted on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from analyzer.figures.bpmn import DOT, GATE, GATES, gateway
from analyzer.figures.drawn_graph import Ground, arrow, clean, frame, legend
from analyzer.figures.layout import Box, Link, lay_out
from analyzer.figures.shares_beside import share_words
from analyzer.figures.svg import element, wrap
from analyzer.tables.model_check import ModelCheck, ModelDeviation, ModelNode
from analyzer.words import wording
from analyzer.words.language import say

MOST_NODES = 300
WIDTH, HEIGHT, PLACE, BAR = 150.0, 62.0, 22.0, (10.0, 30.0)
SIZES = {"task": (WIDTH, HEIGHT), "start": (DOT, DOT), "end": (DOT, DOT), "event": (DOT, DOT), "place": (PLACE, PLACE),
         "silent": BAR}  # fmt: skip
WORDS = {
    "start": "word.start",
    "end": "word.end",
    "event": "own_model.event",
    "place": "own_model.place",
    "silent": "own_model.a_step_that_leaves",
}


def own_model(
    found: ModelCheck,
    noun: str,
    stage_of: Mapping[str, str],
    stages: Sequence[str],
    *,
    downwards: bool = False,
    theme: Literal["light", "dark"] = "light",
    identity: str = "own-model",
) -> str | None:
    """The model as its file says, each task with the cases that left it out (−) and that did it out of place (+); None
    beyond 300 nodes, which no picture shows.

    `stage_of` gives an activity's stage, `stages` the journey's in order, for the colours. Tasks carry data-activity;
    ids begin with `identity`. An activity that the model does not name has no box: the table lists it.
    """
    nodes, flows = found.diagram.nodes, found.diagram.flows
    if not nodes or len(nodes) > MOST_NODES:
        return None
    ends = {"start": "source", "end": "sink"}
    boxes = [Box(*SIZES.get(node.kind, (GATE, GATE)), ends.get(node.kind)) for node in nodes]
    placed = lay_out(boxes, [Link(a, b) for a, b in flows], downwards=downwards, gap=16, step=26)
    ground = Ground(theme, identity)
    by_task: dict[str, list[ModelDeviation]] = {}
    for one in found.deviations:
        by_task.setdefault(one.activity, []).append(one)
    drawn = [element("g", arrow(ground, curve, "muted", 1.2), class_="flow") for curve in placed.curves]
    for node, middle in zip(nodes, placed.middles, strict=True):
        if node.kind == "task":
            stage = stage_of.get(node.name)
            number = list(stages).index(stage) if stage is not None and stage in stages else None
            drawn.append(_task(ground, node, middle, by_task.get(node.name, []), number, noun))
        else:
            drawn.append(_sign(ground, node, *middle))
    tasks = {node.name for node in nodes if node.kind == "task"}
    present = [(stage, number) for number, stage in enumerate(stages) if any(stage_of.get(t) == stage for t in tasks)]
    key, depth = legend(ground, present, placed.width, placed.height + 20)
    title = say("own_model.the_model_activities_with", name=clean(found.name), n=len(tasks))
    said = [_said(one, noun) for one in found.deviations if one.activity in tasks]
    described = " ".join([say("caption.own_model"), *said[:12]])
    return frame(ground, placed.width, placed.height + (20 + depth if present else 0), title, described, [*drawn, *key])


def _task(
    ground: Ground, node: ModelNode, middle: tuple[float, float], deviations: Sequence[ModelDeviation],
    stage: int | None, noun: str,
) -> str:  # fmt: skip
    x, y = middle
    left, top = x - WIDTH / 2, y - HEIGHT / 2
    shape = ground.box(
        left, top, WIDTH, HEIGHT, "surface", "hidden" if deviations else "given", 2.2 if deviations else 1.0
    )
    lines = wrap(clean(node.name), WIDTH - 24, 11.5, 2)
    first = y - 4 - 7 * (len(lines) - 1) if deviations else y + 4 - 7 * (len(lines) - 1)
    texts = [ground.text(x + 3, first + 14 * i, line, 11.5, "ink") for i, line in enumerate(lines)]
    if deviations:
        texts.append(ground.text(x + 3, top + HEIGHT - 8, _counts(deviations), 10.5, "hidden", weight="600"))
    words = " ".join([f"{clean(node.name)}.", *(_said(one, noun) for one in deviations)])
    return element(
        "g", ground.title(words), shape, ground.stage_bar(left, top, 7, HEIGHT, stage), *texts,
        class_="activity" + (" departing" if deviations else ""), data_activity=clean(node.name),
    )  # fmt: skip


def _counts(deviations: Sequence[ModelDeviation]) -> str:
    """The cases under a task's name: `− 12 left out`, `+ 3 out of place`, or both in short."""
    signs = {"missing": ("−", say("word.left_out")), "extra": ("+", say("own_model.out_of_place"))}
    counts = [(*signs[one.kind], wording.count(one.heard.cases)) for one in deviations]
    if len(counts) == 1:
        sign, words, cases = counts[0]
        return f"{sign} {cases} {words}"
    return " · ".join(f"{sign} {cases}" for sign, _, cases in counts)


def _sign(ground: Ground, node: ModelNode, x: float, y: float) -> str:
    kind = node.kind
    if kind in GATES:
        return element("g", ground.title(say(GATES[kind])), gateway(ground, kind, x, y), class_=f"gateway {kind}")
    if kind == "silent":
        shape = ground.box(x - BAR[0] / 2, y - BAR[1] / 2, *BAR, "muted", "muted", 1.0, radius=1)
    elif kind == "place":
        shape = ground.circle(x, y, PLACE / 2 - 2, "surface", "muted", 1.2)
    else:
        shape = ground.circle(x, y, DOT / 2 - 2, "surface", "ink", 3.2 if kind == "end" else 1.4)
        if kind == "event":
            shape += ground.circle(x, y, DOT / 2 - 6, "surface", "ink", 1.0)
    words = f"{say(WORDS[kind])}: {clean(node.name)}" if node.name else say(WORDS[kind])
    return element("g", ground.title(words), shape, class_=f"event {kind}")


def _said(one: ModelDeviation, noun: str) -> str:
    """A deviation in a sentence."""
    cases = f"{wording.count(one.heard.cases)} {wording.plural(noun, one.heard.cases)}"
    what = say("own_model.leave_it_out") if one.kind == "missing" else say("own_model.do_it_where_the")
    return f"{cases} {what}: {share_words(one.heard)}."
