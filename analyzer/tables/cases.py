"""The case table: one row a case, with the last known value of every attribute."""

from analyzer.tables.schema import Column, Declaration

CASES = Declaration(
    "cases",
    "one case; ordered by case_id",
    (
        Column("case_id", "string", "the case"),
        Column("customer_id", "string", "whose case it is", optional=True),
        Column("first_at", "timestamp(6)", "its first event", "UTC"),
        Column("last_at", "timestamp(6)", "its last event", "UTC"),
        Column("events", "int64", "counted events"),
    ),
    prefixes=("case:",),
)
