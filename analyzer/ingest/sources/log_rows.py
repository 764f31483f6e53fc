"""The rows of one source of a log, one an event, and the columns that are settled already."""

from __future__ import annotations

from analyzer.engine.reader import Reader
from analyzer.errors import LogError
from analyzer.ingest.sources.files import KINDS, find_files
from analyzer.ingest.sources.keeping import keep
from analyzer.ingest.sources.objects.flattened import ObjectChoice
from analyzer.ingest.sources.raw import RawTable
from analyzer.ingest.sources.reading import read_source
from analyzer.ingest.sources.row_a_case import unfolded
from analyzer.ingest.sources.warehouse import exported
from analyzer.settings import LogSource, Settings


def read_rows(settings: Settings, source: LogSource, reader: Reader) -> tuple[RawTable, dict[str, str]]:
    """The rows of a source, and role → column as the settings or the format say it.

    Raises LogError for what is not there or cannot be read.
    """
    if source.path is None:
        files = [exported(settings, source, reader)]
    else:
        files = find_files(settings, source.path, source.place, LogError, KINDS)
    choice = ObjectChoice(source.case, source.others, source.columns.get("customer_id"))
    raw = read_source(files, reader, source.sheet, choice)
    if raw.roles:
        return raw, {**source.columns, **raw.roles}
    if not source.stamps:
        return raw, source.columns
    long, roles = unfolded(keep(raw.cleaned(settings.missing), reader), reader, source.stamps)
    return long, {**source.columns, **roles}
