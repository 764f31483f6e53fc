"""Which column is the case where no name says so: the one identifier whose values come again from row to row."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analyzer.engine.reader import Reader
from analyzer.ingest.columns.roles import ALIASES, detect
from analyzer.ingest.sources.native import text_sql
from analyzer.ingest.sources.raw import RawTable

_ROWS = 20_000  # that are looked at
_ALL = 0.99  # of them have a value: every event belongs to a case
_FEWEST, _MOST = 1.5, 500.0  # rows a value: of one row a value nothing follows; very many are a place or a product
_NAMES = re.compile(r"(?:[ _-](?i:id|no|nr|num|number|key|ref|reference)|(?<=[a-z])(?:Id|ID|No|Nr|Number|Key|Ref))$")
_NO_CASE = re.compile(
    "event|row|record|line|log|activit|task|step|status|product|item|article|material|store|shop|branch|site|plant|"
    "location|region|machine|device|vehicle|campaign|vendor|supplier|carrier|driver|categor|type|queue|session|version",
    re.IGNORECASE,
)


def with_case(raw: RawTable, reader: Reader, said: Mapping[str, str]) -> dict[str, str]:
    """Role → column as it is said; with the case, where neither that nor a name tells it and one column alone can be
    it: called an id, a number, a key or a reference of something (`call_ref`, not of a product or a place), filled in
    nearly every row, and with values that stand in several rows each, but not in very many.

    Where several can be, none is taken: a wrong case is worse than a question.
    """
    known = {role: column for role, column in said.items() if role in ALIASES}
    roles = detect(raw.names, ALIASES, known)
    if "case_id" in roles or "case_id" in said:
        return dict(said)
    free = [n for n in raw.names if n not in roles.values() and _NAMES.search(n) and not _NO_CASE.search(n)]
    found = [name for name in free if _comes_again(raw, reader, name)]
    return {**said, "case_id": found[0]} if len(found) == 1 else dict(said)


def _comes_again(raw: RawTable, reader: Reader, name: str) -> bool:
    value = text_sql(raw.column(name), raw.type_of(name))
    rows = f"(SELECT nullif(trim({value}), '') AS said FROM {raw.relation} LIMIT {_ROWS})"
    every, filled, values = reader.row(f"SELECT count(*), count(said), count(DISTINCT said) FROM {rows}")
    return bool(values) and filled >= _ALL * every and _FEWEST <= filled / values <= _MOST
