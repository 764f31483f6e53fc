"""Columns that were given for log and signals alike: a file may lack one only where another file has it."""

from __future__ import annotations

from collections.abc import Callable

from analyzer.engine.reader import Reader
from analyzer.errors import InputError
from analyzer.ingest.columns.roles import plain
from analyzer.ingest.sources.files import find_files
from analyzer.ingest.sources.reading import read_source
from analyzer.settings import Settings


def column_elsewhere(settings: Settings, path: str, reader: Reader) -> Callable[[str], bool]:
    """A test whether any other file of the settings than `path` has a column.

    A file that cannot be read is taken to have it: its own reading says what is wrong with it.
    """
    others = [(s.path, s.place) for s in settings.signals if s.path not in (path, "")]
    others += [(one.path, one.place) for one in settings.log.all if one.path is not None and one.path != path]

    def has(column: str) -> bool:
        for other, place in others:
            try:
                raw = read_source(find_files(settings, other, place, InputError, "a table"), reader)
            except InputError:
                return True
            if any(plain(name) == plain(column) for name in raw.names):
                return True
        return False

    return has
