"""The kinds of job. Each is a function (project file, arguments, say) that gives a small result for JSON; those that
keep a run also take what ends the job together with it.

They are known by where they stand, and loaded in the process of the job alone: a kind may stand in a room above this.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from analyzer.jobs.names import ANALYSE, NIGHTLY, SLICE_DRIVERS, TEST_HYPOTHESIS

Work = Callable[..., dict[str, Any]]

KINDS = {
    ANALYSE: "analyzer.jobs.analyse:analyse_project",
    NIGHTLY: "analyzer.nightly.job:night_job",
    SLICE_DRIVERS: "analyzer.jobs.slice_drivers:drivers_of_slice",
    TEST_HYPOTHESIS: "analyzer.jobs.hypotheses:answer_of_hypothesis",
}
KEEP_A_RUN = (ANALYSE, NIGHTLY)


def work_of(kind: str) -> Work:
    """The function of a kind. Raises KeyError for one that this version does not know."""
    module, _, name = KINDS[kind].partition(":")
    work: Work = getattr(import_module(module), name)
    return work
