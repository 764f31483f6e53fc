"""NPS, CSAT, CES and stars with their formulas, overall and by stage."""

from __future__ import annotations

from analyzer.document import AlignmentDocument
from analyzer.document.parts.stages import StageRow
from analyzer.figures.dots import Axis, Dot, dots
from analyzer.tables.interval import ScoreRow
from analyzer.words import wording
from analyzer.words.language import say

FORMULAS = {
    "nps": "scores.share_of_promoters_share",
    "csat": "scores.share_of_those_who",
    "ces": "scores.mean_of_how_easy",
    "review": "scores.mean_of_the_stars",
}
AXES = {
    "nps": Axis(-100, 100, (-100, -50, 0, 50, 100), lambda v: wording.score("nps", v) if v else "0"),
    "csat": Axis(0, 1, (0, 0.25, 0.5, 0.75, 1), wording.percent),
    "ces": Axis(1, 7, (1, 2, 3, 4, 5, 6, 7), wording.count),
    "review": Axis(1, 5, (1, 2, 3, 4, 5), wording.count),
}


def formula(kind: str) -> str:
    """How a kind of score is reckoned."""
    return say(FORMULAS[kind])


def overall(document: AlignmentDocument) -> list[tuple[str, str, str, str]]:
    """(name, value, interval and n, formula) of each kind of score that was given."""
    return [
        (wording.score_name(kind), _value(kind, score), _beside(kind, score), say(FORMULAS[kind]))
        for kind, score in (document["signals"].get("scores") or {}).items()
        if kind in FORMULAS and score["value"] is not None
    ]


def by_stage(document: AlignmentDocument) -> list[tuple[str, str, list[dict[str, str]]]]:
    """(kind, figure as HTML, rows of words) of each kind that any stage has."""
    found = []
    for kind in FORMULAS:
        rows = [(s["name"], s["scores"][kind]) for s in document["stages"] if kind in (s.get("scores") or {})]
        rows = [(name, score) for name, score in rows if score["value"] is not None]
        if rows:
            figure = dots(
                [_dot(kind, *row) for row in rows], AXES[kind], say("scores.by_stage", names=wording.score_name(kind))
            )
            found.append((kind, figure, [_row(kind, *row) for row in rows]))
    return found


def written_scores(stage: StageRow) -> list[str]:
    """The scores of a stage as short words that stay on one line: CSAT 79 %."""
    found = stage.get("scores") or {}
    return [
        f"{wording.score_name(kind)}\u00a0{_value(kind, found[kind])}"
        for kind in FORMULAS
        if kind in found and found[kind]["n"]
    ]


def _dot(kind: str, name: str, score: ScoreRow) -> Dot:
    written = f"{_value(kind, score)}, n {wording.count(score['n'])}"
    tip = f"{name}\n{wording.score_name(kind)} {_value(kind, score)}, {_beside(kind, score)}\n{say(FORMULAS[kind])}"
    return Dot(name, score["value"] or 0.0, score["low"], score["high"], written, tip)


def _row(kind: str, name: str, score: ScoreRow) -> dict[str, str]:
    return {
        say("column.stage"): name,
        wording.score_name(kind): _value(kind, score),
        say("column.interval"): wording.score_limits(kind, score) or wording.NO_VALUE,
        say("column.answers"): wording.count(score["n"]),
    }


def _value(kind: str, score: ScoreRow) -> str:
    if kind in ("review", "ces"):
        return wording.NO_VALUE if score["value"] is None else wording.ratio(score["value"])
    return wording.score(kind, score["value"])


def _beside(kind: str, score: ScoreRow) -> str:
    if score["low"] is None or score["high"] is None:
        limits = ""
    else:
        limits = f"{wording.score_limits(kind, score)}, "
    return f"{limits}n {wording.count(score['n'])}"
