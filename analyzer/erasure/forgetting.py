"""Forget a customer: find what is known, take it away in an order that can be taken up again, and look what is left."""

from __future__ import annotations

from pathlib import Path

from analyzer.catalog import deliveries, open_catalog, project_lock, runs, scrub_texts
from analyzer.catalog.model import Catalog
from analyzer.engine import open_engine
from analyzer.engine.reader import ReadError
from analyzer.erasure.data_sets import RawSet, forget_in_raw, known_from_raw, raw_sets
from analyzer.erasure.documents import forget_in_folder, text_folders
from analyzer.erasure.kept_tables import drop_elsewhere, forget_in_tables, known_from, run_tables, tables_elsewhere
from analyzer.erasure.remains import remains
from analyzer.erasure.subject import DataSubject, ErasureOutcome
from analyzer.errors import InputError
from analyzer.settings import Settings
from analyzer.state import clear_in_place, clear_state

WHO = "command line"  # in the audit


def forget(settings: Settings, customer: str, write: bool) -> ErasureOutcome:
    """Take a customer out of a project's raw data sets, kept tables, documents, reports and catalog; without `write`
    only count. Numbers that were added up stay: they name nobody.

    The outcome lists what cannot be forgotten here. No run of the project may be under way: LockError. Raises
    SettingsError where something cannot be read or written; doing it again then goes on.
    """
    outcome = ErasureOutcome()
    with project_lock(settings), open_catalog(settings) as catalog, open_engine() as engine:
        subject = DataSubject(customer)
        tables = list(run_tables(settings.home))
        data_sets, unread = _readable(settings, engine.folder, subject)
        for _ in range(2):  # a data set may know cases that a run does not, and the other way round
            for one in data_sets:
                subject = known_from_raw(one, engine.folder, subject)
            for folder in tables:
                subject = known_from(engine, folder, subject)
        outcome.cases = len(subject.cases)
        for one in data_sets:
            forget_in_raw(settings, one, engine.folder, subject, outcome, write)
        for folder in text_folders(settings):
            forget_in_folder(folder, subject, outcome, write)
        outcome.entries = scrub_texts(catalog, subject.scrubbed, _note(outcome) if write else None, WHO)
        for folder in tables:
            forget_in_tables(engine, folder, subject, outcome, write)
        for folder in tables_elsewhere(settings.home):
            drop_elsewhere(folder, outcome, write)
        if write:
            clear_in_place(settings)
            clear_state(settings)  # the next night reads everything again
        outcome.left = [*unread, *_left(settings, catalog, subject, write)]
    return outcome


def _readable(settings: Settings, scratch: Path, subject: DataSubject) -> tuple[list[RawSet], list[str]]:
    """The data sets that can be read, and words about those that cannot."""
    found, unread = [], []
    for one in raw_sets(settings):
        try:
            known_from_raw(one, scratch, subject)
        except (InputError, ReadError):
            unread.append(f"{_shown(settings, one.file)}: a data set that cannot be read; remove it on the page Data")
        else:
            found.append(one)
    return found, unread


def _note(outcome: ErasureOutcome) -> dict[str, int]:
    """What the audit says: numbers, nobody's name."""
    return {"cases": outcome.cases, "rows": outcome.rows, "documents": outcome.documents}


def _left(settings: Settings, catalog: Catalog, subject: DataSubject, write: bool) -> list[str]:
    """What cannot be forgotten by this program, or was not yet."""
    found = []
    for path in remains(settings, subject):
        inside = path.is_relative_to(settings.home) or path.is_relative_to(settings.resolve(settings.report.folder))
        if inside and not write and "uploads" not in path.parts:
            continue
        if "uploads" in path.parts:
            found.append(f"{_shown(settings, path)}: an upload that is under way; it goes by itself after a day")
        elif inside:
            found.append(f"{_shown(settings, path)}: kept by the project in a form that is not known here")
        else:
            found.append(f"{_shown(settings, path)}: a file of yours; the next analysis reads it again")
    if any(row.status == "sent" for run in runs(catalog) for row in deliveries(catalog, run.id)):
        found.append("digests that were mailed or posted: ask those who have them")
    found.append("backups, exports and copies that were made of the project: delete them, or forget there too")
    if catalog.engine.dialect.name != "sqlite":
        found.append("the database server's own logs and free space: vacuum it")
    return found


def _shown(settings: Settings, path: Path) -> str:
    return settings.masked(path.relative_to(settings.folder).as_posix())
