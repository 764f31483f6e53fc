"""The job `nightly`: a night as the schedule asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analyzer.catalog import Within, open_catalog
from analyzer.errors import LockError
from analyzer.jobs.analyse import SHARES
from analyzer.nightly.night import NightOutcome, run_night
from analyzer.nightly.one_night import NightMadeError, due_now
from analyzer.settings import Settings, check_files, load_project

LOOK_S = 2.0  # between two looks at a lock that another run holds

Say = Callable[[str, float | None], None]


def night_job(project: Path, arguments: dict[str, Any], say: Say, within: Within | None = None) -> dict[str, Any]:
    """One night of a project; `within` ends the job in the transaction that keeps the run.

    Waits while another run of the project is under way, at most as long as a job may take. Where that was a night which
    counts for the moment of the schedule, the job ends with that one's run. Raises as `run_night`, but no LockError.
    """
    settings = load_project(project)
    check_files(settings)
    try:
        outcome = _made(settings, say, within)
    except NightMadeError as made:
        if within is not None:
            with open_catalog(settings) as catalog, catalog.writing() as connection:
                within(connection, catalog, made.run.id)
        return {"run": made.run.id, "deliveries_failed": 0}
    failed = sum(one.failed for one in outcome.deliveries)
    return {"run": outcome.night.run_id, "deliveries_failed": failed}


def _made(settings: Settings, say: Say, within: Within | None) -> NightOutcome:
    """The night, when nobody else holds the project's locks any more."""
    moment = due_now(settings)
    while True:
        try:
            return run_night(settings, lambda step: say(step, SHARES.get(step)), within, moment)
        except LockError:
            say("waiting", None)
            time.sleep(LOOK_S)
