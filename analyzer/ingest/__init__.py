"""Room 1: files and warehouse tables → event table, case table, transitions, signal table, quality report."""

from analyzer.ingest.check import check_journey
from analyzer.ingest.log import read_log
from analyzer.ingest.signals import read_signals

__all__ = ["check_journey", "read_log", "read_signals"]
