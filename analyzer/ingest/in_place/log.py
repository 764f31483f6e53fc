"""A table where it lies → the tables of a log in the same place: what `assembly` does to files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.engine.reader import blocks, open_reader
from analyzer.ingest.assembly.attributes import counted_attributes, known_by_then, said_types
from analyzer.ingest.assembly.counts import RowCounts, quality_of
from analyzer.ingest.assembly.lifecycle import COMPLETE, START, Lifecycle, told_of
from analyzer.ingest.assembly.report import tomorrow
from analyzer.ingest.columns.case_by_values import with_case
from analyzer.ingest.columns.choosing import identifying, must_be, roles_of
from analyzer.ingest.columns.elsewhere import column_elsewhere
from analyzer.ingest.columns.plan import NEEDED, AttributeColumn, Plan, make_plan
from analyzer.ingest.columns.roles import ALIASES
from analyzer.ingest.columns.settle import SettledReading, settle
from analyzer.ingest.in_place.placed import ROW, PlacedTable, open_placed
from analyzer.ingest.in_place.profile import profile_placed
from analyzer.ingest.in_place.typed import typed_rows
from analyzer.ingest.in_place.values import at_of
from analyzer.settings import Settings
from analyzer.tables.cases import CASES
from analyzer.tables.events import EVENTS
from analyzer.tables.log import Log


def read_in_place(engine: Engine, settings: Settings, types: Mapping[str, str]) -> Log:
    """The event log of a table or query that lies where the analysis runs. `types` as of `read_log`.

    Events of a case that have the same time stand in the order of the table where the engine knows one (a table of
    PostgreSQL), else in the order of their activities and then of what else is written in them. Raises LogError for
    what cannot be used.
    """
    source = settings.log
    with open_reader(engine.folder) as reader:
        placed = open_placed(engine, settings, source, reader)
        sample = placed.sample
        elsewhere = column_elsewhere(settings, "", reader) if source.shared_columns else None
        roles = roles_of(sample, ALIASES, NEEDED, with_case(sample, reader, source.columns), elsewhere)
        given = said_types(sample.names, roles, types)
        found, rows = profile_placed(
            engine, placed, reader, must_be(given, roles), identifying(roles), settings.missing
        )
        kinds = settle(found, roles, SettledReading(source.day_first, source.decimal, "log"), reader, given)
        plan = make_plan(sample, roles, kinds, settings.timezone)
    return _assembled(engine, settings, placed, plan, rows, found.rows)


def _assembled(engine: Engine, settings: Settings, placed: PlacedTable, plan: Plan, rows: Table, number: int) -> Log:
    typed, forward = typed_rows(engine, rows, plan, placed.has_row)
    lifecycle, typed = _lifecycle(engine, placed, plan, typed)
    counted = engine.rows(typed.group_by("reason").aggregate(n=typed.count()))
    reasons = {str(row["reason"]): int(row["n"]) for row in counted if row["reason"]}
    _check_refused(engine, placed, typed, number, reasons, settings.log.max_refused)
    good = typed.filter(typed.reason.isnull())
    varying = _varying(engine, good, plan)
    constant = tuple(a for a in plan.attributes if a not in varying)
    ordered = engine.keep(_ordered(good, plan, varying, placed.has_row), "ordered")
    cases, changed, several = _cases(engine, good, ordered, plan, constant, varying)
    events = _numbered(engine, ordered, cases, placed.has_row)
    aside = [c for c in ("late", "customer_id", "start_said") if c in events.columns]
    every = events.drop(*aside)
    attributes = counted_attributes(engine, plan.attributes, [a.name for a in varying], every, cases, changed)
    seen = _seen(engine, events, cases)
    counts = RowCounts(
        rows=number,
        used=seen["events"],
        duplicates=_duplicates(engine, good),
        out_of_order=seen["late"],
        several_customers=several,
        **{name: seen[name] for name in ("late_starts", "at_zero", "ancient", "instant", "longer")},
        forward=forward,
        reasons=reasons,
        present={name: kind.present for name, kind in plan.kinds.items()},
        strays={name: kind.strays for name, kind in plan.kinds.items()},
        changed=changed,
    )
    quality = quality_of(counts, 0, plan, seen["future"], attributes, seen["cases"], lifecycle.warnings)
    named = engine.rows(every.select("activity").distinct().order_by("activity"))
    source = settings.log
    return Log(
        events=EVENTS.check(known_by_then(every, attributes)),
        cases=CASES.check(cases),
        transitions=None,
        attributes=attributes,
        quality=quality,
        n_cases=seen["cases"],
        n_events=seen["events"],
        activities=tuple(str(row["activity"]) for row in named),
        first_at=seen["first"],
        last_at=seen["last"],
        sources=(source.table or "",),
        in_place=True,
    )


def _lifecycle(engine: Engine, placed: PlacedTable, plan: Plan, typed: Table) -> tuple[Lifecycle, Table]:
    """What the lifecycle column says, and the rows that are no event by it left out. Raises LogError for a column with
    starts and completes, whose matching is not done in place."""
    if not plan.has("lifecycle"):
        return Lifecycle(), typed
    word = typed.lifecycle.lower()
    fine = typed.reason.isnull()
    (said,) = engine.rows(
        typed.aggregate(complete=(word.isin(COMPLETE) & fine).any(), start=(word.isin(START) & fine).any())
    )
    found = told_of((bool(said["complete"]), bool(said["start"])))
    if found.starts:
        raise placed.sample.files[0].refuse(
            expected="one row an event, with its start in a column of its own, where the log is read in place",
            found="rows that start and rows that complete an activity",
            do="name a query that gives each complete the time of its start, or leave engine out",
            column=plan.roles["lifecycle"],
        )
    if not said["complete"]:
        return found, typed
    return found, typed.filter(~fine | word.isnull() | word.isin(COMPLETE))


def _check_refused(
    engine: Engine, placed: PlacedTable, typed: Table, number: int, reasons: Mapping[str, int], allowed: float
) -> None:
    refused = sum(reasons.values())
    if refused == 0 or (refused <= allowed * number + 1e-9 and refused < number):
        return
    listed = ", ".join(f"{count:,} {reason}" for reason, count in sorted(reasons.items()))
    shown = [c for c in typed.columns if c not in (ROW, "reason")]
    first = engine.rows(typed.filter(typed.reason.notnull()).order_by("reason", *shown), 1)[0]
    said = ", ".join(str(first[c]) for c in shown if first[c] is not None)
    raise placed.sample.files[0].refuse(
        expected=f"rows of which at most {allowed:.2%} cannot be read as an event",
        found=f"{refused:,} of {number:,} rows cannot be ({listed}); one of them: {first['reason']} in {said}",
        do="correct the rows, or the columns (--columns role=column), or raise max_refused in the project file",
    )


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
    rest = [c for c in good.columns if c not in (ROW, "case_id", "us", "activity", "reason")]
    order = ["us", ROW] if has_row else ["us", "activity", *rest]
    window = ibis.window(group_by="case_id", order_by=order)
    before = ibis.window(group_by="case_id", order_by=order, preceding=None, following=0)
    columns: dict[str, Any] = {
        "case_id": good.case_id,
        "position": ibis.row_number().over(window).cast("int64"),
        "activity": good.activity,
        "at": at_of(good.us),
    }
    if plan.has("start_timestamp"):
        begins = (good.start_us >= 0) & (good.start_us <= good.us)
        columns["start_at"] = at_of(ibis.ifelse(begins, good.start_us, ibis.null("int64")))
        columns["start_said"] = at_of(good.start_us)
    columns["next_activity"] = good.activity.lead().over(window)
    columns["next_at"] = at_of(good.us.lead().over(window))
    columns |= {f"next_{who}": good[who].lead().over(window) for who in ("resource", "team") if who in texts}
    if has_row:
        columns["event"] = good[ROW]
        columns["late"] = good[ROW].max().over(before) > good[ROW]
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
) -> tuple[Table, dict[str, int], int]:
    """The case table, attribute → cases that change it, and the cases that name more than one customer."""
    ends: dict[str, Any] = {"first_us": good.us.min(), "last_us": good.us.max(), "events": good.count()}
    ends |= {a.column: good[a.column].min() for a in constant}
    grouped = good.group_by("case_id").aggregate(**ends)
    values = {f"case:{a.name}": grouped[a.column] for a in constant}
    cases = grouped.select("case_id", first_at=at_of(grouped.first_us), last_at=at_of(grouped.last_us),
                           events=grouped["events"], **values)  # fmt: skip
    cases = engine.keep(cases, "agreed")
    several = 0
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
    changed: dict[str, int] = {}
    if last:
        known = engine.keep(ordered.group_by("case_id").aggregate(**last), "known")
        sums = {f"{a.column}_changed": known[f"{a.column}_changed"].sum() for a in varying}
        if "customers" in last:
            sums["customers"] = known.customers.sum()
        (found,) = engine.rows(known.aggregate(**sums))
        changed = {a.name: int(found[f"{a.column}_changed"] or 0) for a in varying}
        several = int(found.get("customers") or 0)
        carried = known.drop(*(c for c in sums if c in known.columns))
        cases = cases.left_join(carried, "case_id").drop("case_id_right")
    shown = ["case_id", *(["customer_id"] if plan.has("customer_id") else []), "first_at", "last_at", "events"]
    names = [f"case:{a.name}" for a in plan.attributes]
    return engine.keep(cases.select(*shown, *names), "cases"), changed, several


def _numbered(engine: Engine, ordered: Table, cases: Table, has_row: bool) -> Table:
    """The events with the number of the event itself: its place in the table, else counted through by case."""
    if has_row:
        return ordered.mutate(source=ibis.literal(0, "int16"))
    through = ibis.window(order_by="case_id", preceding=None, following=0)
    starts = cases.select(of_case="case_id", start=cases.events.sum().over(through) - cases.events)
    starts = engine.keep(starts, "starts")
    joined = ordered.join(starts, ordered.case_id == starts.of_case)
    event = (joined.start + joined.position).cast("int64")
    numbered = joined.mutate(event=event, source=ibis.literal(0, "int16"), late=ibis.literal(False))
    return engine.keep(numbered.drop("of_case", "start"), "numbered")


def _seen(engine: Engine, events: Table, cases: Table) -> dict[str, Any]:
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


def _duplicates(engine: Engine, good: Table) -> int:
    """Rows that repeat another in every column; asked of events of one case, activity and time."""
    same = ["case_id", "us", "activity"]
    tied = good.group_by(*same).aggregate(n=good.count())
    tied = tied.filter(tied.n > 1)
    rest = [c for c in good.columns if c not in (ROW, "reason")]
    alike = good.semi_join(tied, same).group_by(*rest).aggregate(n=ibis._.count())
    return int(engine.rows(alike.aggregate(again=(alike.n - 1).sum()))[0]["again"] or 0)
