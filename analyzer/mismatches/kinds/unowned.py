"""Unowned: nobody answers for a stage, or the one who does has little of its work in hand."""

from __future__ import annotations

from analyzer.mismatches.evidence import Evidence, identifier, percent
from analyzer.tables.mismatch import Mismatch

HALF = 0.5


def unowned(seen: Evidence) -> list[Mismatch]:
    """A mismatch for each stage without an owner; and, where owners are values of the log's team column, for each
    stage of whose events (those with a team) its owner's team did less than half."""
    work = _work_by_team(seen)
    teams = {team for by_team in work.values() for team in by_team}
    found = []
    for stage, numbers in seen.stages():
        if not (stage.owner or "").strip():
            story = f"No one answers for {stage.name}: {numbers.visits:,} visits, and no owner in the journey."
            found.append(
                _mismatch(
                    stage.name,
                    f"Nobody answers for {stage.name}",
                    story,
                    numbers.visits,
                    stage.weight,
                    None,
                    {"owner": None},
                )
            )
            continue
        by_team = work.get(stage.no, {})
        total = sum(by_team.values())
        if stage.owner not in teams or not total:
            continue
        share = by_team.get(str(stage.owner), 0) / total
        if share < HALF:
            most = max(sorted(by_team), key=lambda team: by_team[team])
            story = (
                f"{stage.owner} answers for {stage.name} and does {percent(share)} of its work (n = {total:,} events); "
                f"{most} does {percent(by_team[most] / total)}."
            )
            facts = {"owner": stage.owner, "share": share, "events": total, "most": most}
            found.append(
                _mismatch(
                    stage.name,
                    f"{stage.owner} answers for {stage.name}, others do it",
                    story,
                    numbers.visits,
                    stage.weight,
                    stage.owner,
                    facts,
                )
            )
    return found


def _work_by_team(seen: Evidence) -> dict[int, dict[str, int]]:
    if "team" not in seen.staged.columns:
        return {}
    events = seen.staged.filter(seen.staged.team.notnull() & seen.staged.stage_no.notnull())
    counted = events.group_by("stage_no", "team").aggregate(n=events.count())
    work: dict[int, dict[str, int]] = {}
    for row in seen.engine.frame(counted.order_by("stage_no", "team")).itertuples():
        work.setdefault(int(row.stage_no), {})[str(row.team)] = int(row.n)
    return work


def _mismatch(
    stage: str, title: str, story: str, visits: int, weight: float, owner: str | None, facts: dict[str, object]
) -> Mismatch:
    return Mismatch(
        id=identifier("unowned", stage),
        kind="unowned",
        stage=stage,
        title=title,
        story=story,
        affected_visits=visits,
        avoidable=None,
        weight=weight,
        owner=owner,
        evidence={"basis": "visits", **facts},
    )
