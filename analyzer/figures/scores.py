"""NPS, CSAT, CES and stars with their formulas, overall and by stage."""

from __future__ import annotations

from analyzer.document import AlignmentDocument
from analyzer.document.parts.stages import StageRow
from analyzer.figures.dots import Axis, Dot, dots
from analyzer.tables.interval import ScoreRow
from analyzer.words import wording

FORMULAS = {
    "nps": "share of promoters (9–10) − share of detractors (0–6), in points from −100 to 100",
    "csat": "share of those who gave 4 or 5 out of 5",
    "ces": "mean of how easy it was, 1–7, 7 = easy",
    "review": "mean of the stars, 1–5",
}
NAMES = {"nps": "NPS", "csat": "CSAT", "ces": "CES", "review": "Stars"}
AXES = {
    "nps": Axis(-100, 100, (-100, -50, 0, 50, 100), lambda v: f"{v:+.0f}".replace("-", "−") if v else "0"),
    "csat": Axis(0, 1, (0, 0.25, 0.5, 0.75, 1), wording.percent),
    "ces": Axis(1, 7, (1, 2, 3, 4, 5, 6, 7), lambda v: f"{v:.0f}"),
    "review": Axis(1, 5, (1, 2, 3, 4, 5), lambda v: f"{v:.0f}"),
}


def overall(document: AlignmentDocument) -> list[tuple[str, str, str, str]]:
    """(name, value, interval and n, formula) of each kind of score that was given."""
    return [
        (NAMES[kind], _value(kind, score), _beside(kind, score), FORMULAS[kind])
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
            figure = dots([_dot(kind, *row) for row in rows], AXES[kind], f"{NAMES[kind]} by stage")
            found.append((kind, figure, [_row(kind, *row) for row in rows]))
    return found


def written_scores(stage: StageRow) -> list[str]:
    """The scores of a stage as short words that stay on one line: CSAT 79 %."""
    found = stage.get("scores") or {}
    return [
        f"{NAMES[kind]}\u00a0{_value(kind, found[kind])}" for kind in FORMULAS if kind in found and found[kind]["n"]
    ]


def _dot(kind: str, name: str, score: ScoreRow) -> Dot:
    written = f"{_value(kind, score)}, n {wording.count(score['n'])}"
    tip = f"{name}\n{NAMES[kind]} {_value(kind, score)}, {_beside(kind, score)}\n{FORMULAS[kind]}"
    return Dot(name, score["value"] or 0.0, score["low"], score["high"], written, tip)


def _row(kind: str, name: str, score: ScoreRow) -> dict[str, str]:
    return {
        "stage": name,
        NAMES[kind]: _value(kind, score),
        "95 % interval": wording.score_limits(kind, score) or wording.NO_VALUE,
        "answers": wording.count(score["n"]),
    }


def _value(kind: str, score: ScoreRow) -> str:
    return f"{score['value']:.1f}" if kind in ("review", "ces") else wording.score(kind, score["value"])


def _beside(kind: str, score: ScoreRow) -> str:
    if score["low"] is None or score["high"] is None:
        limits = ""
    elif kind in ("review", "ces"):
        limits = f"{score['low']:.1f} to {score['high']:.1f}, "
    else:
        limits = f"{wording.score_limits(kind, score)}, "
    return f"{limits}n {wording.count(score['n'])}"
