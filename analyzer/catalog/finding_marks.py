"""Findings that somebody has acknowledged, or wants to be quiet until they get worse."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, cast

import sqlalchemy as sa

from analyzer.catalog import audit
from analyzer.catalog import improving_schema as schema
from analyzer.catalog.model import Catalog
from analyzer.tables.finding_mark import FindingMark, Mark


def mark_finding(catalog: Catalog, mismatch_id: str, mark: Mark, who: str | None) -> bool:
    """Put a mark on a finding; whether it was not there before. The audit says who. Raises nothing of its own."""
    name = who or audit.NOBODY
    with catalog.writing() as connection:
        if _known(connection, catalog, [mismatch_id], mark):
            return False
        row = {"project": catalog.project, "mismatch_id": mismatch_id, "mark": mark, "who": name}
        connection.execute(sa.insert(schema.finding_mark), {**row, "at": datetime.now(UTC)})
        audit.note(connection, catalog, who, f"finding:{mismatch_id}", None, {"mark": mark})
    return True


def unmark_finding(catalog: Catalog, mismatch_id: str, mark: Mark, who: str | None) -> bool:
    """Take a mark off a finding; whether it was there."""
    with catalog.writing() as connection:
        return bool(_take_off(connection, catalog, [mismatch_id], mark, who, {}))


def end_quiet(connection: sa.Connection, catalog: Catalog, worse: Collection[str], who: str, reason: str) -> list[str]:
    """End the quiet of findings that got worse, in the transaction that keeps the night; gives their ids, sorted."""
    return _take_off(connection, catalog, worse, "quiet", who, {"reason": reason})


def finding_marks(catalog: Catalog) -> dict[str, dict[Mark, FindingMark]]:
    """Finding → its marks; findings without any are left out."""
    table = schema.finding_mark
    wanted = sa.select(table).where(table.c.project == catalog.project).order_by(table.c.mismatch_id, table.c.mark)
    found: dict[str, dict[Mark, FindingMark]] = {}
    with catalog.reading() as connection:
        for row in connection.execute(wanted).mappings():
            one = FindingMark(row["mismatch_id"], cast(Mark, row["mark"]), row["who"], row["at"])
            found.setdefault(one.mismatch_id, {})[one.mark] = one
    return found


def _known(connection: sa.Connection, catalog: Catalog, ids: Collection[str], mark: Mark) -> list[str]:
    table = schema.finding_mark
    of = (table.c.project == catalog.project, table.c.mark == mark, table.c.mismatch_id.in_(sorted(ids)))
    return sorted(connection.execute(sa.select(table.c.mismatch_id).where(*of)).scalars())


def _take_off(
    connection: sa.Connection, catalog: Catalog, ids: Collection[str], mark: Mark, who: str | None, said: dict[str, Any]
) -> list[str]:
    table, found = schema.finding_mark, _known(connection, catalog, ids, mark) if ids else []
    for one in found:
        key = (table.c.project == catalog.project, table.c.mismatch_id == one, table.c.mark == mark)
        connection.execute(sa.delete(table).where(*key))
        audit.note(connection, catalog, who, f"finding:{one}", {"mark": mark}, {"mark": None, **said})
    return found
