"""The kinds of job. Each is a function (project file, arguments, say) that gives a small result for JSON; those that
keep a run also take what ends the job together with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analyzer.jobs.analyse import analyse_project
from analyzer.jobs.names import ANALYSE, SLICE_DRIVERS
from analyzer.jobs.slice_drivers import drivers_of_slice

Work = Callable[..., dict[str, Any]]

KINDS: dict[str, Work] = {
    ANALYSE: analyse_project,
    SLICE_DRIVERS: drivers_of_slice,
}
KEEP_A_RUN = (ANALYSE,)
