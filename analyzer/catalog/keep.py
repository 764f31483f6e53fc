"""Keep a run: its files first, whole, under their final name; its rows last. Before that nobody sees it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from analyzer.catalog import schema
from analyzer.catalog.model import Catalog, Run
from analyzer.catalog.reading import runs
from analyzer.errors import SettingsError
from analyzer.settings.scratch import scratch_folder

WRITING = ".writing-"  # how folders of runs that are not yet whole begin

Within = Callable[[sa.Connection, Catalog, str], None]  # in the transaction of a run, given its id
TABLES = "tables"  # the folder of a run's tables in the folder of its files
WITH_TABLES = 3  # of so many of the newest runs the tables stay; of older ones the three files alone


def keep_run(
    catalog: Catalog,
    document: dict[str, Any],
    folder: Path,
    digest: str | None = None,
    origin: str = "align",
    tables: Path | None = None,
    within: Within | None = None,
) -> str:
    """Keep a document, the files of its folder and its tables (a folder of `tables_folder`); gives the run's id.

    It is the first free one of the document's `run.started` (see `new_run_id`), so the one that `new_run_id` gave
    before as long as the project's lock is held. `digest` says which input it had; by default it is the digest of the
    document without its times. `within` writes what has to be kept with the run or not at all; what it raises takes the
    run back. Raises SettingsError where files or rows cannot be written.
    """
    times = document.get("run", {})
    started = _time(times.get("started")) or datetime.now(UTC)
    finished = _time(times.get("finished")) or datetime.now(UTC)
    home = catalog.home / "runs"
    try:
        home.mkdir(parents=True, exist_ok=True)
        with scratch_folder(WRITING, home) as scratch:
            written = scratch / "run"
            _copy(folder, written)
            if tables is not None and tables.is_dir():
                for file in sorted(tables.iterdir()):
                    _sync(file)
                tables.rename(written / TABLES)
            run_id = _claim(home, written, _free_ids(catalog, started))
    except OSError as reason:
        raise _cannot_write(home, reason) from None
    rows = {
        "project": catalog.project,
        "id": run_id,
        "started_at": started,
        "finished_at": finished,
        "origin": origin,
        "digest": digest or _digest(document),
        **_figures(document),
        "source": times.get("source"),
        "folder": f"runs/{run_id}",
    }
    try:
        with catalog.writing() as connection:
            connection.execute(sa.insert(schema.run), {**rows, "number": _next_number(connection, catalog)})
            found = list(_findings(catalog, run_id, document))
            if found:
                connection.execute(sa.insert(schema.finding), found)
            if within is not None:
                within(connection, catalog, run_id)
    except BaseException:
        shutil.rmtree(home / run_id, ignore_errors=True)
        raise
    _thin_out(catalog)
    return run_id


def run_to_be(catalog: Catalog, document: Mapping[str, Any], folder: Path) -> Run:
    """A run as `keep_run` will keep it, for what is reckoned from it before; its files lie in `folder` so far."""
    times, newest = document.get("run", {}), runs(catalog, 1)
    started = _time(times.get("started")) or datetime.now(UTC)
    return Run(
        id=times.get("id", ""),
        started_at=started,
        finished_at=_time(times.get("finished")) or started,
        origin="",
        digest="",
        folder=folder,
        number=newest[0].number + 1 if newest else 1,
        **_figures(document),
    )


@contextmanager
def tables_folder(catalog: Catalog) -> Iterator[Path]:
    """A place for the tables of a run that is being made, on the disk of the runs: `keep_run` moves the folder, however
    large. What nobody has moved is taken away."""
    home = catalog.home / "runs"
    with ExitStack() as end:
        try:
            home.mkdir(parents=True, exist_ok=True)
            scratch = end.enter_context(scratch_folder(WRITING, home))
        except OSError as reason:
            raise _cannot_write(home, reason) from None
        yield scratch / TABLES


def _thin_out(catalog: Catalog) -> None:
    """Take the tables of old runs away: a night's are as large as the log."""
    for run in runs(catalog)[WITH_TABLES:]:
        if (run.folder / TABLES).exists():
            shutil.rmtree(run.folder / TABLES, ignore_errors=True)


