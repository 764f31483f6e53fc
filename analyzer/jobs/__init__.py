"""Work that is done beside the pages: the worker, the schedule, and the kinds of job there are.

What there is to do, and how far it is, stands in the catalog (`catalog/jobs.py`): its table is the queue.
"""

from analyzer.jobs.analyse import Keeper, analysed, keeper_of
from analyzer.jobs.names import ANALYSE, SLICE_DRIVERS, TEST_HYPOTHESIS
from analyzer.jobs.supervise import Worker

__all__ = [
    "ANALYSE",
    "SLICE_DRIVERS",
    "TEST_HYPOTHESIS",
    "Keeper",
    "Worker",
    "analysed",
    "keeper_of",
]
