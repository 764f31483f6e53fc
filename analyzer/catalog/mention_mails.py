"""How many mails a comment may still cause: by who writes, by who is told, and in all. Counted in the catalog, so that
the limits hold over several servers and a restart."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from analyzer.catalog import delivery_schema as schema
from analyzer.catalog.model import Catalog

WITHIN = timedelta(hours=1)
OF_ONE_AUTHOR, TO_ONE_ADDRESS, OF_ALL = 20, 20, 100  # within that time, a project


def take_mention_mails(
    catalog: Catalog, author: str, recipients: Sequence[str], now: datetime | None = None
) -> list[str]:
    """Of recipients (digests of addresses, in order) those who may be mailed now; each counts from here on, also where
    its mail then fails. What was written down by a clock that was wrong keeps nobody waiting for longer than that."""
    table, now = schema.mention_mail, now or datetime.now(UTC)
    here, by = table.c.project == catalog.project, hashlib.sha256(author.casefold().encode()).hexdigest()
    with catalog.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("LOCK TABLE mention_mail IN SHARE ROW EXCLUSIVE MODE"))
        connection.execute(sa.delete(table).where(here, sa.not_(table.c.at.between(now - WITHIN, now + WITHIN))))
        rows = connection.execute(sa.select(table.c.author, table.c.recipient).where(here)).all()
        written, told = sum(row.author == by for row in rows), [row.recipient for row in rows]
        taken: list[str] = []
        for one in recipients:
            room = written + len(taken) < OF_ONE_AUTHOR and len(told) + len(taken) < OF_ALL
            if room and one not in taken and told.count(one) < TO_ONE_ADDRESS:
                taken.append(one)
        if taken:
            row = {"project": catalog.project, "at": now, "author": by}
            connection.execute(
                sa.insert(table), [{**row, "id": secrets.token_hex(16), "recipient": one} for one in taken]
            )
    return taken
