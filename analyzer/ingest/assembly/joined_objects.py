"""Which objects the events of joined sources concern: an object-centric source says it by its relations, any other by a
column that is called like a type of object."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analyzer.engine.reader import literal
from analyzer.ingest.columns.roles import plain
from analyzer.ingest.sources.native import text_sql
from analyzer.ingest.sources.raw import RawTable, clean_text, missing_words


@dataclass(frozen=True)
class SourceObjects:
    """A source and its rows among those of the others: `table` has `own`, its row in the source, and `event`; `case_id`
    is the column of the case there."""

    raw: RawTable
    table: str
    case_id: str
    timezone: str  # of its times that name none


def changes_of(sources: Iterable[SourceObjects]) -> str:
    """SQL: what the attributes of objects are over time (`RawTable.changes`), of all sources that tell it, each with
    its `zone`."""
    told = (
        f'SELECT no, object, name, "at", value, {literal(source.timezone)} AS zone FROM {source.raw.changes}'
        for source in sources
        if source.raw.changes
    )
    return f"({' UNION ALL '.join(told)})"


def objects_of_sources(sources: Iterable[SourceObjects], missing: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """The types of objects of all sources, as their files spell them, and `RawTable.objects` of their events together;
    nothing where no source is object-centric.

    Of another source a column names the objects of a type: one that is called like it or like its id, letter case,
    spaces and underscores aside. It may also be the one that says the case, where a map (`via`) leads on from it.
    """
    given = tuple(sources)
    types = tuple(dict.fromkeys(name for source in given for name in source.raw.object_types))
    words = missing_words(missing, identifies=True)
    tables = [
        f"SELECT DISTINCT t.{source.case_id} AS case_id, t.event, o.type, o.object, o.named FROM ({rows}) AS o"
        f" JOIN {source.table} AS t ON t.own = o.row WHERE t.{source.case_id} IS NOT NULL"
        for source in given
        for rows in _rows(source.raw, types, words)
    ]
    return types, f"({' UNION ALL '.join(tables)})" if types else ""


def _rows(raw: RawTable, types: Iterable[str], words: frozenset[str]) -> list[str]:
    """SQL of a source: row, type, object, and `named`: whether a column says it."""
    if raw.objects:
        return [f"SELECT row, type, object, named FROM {raw.objects}"]
    found = []
    for kind in {plain(name): name for name in reversed(tuple(types))}.values():
        column = next((name for name in raw.shown if plain(name) in (plain(kind), plain(f"{kind} id"))), None)
        if column is not None:
            text = clean_text(text_sql(raw.column(column), raw.type_of(column)), words)
            said = f"SELECT row, {literal(kind)} AS type, {text} AS object, TRUE AS named FROM {raw.numbered}"
            found.append(f"SELECT * FROM ({said}) WHERE object IS NOT NULL")
    return found
