"""What may set bad visits apart: every candidate that occurs, and in which cases it is present."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analyzer.engine import Engine, Table, Value, ibis, seconds
from analyzer.journey import Journey
from analyzer.mismatches.attributes import attribute_rows
from analyzer.mismatches.focus import CASE_OVER, bit
from analyzer.tables.log import Log

WHO = ("resource", "team", "system", "partner")
REPEATS = (2, 3)
HANDOVERS = (1, 2, 3, 5)
WAIT_QUANTILES = (0.75, 0.9)
WAIT_PAIRS = 200  # the most frequent directly-follows pairs get waits
PAIR_CASES = 0.02  # share of cases that a pair must occur in
MIN_CASES = 5


@dataclass(frozen=True)
class Candidate:
    """One candidate: its number, its type and keys as in the contract, the stage of its cause, and the bits it needs
    settled."""

    no: int
    type: str
    keys: dict[str, Any]
    stage_no: int | None
    needs: int
    by_itself: bool = False  # its complement holds cases of which it is not known

    @property
    def opposite(self) -> tuple[str, dict[str, Any]] | None:
        """Type and keys of its complement, where the contract has words for it."""
        if self.by_itself:
            return None
        if self.type == "activity":
            return "missing", dict(self.keys)
        if self.type == "attribute":
            turned = {"=": "!=", "!=": "=", ">=": "<", "<": ">="}
            return "attribute", {**self.keys, "op": turned[str(self.keys["op"])]}
        return None


@dataclass(frozen=True)
class Candidates:
    """All candidates, by number, and the table `present`: a row for each case and candidate that holds there
    (case_id, candidate, needs)."""

    all: tuple[Candidate, ...]
    present: Table


def candidates(engine: Engine, focused: Table, rated: Table, staged: Table, log: Log, journey: Journey) -> Candidates:
    """Every candidate with at least five cases among those of the focused visits.

    Activities that happened, repeats, direct successions, waits above the 75th and 90th percentile, case attributes,
    who worked in a stage, returns to it and handovers in it. Thresholds are fixed quantiles, so that no search for
    the best cut has to be paid for.
    """
    cases = engine.keep(focused.select("case_id").distinct(), "focus_cases")
    events = engine.keep(_events(staged.semi_join(cases, "case_id")), "focus_events")
    rows = [
        *_activity_rows(events),
        _path_rows(events),
        *_who_rows(events),
        *_visit_rows(rated.semi_join(cases, "case_id")),
    ]
    waits = _wait_rows(engine, events)
    rows += [waits] if waits is not None else []
    rows += attribute_rows(engine, log, cases)
    raw = engine.keep(ibis.union(*rows), "candidate_rows")
    keys = ["type", "first", "second", "number", "stage_no"]
    counted = raw.group_by(keys).aggregate(cases=raw.count())
    frame = engine.frame(counted.filter(counted.cases >= MIN_CASES).order_by(keys), limit=None)
    made = tuple(_candidate(no, row, journey) for no, row in enumerate(frame.itertuples(index=False)))
    frame["candidate"] = range(len(frame))
    frame["needs"] = [c.needs for c in made]
    names = {"type": "string", "first": "string", "second": "string", "number": "float64", "stage_no": "int64"}
    numbered = engine.take(
        frame.astype({"stage_no": "Int64"}), "candidates", {**names, "candidate": "int64", "needs": "int64"}
    )
    present = raw.join(numbered, keys).select(raw.case_id, numbered.candidate, numbered.needs)
    return Candidates(made, engine.keep(present, "present"))


def _row(
    table: Table,
    kind: str,
    first: Value | str = "",
    second: Value | str = "",
    number: Value | float = -1.0,
    stage_no: Value | int = -1,
) -> Table:
    """A table of (case_id, type, first, second, number, stage_no), duplicates removed by the caller."""

    def cast(value: Any, to: str) -> Value:
        return (value if isinstance(value, Value) else ibis.literal(value)).cast(to)

    return table.select(
        "case_id",
        type=ibis.literal(kind),
        first=cast(first, "string"),
        second=cast(second, "string"),
        number=cast(number, "float64"),
        stage_no=cast(stage_no, "int64"),
    )


def _events(staged: Table) -> Table:
    """Events with the next one in the case, reactions left out."""
    window = ibis.window(group_by="case_id", order_by="position")
    return staged.drop("next_activity", "next_at").mutate(
        next_activity=staged.activity.lead().over(window), stage_no=staged.stage_no.fill_null(-1)
    )


def _activity_rows(events: Table) -> list[Table]:
    often = events.group_by("case_id", "activity", "stage_no").aggregate(n=events.count())
    rows = [_row(often, "activity", often.activity, stage_no=often.stage_no)]
    for least in REPEATS:
        many = often.filter(often.n >= least)
        rows.append(_row(many, "repeat", many.activity, number=float(least), stage_no=many.stage_no))
    return rows


def _path_rows(events: Table) -> Table:
    pairs = events.filter(events.next_activity.notnull()).select("case_id", "activity", "next_activity").distinct()
    return _row(pairs, "path", pairs.activity, pairs.next_activity)


def _who_rows(events: Table) -> list[Table]:
    rows = []
    for role in WHO:
        if role in events.columns:
            did = (
                events.filter(events[role].notnull() & (events.stage_no >= 0))
                .select("case_id", "stage_no", who=events[role])
                .distinct()
            )
            rows.append(_row(did, role, did.who, stage_no=did.stage_no))
    return rows


def _visit_rows(rated: Table) -> list[Table]:
    again = rated.filter(rated.returns >= 1)
    rows = [_row(again, "returns", stage_no=again.stage_no)]
    for least in HANDOVERS:
        passed = rated.filter(rated.handovers >= least)
        rows.append(_row(passed, "handovers", number=float(least), stage_no=passed.stage_no))
    return rows


def _wait_rows(engine: Engine, events: Table) -> Table | None:
    """Waits from the first `from` to the first `to` of a case, for pairs that often follow each other directly."""
    firsts = engine.keep(events.group_by("case_id", "activity").aggregate(first_at=events["at"].min()), "firsts")
    total = int(engine.frame(firsts.aggregate(n=firsts.case_id.nunique()))["n"].iloc[0])
    arcs = events.filter(events.next_activity.notnull() & (events.next_activity != events.activity))
    pairs = arcs.group_by("activity", "next_activity").aggregate(cases=arcs.case_id.nunique())
    pairs = pairs.filter(pairs.cases >= max(MIN_CASES, total * PAIR_CASES))
    pairs = engine.keep(pairs.order_by(pairs.cases.desc(), "activity", "next_activity").limit(WAIT_PAIRS), "wait_pairs")
    later = firsts.select("case_id", next_activity=firsts.activity, next_at=firsts.first_at)
    waits = firsts.join(pairs.drop("cases"), "activity").join(later, ["case_id", "next_activity"])
    waits = waits.select("case_id", "activity", "next_activity", wait_s=seconds(waits.next_at, waits.first_at))
    waits = engine.keep(waits.filter(waits.wait_s >= 0), "waits")
    cuts = waits.group_by("activity", "next_activity").aggregate(
        **{f"cut_{i}": waits.wait_s.quantile(q) for i, q in enumerate(WAIT_QUANTILES)}
    )
    cut = waits.join(cuts, ["activity", "next_activity"])
    parts = []
    for i in range(len(WAIT_QUANTILES)):
        new = cut[f"cut_{i}"] > (cut[f"cut_{i - 1}"] if i else 0)  # equal thresholds are one candidate
        over = cut.filter((cut.wait_s > cut[f"cut_{i}"]) & new)
        parts.append(_row(over, "wait", over.activity, over.next_activity, number=over[f"cut_{i}"]))
    return ibis.union(*parts)


def _candidate(no: int, row: Any, journey: Journey) -> Candidate:
    """A candidate from its row of the grouped keys."""
    stage_of = journey.stage_of

    def need(*activities: str) -> int:
        return sum({bit(stage_of.get(a, CASE_OVER)) for a in activities})

    number = float(row.number)
    stage_no = int(row.stage_no) if row.stage_no >= 0 else None
    if row.type == "activity":
        return Candidate(no, "activity", {"activity": row.first}, stage_no, need(row.first))
    if row.type == "repeat":
        return Candidate(no, "repeat", {"activity": row.first, "at_least": int(number)}, stage_no, need(row.first))
    if row.type in ("path", "wait"):
        keys: dict[str, Any] = {"from": row.first, "to": row.second}
        if row.type == "wait":
            keys["over_seconds"] = number
        return Candidate(no, row.type, keys, stage_of.get(row.second), need(row.first, row.second))
    if row.type == "returns":
        return Candidate(no, "returns", {}, stage_no, bit(int(row.stage_no)))
    if row.type == "handovers":
        return Candidate(no, "handovers", {"at_least": int(number)}, stage_no, bit(int(row.stage_no)))
    if row.type.startswith("attribute"):
        value: Any = row.second
        if number == number and row.second == "":
            value = int(number) if number.is_integer() else number
        op = row.type.removeprefix("attribute").strip() or (">=" if row.second == "" else "=")
        found = {"attribute": row.first, "op": op, "value": value}
        return Candidate(no, "attribute", found, None, 0, by_itself=row.type != "attribute")
    return Candidate(no, row.type, {"value": row.first}, stage_no, bit(int(row.stage_no)))
