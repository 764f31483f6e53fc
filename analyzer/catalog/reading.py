"""Read what a catalog keeps."""

from __future__ import annotations

import sqlalchemy as sa

from analyzer.catalog import schema
from analyzer.catalog.model import Catalog, Finding, Run


def runs(catalog: Catalog) -> list[Run]:
    """All runs, the newest first."""
    wanted = sa.select(schema.run).where(schema.run.c.project == catalog.project)
    with catalog.reading() as connection:
        rows = connection.execute(wanted).mappings().all()
    found = [
        Run(**{**{name: row[name] for name in row if name != "project"}, "folder": catalog.home / row["folder"]})
        for row in rows
    ]
    return sorted(found, key=lambda run: (run.started_at, len(run.id), run.id), reverse=True)


def latest(catalog: Catalog) -> Run | None:
    """The newest run whose files are there; None where there is none."""
    return next((run for run in runs(catalog) if (run.folder / "alignment.json").is_file()), None)


def findings(catalog: Catalog, run_id: str) -> list[Finding]:
    """The mismatches that a run found, in the order of their rank."""
    table = schema.finding
    wanted = (
        sa.select(table).where(table.c.project == catalog.project, table.c.run_id == run_id).order_by(table.c.position)
    )
    with catalog.reading() as connection:
        rows = connection.execute(wanted).mappings().all()
    return [Finding(**{name: row[name] for name in row if name != "project"}) for row in rows]
