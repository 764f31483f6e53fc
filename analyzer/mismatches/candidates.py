"""What may set bad visits apart: every trait that enough cases have, and the visits in which it is present."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from analyzer.engine import Engine, Table, added
from analyzer.journey import Journey
from analyzer.mismatches.settled import Mask, columns_of, is_settled, mask_of
from analyzer.mismatches.trait_words import WHOLE_CASE, Traits
from analyzer.tables.ruler import NumberCuts

MIN_CASES = 5
KEYS = ["type", "first", "second", "number", "stage_no"]
TURNED = {"=": "!=", ">=": "<", "<": ">="}


@dataclass(frozen=True)
class Candidate:
    """One candidate: its number, its type and keys as in the contract, the stage of its cause, and the bits it needs
    settled."""

    no: int
    type: str
    keys: dict[str, Any]
    stage_no: int | None
    needs: Mask
    by_itself: bool = False  # its complement holds visits of which it is not known

    @property
    def opposite(self) -> tuple[str, dict[str, Any]] | None:
        """Type and keys of its complement, where the contract has words for it."""
        if self.by_itself:
            return None
        if self.type == "activity":
            return "missing", dict(self.keys)
        if self.type == "attribute":
            return "attribute", {**self.keys, "op": TURNED[str(self.keys["op"])]}
        return None


PRESENT = {"visit": "int32", "candidate": "int32", "stage_no": "int16"}  # what its numbers fit in: the table is long


@dataclass(frozen=True)
class Candidates:
    """All candidates, by number, and the table `present`: a row for each visit in which one is known to hold (visit,
    stage_no of the visit, candidate)."""

    all: tuple[Candidate, ...]
    present: Table


def candidates(
    engine: Engine,
    focused: Table,
    traits: Traits,
    journey: Journey,
    numbers: Sequence[NumberCuts],
    on_target: Table | None = None,
    names: Iterable[str] | None = None,
) -> Candidates:
    """Every trait that at least five of the focused visits' cases have. `on_target`: the heard visits of which those on
    target are counted in their place: nights keep sums of these. `names`: of those traits alone whose first text is one
    of these.

    A trait of the case holds for all its visits, one of a visit for that visit; in a visit whose customer spoke before
    all that it needs was settled it is not known, and does not count as present.
    """
    if on_target is None:
        counted = _cases_of(traits.rows, focused)
    else:
        name = f"cases by trait {traits.words.size} {traits.words.stages}"
        counted = added(engine, name, ("trait",), _cases_on_target, traits.rows, on_target)
    counted = counted.filter(counted["cases"] >= MIN_CASES)
    if names is not None:
        counted = traits.naming(counted, names)
    frame = traits.written(engine, counted).sort_values(KEYS, ignore_index=True)
    gaps = {(n.attribute, n.take) for n in numbers if n.gaps}
    made = tuple(candidate_of(no, row, journey, gaps) for no, row in enumerate(frame.itertuples(index=False)))
    needs = columns_of(journey, "needs")
    frame["candidate"] = range(len(frame))
    for i, name in enumerate(needs):
        frame[name] = [c.needs[i] for c in made]
    numbered = engine.take(frame, "candidates", dict.fromkeys(("trait", "candidate", *needs), "int64"))
    rows = traits.rows.join(numbered, "trait").select("case_id", "visit_no", "candidate", *needs)
    visits = focused.select("case_id", "visit", *columns_of(journey), its_no="stage_no")
    present = rows.join(visits, "case_id")
    present = present.filter((present.visit_no == WHOLE_CASE) | (present.visit_no == present.its_no))
    present = present.filter(is_settled(present, "needs")).select("visit", "candidate", stage_no=present.its_no)
    return Candidates(made, engine.keep(present, "present", PRESENT))


def _cases_on_target(rows: Table, heard: Table) -> Table:
    return _cases_of(rows, heard.filter(heard.company == "good"))


def _cases_of(rows: Table, focused: Table) -> Table:
    """Each trait once (`trait`), with the cases in whose focused visits it stands (`cases`).

    A case has a trait of its own once; one of its visits may stand at several of them.
    """
    own = rows.filter(rows.visit_no == WHOLE_CASE).semi_join(focused, "case_id")
    its = rows.filter(rows.visit_no != WHOLE_CASE)
    its = its.semi_join(focused, [its.case_id == focused.case_id, its.visit_no == focused.stage_no])
    its = its.select("case_id", "trait").distinct()
    each = own.group_by("trait").aggregate(cases=own.count()).union(its.group_by("trait").aggregate(cases=its.count()))
    return each.group_by("trait").aggregate(cases=each["cases"].sum())


def candidate_of(no: int, row: Any, journey: Journey, gaps: set[tuple[str, str]]) -> Candidate:
    """A candidate from its row of the grouped keys."""
    stage_of = journey.stage_of
    kind, number = str(row.type), float(row.number)
    stage_no = int(row.stage_no) if row.stage_no >= 0 else None

    def needs(*activities: str) -> Mask:
        return mask_of(journey, [stage_of.get(a) for a in activities])

    nothing = mask_of(journey, [])
    if kind == "activity":
        return Candidate(no, kind, {"activity": row.first}, stage_no, needs(row.first))
    if kind == "repeat":
        return Candidate(no, kind, {"activity": row.first, "at_least": int(number)}, stage_no, needs(row.first))
    if kind == "path" or kind.startswith("wait"):
        keys: dict[str, Any] = {"from": row.first, "to": row.second}
        if kind != "path":
            keys[f"{kind.removeprefix('wait ')}_seconds"] = number
        return Candidate(no, kind.split()[0], keys, stage_of.get(row.second), needs(row.first, row.second))
    if kind.startswith("attribute"):
        return _of_attribute(no, row, nothing, gaps)
    own = nothing if stage_no is None else mask_of(journey, [stage_no])
    if kind.startswith("duration"):
        return Candidate(no, "duration", {f"{kind.removeprefix('duration ')}_seconds": number}, stage_no, own)
    if kind == "returns":
        return Candidate(no, kind, {}, stage_no, own)
    if kind == "handovers":
        return Candidate(no, kind, {"at_least": int(number)}, stage_no, own)
    return Candidate(no, kind, {"value": row.first}, stage_no, own)


def _of_attribute(no: int, row: Any, nothing: Mask, gaps: set[tuple[str, str]]) -> Candidate:
    op = str(row.type).removeprefix("attribute ")
    if op == "=":
        return Candidate(no, "attribute", {"attribute": row.first, "op": op, "value": row.second}, None, nothing)
    number = float(row.number)
    keys = {"attribute": row.first, "op": op, "value": int(number) if number.is_integer() else number}
    if row.second != "last":
        keys["take"] = row.second  # the highest or lowest value so far, or the first
    return Candidate(no, "attribute", keys, None, nothing, by_itself=(row.first, row.second) in gaps)
