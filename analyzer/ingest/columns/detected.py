"""How every column was understood, for the quality report and the data page: facts, which `words` says."""

from __future__ import annotations

from analyzer.ingest.columns.kinds import Kind, has_local
from analyzer.ingest.sources.native import NATIVE_AWARE, NATIVE_TIMES
from analyzer.ingest.sources.raw import RawTable
from analyzer.tables.quality import Detected, ReadingNote, fact


def detected(raw: RawTable, roles: dict[str, str], kinds: dict[str, Kind], timezone: str) -> tuple[Detected, ...]:
    """One entry for the file itself, one for each role, one for each attribute, in this order."""
    found = [Detected("file", given.name, raw.notes) for given in raw.files]
    role_of = {column: role for role, column in roles.items()}
    ordered = [*roles.values(), *(name for name in raw.shown if name not in role_of)]
    return (*found, *(Detected(role_of.get(n, "attribute"), n, _facts(kinds[n], timezone)) for n in ordered))


def _facts(kind: Kind, timezone: str) -> tuple[ReadingNote, ...]:
    if not kind.present:
        return (fact("no_value"),)
    if kind.type != "time":
        ways = {"comma": fact("decimal_comma"), "grouped": fact("grouped_thousands")}
        beside = ways.get(kind.way) if kind.type == "number" else fact("point_zero") if kind.point_zero else None
        return (fact(kind.type), beside) if beside else (fact(kind.type),)
    facts = [fact("dates") if kind.dates_only else fact("time")]
    if kind.native in (*NATIVE_TIMES, *NATIVE_AWARE):
        facts.append(fact("native", type=kind.native.lower()))
    facts += [fact("pattern", pattern=f.pattern) for f in kind.formats]
    facts.append(fact("in_zone", timezone=timezone) if has_local(kind) else fact("own_zone"))
    return tuple(facts)
