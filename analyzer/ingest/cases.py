"""The case table: one row a case with what is constant within it; and which attributes are."""

from __future__ import annotations

from pathlib import Path

from analyzer.engine.reader import Reader, identifier
from analyzer.ingest.plan import Attribute, Plan

GROUPED, CASES = "grouped", "cases"


def group_cases(plan: Plan, reader: Reader, counted: str = "true") -> tuple[dict[str, int], bool]:
    """Group all rows by case and reason of refusal into the reader's table `grouped`.

    Gives the reasons with their rows, and whether any local time has a second reading. Kept for each group: rows,
    first and last time, and the lowest and highest value of customer and attributes, so that constant ones show.
    `counted` is SQL: which rows are events that count.
    """
    columns = tuple(a.column for a in plan.attributes) + (("customer_id",) if plan.has("customer_id") else ())
    lifecycle = ("lifecycle",) if plan.has("lifecycle") else ()
    values = "".join(f", min({c}) AS {c}_lo, max({c}) AS {c}_hi" for c in columns)
    reader.run(
        f"CREATE OR REPLACE TEMP TABLE {GROUPED} AS SELECT case_id, coalesce(reason, CASE WHEN NOT ({counted}) THEN"
        f" '' END) AS reason,"
        f" count(*) AS rows, min(timestamp) AS first_us, max(timestamp) AS last_us,"
        f" max(timestamp_twice) AS twice{values}"
        f" FROM {plan.typed(columns + lifecycle, {})} GROUP BY ALL"
    )
    rows = reader.rows(f"SELECT reason, sum(rows) FROM {GROUPED} WHERE reason <> '' GROUP BY reason ORDER BY reason")
    repeated = reader.row(f"SELECT max(twice) FROM {GROUPED} WHERE reason IS NULL")[0]
    return {str(reason): int(count) for reason, count in rows}, bool(repeated)


def constant_attributes(plan: Plan, reader: Reader) -> tuple[Attribute, ...]:
    """The attributes of which no case has two values, nulls aside."""
    if not plan.attributes:
        return ()
    tests = ", ".join(
        f"bool_and({a.column}_lo IS NOT DISTINCT FROM {a.column}_hi) AND count({a.column}_lo) > 0"
        for a in plan.attributes
    )
    answers = reader.row(f"SELECT {tests} FROM {GROUPED} WHERE reason IS NULL")
    return tuple(a for a, constant in zip(plan.attributes, answers, strict=True) if constant)


def number_cases(reader: Reader) -> tuple[int, int, int, int]:
    """The table `cases`: number in the order of case_id and place of its first event in the sorted log. Gives cases,
    events, first, last."""
    reader.run(
        f"CREATE OR REPLACE TEMP TABLE {CASES} AS SELECT row_number() OVER (ORDER BY case_id) - 1 AS case_no,"
        f" CAST(sum(rows) OVER (ORDER BY case_id) - rows AS BIGINT) AS start, * EXCLUDE (reason, twice) FROM"
        f" {GROUPED} WHERE reason IS NULL"
    )
    cases, events, first, last = reader.row(f"SELECT count(*), sum(rows), min(first_us), max(last_us) FROM {CASES}")
    return int(cases), int(events or 0), int(first or 0), int(last or 0)


def several_customers(reader: Reader) -> int:
    """Cases that name more than one customer."""
    return int(reader.row(f"SELECT count(*) FROM {CASES} WHERE customer_id_lo <> customer_id_hi")[0])


def write_cases(plan: Plan, constant: tuple[Attribute, ...], reader: Reader, path: Path) -> None:
    """The case table as Parquet, ordered by case_id."""
    customer, join = "", ""
    if plan.has("customer_id"):
        customer = ", customer_id_lo AS customer_id"
        if several_customers(reader):  # the first that the case names
            rows = plan.typed(("customer_id",), {"row": "row"})
            customer = ", customer_id"
            join = (
                f" LEFT JOIN (SELECT case_id, arg_min(customer_id, (timestamp, row)) AS customer_id FROM {rows}"
                " WHERE reason IS NULL AND customer_id IS NOT NULL GROUP BY case_id) USING (case_id)"
            )
    values = "".join(f", {_value(a, a.column + '_lo')} AS {identifier('case:' + a.name)}" for a in constant)
    reader.run(
        f"COPY (SELECT case_id{customer}, make_timestamp(first_us) AS first_at, make_timestamp(last_us) AS last_at,"
        f" rows AS events{values}"
        f" FROM {CASES}{join} ORDER BY case_no) TO '{path}' (FORMAT parquet)"
    )


def _value(attribute: Attribute, column: str) -> str:
    return f"make_timestamp({column})" if attribute.kind.type == "time" else column
