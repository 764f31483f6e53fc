"""Since when a mismatch is known."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from analyzer.catalog import schema
from analyzer.catalog.model import Catalog


def first_seen(catalog: Catalog) -> dict[str, tuple[str, datetime]]:
    """The earliest run that has each mismatch, and when that run began; by the mismatch's id."""
    run, finding = schema.run, schema.finding
    joined = finding.join(run, sa.and_(run.c.project == finding.c.project, run.c.id == finding.c.run_id))
    first = (
        sa.select(finding.c.mismatch_id, sa.func.min(run.c.number).label("number"))
        .select_from(joined)
        .where(finding.c.project == catalog.project)
        .group_by(finding.c.mismatch_id)
        .subquery()
    )
    wanted = (
        sa.select(first.c.mismatch_id, run.c.id, run.c.started_at)
        .select_from(first.join(run, first.c.number == run.c.number))
        .where(run.c.project == catalog.project)
    )
    with catalog.reading() as connection:
        return {mismatch: (run_id, at) for mismatch, run_id, at in connection.execute(wanted)}
