"""The case table: one row a case, with the last known value of every attribute; and how many cases change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from analyzer.engine.reader import Reader, blocks, identifier, literal, to_parquet
from analyzer.ingest.columns.plan import AttributeColumn, Plan

GROUPED, CASES, PLACES = "grouped", "cases", "places"
_LOOK = 50_000  # rows


def group_cases(plan: Plan, reader: Reader, counted: str = "true") -> tuple[dict[str, int], bool]:
    """Group all rows by case and reason of refusal into the reader's table `grouped`.

    Gives the reasons with their rows, and whether any local time has a second reading. Kept for each group: rows,
    first and last time, a value of customer and of each attribute, and the lowest and highest hash of these together,
    which are equal where all rows of the group agree in all of them.
    `counted` is SQL: which rows are events that count.
    """
    columns = _looked_for(plan)
    lifecycle = ("lifecycle",) if plan.has("lifecycle") else ()
    other = f"coalesce(reason, CASE WHEN NOT ({counted}) THEN '' END) AS reason"
    values = "".join(f", any_value({c}) AS {c}" for c in columns)
    alike = f"hash({', '.join(columns)})" if columns else "0"
    rows = f"(SELECT *, {alike} AS alike FROM {plan.typed(columns + lifecycle, {})})"
    reader.run(
        f"CREATE OR REPLACE TEMP TABLE {GROUPED} AS SELECT case_id, {other}, count(*) AS rows,"
        f" min(timestamp) AS first_us, max(timestamp) AS last_us, max(timestamp_twice) AS twice,"
        f" min(alike) <> max(alike) AS differs{values} FROM {rows} GROUP BY ALL"
    )
    found = reader.rows(f"SELECT reason, sum(rows), max(twice) FROM {GROUPED} GROUP BY reason ORDER BY reason")
    repeated = any(reason is None and twice for reason, _, twice in found)
    return {str(reason): int(count) for reason, count, _ in found if reason}, repeated


def _looked_for(plan: Plan) -> tuple[str, ...]:
    """The columns that a case may have one value of: attributes not known to vary, and the customer."""
    columns = tuple(a.column for a in plan.attributes if not a.varies)
    return columns + (("customer_id",) if plan.has("customer_id") else ())


def _ends(columns: tuple[str, ...]) -> str:
    return "".join(f", min({c}) AS {c}_lo, max({c}) AS {c}_hi, count({c}) AS {c}_n" for c in columns)


def mark_varying(plan: Plan, reader: Reader, counted: str) -> Plan:
    """The plan with those attributes marked that vary within a case of the first rows; the others need all rows."""
    lifecycle = ("lifecycle",) if plan.has("lifecycle") else ()
    start = plan.first(_LOOK)
    marked: list[AttributeColumn] = []
    for block in blocks(plan.attributes):
        columns = tuple(a.column for a in block)
        where = f"WHERE reason IS NULL AND {counted} GROUP BY case_id"
        grouped = f"SELECT count(*) AS rows{_ends(columns)} FROM {start.typed(columns + lifecycle, {})} {where}"
        tests = ", ".join(f"bool_or({c}_lo <> {c}_hi OR {c}_n NOT IN (0, rows))" for c in columns)
        answers = reader.row(f"SELECT {tests} FROM ({grouped})")
        marked += [replace(a, varies=bool(varies)) for a, varies in zip(block, answers, strict=True)]
    return replace(plan, attributes=tuple(marked))


def constant_attributes(plan: Plan, reader: Reader, counted: str) -> tuple[tuple[AttributeColumn, ...], int]:
    """The attributes that all events of a case agree on: one value in each of them, or none in any; and the number of
    cases that name more than one customer.

    For the others the order of the events tells the last known value, and whether it changes. Only the rows of cases
    that differ in something are looked at once more.
    """
    candidates = tuple(a for a in plan.attributes if not a.varies)
    differing = f"(SELECT case_id FROM {GROUPED} WHERE reason IS NULL AND differs)"
    if not reader.row(f"SELECT count(*) FROM {differing}")[0]:
        return candidates, 0
    columns = _looked_for(plan)
    lifecycle = ("lifecycle",) if plan.has("lifecycle") else ()
    rows = f"{plan.typed(columns + lifecycle, {})} AS r SEMI JOIN {differing} AS d ON r.case_id = d.case_id"
    ends = f"SELECT count(*) AS rows{_ends(columns)} FROM {rows} WHERE reason IS NULL AND {counted} GROUP BY r.case_id"
    tests = [
        f"bool_and({a.column}_lo IS NOT DISTINCT FROM {a.column}_hi AND {a.column}_n IN (0, rows))" for a in candidates
    ]
    several = "count_if(customer_id_lo <> customer_id_hi)" if plan.has("customer_id") else "0"
    *answers, customers = reader.row(f"SELECT {', '.join([*tests, several])} FROM ({ends})")
    return tuple(a for a, constant in zip(candidates, answers, strict=True) if constant), int(customers)


def number_cases(reader: Reader) -> tuple[int, int, int, int]:
    """The table `cases`, with their number in the order of case_id and the place of their first event in the log.

    Gives the number of cases and of events, and the first and the last time.
    """
    ordered = f"(SELECT * EXCLUDE (reason, twice, differs) FROM {GROUPED} WHERE reason IS NULL ORDER BY case_id)"
    reader.run(
        f"CREATE OR REPLACE TEMP TABLE {CASES} AS SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS case_no,"
        f" CAST(sum(rows) OVER (ROWS UNBOUNDED PRECEDING) - rows AS BIGINT) AS start, * FROM {ordered}"
    )
    cases, events, first, last = reader.row(f"SELECT count(*), sum(rows), min(first_us), max(last_us) FROM {CASES}")
    return int(cases), int(events or 0), int(first or 0), int(last or 0)


def keep_places(reader: Reader) -> None:
    """Of all that was kept of cases only what placing their events needs: the memory goes to sorting."""
    reader.run(f"DROP TABLE {GROUPED}")
    reader.run(f"CREATE TEMP TABLE {PLACES} AS SELECT case_no, case_id, start FROM {CASES}")
    reader.run(f"DROP TABLE {CASES}")


def write_cases(plan: Plan, constant: tuple[AttributeColumn, ...], several: int, reader: Reader, path: Path) -> None:
    """The case table as Parquet, ordered by case_id. `several`: the number of cases that name more than one customer;
    the first one counts."""
    customer, join = (", customer_id" if plan.has("customer_id") else ""), ""
    if several:
        rows = plan.typed(("customer_id",), {"row": "row"})
        customer = ", first.customer_id"
        join = (
            f" LEFT JOIN (SELECT case_id, arg_min(customer_id, (timestamp, row)) AS customer_id FROM {rows}"
            f" WHERE reason IS NULL AND customer_id IS NOT NULL GROUP BY case_id) AS first ON {CASES}.case_id ="
            " first.case_id"
        )
    values = "".join(f", {_value(a, a.column)} AS {identifier('case:' + a.name)}" for a in constant)
    reader.run(
        f"COPY (SELECT {CASES}.case_id{customer}, make_timestamp(first_us) AS first_at, make_timestamp(last_us) AS"
        f" last_at, rows AS events{values} FROM {CASES}{join} ORDER BY case_no) {to_parquet(path, len(constant))}"
    )


def add_carried(
    carried: tuple[AttributeColumn, ...], reader: Reader, cases: Path, events: Path, to: Path
) -> dict[str, int]:
    """The case table with the last known values of the attributes that the event table carries, at `to`.

    Gives for each, by its column, in how many cases it has more than one state: two values, or none before its first.
    """
    tables: list[str] = []
    changed: dict[str, int] = {}
    for block in blocks(carried):
        tables.append(f"carried_{len(tables)}")
        changed |= _last_known(block, reader, events, tables[-1])
    values = "".join(f", {a.column} AS {identifier('case:' + a.name)}" for a in carried)
    joins = "".join(f" LEFT JOIN {name} ON cases.case_id = {name}.case_id" for name in tables)
    reader.run(
        f"COPY (SELECT cases.*{values} FROM read_parquet({literal(str(cases))}) AS cases{joins}"
        f" ORDER BY cases.case_id) {to_parquet(to, len(carried))}"
    )
    for name in tables:
        reader.run(f"DROP TABLE {name}")
    return changed


def _last_known(carried: Sequence[AttributeColumn], reader: Reader, events: Path, to: str) -> dict[str, int]:
    """A table of the last known values of some attributes, a row a case; gives how many cases change each of them."""
    columns = {a.column: identifier(f"event:{a.name}") for a in carried}
    last = "".join(
        f", arg_max({c}, position) AS {column}, min({c}) <> max({c})"
        f" OR coalesce(min(position) FILTER ({c} IS NOT NULL), 0) > 0 AS {column}_changed"
        for column, c in columns.items()
    )
    table = f"read_parquet({literal(str(events))})"
    reader.run(f"CREATE TEMP TABLE {to} AS SELECT case_id{last} FROM {table} GROUP BY case_id")
    changed = reader.row(f"SELECT {', '.join(f'count_if({column}_changed)' for column in columns)} FROM {to}")
    return {column: int(count) for column, count in zip(columns, changed, strict=True)}


def _value(attribute: AttributeColumn, column: str) -> str:
    return f"make_timestamp({column})" if attribute.kind.type == "time" else column
