"""Room 1: files and warehouse tables → event table, case table, transitions, signal table, quality report."""

from analyzer.ingest.check import check_journey, check_object_types
from analyzer.ingest.clocks import check_clocks
from analyzer.ingest.draft import Draft, draft
from analyzer.ingest.log import LogReading, place_notes, read_log
from analyzer.ingest.preview import look_at_objects, preview_log, preview_signals, propose_stamps
from analyzer.ingest.signals.reading import read_again, read_signals
from analyzer.ingest.sources.objects.object_types import proposed_case
from analyzer.ingest.sources.unpack import unpacked_size

__all__ = [
    "Draft",
    "LogReading",
    "check_clocks",
    "check_journey",
    "check_object_types",
    "draft",
    "look_at_objects",
    "place_notes",
    "preview_log",
    "preview_signals",
    "propose_stamps",
    "proposed_case",
    "read_again",
    "read_log",
    "read_signals",
    "unpacked_size",
]
