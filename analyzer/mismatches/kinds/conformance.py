"""Journey conformance: the lived order of stages against the planned one."""

from __future__ import annotations

from typing import TypedDict

from analyzer.mismatches.evidence import Evidence, identifier
from analyzer.mismatches.sequences import Tally, count_departures
from analyzer.tables.mismatch import Mismatch


class Voices(TypedDict):
    """Rated cases that depart and others, and how many of each are unhappy somewhere."""

    rated: int
    bad: int
    rated_others: int
    bad_others: int


def journey_conformance(seen: Evidence) -> list[Mismatch]:
    """`out_of_order`, `missing_touchpoint` and `ad_hoc_touchpoint`, each for a stage in which at least 5 % of the
    ended cases depart so.

    A stage without any event in the log is a blind spot, not a skipped one. Out of order is the stage whose removal
    restores the plan in most cases; then, among the cases that this does not restore, the next.
    """
    happened = set(seen.log.activities)
    planned = tuple(s.no for s in seen.journey.stages if any(a.name in happened for a in s.activities))
    by_object = tuple(stage.no for stage in seen.journey.stages if stage.per is not None)
    departed = count_departures(seen.engine, seen.staged, seen.rated, planned, by_object)
    total = departed.ended
    least = seen.thresholds.conformance_share * total.cases
    if not total.cases or len(planned) < 2:
        return []
    found = []
    for stage_no in planned:
        skipped, returned = departed.skipped[stage_no], departed.returned[stage_no]
        for kind, those in (("missing_touchpoint", skipped), ("ad_hoc_touchpoint", returned)):
            if those.cases and those.cases >= least:
                found.append(_mismatch(seen, kind, stage_no, those, total))
    found += [
        _mismatch(seen, "out_of_order", no, those, total)
        for no, those in _displaced(departed.displaced, planned, least)
    ]
    return found


def _displaced(
    displaced: dict[frozenset[int], Tally], planned: tuple[int, ...], least: float
) -> list[tuple[int, Tally]]:
    """Stages out of their place with the cases that their removal restores, most cases first; each case counts
    for one stage."""
    left, found = dict(displaced), []
    while left:
        by_stage = {no: sum((t for stages, t in left.items() if no in stages), Tally()) for no in planned}
        best = max(planned, key=lambda no: (by_stage[no].cases, no))
        if not by_stage[best].cases or by_stage[best].cases < least:
            break
        found.append((best, by_stage[best]))
        left = {stages: tally for stages, tally in left.items() if best not in stages}
    return found


def _mismatch(seen: Evidence, kind: str, stage_no: int, those: Tally, whole: Tally) -> Mismatch:
    stage = seen.journey.stages[stage_no]
    cases, total, others = those.cases, whole.cases, whole - those
    voice: Voices = {
        "rated": those.rated,
        "bad": those.bad,
        "rated_others": others.rated,
        "bad_others": others.bad,
    }
    return Mismatch(
        id=identifier(kind, stage.name),
        kind=kind,
        stage=stage.name,
        affected_visits=cases,
        avoidable=None,
        weight=stage.weight,
        owner=stage.owner,
        evidence={"basis": "ended_cases", "cases": cases, "ended_cases": total, "share": cases / total, **voice},
    )
