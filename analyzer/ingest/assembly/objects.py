"""Which objects the events of a log concern, for stages that are visited by object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from analyzer.engine import Engine
from analyzer.engine.reader import Reader, literal, to_parquet
from analyzer.ingest.sources.raw import RawTable, clean_text, missing_words
from analyzer.tables.log import Log
from analyzer.tables.objects import CONCERNED


def with_objects(
    engine: Engine, reader: Reader, raw: RawTable, log: Log, per: Sequence[str], missing: Iterable[str]
) -> Log:
    """The log with its types of objects, and with the table `objects` (tables/objects.py) of those in `per` that it
    has; letter case aside, a type is called as `per` writes it."""
    written = {name.casefold(): name for name in per}
    known = {name: written[name.casefold()] for name in raw.object_types if name.casefold() in written}
    log = replace(log, object_types=raw.object_types)
    if not known:
        return log
    path = engine.folder / f"{engine.name('objects')}.parquet"
    words = missing_words(missing, identifies=True)
    names = " ".join(f"WHEN {literal(name)} THEN {literal(said)}" for name, said in known.items())
    reader.run(
        f"COPY (SELECT {clean_text('case_id', words)} AS case_id, event, CASE type {names} END AS type, object FROM"
        f" {raw.objects} WHERE type IN ({', '.join(literal(name) for name in known)}) ORDER BY case_id, event, type,"
        f" object) {to_parquet(path, len(CONCERNED.columns))}"
    )
    return replace(log, objects=CONCERNED.check(engine.read_parquet(path)))
