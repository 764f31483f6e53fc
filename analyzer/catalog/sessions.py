"""Who is signed in: a session ends when somebody signs out, whoever still holds its cookie."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from analyzer.catalog import audit
from analyzer.catalog import people_schema as schema
from analyzer.catalog.model import Catalog
from analyzer.catalog.users import folded

LASTS = timedelta(hours=12)  # after it was last seen
SEEN_EVERY = timedelta(minutes=10)  # it is written down no more often


def begin_session(catalog: Catalog, name: str) -> str:
    """Keep a new session; gives the token that its cookie holds, of which the catalog keeps the digest alone."""
    table, now, token = schema.session, datetime.now(UTC), secrets.token_urlsafe(32)
    row = {"project": catalog.project, "token": _digest(token), "name": name, "began_at": now, "seen_at": now}
    with catalog.writing() as connection:
        connection.execute(sa.delete(table).where(table.c.project == catalog.project, table.c.seen_at < now - LASTS))
        connection.execute(sa.insert(table), row)
    return token


def goes_on(catalog: Catalog, token: str, name: str) -> bool:
    """Whether the session of a token is somebody's and has not ended."""
    table, now = schema.session, datetime.now(UTC)
    mine = (table.c.project == catalog.project, table.c.token == _digest(token), table.c.name == name)
    with catalog.reading() as connection:
        seen_at = connection.scalar(sa.select(table.c.seen_at).where(*mine))
    if seen_at is None or now - seen_at > LASTS:
        return False
    if now - seen_at > SEEN_EVERY:
        with catalog.writing() as connection:
            connection.execute(sa.update(table).where(*mine).values(seen_at=now))
    return True


def end_session(catalog: Catalog, token: str) -> None:
    """Let a session end; one that does not exist has ended."""
    table = schema.session
    mine = (table.c.project == catalog.project, table.c.token == _digest(token))
    with catalog.writing() as connection:
        connection.execute(sa.delete(table).where(*mine))


def end_sessions_of(catalog: Catalog, name: str, who: str | None = None) -> int:
    """End all sessions of a name, on every machine, and write down that it was done; gives how many there were."""
    table, wanted = schema.session, folded(name)
    with catalog.writing() as connection:
        here = sa.select(table.c.token, table.c.name).where(table.c.project == catalog.project)
        mine = [row.token for row in connection.execute(here) if folded(row.name) == wanted]
        connection.execute(sa.delete(table).where(table.c.project == catalog.project, table.c.token.in_(mine)))
        if mine:
            audit.note(connection, catalog, who, f"user:{name.strip()}", {"sessions": len(mine)}, {"sessions": 0})
    return len(mine)


def count_sessions(catalog: Catalog) -> dict[str, int]:
    """Folded name → how many sessions have not ended."""
    table, alive = schema.session, datetime.now(UTC) - LASTS
    wanted = sa.select(table.c.name).where(table.c.project == catalog.project, table.c.seen_at >= alive)
    with catalog.reading() as connection:
        return dict(Counter(folded(name) for name in connection.scalars(wanted)))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
