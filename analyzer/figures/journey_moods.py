"""What a journey map shows of a stage: how customers who were asked feel there, what they say, what hides there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.document.parts.stages import StageRow
from analyzer.figures.scores import written_scores
from analyzer.figures.signal_trend import ASKED, monthly
from analyzer.statistics.proportions import wilson
from analyzer.tables.interval import Interval
from analyzer.words import wording
from analyzer.words.language import say

HURTS = 0.05  # share of unhappy answers from which on a stage may lead the page


@dataclass(frozen=True)
class Mood:
    """A stage of the journey map. `calm`: the share of its answers that are not unhappy, 0–1, with its 95 % interval;
    None where nobody was asked. `answers`: how many answered, `unasked`: signals that nobody asked for."""

    name: str
    owner: str
    goal: str
    touchpoints: tuple[str, ...]
    moment_of_truth: bool
    answers: int
    unasked: int
    calm: Interval | None
    scores: tuple[str, ...]
    quote: str
    friction: tuple[str, str, str]  # kind of mismatch, in words, and its id; empty without one
    visits: int


def moods(document: AlignmentDocument, said: Mapping[str, str] | None = None) -> list[Mood]:
    """The stages in the order of the journey.

    Grain: stage. Formula: 1 − bad / answers to surveys and reviews about the stage, Wilson's 95 % interval; what came
    unasked (complaints, contacts, praise) is counted beside it and draws no curve, for it says nothing of a share. A
    run that kept no months gives the share of the rated visits that are not unhappy. `said`: a quote a stage. Answers
    of one customer count as independent, so that intervals are a little narrow; surveys differ in what they ask, so
    that a small difference between two stages may be one of the questions.
    """
    planned = {stage["name"]: stage for stage in document["journey"]["stages"]}
    said = said or {}
    return [_mood(document, stage, planned.get(stage["name"]) or {}, said) for stage in document["stages"]]


def lowest(found: list[Mood]) -> list[Mood]:
    """The stages where those who were asked are unhappiest: the one with the highest share of unhappy answers, and
    those whose interval reaches it; none where that is below 5 %."""
    asked = sorted((mood for mood in found if mood.calm), key=lambda mood: _calm(mood).value or 0.0)
    if not asked or 1 - (_calm(asked[0]).value or 0.0) < HURTS:
        return []
    least = _calm(asked[0]).value or 0.0
    return [mood for mood in asked if (_calm(mood).low or 0.0) <= least]


def mood_rows(document: AlignmentDocument, said: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    """The same as rows of words."""
    return [
        {
            say("column.stage"): mood.name,
            say("column.moment_of_truth"): say("word.yes") if mood.moment_of_truth else "",
            say("column.goal"): mood.goal,
            say("column.touchpoints"): ", ".join(mood.touchpoints),
            say("column.not_unhappy"): wording.share_between(mood.calm.as_dict()) if mood.calm else say("map.gap"),
            say("column.answers"): wording.count(mood.answers),
            say("column.scores"): "; ".join(mood.scores),
            say("column.they_say"): mood.quote,
            say("column.what_hides"): mood.friction[1],
        }
        for mood in moods(document, said)
    ]


def _calm(mood: Mood) -> Interval:
    assert mood.calm is not None
    return mood.calm


def _mood(document: AlignmentDocument, stage: StageRow, planned: Mapping[str, object], said: Mapping[str, str]) -> Mood:
    name = stage["name"]
    rows = [row for row in monthly(document, name) if not row["whole"]]
    asked = [row for row in rows if row["kind"] in ASKED]
    n, bad = sum(row["signals"] for row in asked), sum(row["bad"] for row in asked)
    calm = wilson(n - bad, n) if n else None
    side = stage["outside_in"]
    if not monthly(document) and stage.get("scores") and side.get("yield") is not None:
        n, calm = side["good"] + side["bad"], Interval(side["yield"], side["low"], side["high"])
    points = planned.get("touchpoints")
    return Mood(
        name=name,
        owner=stage.get("owner") or "",
        goal=str(planned.get("goal") or ""),
        touchpoints=tuple(map(str, points)) if isinstance(points, list) else (),
        moment_of_truth=bool(stage.get("moment_of_truth")),
        answers=n,
        unasked=sum(row["signals"] for row in rows) - sum(row["signals"] for row in asked),
        calm=calm,
        scores=tuple(written_scores(stage)),
        quote=said.get(name, ""),
        friction=_friction(document["mismatches"], name),
        visits=stage["visits"],
    )


def _friction(mismatches: list[MismatchRow], stage: str) -> tuple[str, str, str]:
    """The first finding of a stage, what goes with it, and its id."""
    first = next((m for m in mismatches if m["stage"] == stage), None)
    if first is None:
        return ("", "", "")
    words = wording.kind_name(first["kind"])
    if first["drivers"]:
        words = say("map.friction", kind=words, driver=first["drivers"][0]["label"])
    return (first["kind"], words, first["id"])
