"""Work that a server does beside its pages: the queue, the worker, and the kinds of job there are.

What is known of a job stands in the catalog (`catalog/jobs.py`); the queue (huey) only wakes a worker up.
"""

from analyzer.jobs.analyse import Keeper, analysed, keeper_of
from analyzer.jobs.names import ANALYSE, SLICE_DRIVERS
from analyzer.jobs.queue import ask
from analyzer.jobs.supervise import Worker

__all__ = ["ANALYSE", "SLICE_DRIVERS", "Keeper", "Worker", "analysed", "ask", "keeper_of"]
