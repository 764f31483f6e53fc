"""The typed rows of a big text, written once: all that is asked of them afterwards parses no text any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from analyzer.engine.reader import Reader, literal
from analyzer.ingest.columns.plan import NEEDED, Plan

_BESIDE = 6  # columns beside those asked for: what is needed, whether a time was written, and its second reading


def store(plan: Plan, reader: Reader) -> Plan:
    """The plan with a table of its typed rows, in the order of the file. Several threads type and write them, and the
    place of a row is its place in the table; to number the rows of a text first takes one thread alone, with all that
    is done to them. What is stored in columns already is typed again for each question: that costs little."""
    if not plan.raw.in_order:
        return plan
    attributes = tuple(a.column for a in plan.attributes)
    columns = (*(role for role in plan.roles if role not in NEEDED), *attributes)
    named = with_words(plan, ("activity", *plan.event_texts, *attributes), reader)
    words = ", ".join(f"CAST({column} AS {kind}) AS {column}" for column, kind in named.words.items())
    listed = f"* EXCLUDE (reason){f' REPLACE ({words})' if words else ''}"
    rows = f"SELECT {listed} FROM {plan.typed(columns, {})}"
    table = reader.keep_in_order(rows, plan.raw.bytes, len(columns) + _BESIDE)
    return replace(named, rows=table) if table else plan


def with_words(plan: Plan, columns: Iterable[str], reader: Reader) -> Plan:
    """The plan with an enumeration for each of these typed columns that has few different words: sorting and grouping
    carry numbers then."""
    kinds = {role: plan.kinds[name] for role, name in plan.roles.items()} | {a.column: a.kind for a in plan.attributes}
    words = dict(plan.words)
    for column in columns:
        if column not in words and (said := kinds[column].words):
            words[column] = f"words_{reader.number()}"
            reader.run(f"CREATE TYPE {words[column]} AS ENUM ({', '.join(literal(word) for word in said)})")
    return replace(plan, words=words)
