"""What the sources of a joined log share, whether they are read to this machine or where they lie: their columns, and
the map through which their cases meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analyzer.engine.reader import Reader
from analyzer.errors import LogError
from analyzer.ingest.columns.choosing import no_such_column, same_column
from analyzer.ingest.columns.roles import ALIASES
from analyzer.ingest.sources.files import SIGNAL_KINDS, find_files
from analyzer.ingest.sources.native import text_sql
from analyzer.ingest.sources.raw import RawTable
from analyzer.ingest.sources.reading import read_source
from analyzer.ingest.sources.warehouse import exported
from analyzer.settings import LogSource, Settings, Via
from analyzer.tables.quality import ReadingNote, noted


def shared_columns(
    columns: Sequence[Mapping[str, str]], names: Sequence[Mapping[str, str]]
) -> tuple[list[str], list[str]]:
    """The columns of all sources in one order, roles first, and what each is called. Of each source `columns` has a key
    a column (a role, or `: ` and the name of an attribute), and `names` says what it calls a role."""
    keys = [role for role in ALIASES if any(role in one for one in columns)]
    keys += dict.fromkeys(key for one in columns for key in one if key.startswith(": "))
    called = [
        next(one[key] for one in names if key in one) if key in ALIASES else key.removeprefix(": ") for key in keys
    ]
    return keys, called


def map_source(source: LogSource, via: Via) -> LogSource:
    """The map of a source as a log of the same database, where it is a table there."""
    return LogSource(url=source.url, table=via.table, place=via.place)


def map_ends(raw: RawTable, via: Via) -> list[str]:
    """The columns of a map: from, to. Raises LogError for one that it lacks."""
    ends = []
    for role, wanted in (("from", via.source), ("to", via.target)):
        column = same_column(wanted, raw.names)
        if column is None:
            raise no_such_column(raw, role, wanted)
        ends.append(column)
    return ends


def map_pairs(settings: Settings, source: LogSource, via: Via, reader: Reader) -> str:
    """SQL: the pairs of a map, each once: `said`, the case as the source has it, and `meant`, as the others have it.
    Raises LogError for a map that cannot be read, and for a column that it lacks."""
    if via.table is None:
        files = find_files(settings, via.path, via.place, LogError, SIGNAL_KINDS)
    else:
        files = [exported(settings, map_source(source, via), reader)]
    raw = read_source(files, reader)
    raw = raw.cleaned(settings.missing, raw.names)
    ends = [text_sql(raw.column(column), raw.type_of(column)) for column in map_ends(raw, via)]
    pairs = f"SELECT {ends[0]} AS said, {ends[1]} AS meant FROM {raw.relation}"
    return f"SELECT DISTINCT said, meant FROM ({pairs}) WHERE said IS NOT NULL AND meant IS NOT NULL"


def map_notes(settings: Settings, via: Via, events: int, cases: int, shared: int) -> tuple[ReadingNote, ...]:
    """What is to be said of a map: `events` of `cases` that it lacks, and `shared` events of several cases."""
    told: list[ReadingNote] = []
    if events:
        of = {"of": via.source, "map": settings.masked(via.path or f"table {via.table}"), "to": via.target}
        told.append(noted("not_on_the_map", events=events, cases=cases, **of))
    if shared:
        told.append(noted("events_of_several", n=shared, to=via.target))
    return tuple(told)
