"""What the rows of each case count for, a row a case, where the log lies: a night that reads some cases anew adds up
the rest from here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.ingest.assembly.counts import RowCounts
from analyzer.ingest.columns.kinds import Kind
from analyzer.ingest.columns.number_formats import MISSING
from analyzer.ingest.columns.plan import Plan
from analyzer.ingest.columns.zones import NO_TIME, OTHER_YEARS, UNREADABLE_TIME
from analyzer.ingest.in_place.assemble import PlacedCases, PlacedRows, repeated_rows
from analyzer.ingest.in_place.values import local_us, text_of, utc_us, value_of

MOST_COLUMNS = 400  # of a log whose cases are counted so: a table of PostgreSQL has at most 1,600 columns
_REASONS = ("no case", "no activity", NO_TIME, UNREADABLE_TIME, OTHER_YEARS)
_NUMBERS = (
    "rows", "used", "duplicates", "out_of_order", "several_customers", "late_starts", "forward", "at_zero", "ancient",
    "instant", "longer",
)  # fmt: skip


def counts_by_case(found: PlacedRows, cases: PlacedCases) -> Table:
    """A row a case, one without case_id for the rows of no case: the numbers of `RowCounts`; r0, … the rows refused for
    each reason; p0, … and s0, … of each column `present` and `strays`; v0, … of each attribute whether it changes."""
    plan = found.plan
    case = plan.roles["case_id"]
    rows, typed, events = found.rows, found.counted, cases.events
    columns = list(plan.kinds.items())
    present: dict[str, Any] = {"case_id": value_of(rows[plan.raw.column(case)], plan.kinds[case])}
    for place, (name, kind) in enumerate(columns):
        there, stray = _present(rows[plan.raw.column(name)], kind)
        present |= {f"p{place}": there, f"s{place}": stray}
    parts = [rows.select(**present, rows=ibis.literal(1))]
    reasons = {f"r{place}": (typed.reason == reason).fill_null(False) for place, reason in enumerate(_REASONS)}
    parts.append(typed.filter(typed.reason.notnull()).select("case_id", **reasons))
    again = repeated_rows(found.good)
    parts.append(again.select("case_id", duplicates="again"))
    if found.typed.steps is not None:
        parts.append(found.typed.steps.select("case_id", "forward"))
    at, asked = events["at"], dict[str, Any]()
    asked |= {"used": ibis.literal(1), "out_of_order": events.late}
    asked |= {"at_zero": at == _moment(1970), "ancient": at < _moment(1980)}
    if "start_said" in events.columns:
        asked["late_starts"] = events.start_said > at
    parts.append(events.select("case_id", **asked))
    long = seconds(cases.cases.last_at, cases.cases.first_at) >= 0.001
    several = cases.cases["events"] > 1
    parts.append(cases.cases.select("case_id", instant=several & ~long, longer=several & long))
    if cases.known is not None:
        known = cases.known
        changed = {f"v{no}": known[f"{a.column}_changed"] for no, a in enumerate(plan.attributes) if a in cases.varying}
        who = {"several_customers": known.customers} if "customers" in known.columns else {}
        parts.append(known.select("case_id", **changed, **who))
    every = [*_NUMBERS, *(f"r{place}" for place in range(len(_REASONS)))]
    every += [f"{letter}{place}" for place in range(len(columns)) for letter in "ps"]
    every += [f"v{place}" for place in range(len(plan.attributes))]
    added = [_added(part, every) for part in parts]
    whole = ibis.union(*added)
    return whole.group_by("case_id").aggregate(**{name: whole[name].sum().cast("int64") for name in every})


def total_counts(engine: Engine, counts: Table, plan: Plan) -> RowCounts:
    """What `counts_by_case` says of all cases together."""
    names = [name for name in counts.columns if name != "case_id"]
    (row,) = engine.rows(counts.aggregate(**{name: counts[name].sum() for name in names}))
    found = {name: int(row[name] or 0) for name in names}
    return RowCounts(
        **{name: found[name] for name in _NUMBERS},
        reasons={reason: n for place, reason in enumerate(_REASONS) if (n := found[f"r{place}"])},
        present={name: found[f"p{place}"] for place, name in enumerate(plan.kinds)},
        strays={name: found[f"s{place}"] for place, name in enumerate(plan.kinds)},
        changed={a.name: found[f"v{place}"] for place, a in enumerate(plan.attributes)},
    )


def _added(part: Table, names: list[str]) -> Table:
    """The sums of each case, with nothing for what this part does not count."""
    grouped = part.group_by("case_id").aggregate(
        **{name: part[name].cast("int64").sum() for name in names if name in part.columns}
    )
    none = ibis.literal(0, "int64")
    columns = {name: ibis.coalesce(grouped[name].cast("int64"), none) if name in grouped.columns else none
               for name in names}  # fmt: skip
    return grouped.select("case_id", **columns)


def _moment(year: int) -> Any:
    return ibis.literal(datetime(year, 1, 1), "timestamp(6)")


def _present(column: Any, kind: Kind) -> tuple[Any, Any]:
    """Whether there is a value, and whether there is one that is not of its column's type; as the profile of all rows
    counts them."""
    text = text_of(column, kind.native)
    filled = text.notnull()
    read = filled
    if kind.type == "time" and kind.formats:
        read = ibis.coalesce(utc_us(column, kind), local_us(column, kind)).notnull()
    elif kind.type in ("number", "boolean") and kind.native == "VARCHAR":
        read = filled & (value_of(column, kind).notnull() | text.lower().isin(sorted(MISSING)))
    strays = ibis.literal(0, "int64") if kind.type == "code" else filled & ~read
    return read, strays
