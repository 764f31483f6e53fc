"""The part of the cases that an action was tried on: whether a run has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from analyzer.errors import ArgumentError
from analyzer.settings import suggestion
from analyzer.slices.cut import written
from analyzer.slices.kept import has_tables, open_run

SHOWN = 1_000  # values among which the nearest is looked for


def check_part(run: Path, on: Mapping[str, Sequence[str]], where: str) -> None:
    """Raise ArgumentError, naming the nearest, where a run (its folder) has no such attribute of its cases or none of
    its cases has such a value. A run without tables is refused too: nothing can be said of it."""
    if not has_tables(run):
        raise ArgumentError(
            expected="a newest run that keeps its tables",
            found=f"the run {run.name} without: of an earlier version, or of a log that stays in its database",
            where=where,
            do="run the analysis again (analyzer align --project … --out …), without engine where that is a database",
        )
    with open_run(run) as (engine, kept):
        columns = {a.name: a.column for a in kept.log.attributes}
        for name, values in on.items():
            if name not in columns:
                raise ArgumentError(
                    expected="an attribute of the cases",
                    found=f"{name}={', '.join(values)}",
                    where=where,
                    do=suggestion(name, sorted(columns)),
                )
            counted = kept.log.cases.select(value=written(kept.log.cases, columns[name]))
            wanted = engine.rows(counted.filter(counted["value"].isin(list(values))).distinct())
            missing = sorted(set(values) - {str(row["value"]) for row in wanted})
            if missing:
                some = engine.rows(counted.distinct().order_by("value").limit(SHOWN))
                known = [str(row["value"]) for row in some if row["value"] != ""]
                raise ArgumentError(
                    expected=f"a value of {name} that a case has",
                    found=f"{name}={missing[0]}",
                    where=where,
                    do=suggestion(missing[0], known if len(known) <= 20 else known[:20]),
                )
