"""Journey conformance: the lived order of stages against the planned one."""

from __future__ import annotations

from typing import TypedDict

from analyzer.mismatches.evidence import Evidence, identifier
from analyzer.mismatches.sequences import Departure, Sequence, departure, stage_sequences
from analyzer.tables.mismatch import Mismatch

Lived = dict[Sequence, dict[str, int]]


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
    lived = stage_sequences(seen.engine, seen.staged, seen.rated)
    total = sum(row["cases"] for row in lived.values())
    least = seen.thresholds.conformance_share * total
    if not total or len(planned) < 2:
        return []
    departures = {sequence: departure(sequence, planned) for sequence in lived}
    found = []
    for stage_no in planned:
        skipped = {sequence: row for sequence, row in lived.items() if stage_no in departures[sequence].skipped}
        returned = {sequence: row for sequence, row in lived.items() if stage_no in departures[sequence].returned}
        for kind, rows in (("missing_touchpoint", skipped), ("ad_hoc_touchpoint", returned)):
            if rows and _sum(rows, "cases") >= least:
                found.append(_mismatch(seen, kind, stage_no, rows, lived))
    found += [
        _mismatch(seen, "out_of_order", no, rows, lived) for no, rows in _displaced(lived, departures, planned, least)
    ]
    return found


def _sum(rows: Lived, name: str) -> int:
    return sum(row[name] for row in rows.values())


def _displaced(
    lived: Lived, departures: dict[Sequence, Departure], planned: Sequence, least: float
) -> list[tuple[int, Lived]]:
    """Stages out of their place with the sequences that their removal restores, most cases first; each case counts
    for one stage."""
    left = {sequence: row for sequence, row in lived.items() if departures[sequence].displaced}
    found = []
    while left:
        by_stage = {no: {s: row for s, row in left.items() if no in departures[s].displaced} for no in planned}
        best = max(planned, key=lambda no: (_sum(by_stage[no], "cases"), no))
        if not by_stage[best] or _sum(by_stage[best], "cases") < least:
            break
        found.append((best, by_stage[best]))
        left = {s: row for s, row in left.items() if s not in by_stage[best]}
    return found


def _mismatch(seen: Evidence, kind: str, stage_no: int, rows: Lived, lived: Lived) -> Mismatch:
    stage = seen.journey.stages[stage_no]
    cases, total = _sum(rows, "cases"), _sum(lived, "cases")
    voice = _voice(rows, {s: row for s, row in lived.items() if s not in rows})
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


def _voice(rows: Lived, others: Lived) -> Voices:
    return {
        "rated": _sum(rows, "rated"),
        "bad": _sum(rows, "bad"),
        "rated_others": _sum(others, "rated"),
        "bad_others": _sum(others, "bad"),
    }
