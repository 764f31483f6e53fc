"""Room 1: files and warehouse tables → the event table, the case table, transitions, the signal table and the quality report."""

from analyzer.ingest.log import read_log

__all__ = ["read_log"]
