"""`analyzer.align`: the analysis of the command `analyzer align`, from Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Any

from analyzer.errors import ArgumentError
from analyzer.frames.arguments import ARGUMENTS, said_plainly, settings_of
from analyzer.frames.result import AlignmentResult
from analyzer.settings import Settings, check_files, load_project
from analyzer.settings.scratch import scratch_folder


def align(
    log: Any = None,
    journey: str | PathLike[str] | Mapping[str, Any] | None = None,
    signals: Any = None,
    *,
    project: str | PathLike[str] | None = None,
    columns: str | Iterable[str] | Mapping[str, str] = (),
    timezone: str | None = None,
    day_first: bool | None = None,
    missing: Iterable[str] | None = None,
    max_refused: float | None = None,
    calendar: Mapping[str, Any] | None = None,
    thresholds: Mapping[str, float] | None = None,
    engine: str | None = None,
    case_noun: str | None = None,
    name: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> AlignmentResult:
    """Find where the company's view and the customers' view contradict each other.

    `log`: the path of an event log, or a table with one row an event: of pandas (pm4py's frames as they are), pyarrow,
    polars, DuckDB or Ibis; or an event log of pm4py; or a mapping with `path` or `table` and the other keys of `log` in
    a project file. `journey`: the path of a YAML file, or a dict with what it would hold. `signals`: one of the same
    kinds as `log`, a list of them, or None; a mapping may say `kind`, `about`, `window`, `scale`, `silence`.
    `columns`: role → column (`{"case_id": "order_id"}`, or as on the command line), for log and signals alike where
    they have the column. `timezone`: of times that name none; UTC by default. `day_first`: True reads 03/04/2026 as
    3 April, False as March 4. The other options are the keys of a project file. `project`: a project file instead of
    all this; nothing is kept in its catalog. `progress` is called with the name of each step.

    Gives the numbers and words of `analyzer align` over the same data. Nothing is written but temporary files, which go
    with the result.
    Raises AnalyzerError (`.expected`, `.found`, `.where`, `.do`) for anything given that cannot be used.
    """
    options = {
        "timezone": timezone,
        "missing": None if missing is None else list(missing),
        "max_refused": max_refused,
        "calendar": calendar,
        "thresholds": thresholds,
        "engine": engine,
        "case_noun": case_noun,
        "name": name if name is not None or project is not None else "Process alignment",
    }
    given = {"log": log, "journey": journey, "signals": signals, "columns": columns or None, "day_first": day_first}
    with ExitStack() as end:
        folder = end.enter_context(scratch_folder("alignment-"))
        with said_plainly(folder):
            if project is not None:
                settings = _of_project(Path(project), {**given, **options})
            else:
                settings = settings_of(log, journey, signals, folder, columns, day_first, options)
            check_files(settings)
            from analyzer.jobs import analysed

            tables = folder / "run" / "tables"
            document = analysed(settings, _identity, progress or (lambda step: None), tables)
        return AlignmentResult(document, tables.parent, end.pop_all())


def _of_project(file: Path, given: Mapping[str, Any]) -> Settings:
    """A project's settings; what else was given contradicts them."""
    further = sorted(name for name, value in given.items() if value is not None)
    if further:
        raise ArgumentError(
            expected="either project or the other inputs",
            found=f"project and {', '.join(further)}",
            where=ARGUMENTS,
            do="put them into the project file, or leave project out",
        )
    return load_project(file)


def _identity(started: datetime) -> str:
    return f"{started:%Y%m%dT%H%M%SZ}"
