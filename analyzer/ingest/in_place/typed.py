"""Rows with clean values → rows with typed columns, and why a row is refused: one kept table in the engine.

Its columns: `case_id`, `activity`, `us` (the event's time, microseconds UTC), `reason` (null for an event), the roles
and attributes of the plan by name (a0, a1, …), and `row` where the table has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from analyzer.engine import Engine, Table, ibis
from analyzer.ingest.assembly.assemble import NotAsBeforeError, WholeLog
from analyzer.ingest.columns.kinds import Kind, has_local
from analyzer.ingest.columns.plan import Plan
from analyzer.ingest.columns.zones import DAY_US, FIRST_YEAR, LAST_YEAR, NO_TIME, OTHER_YEARS, UNREADABLE_TIME, US
from analyzer.ingest.in_place.placed import EVENT, ROW, SOURCE
from analyzer.ingest.in_place.values import at_of, local_us, to_utc, twice, utc_us, value_of
from analyzer.ingest.sources.files import GivenFile

_TEXTS = ("case_id", "activity", "customer_id", "lifecycle")


@dataclass(frozen=True)
class TypedRows:
    """`steps`: case_id and `forward`, the steps that go forward in the table less those that go back; None where no
    local time has a second reading. `backwards`: the table mostly runs from the last event to the first."""

    table: Table
    steps: Table | None = None
    backwards: bool = False


def typed_rows(
    engine: Engine,
    rows: Table,
    plan: Plan,
    has_row: bool,
    known: WholeLog | None = None,
    carry: Mapping[str, Any] | None = None,
) -> TypedRows:
    """The typed rows, kept. `known`: where they are some cases of a log, what all of it says. `carry`: further columns.
    Raises NotAsBeforeError where these have the first local times that exist twice."""
    wanted = _wanted(plan)
    parts = {name: _parts(rows[plan.raw.column(column)], kind) for name, (column, kind) in wanted.items()}
    flat = {f"{name}{end}": value for name, ends in parts.items() for end, value in ends.items()}
    flat["written"] = rows[plan.raw.column(plan.roles["timestamp"])].notnull()
    further = {name: rows[name] for name in (ROW, EVENT, SOURCE) if name in rows.columns} | dict(carry or {})
    parsed = rows.select(**further, **flat)
    if any(kind.formats for _, kind in wanted.values()):  # what a text says of a time is asked several times below
        parsed = engine.keep(parsed, "parsed")
    columns: dict[str, Any] = {name: parsed[name] for name in parsed.columns if not name.endswith(("_u", "_l"))}
    for name, (_, kind) in wanted.items():
        if kind.type == "time":
            columns[name] = _in_utc(parsed, name, kind, plan.timezone)
    at = plan.roles["timestamp"]
    repeats = has_local(plan.kinds[at])
    second = twice(parsed["us_l"], plan.zone) if repeats else ibis.literal(0, "int64")
    if repeats:
        second = ibis.ifelse(parsed["us_u"].isnull(), second, 0)
    found = parsed.select(**columns, twice=ibis.coalesce(second, 0))
    times = [name for name, (_, kind) in wanted.items() if kind.type == "time" and name != "us" and name != "start_us"]
    found = found.mutate(**{name: at_of(found[name]) for name in times}) if times else found
    table = engine.keep(found.mutate(reason=_reason(found, plan.timezone)).drop("written"), "typed")
    repeats = repeats and has_row and bool(engine.rows(table.aggregate(n=(table.twice > 0).sum()))[0]["n"])
    if known and repeats and not known.repeats:
        raise NotAsBeforeError("there are local times that exist twice, for the first time")
    if not repeats and not (known and known.repeats):
        return TypedRows(table.drop("twice"))
    steps = _steps(engine, table)
    total = int(engine.rows(steps.aggregate(n=steps.forward.sum()))[0]["n"] or 0)
    backwards = known.backwards if known else total < 0
    return TypedRows(_second_readings(engine, table, plan, backwards), steps, backwards)


def _wanted(plan: Plan) -> dict[str, tuple[str, Kind]]:
    """Column of the result → column of the table and its kind; the time of an event stays as it is, even among
    dates."""
    names = {"timestamp": "us", "start_timestamp": "start_us"}
    found = {}
    for role, column in plan.roles.items():
        kind = plan.kinds[column]
        found[names.get(role, role)] = (column, replace(kind, dates_only=False) if role in names else kind)
    return found | {a.column: (a.file_column, a.kind) for a in plan.attributes}


def _parts(column: Any, kind: Kind) -> dict[str, Any]:
    """Ending → what is read of the column: of times `_u` in UTC and, where some are local, `_l`."""
    if kind.type != "time":
        return {"": value_of(column, kind)}
    if not has_local(kind):
        return {"_u": utc_us(column, kind)}
    local = local_us(column, kind)
    day = local // DAY_US * DAY_US  # where midnight does not exist, some write 01:00
    return {"_u": utc_us(column, kind), "_l": day if kind.dates_only else local}


def _in_utc(parsed: Table, name: str, kind: Kind, timezone: str) -> Any:
    if not has_local(kind):
        return parsed[f"{name}_u"]
    return ibis.coalesce(parsed[f"{name}_u"], to_utc(parsed[f"{name}_l"], kind.zone(timezone)))


def _reason(rows: Table, timezone: str) -> Any:
    """Why a row is no event; null where it is one."""
    zone, epoch = ZoneInfo(timezone), datetime(1970, 1, 1, tzinfo=UTC)
    first, end = (
        int((datetime(year, 1, 1, tzinfo=zone) - epoch).total_seconds()) * US for year in (FIRST_YEAR, LAST_YEAR + 1)
    )
    return ibis.cases(
        (rows.case_id.isnull(), "no case"),
        (rows.activity.isnull(), "no activity"),
        (~rows.written, NO_TIME),
        (rows.us.isnull(), UNREADABLE_TIME),
        ((rows.us < first) | (rows.us >= end), OTHER_YEARS),
        else_=ibis.null("string"),
    )


def _steps(engine: Engine, table: Table) -> Table:
    """Of each case the steps from one event to the next in the table that go forward in time less those back."""
    plain = table.filter(table.reason.isnull() & (table.twice == 0))
    step = (plain.us - plain.us.lag().over(ibis.window(group_by="case_id", order_by=ROW))).sign()
    stepped = plain.select("case_id", step=step)
    total = ibis.coalesce(stepped.step.sum().cast("int64"), 0)
    return engine.keep(stepped.group_by("case_id").aggregate(forward=total), "steps")


def _second_readings(engine: Engine, table: Table, plan: Plan, backwards: bool) -> Table:
    """The rows with the second reading of the local times that have it: within a case and a repeated hour, in the order
    of the table, what comes after a step back in time; a table that mostly runs backwards is read from its end."""
    fine = table.filter(table.reason.isnull())
    order = ibis.desc(ROW) if backwards else ROW
    both = fine.filter(fine.twice > 0)
    hour = ["case_id", "twice"]
    before = both.us.max().over(ibis.window(group_by=hour, order_by=order, preceding=(None, 1)))
    turned = both.select(ROW, "case_id", "twice", turned=ibis.coalesce(both.us < before, False).cast("int64"))
    since = turned.turned.max().over(ibis.window(group_by=hour, order_by=order, preceding=None, following=0))
    later = turned.select(ROW, "twice", second=since)
    later = later.filter(later.second > 0)
    by_change: Mapping[int, int] = {c.at: (c.before - c.after) * US for c in plan.zone.repeating}
    shift = ibis.cases(*((later.twice == at, us) for at, us in by_change.items()), else_=0)
    shifts = engine.keep(later.select(shifted=later[ROW], shift=shift.cast("int64")), "shifts")
    joined = table.left_join(shifts, table[ROW] == shifts.shifted)
    moved = joined.mutate(us=joined.us + ibis.coalesce(joined["shift"], 0)).drop("shifted", "shift", "twice")
    return engine.keep(moved, "typed")


def check_few_refused(
    engine: Engine, given: GivenFile, typed: Table, reasons: Mapping[str, int], number: int, allowed: float
) -> None:
    """Raise the log's error where more of `number` rows than allowed were refused, or all of them. `reasons`: reason →
    rows."""
    refused = sum(reasons.values())
    if refused == 0 or (refused <= allowed * number + 1e-9 and refused < number):
        return
    listed = ", ".join(f"{count:,} {reason}" for reason, count in sorted(reasons.items()))
    shown = [c for c in typed.columns if c not in (ROW, EVENT, SOURCE, "reason")]
    first = engine.rows(typed.filter(typed.reason.notnull()).order_by("reason", *shown), 1)[0]
    said = ", ".join(str(first[c]) for c in shown if first[c] is not None)
    raise given.refuse(
        expected=f"rows of which at most {allowed:.2%} cannot be read as an event",
        found=f"{refused:,} of {number:,} rows cannot be ({listed}); one of them: {first['reason']} in {said}",
        do="correct the rows, or the columns (--columns role=column), or raise max_refused in the project file",
    )
