"""Actions that are opened again, because the mismatch that they had resolved came back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

import sqlalchemy as sa

from analyzer.catalog import audit
from analyzer.catalog import people_schema as schema
from analyzer.catalog.model import Catalog

UNDER_WAY = "under way"


def reopen_actions(
    connection: sa.Connection, catalog: Catalog, regressed: Collection[str], at: datetime, who: str, reason: str
) -> list[str]:
    """Put the actions that are done and name one of these mismatches under way again; their ids, the oldest first.

    Works in the transaction that keeps the night, so that both are kept or none. `at`: the moment of looking of the
    night, aware; it stands as `reopened_at`. The audit says `who` and `reason`. What was dropped stays dropped, and
    what is open already is left as it is. Raises nothing.
    """
    table = schema.action
    wanted = sa.select(table).where(
        table.c.project == catalog.project, table.c.status == "done", table.c.mismatch_id.in_(sorted(regressed))
    )
    found = connection.execute(wanted.order_by(table.c.id).with_for_update()).mappings().all() if regressed else []
    for row in found:
        changed = {"status": UNDER_WAY, "reopened_at": at}
        stamp = {"version": row["version"] + 1, "updated_at": datetime.now(UTC), "updated_by": who}
        key = (table.c.project == catalog.project, table.c.id == row["id"])
        connection.execute(sa.update(table).where(*key).values({**changed, **stamp}))
        after = {"status": UNDER_WAY, "reason": reason}
        audit.note(connection, catalog, who, f"action:{row['id']}", {"status": row["status"]}, after)
    return [row["id"] for row in found]
