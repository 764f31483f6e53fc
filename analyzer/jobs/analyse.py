"""One analysis of a project from its settings to the run in its catalog, for the command line and for the server."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from analyzer.settings import Settings, check_files, load_project, masked_document, read_inputs, with_inputs
from analyzer.settings.moments import iso_utc
from analyzer.settings.scratch import scratch_folder
from analyzer.settings.what_is_read import what_is_read
from analyzer.tables.steps import Progress, Step

if TYPE_CHECKING:
    from analyzer.catalog import Within
    from analyzer.document import AlignmentDocument
    from analyzer.document.parts.reading import ReadSection
    from analyzer.improvement import ImprovingSummary
    from analyzer.pipeline import Analysis, Measured
    from analyzer.tables.ruler import Ruler

Say = Callable[[str, float | None], None]  # (step, share of the whole or None): raises to stop the work

SHARES: dict[Step, float] = {  # of the time, where the analysis is at each step; measured on logs of a million events
    "reading": 0.02,
    "calibrating": 0.40,
    "judging": 0.64,
    "measuring": 0.65,
    "discovering": 0.96,
    "writing": 0.97,
}

OBJECTS_BETWEEN_COLLECTIONS = (50_000, 20, 20)  # of Python's garbage collector, while an analysis runs


@dataclass(frozen=True)
class Keeper:
    """How a run gets its id, and how it is kept; `improving`: what is done to improve, where a catalog knows it."""

    new_id: Callable[[datetime], str]
    keep: Callable[[AlignmentDocument, Path], object]
    improving: Callable[[AlignmentDocument], ImprovingSummary | None] = lambda document: None
    tables: Path | None = None  # where the analysis puts the tables that are kept with it


@contextlib.contextmanager
def keeper_of(settings: Settings, origin: str = "align", within: Within | None = None) -> Iterator[Keeper]:
    """A project's runs are kept in its catalog, one at a time; others are not kept. `within`: see `keep_run`.

    Raises LockError where another run of the project is under way.
    """
    if settings.project is None:
        yield Keeper(lambda started: f"{started:%Y%m%dT%H%M%SZ}", lambda document, folder: None)
        return
    from analyzer.catalog import keep_run, new_run_id, open_catalog, project_lock, tables_folder

    with project_lock(settings), open_catalog(settings) as catalog, tables_folder(catalog) as tables:
        keep = partial(keep_run, catalog, origin=origin, tables=tables, within=within)

        def improving(document: AlignmentDocument) -> ImprovingSummary:
            from analyzer.slices.with_catalog import improving_of

            return improving_of(catalog, document, tables)

        yield Keeper(partial(new_run_id, catalog), keep, improving, tables)


def analysed(
    settings: Settings,
    new_id: Callable[[datetime], str],
    progress: Progress,
    tables: Path | None = None,
    ruler: Ruler | None = None,
    look: Callable[[Measured], None] = lambda measured: None,
    align: Callable[..., Analysis] | None = None,
) -> AlignmentDocument:
    """The document of the analysis, with id and times of this run. `ruler`, `look`: as of `pipeline.align`; `align`:
    what to call in its place."""
    started, read = datetime.now(UTC), what_is_read(settings)
    with _few_collections():
        from analyzer import pipeline

        analysis = (align or pipeline.align)(settings, progress=progress, keep=tables, ruler=ruler, look=look)
    finished = datetime.now(UTC)
    document = masked_document(settings, analysis.document)
    document["run"] = {
        "id": new_id(started),
        "started": iso_utc(started),
        "finished": iso_utc(finished),
        **document.get("run", {}),
        "source": cast("ReadSection", read),
    }
    return document


@contextlib.contextmanager
def _few_collections() -> Iterator[None]:
    """Python looks for circles among its objects seldom: compiling questions makes millions of objects that live
    shortly, and looking through all that was imported each time costs a tenth of a small analysis."""
    before = gc.get_threshold()
    gc.set_threshold(*OBJECTS_BETWEEN_COLLECTIONS)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def analyse_project(project: Path, arguments: dict[str, Any], say: Say, within: Within | None = None) -> dict[str, Any]:
    """The job `analyse`: the project with the data sets that were chosen for it; the run is kept as one of the web, and
    `within` ends the job in the same transaction.

    Raises as `analyzer align --project` does.
    """
    from analyzer import reports

    settings = load_project(project)
    settings = with_inputs(settings, read_inputs(settings))
    check_files(settings)
    with keeper_of(settings, "web", within) as keeper, scratch_folder("alignment-") as folder:
        document = analysed(settings, keeper.new_id, lambda step: say(step, SHARES.get(step)), keeper.tables)
        (folder / "out").mkdir()
        reports.write(document, folder / "out", keeper.improving(document))
        keeper.keep(document, folder / "out")
    return {"run": document["run"]["id"]}
