"""Room 1: files and warehouse tables → event table, case table, transitions, signal table, quality report."""

from analyzer.ingest.check import check_journey
from analyzer.ingest.draft import Draft, draft
from analyzer.ingest.log import read_log
from analyzer.ingest.preview import preview_log, preview_signals, propose_stamps
from analyzer.ingest.signals.reading import read_signals

__all__ = [
    "Draft",
    "check_journey",
    "draft",
    "preview_log",
    "preview_signals",
    "propose_stamps",
    "read_log",
    "read_signals",
]