def _cannot_write(home: Path, reason: OSError) -> SettingsError:
    return SettingsError(
        expected="a folder beside the project file that can be written",
        found=reason.strerror or "an error",
        where=str(home),
        do="make room, and give this user the right to write there",
    )


def _copy(folder: Path, target: Path) -> None:
    """Copy the files of a folder and wait until they are on the disk."""
    target.mkdir()
    for file in sorted(folder.iterdir()):
        if file.is_file():
            _sync(Path(shutil.copyfile(file, target / file.name)))


def _sync(path: Path) -> None:
    """Wait until a file is on the disk."""
    with path.open("rb") as written:
        os.fsync(written.fileno())


def new_run_id(catalog: Catalog, started: datetime) -> str:
    """The id for a run that started then: its UTC time (`20261122T021500Z`), with `-2` and so on where it is taken."""
    return next(_free_ids(catalog, started))


def _free_ids(catalog: Catalog, started: datetime) -> Iterator[str]:
    """Ids that neither rows nor files of another run have."""
    with catalog.reading() as connection:
        taken = set(connection.scalars(sa.select(schema.run.c.id).where(schema.run.c.project == catalog.project)))
    stamp = f"{started.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for number in count(1):
        name = stamp if number == 1 else f"{stamp}-{number}"
        if name not in taken and not (catalog.home / "runs" / name).exists():
            yield name


def _next_number(connection: sa.Connection, catalog: Catalog) -> int:
    """The place of a new run in the order; nobody else keeps one in this transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE run IN SHARE ROW EXCLUSIVE MODE"))
    highest = sa.select(sa.func.max(schema.run.c.number)).where(schema.run.c.project == catalog.project)
    return (connection.scalar(highest) or 0) + 1


def _claim(home: Path, written: Path, ids: Iterable[str]) -> str:
    """Move the files to the first id whose place is free still."""
    for run_id in ids:
        try:
            written.rename(home / run_id)
        except OSError:
            if not (home / run_id).exists():
                raise
            continue  # another run has just put its files there
        return run_id
    raise AssertionError("ids do not end")


def _figures(document: Mapping[str, Any]) -> dict[str, Any]:
    alignment, log = document["alignment"], document["log"]
    return {
        "first_at": _time(log.get("first")),
        "last_at": _time(log.get("last")),
        "cases": log["cases"],
        "events": log["events"],
        "signals": document["signals"]["total"],
        "rated": alignment.get("rated") or 0,
        **{name: (alignment.get(name) or {}).get("value") for name in ("visibility", "relevance", "score")},
        **{f"score_{end}": (alignment.get("score") or {}).get(end) for end in ("low", "high")},
        "mismatches": len(document["mismatches"]),
    }


def _findings(catalog: Catalog, run_id: str, document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for position, mismatch in enumerate(document["mismatches"]):
        avoidable = mismatch.get("avoidable_bad_per_month") or {}
        yield {
            "project": catalog.project,
            "run_id": run_id,
            "position": position,
            "mismatch_id": mismatch["id"],
            **{name: mismatch[name] for name in ("kind", "stage", "title", "priority", "affected_visits")},
            "avoidable": avoidable.get("value"),
            "avoidable_low": avoidable.get("low"),
            "avoidable_high": avoidable.get("high"),
        }


def _time(iso: str | None) -> datetime | None:
    """An ISO-8601 time as aware UTC; one without a zone is UTC."""
    if iso is None:
        return None
    at = datetime.fromisoformat(iso)
    return at.astimezone(UTC) if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _digest(document: dict[str, Any]) -> str:
    content = {key: value for key, value in document.items() if key != "run"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
