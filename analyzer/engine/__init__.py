"""Where tables live. The one door to Ibis: rooms write expressions over tables, only this room connects, reads and writes."""

import ibis
from ibis import _
from ibis.expr.types import Column, Table, Value

from analyzer.engine.engine import Engine, open_engine

__all__ = ["Column", "Engine", "Table", "Value", "_", "ibis", "open_engine"]
