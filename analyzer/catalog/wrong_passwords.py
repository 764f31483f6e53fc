"""Slows down who guesses passwords: after a few wrong ones, each further try has to wait twice as long.

The counts lie in the catalog, so that they hold over several servers and a restart. They are kept under digests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from analyzer.catalog import people_schema as schema
from analyzer.catalog.model import Catalog

LONGEST_S = 60.0
FORGET = timedelta(hours=1)


def begin_try(catalog: Catalog, free: Mapping[str, int], now: datetime | None = None) -> float:
    """Count a try under each key, with so many free ones; or give how many seconds it has to wait first."""
    table, now = schema.wrong_password, now or datetime.now(UTC)
    digests = {_digest(key): number for key, number in free.items()}
    here = table.c.project == catalog.project
    with catalog.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("LOCK TABLE wrong_password IN SHARE ROW EXCLUSIVE MODE"))
        connection.execute(sa.delete(table).where(here, table.c.last_at < now - FORGET))
        rows = connection.execute(sa.select(table).where(here, table.c.key.in_(digests))).mappings()
        known = {row["key"]: (row["tries"], row["last_at"]) for row in rows}
        waits = [_wait(*known[key], number, now) for key, number in digests.items() if key in known]
        if max(waits, default=0.0) > 0:
            return max(waits)
        for key in digests:
            count = {"tries": known[key][0] + 1 if key in known else 1, "last_at": now}
            if key in known:
                connection.execute(sa.update(table).where(here, table.c.key == key).values(count))
            else:
                connection.execute(sa.insert(table), {"project": catalog.project, "key": key, **count})
    return 0.0


def forget_tries(catalog: Catalog, key: str) -> None:
    """The password was right: the tries under a key count no more."""
    table = schema.wrong_password
    with catalog.writing() as connection:
        connection.execute(sa.delete(table).where(table.c.project == catalog.project, table.c.key == _digest(key)))


def take_back_try(catalog: Catalog, key: str) -> None:
    """The password was right: its own try under a key counts no more, those of others do."""
    table = schema.wrong_password
    mine = (table.c.project == catalog.project, table.c.key == _digest(key), table.c.tries > 0)
    with catalog.writing() as connection:
        connection.execute(sa.update(table).where(*mine).values(tries=table.c.tries - 1))


def _wait(tries: int, last_at: datetime, free: int, now: datetime) -> float:
    """Seconds until the next try; where the clock was set back, at most as long as ever."""
    if tries < free:
        return 0.0
    longest = min(2.0 ** min(tries - free, 10), LONGEST_S)
    return min((last_at - now).total_seconds() + longest, longest)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
