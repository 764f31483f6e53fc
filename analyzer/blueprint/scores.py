"""NPS, CSAT, CES and stars, each by its named formula, per stage and over all."""

from __future__ import annotations

from typing import Any

from analyzer.engine import Engine, Table
from analyzer.tables.interval import ScoreRow


def scores(engine: Engine, placed: Table) -> dict[int | None, dict[str, ScoreRow]]:
    """Stage number (None: all signals) → kind → value, low, high, n.

    nps: promoters − detractors, in points −100…100, over promoters, passives and detractors by the source's scale.
    csat: share of good answers (4–5). ces: mean score on the source's scale. review: mean stars. Grain: a linked
    signal.
    """
    answers = placed.filter(placed.survey & placed.score.notnull())
    counted = answers.group_by("stage_no", "kind", "score", "verdict").aggregate(n=answers.count())
    frame = engine.frame(counted)
    found: dict[int | None, dict[str, ScoreRow]] = {None: _by_kind(frame)}
    for stage_no, part in frame[frame["stage_no"].notna()].groupby("stage_no"):
        if stage_no >= 0:
            found[int(stage_no)] = _by_kind(part)
    return found


def _by_kind(frame: Any) -> dict[str, ScoreRow]:
    return {
        str(kind): _score(str(kind), part)
        for kind, part in sorted(frame.groupby("kind"), key=lambda pair: str(pair[0]))
    }


def _score(kind: str, part: Any) -> ScoreRow:
    from analyzer.statistics.proportions import mean_interval, net_promoter, wilson

    by_verdict = {v: int(n) for v, n in part.groupby("verdict")["n"].sum().items()}
    good, neutral, bad = (by_verdict.get(v, 0) for v in ("good", "neutral", "bad"))
    if kind == "nps":
        interval = net_promoter(good, neutral, bad)
    elif kind == "csat":
        interval = wilson(good, good + neutral + bad)
    else:
        ordered = part.sort_values("score")
        interval = mean_interval(ordered["score"].to_numpy(float), ordered["n"].to_numpy(float))
    return {**interval.as_dict(), "n": good + neutral + bad}
