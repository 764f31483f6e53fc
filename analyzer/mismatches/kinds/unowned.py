"""Unowned: nobody answers for a stage, or the one who does has little of its work in hand."""

from __future__ import annotations

from analyzer.engine import Table, added
from analyzer.journey import Journey, Stage
from analyzer.mismatches.evidence import Evidence, identifier
from analyzer.tables.facts import UnownedFacts
from analyzer.tables.mismatch import Mismatch
from analyzer.tables.quality import ReadingNote, noted

HALF = 0.5
FEW = 3  # where fewer than one stage in so many has an owner, owners were not filled in: that is said once


def unowned(seen: Evidence) -> list[Mismatch]:
    """A mismatch for each stage without an owner, unless hardly any has one (`owner_notes` says that once); and, where
    owners are values of the log's team column, for each stage of whose events (those with a team) its owner's team did
    less than half."""
    work = _work_by_team(seen)
    teams = {team for by_team in work.values() for team in by_team}
    found = []
    few = _few_owners(seen.journey)
    for stage, numbers in seen.stages():
        if not (stage.owner or "").strip():
            if few:
                continue
            nobody = UnownedFacts(basis="visits", owner=None, share=None, events=None, most=None, most_share=None)
            found.append(_mismatch(stage, numbers.visits, nobody))
            continue
        by_team = work.get(stage.no, {})
        total = sum(by_team.values())
        if stage.owner not in teams or not total:
            continue
        share = by_team.get(str(stage.owner), 0) / total
        if share < HALF:
            most = max(sorted(by_team), key=lambda team: by_team[team])
            others = UnownedFacts(
                basis="visits",
                owner=stage.owner,
                share=share,
                events=total,
                most=most,
                most_share=by_team[most] / total,
            )
            found.append(_mismatch(stage, numbers.visits, others))
    return found


def owner_notes(journey: Journey) -> tuple[ReadingNote, ...]:
    """One note where no stage or hardly any has an owner, instead of a finding for each; none for a draft, whose owners
    come with its confirmation."""
    if journey.draft or not _few_owners(journey):
        return ()
    owned = _owned(journey)
    if not owned:
        return (noted("no_owners"),)
    return (noted("few_owners", n=owned, stages=len(journey.stages)),)


def _few_owners(journey: Journey) -> bool:
    return _owned(journey) * FEW < len(journey.stages)


def _owned(journey: Journey) -> int:
    return sum(1 for stage in journey.stages if (stage.owner or "").strip())


def _work_by_team(seen: Evidence) -> dict[int, dict[str, int]]:
    if "team" not in seen.staged.columns:
        return {}
    counted = added(seen.engine, "work by team", ("stage_no", "team"), _by_team, seen.staged)
    work: dict[int, dict[str, int]] = {}
    for row in seen.engine.frame(counted.order_by("stage_no", "team")).itertuples():
        work.setdefault(int(row.stage_no), {})[str(row.team)] = int(row.n)
    return work


def _by_team(staged: Table) -> Table:
    events = staged.filter(staged.team.notnull() & staged.stage_no.notnull())
    return events.group_by("stage_no", "team").aggregate(n=events.count())


def _mismatch(stage: Stage, visits: int, facts: UnownedFacts) -> Mismatch:
    return Mismatch(
        id=identifier("unowned", stage.name),
        kind="unowned",
        stage=stage.name,
        affected_visits=visits,
        avoidable=None,
        weight=stage.weight,
        owner=facts["owner"],
        evidence=facts,
    )
