"""A ruler fitted anew: what it measures otherwise, and which findings appear or go only because of it."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from analyzer.engine import open_engine
from analyzer.judging import judge
from analyzer.measuring import measure
from analyzer.pipeline import read
from analyzer.ruler import Difference, calibrate, compare_rulers, kept_ruler, ruler_file, write_ruler
from analyzer.settings import Settings
from analyzer.tables.ruler import Ruler
from analyzer.tables.steps import Progress


@dataclass(frozen=True)
class Recalibration:
    """The new ruler beside the one that was kept (None: none was). `gone`, `appeared`: kind and stage of the findings
    that the same data supports under one of the two alone."""

    before: Ruler | None
    ruler: Ruler
    path: Path
    differences: tuple[Difference, ...]
    gone: tuple[tuple[str, str | None], ...]
    appeared: tuple[tuple[str, str | None], ...]


def recalibrate(settings: Settings, progress: Progress = lambda step: None, keep: bool = True) -> Recalibration:
    """Fit the ruler to all data of a project and hold it beside the kept one, over the same data.

    `keep`: write it in the place of the kept one; nights then measure with it. Raises LockError where a run of the
    project is under way and the ruler is to be kept, and InputError as `align` does.
    """
    from analyzer.catalog import project_lock

    with (
        project_lock(settings) if keep else nullcontext(),
        open_engine(settings.engine, settings.state_schema) as engine,
    ):
        before = kept_ruler(settings)
        progress("reading")
        given, _ = read(engine, settings)
        progress("calibrating")
        ruler = calibrate(engine, given, settings.thresholds)
        progress("measuring")
        found: list[set[tuple[str, str | None]]] = []
        for one in (before, ruler) if before is not None else ():
            _, mismatches, _ = measure(engine, given, one, judge(engine, given, one), settings)
            found.append({(m.kind, m.stage) for m in mismatches})
        old, new = found if found else (set(), set())
        if keep:
            write_ruler(ruler, ruler_file(settings))
    return Recalibration(
        before,
        ruler,
        ruler_file(settings),
        compare_rulers(before, ruler) if before is not None else (),
        tuple(sorted(old - new, key=str)),
        tuple(sorted(new - old, key=str)),
    )
