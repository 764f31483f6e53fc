"""Typed rows where they lie → events and cases in the same place: what `assembly` does to files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.engine.reader import blocks
from analyzer.ingest.assembly.assemble import NotAsBeforeError, WholeLog
from analyzer.ingest.assembly.lifecycle import Lifecycle
from analyzer.ingest.assembly.report import tomorrow
from analyzer.ingest.columns.plan import AttributeColumn, Plan
from analyzer.ingest.in_place.lifecycle import counted_rows
from analyzer.ingest.in_place.placed import EVENT, ROW, SOURCE, PlacedTable
from analyzer.ingest.in_place.typed import TypedRows, typed_rows
from analyzer.ingest.in_place.values import at_of


@dataclass(frozen=True)
class PlacedRows:
    """The rows of a log where they lie. `rows`: with clean values, all of them; `good`: those that are events, with
    typed columns; `refused`: reason → rows. `whole`: what only all rows of a log together say, the names of the
    attributes that events hold aside (see `PlacedCases`)."""

    plan: Plan
    has_row: bool
    rows: Table
    typed: TypedRows
    counted: Table
    lifecycle: Lifecycle
    refused: Mapping[str, int]

    @property
    def good(self) -> Table:
        return self.counted.filter(self.counted.reason.isnull())


@dataclass(frozen=True)
class PlacedCases:
    """Events and cases. `events`: with `late` (it stands in the table before an earlier one), and all that their rows
    say; `known`: a row a case, `<attribute>_changed` and `customers` where a case may change them; None where none may.
    `changed`: attribute → cases that do; `several`: cases of more than one customer."""

    varying: tuple[AttributeColumn, ...]
    events: Table
    cases: Table
    known: Table | None
    changed: Mapping[str, int]
    several: int
    whole: WholeLog

    @property
    def every(self) -> Table:
        """The events with the columns that are handed on."""
        return self.events.drop(*(c for c in ("late", "customer_id", "start_said") if c in self.events.columns))


def placed_rows(
    engine: Engine, placed: PlacedTable, plan: Plan, rows: Table, known: WholeLog | None = None
) -> PlacedRows:
    """Type the rows of a table. `known`: where they are some cases of a log, what all of it says. Raises
    NotAsBeforeError where they do not fit that."""
    typed = typed_rows(engine, rows, plan, placed.has_row, known)
    found = counted_rows(engine, plan, typed.table, known.lifecycle if known else None)
    reasons = engine.rows(found.rows.group_by("reason").aggregate(n=found.rows.count()))
    refused = {str(row["reason"]): int(row["n"]) for row in reasons if row["reason"]}
    return PlacedRows(plan, placed.has_row, rows, typed, found.rows, found.told, refused)


def placed_cases(engine: Engine, found: PlacedRows, known: WholeLog | None = None) -> PlacedCases:
    """Put the rows together to cases. `known` as of `placed_rows`."""
    plan, good = found.plan, found.good
    varying = _varying(engine, good, plan)
    if known is not None:
        if any(a.name not in known.held for a in varying):
            raise NotAsBeforeError("an attribute is not the same in all rows of a case, for the first time")
        varying = tuple(a for a in plan.attributes if a.name in known.held)
    constant = tuple(a for a in plan.attributes if a not in varying)
    ordered = engine.keep(_ordered(good, plan, varying, found.has_row), "ordered")
    cases, carried = _cases(engine, good, ordered, plan, constant, varying)
    changed, several = _changes(engine, carried, varying)
    events = _numbered(engine, ordered, cases, found.has_row)
    typed = found.typed
    whole = WholeLog(found.lifecycle.words, typed.steps is not None, typed.backwards, tuple(a.name for a in varying))
    return PlacedCases(varying, events, cases, carried, changed, several, known or whole)


def _varying(engine: Engine, good: Table, plan: Plan) -> tuple[AttributeColumn, ...]:
    """The attributes that some case has more than one state of: two values, or none in some of its events."""
    found: list[AttributeColumn] = []
    for block in blocks(plan.attributes):
        ends: dict[str, Any] = {}
        for a in block:
            value = good[a.column]
            ends |= {f"{a.column}_lo": value.min(), f"{a.column}_hi": value.max(), f"{a.column}_n": value.count()}
        grouped = good.group_by("case_id").aggregate(rows=good.count(), **ends)
        differs = {
            a.column: (
                (grouped[f"{a.column}_lo"] != grouped[f"{a.column}_hi"])
                | ((grouped[f"{a.column}_n"] > 0) & (grouped[f"{a.column}_n"] < grouped["rows"]))
            ).any()
            for a in block
        }
        if differs:
            (answer,) = engine.rows(grouped.aggregate(**differs))
            found += [a for a in block if answer[a.column]]
    return tuple(found)


def _ordered(good: Table, plan: Plan, varying: tuple[AttributeColumn, ...], has_row: bool) -> Table:
    """The events with their position and the next event beside each."""
    texts = plan.event_texts
    aside = (ROW, EVENT, "case_id", "us", "activity", "reason", "started_us")
    rest = [c for c in good.columns if c not in aside]
    order = ["us", ROW] if has_row else ["us", "activity", *rest]
    window = ibis.window(group_by="case_id", order_by=order)
    before = ibis.window(group_by="case_id", order_by=order, preceding=None, following=0)
    columns: dict[str, Any] = {
        "case_id": good.case_id,
        "position": ibis.row_number().over(window).cast("int64"),
        "activity": good.activity,
        "at": at_of(good.us),
    }
    starts = [good[name] for name in ("start_us", "started_us") if name in good.columns]
    if starts:
        start = ibis.coalesce(*starts)
        columns["start_at"] = at_of(ibis.ifelse((start >= 0) & (start <= good.us), start, ibis.null("int64")))
    if plan.has("start_timestamp"):
        columns["start_said"] = at_of(good.start_us)
    columns["next_activity"] = good.activity.lead().over(window)
    columns["next_at"] = at_of(good.us.lead().over(window))
    columns["before_at"] = at_of(good.us.lag().over(window))
    columns |= {f"next_{who}": good[who].lead().over(window) for who in ("resource", "team") if who in texts}
    if has_row:
        columns["event"] = good[EVENT if EVENT in good.columns else ROW]
        columns["late"] = good[ROW].max().over(before) > good[ROW]
    columns["source"] = good[SOURCE] if SOURCE in good.columns else ibis.literal(0, "int16")
    columns |= {text: good[text] for text in texts}
    columns |= {name: good[name] for name in ("cost", "customer_id") if plan.has(name)}
    return good.select(**columns, **{f"event:{a.name}": good[a.column] for a in varying})


def _cases(
    engine: Engine,
    good: Table,
    ordered: Table,
    plan: Plan,
    constant: tuple[AttributeColumn, ...],
    varying: tuple[AttributeColumn, ...],
) -> tuple[Table, Table | None]:
    """The case table; and of each case what its events change (`PlacedCases.known`)."""
    ends: dict[str, Any] = {"first_us": good.us.min(), "last_us": good.us.max(), "events": good.count()}
    ends |= {a.column: good[a.column].min() for a in constant}
    grouped = good.group_by("case_id").aggregate(**ends)
    values = {f"case:{a.name}": grouped[a.column] for a in constant}
    cases = grouped.select("case_id", first_at=at_of(grouped.first_us), last_at=at_of(grouped.last_us),
                           events=grouped["events"], **values)  # fmt: skip
    cases = engine.keep(cases, "agreed")
    known = None
    last: dict[str, Any] = {}
    place = ordered.position
    if plan.has("customer_id"):
        who = ordered.customer_id
        last["customer_id"] = who.argmin(place, where=who.notnull())
        last["customers"] = who.min() != who.max()
    for a in varying:
        value = ordered[f"event:{a.name}"]
        last[f"case:{a.name}"] = value.argmax(place, where=value.notnull())
        began = ibis.coalesce(place.min(where=value.notnull()), 0)
        last[f"{a.column}_changed"] = ibis.coalesce(value.min() != value.max(), False) | (began > 0)
    if last:
        known = engine.keep(ordered.group_by("case_id").aggregate(**last), "known")
        carried = known.select("case_id", *(c for c in known.columns if c == "customer_id" or c.startswith("case:")))
        cases = cases.left_join(carried, "case_id").drop("case_id_right")
    shown = ["case_id", *(["customer_id"] if plan.has("customer_id") else []), "first_at", "last_at", "events"]
    names = [f"case:{a.name}" for a in plan.attributes]
    return engine.keep(cases.select(*shown, *names), "cases"), known


def _changes(engine: Engine, known: Table | None, varying: tuple[AttributeColumn, ...]) -> tuple[dict[str, int], int]:
    """Attribute → cases that change it, and the cases that name more than one customer."""
    if known is None:
        return {}, 0
    sums = {f"{a.column}_changed": known[f"{a.column}_changed"].sum() for a in varying}
    if "customers" in known.columns:
        sums["customers"] = known.customers.sum()
    (found,) = engine.rows(known.aggregate(**sums))
    return {a.name: int(found[f"{a.column}_changed"] or 0) for a in varying}, int(found.get("customers") or 0)


def _numbered(engine: Engine, ordered: Table, cases: Table, has_row: bool) -> Table:
    """The events with the number of the event itself: its place in the table, else counted through by case."""
    if has_row:
        return ordered
    through = ibis.window(order_by="case_id", preceding=None, following=0)
    starts = cases.select(of_case="case_id", start=cases.events.sum().over(through) - cases.events)
    starts = engine.keep(starts, "starts")
    joined = ordered.join(starts, ordered.case_id == starts.of_case)
    event = (joined.start + joined.position).cast("int64")
    numbered = joined.mutate(event=event, late=ibis.literal(False))
    return engine.keep(numbered.drop("of_case", "start"), "numbered")


def seen(engine: Engine, events: Table, cases: Table) -> dict[str, Any]:
    """Counts over all events and cases, and the first and last time."""
    at = events["at"]
    asked = {
        "events": events.count(),
        "future": (at >= ibis.literal(tomorrow(), "timestamp(6)")).sum(),
        "late": events.late.sum(),
        "at_zero": (at == ibis.literal(datetime(1970, 1, 1), "timestamp(6)")).sum(),
        "ancient": (at < ibis.literal(datetime(1980, 1, 1), "timestamp(6)")).sum(),
    }
    if "start_said" in events.columns:
        asked["late_starts"] = (events.start_said > at).sum()
    (of_events,) = engine.rows(events.aggregate(**asked))
    takes_time = seconds(cases.last_at, cases.first_at) >= 0.001
    (of_cases,) = engine.rows(
        cases.aggregate(
            cases=cases.count(),
            first=cases.first_at.min(),
            last=cases.last_at.max(),
            instant=((cases["events"] > 1) & ~takes_time).sum(),
            longer=((cases["events"] > 1) & takes_time).sum(),
        )
    )
    first, last = of_cases.pop("first"), of_cases.pop("last")
    numbers = {"late_starts": 0, **of_events, **of_cases}
    return {name: int(n or 0) for name, n in numbers.items()} | {"first": first, "last": last}


def repeated_rows(good: Table) -> Table:
    """Rows that repeat another in every column, `again` by case_id; asked of events of one case, activity and time."""
    same = ["case_id", "us", "activity"]
    tied = good.group_by(*same).aggregate(n=good.count())
    tied = tied.filter(tied.n > 1)
    rest = [c for c in good.columns if c not in (ROW, EVENT, "reason", "started_us")]
    alike = good.semi_join(tied, same).group_by(*rest).aggregate(n=ibis._.count())
    return alike.select("case_id", again=alike.n - 1)
