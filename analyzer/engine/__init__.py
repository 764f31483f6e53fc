"""Where tables live. The one door to Ibis: rooms write expressions over tables, only this room connects, reads and
writes."""

import ibis
from ibis import _
from ibis.expr.types import Column, Table, Value

from analyzer.engine.beside import Beside
from analyzer.engine.conditions import any_of
from analyzer.engine.engine import SMALL, Engine, open_engine
from analyzer.engine.sums import KeptSums, added, by_case
from analyzer.engine.times import after, seconds
from analyzer.engine.zones import DAY_S, days_of_change, iso_day, local_day, local_seconds, offset_s, offsets_between

__all__ = [
    "DAY_S",
    "SMALL",
    "Beside",
    "Column",
    "Engine",
    "KeptSums",
    "Table",
    "Value",
    "_",
    "added",
    "after",
    "any_of",
    "by_case",
    "days_of_change",
    "ibis",
    "iso_day",
    "local_day",
    "local_seconds",
    "offset_s",
    "offsets_between",
    "open_engine",
    "seconds",
]
