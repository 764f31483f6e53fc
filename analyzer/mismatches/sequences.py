"""The stages of each case in the order in which they were lived, and how that order leaves the plan."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from analyzer.engine import Engine, Table, ibis
from analyzer.engine.sequences import joined_in_order

Sequence = tuple[int, ...]


@dataclass(frozen=True)
class Departure:
    """How one sequence of stages leaves the planned order.

    returned: stages that are come back to; skipped: planned stages that are missing although later ones follow;
    displaced: stages whose removal alone puts the first visits of all others in planned order (empty where the order
    holds, or no single removal helps).
    """

    returned: frozenset[int]
    skipped: frozenset[int]
    displaced: frozenset[int]


def departure(sequence: Sequence, planned: Sequence) -> Departure:
    """Compare one lived sequence (a stage number a run, no two equal neighbours) with the planned one."""
    firsts = tuple(dict.fromkeys(sequence))
    returned = frozenset(s for s in firsts if sequence.count(s) > 1)
    furthest = max(firsts, default=-1)
    skipped = frozenset(s for s in planned if s < furthest and s not in firsts)
    displaced = (
        frozenset() if _rising(firsts) else frozenset(s for s in firsts if _rising(tuple(x for x in firsts if x != s)))
    )
    return Departure(returned, skipped, displaced)


def _rising(sequence: Sequence) -> bool:
    return all(a < b for a, b in itertools.pairwise(sequence))


def stage_sequences(engine: Engine, staged: Table, rated: Table) -> dict[Sequence, dict[str, int]]:
    """Each lived sequence of stages with its `cases`, the cases in which a visit was rated (`rated`) and those with a
    bad one (`bad`).

    Grain: a case that has ended; a case under way may still live what it seems to skip.
    """
    ended = rated.filter(rated.case_ended_at.notnull())
    voiced = ended.group_by("case_id").aggregate(
        rated=ended.rated.cast("int64").max(), bad=(ended.customer == "bad").cast("int64").max()
    )
    lived = case_sequences(engine, staged).join(voiced, "case_id")
    counted = lived.group_by("sequence").aggregate(cases=lived.count(), rated=lived.rated.sum(), bad=lived.bad.sum())
    frame = engine.frame(counted.order_by("sequence"), limit=None)
    return {
        read_sequence(row.sequence): {
            "cases": int(row.cases),
            "rated": int(row.rated),
            "bad": int(row.bad),
        }
        for row in frame.itertuples()
    }


def case_sequences(engine: Engine, staged: Table) -> Table:
    """Of each case with a staged event: case_id and `sequence`, the stages that it lived in order, as one text."""
    events = staged.filter(staged.stage_no.notnull()).select("case_id", "position", "stage_no")
    before = events.stage_no.lag().over(ibis.window(group_by="case_id", order_by="position"))
    runs = events.mutate(before=before).filter(lambda t: t.before.isnull() | (t.before != t.stage_no))
    return runs.group_by("case_id").aggregate(
        sequence=joined_in_order(engine, runs.stage_no.cast("string") + ",", runs.position)
    )


def read_sequence(text: str) -> Sequence:
    """The stage numbers of a sequence that `case_sequences` gives."""
    return tuple(int(number) for number in text.split(",")[:-1])
