"""Planned against lived: how cases go from stage to stage, and which of these steps the plan did not mean."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.document import AlignmentDocument
from analyzer.words import wording
from analyzer.words.language import say

ROWS = 500


@dataclass(frozen=True)
class Step:
    """How often cases went from one stage to another; −1 is the start, the number of stages is the end.

    `kind`: planned (to the next stage that the log knows), skip (past one or more of them), back.
    """

    source: int
    target: int
    count: int
    kind: str


@dataclass(frozen=True)
class StageFlow:
    """All steps between stages, the most frequent first; those into or out of work of no stage are left out."""

    stages: tuple[str, ...]
    known: tuple[bool, ...]  # whether the log has an event of the stage
    steps: tuple[Step, ...]

    def total(self, *kinds: str) -> int:
        """How many steps there are, of some kinds or of all."""
        return sum(step.count for step in self.steps if not kinds or step.kind in kinds)


def stage_flow(document: AlignmentDocument) -> StageFlow:
    """The steps between stages. Grain: a pair of stages; counts are steps of cases, a case that goes back counts again.

    Formula: the counts of the directly-follows graph, summed by the stages of their two activities; steps within a
    stage are left out, and so are those into or out of work of no stage. The document keeps the 5,000 most
    frequent arrows of the graph: with more, rare steps are missing here. Reactions to complaints are no part of it.
    """
    process = document.get("process") or {}
    names = tuple(stage["name"] for stage in document["stages"])
    number = {name: i for i, name in enumerate(names)}
    of = {a["activity"]: number.get(a["stage"] or "") for a in process.get("activities", [])}
    known = tuple(i in of.values() for i in range(len(names)))
    counts: dict[tuple[int, int], int] = {}
    arrows = [(of.get(f["from"]), of.get(f["to"]), f["count"]) for f in process.get("flows", [])]
    arrows += [(-1, of.get(s["activity"]), s["cases"]) for s in process.get("starts", [])]
    arrows += [(of.get(e["activity"]), len(names), e["cases"]) for e in process.get("ends", [])]
    for source, target, count in arrows:
        if source is not None and target is not None and source != target:
            counts[source, target] = counts.get((source, target), 0) + count
    steps = [Step(a, b, n, _kind(a, b, known)) for (a, b), n in counts.items()]
    steps.sort(key=lambda step: (-step.count, step.source, step.target))
    return StageFlow(names, known, tuple(steps))


def _kind(source: int, target: int, known: tuple[bool, ...]) -> str:
    if target < source:
        return "back"
    return "skip" if any(known[source + 1 : target]) else "planned"


def opening(document: AlignmentDocument) -> str:
    """How far the journey is lived as planned, in a sentence; empty where no step between stages is known."""
    flow = stage_flow(document)
    every = flow.total()
    if not every:
        return ""
    said = say("stage_flow.of_the_steps_from", total=wording.percent(flow.total("planned") / every))
    off = [
        f"{_written(flow.total(kind), every)} {words}"
        for kind, words in (("skip", say("stage_flow.skip_a_stage")), ("back", say("stage_flow.go_back_to_an")))
        if flow.total(kind)
    ]
    return f"{said}; {', '.join(off)}." if off else f"{said}."


def place_of(flow: StageFlow, number: int) -> str:
    """A stage by its number, or the start or the end."""
    if number < 0:
        return say("word.start_small")
    return flow.stages[number] if number < len(flow.stages) else say("word.end_small")


def step_rows(flow: StageFlow) -> list[dict[str, str]]:
    """The steps as rows of words."""
    every, words = (
        flow.total(),
        {"planned": say("word.as_planned"), "skip": say("stage_flow.skips_a_stage"), "back": say("word.goes_back")},
    )
    return [
        {
            say("column.from"): place_of(flow, step.source),
            say("column.to"): place_of(flow, step.target),
            say("column.times"): wording.count(step.count),
            say("column.share_of_all_steps"): _written(step.count, every),
            say("column.the_plan"): words[step.kind],
        }
        for step in flow.steps[:ROWS]
    ]


def lived_rows(document: AlignmentDocument) -> list[dict[str, str]]:
    """The stages as planned and as lived, a row each."""
    cases, noun = document["log"]["cases"], wording.plural(document.get("case_noun") or "case", 2)
    rows = []
    for stage in document["stages"]:
        visits, returns = stage["visits"], stage.get("returns") or 0
        closed = visits - (stage.get("open") or 0)
        rows.append(
            {
                say("column.stage"): stage["name"],
                say("stage_flow.that_come_to_it", noun=noun): f"{wording.count(visits)} ({_written(visits, cases)})",
                say("column.do_not_come_to"): wording.count(max(cases - visits, 0))
                if visits
                else say("word.no_event_exists"),
                say("column.come_back_to_it"): f"{wording.count(returns)} ({_written(returns, visits)})"
                if visits
                else "–",
                say("column.still_open"): wording.count(visits - closed),
                say("column.median_time"): wording.duration(stage.get("median_s")),
                say("column.ninetieth"): wording.duration(stage.get("p90_s")),
            }
        )
    return rows


def _written(part: float, whole: float) -> str:
    share = part / whole if whole else 0.0
    return f"< 0.1{wording.NARROW}%" if 0 < share < 0.0005 else wording.percent(share)
