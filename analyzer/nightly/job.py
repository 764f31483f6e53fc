"""The job `nightly`: a night as the schedule asks for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from analyzer.catalog import Within
from analyzer.jobs.analyse import SHARES
from analyzer.nightly.night import run_night
from analyzer.settings import check_files, load_project


def night_job(
    project: Path, arguments: dict[str, Any], say: Callable[[str, float | None], None], within: Within | None = None
) -> dict[str, Any]:
    """One night of a project; `within` ends the job in the transaction that keeps the run. Raises as `run_night`."""
    settings = load_project(project)
    check_files(settings)
    outcome = run_night(settings, lambda step: say(step, SHARES.get(step)), within)
    failed = sum(one.failed for one in outcome.deliveries)
    return {"run": outcome.night.run_id, "deliveries_failed": failed}
