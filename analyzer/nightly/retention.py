"""How long documents, kept tables and uploads stay: `keep: {nights: 400, days: 730}` in the project."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from analyzer.catalog import Catalog, Run, nights, runs
from analyzer.settings import Settings, read_inputs
from analyzer.settings.inputs import data_set_of

EVERY_RUN = 1_000_000
META, REMOVED = "meta.json", ".removed.json"  # of a data set


def thin_out(settings: Settings, catalog: Catalog, now: datetime | None = None) -> tuple[str, ...]:
    """Take away the files of all nights but the newest that the project keeps, of all runs older than it keeps (the
    newest stays), and the uploads of that age that the next analysis does not read. Gives the ids of runs and uploads.

    What the catalog knows of runs (their figures and findings) stays, so that trends and "since when" do not change.
    Nothing is taken away where the project does not say how long it keeps.
    """
    keep, reports = settings.retention, settings.resolve(settings.report.folder)
    gone: list[str] = []
    over = [] if keep.nights is None else nights(catalog)[keep.nights :]
    if keep.days is not None:
        since = (now or datetime.now(UTC)) - timedelta(days=keep.days)
        over += [run for run in runs(catalog, EVERY_RUN)[1:] if run.finished_at < since and run not in over]
        gone += _uploads(settings, since)
    return (*(run.id for run in over if _without_files(run, reports)), *gone)


def _without_files(run: Run, reports: Path) -> bool:
    """Take away a run's own folder, and its folder among the reports; whether there was one."""
    folders = [folder for folder in (run.folder, reports / run.id) if folder.is_dir()]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return bool(folders)


def _uploads(settings: Settings, since: datetime) -> Iterator[str]:
    """The data sets that came before then and are not read: taken away."""
    chosen = read_inputs(settings)
    paths = [one.path for one in (chosen.log.all if chosen.log else ())]
    paths += [one.path for one in chosen.signals or ()]
    read = {data_set_of(path) for path in paths}
    for meta in sorted((settings.home / "datasets").glob(f"*/{META}")):
        with suppress(OSError, ValueError, KeyError):  # it is just being removed, or nobody knows its age
            at = datetime.fromisoformat(json.loads(meta.read_text(encoding="utf-8"))["at"])
            if at < since and meta.parent.name not in read:
                meta.rename(meta.with_name(REMOVED))  # from here on nobody sees it
                shutil.rmtree(meta.parent, ignore_errors=True)
                yield meta.parent.name
