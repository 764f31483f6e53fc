"""Whether two addresses name the same database."""

from __future__ import annotations

from urllib.parse import urlsplit

_PORT = 5432  # of PostgreSQL, where none is written
_BY_ADDRESS = ("snowflake", "bigquery", "databricks", "clickhouse", "trino")


def same_database(one: str, other: str) -> bool:
    """Whether tables behind one address can be asked through the other: the same database of the same PostgreSQL
    server, whoever asks and whatever the schema; the same file of DuckDB; `spark` both times; or the same address, but
    for user and password, of another engine that is reached by Ibis."""
    found = (_database(one), _database(other))
    return found[0] is not None and found[0] == found[1]


def _database(url: str) -> tuple[str, str, int, str] | None:
    kind = url.partition("://")[0]
    if kind == "spark":
        return ("spark", "", 0, "")
    if kind == "duckdb" and "://" in url:
        return ("duckdb", url.partition("://")[2].partition("?")[0], 0, "")
    try:
        parts = urlsplit(url)
        if kind in _BY_ADDRESS:
            place = f"{parts.path.strip('/')}?{parts.query}"
            return (kind, (parts.hostname or "").lower(), parts.port or 0, place)
        if kind not in ("postgresql", "postgres"):
            return None
        return ("postgresql", (parts.hostname or "").lower(), parts.port or _PORT, parts.path.strip("/").split("/")[0])
    except ValueError:  # of a port that is no number
        return None
