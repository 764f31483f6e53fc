"""Whether a file is an object-centric log, and its tables, whatever its format."""

from __future__ import annotations

from pathlib import Path

from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.objects.json_log import read_json_log
from analyzer.ingest.sources.objects.object_log import ObjectLog
from analyzer.ingest.sources.objects.sqlite_log import read_sqlite_log
from analyzer.ingest.sources.objects.xml_log import is_object_log, read_xml_log


def object_log(given: GivenFile, kind: str, folder: Path) -> ObjectLog | None:
    """The tables of a plain file of that kind, written to `folder`; None where it is no object-centric log."""
    if kind == "sqlite":
        return read_sqlite_log(given, folder)
    if kind == "json":
        return read_json_log(given, folder)
    if kind == "xml" and is_object_log(given):
        return read_xml_log(given, folder)
    return None
