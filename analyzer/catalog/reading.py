"""Read what a catalog keeps."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from analyzer.catalog import schema
from analyzer.catalog.model import Catalog, Finding, Run

AT_ONCE = 8  # runs that are looked at for one whose files are there


def runs(catalog: Catalog, limit: int | None = None, before: int | None = None) -> list[Run]:
    """The runs, the newest first: the one that was kept last, whatever the clock said when it began.

    `limit`: at most so many. `before`: only those with a smaller `number`.
    """
    table = schema.run
    wanted = sa.select(table).where(table.c.project == catalog.project).order_by(table.c.number.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(table.c.number < before)
    with catalog.reading() as connection:
        return [_run(catalog, row) for row in connection.execute(wanted).mappings()]


def find_run(catalog: Catalog, run_id: str) -> Run | None:
    """The run of an id; None where there is none."""
    table = schema.run
    wanted = sa.select(table).where(table.c.project == catalog.project, table.c.id == run_id)
    with catalog.reading() as connection:
        row = connection.execute(wanted).mappings().first()
    return _run(catalog, row) if row is not None else None


def latest(catalog: Catalog) -> Run | None:
    """The newest run whose files are there; None where there is none."""
    before: int | None = None
    while found := runs(catalog, AT_ONCE, before):
        for run in found:
            if (run.folder / "alignment.json").is_file():
                return run
        before = found[-1].number
    return None


def nights(catalog: Catalog, limit: int | None = None, before: int | None = None) -> list[Run]:
    """The runs that nights made, the newest first; `limit` and `before` as in `runs`."""
    table = schema.run
    mine = [table.c.project == catalog.project, table.c.origin == "nightly"]
    if before is not None:
        mine.append(table.c.number < before)
    wanted = sa.select(table).where(*mine).order_by(table.c.number.desc()).limit(limit)
    with catalog.reading() as connection:
        return [_run(catalog, row) for row in connection.execute(wanted).mappings()]


def newest_night(connection: sa.Connection, catalog: Catalog, but: str | None = None) -> str | None:
    """The id of the newest run that a night made, also on another machine; `but` leaves one out. None without one."""
    table = schema.run
    wanted = sa.select(table.c.id).where(table.c.project == catalog.project, table.c.origin == "nightly")
    if but is not None:
        wanted = wanted.where(table.c.id != but)
    found: str | None = connection.scalar(wanted.order_by(table.c.number.desc()).limit(1))
    return found


def findings(catalog: Catalog, run_id: str) -> list[Finding]:
    """The mismatches that a run found, in the order of their rank."""
    table = schema.finding
    wanted = (
        sa.select(table).where(table.c.project == catalog.project, table.c.run_id == run_id).order_by(table.c.position)
    )
    with catalog.reading() as connection:
        rows = connection.execute(wanted).mappings().all()
    return [Finding(**{name: row[name] for name in row if name != "project"}) for row in rows]


def findings_of(catalog: Catalog, ids: Sequence[str]) -> dict[str, dict[str, Finding]]:
    """Mismatch → run → what that run found of it; mismatches that no run has are left out."""
    table, found = schema.finding, dict[str, dict[str, Finding]]()
    wanted = sa.select(table).where(table.c.project == catalog.project, table.c.mismatch_id.in_(ids))
    with catalog.reading() as connection:
        for row in connection.execute(wanted).mappings():
            one = Finding(**{name: row[name] for name in row if name != "project"})
            found.setdefault(one.mismatch_id, {})[one.run_id] = one
    return found


def last_findings(catalog: Catalog, ids: Sequence[str], before: str | None = None) -> dict[str, Finding]:
    """Each of these mismatches as the newest run that has it found it; `before`: of the runs kept before that one."""
    table, run = schema.finding, schema.run
    joined = table.join(run, (table.c.project == run.c.project) & (table.c.run_id == run.c.id))
    wanted = sa.select(table).select_from(joined).where(table.c.project == catalog.project)
    wanted = wanted.where(table.c.mismatch_id.in_(ids)).order_by(run.c.number)
    if before is not None:
        number = sa.select(run.c.number).where(run.c.project == catalog.project, run.c.id == before).scalar_subquery()
        wanted = wanted.where(number.is_(None) | (run.c.number < number))
    with catalog.reading() as connection:
        rows = connection.execute(wanted).mappings().all()
    return {row["mismatch_id"]: Finding(**{name: row[name] for name in row if name != "project"}) for row in rows}


def _run(catalog: Catalog, row: sa.RowMapping) -> Run:
    content = {name: row[name] for name in row if name != "project"}
    return Run(**{**content, "folder": catalog.home / row["folder"]})
