"""The types that a file itself gives its columns, and their values as text."""

from __future__ import annotations

NATIVE_TIMES = ("TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S", "DATE")
NATIVE_AWARE = ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")
WHOLE = tuple(sign + size for sign in ("", "U") for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"))
REAL = ("FLOAT", "DOUBLE", "REAL")


def text_sql(column: str, native: str = "VARCHAR") -> str:
    """SQL: a column as text, whole numbers without a fraction."""
    if native == "VARCHAR":
        return column
    if native in REAL:
        whole = f"{column} = floor({column}) AND abs({column}) < 1e18"
        return (
            f"CASE WHEN {whole} THEN CAST(TRY_CAST({column} AS BIGINT) AS VARCHAR) ELSE CAST({column} AS VARCHAR) END"
        )
    return f"CAST({column} AS VARCHAR)"
