"""The job `slice_drivers`: what sets unhappy visits apart in a part of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analyzer.catalog import find_run, open_catalog
from analyzer.errors import ArgumentError
from analyzer.jobs.analyse import Say
from analyzer.settings import load_project
from analyzer.slices import has_tables, read_filters, slice_drivers
from analyzer.tables.steps import Step

SHARES: dict[Step, float] = {"tables": 0.05, "measuring": 0.15}  # of the time


def drivers_of_slice(project: Path, arguments: dict[str, Any], say: Say) -> dict[str, Any]:
    """Drivers by stage of `run` (an id) for `filters` (pairs of key and value, as in an address): {"stages": [...]}.

    Raises ArgumentError where the run keeps no tables, or the filters cannot be used.
    """
    settings = load_project(project)
    with open_catalog(settings) as catalog:
        run = find_run(catalog, arguments["run"])
    if run is None or not has_tables(run.folder):
        raise ArgumentError(
            expected="a run that keeps its tables",
            found=f"the run {arguments['run']}, which keeps none any more",
            where="the address of the page",
            do="open the page again: the newest run keeps them",
        )
    filters = read_filters([(str(key), str(value)) for key, value in arguments["filters"]])
    found = slice_drivers(run.folder, filters, settings, lambda step: say(step, SHARES.get(step)))
    return {"stages": found}
