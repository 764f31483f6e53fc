"""Which objects the events of a log concern, for stages that are visited by object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analyzer.engine import Engine
from analyzer.engine.reader import Reader, literal, to_parquet
from analyzer.ingest.assembly.object_states import with_object_states
from analyzer.ingest.columns.kinds import value_sql
from analyzer.ingest.columns.plan import Plan
from analyzer.ingest.sources.raw import RawTable, clean_text, missing_words
from analyzer.settings import Settings
from analyzer.tables.log import Log
from analyzer.tables.objects import CONCERNED
from analyzer.tables.quality import ReadingNote, noted


def with_objects(
    engine: Engine,
    reader: Reader,
    raw: RawTable,
    plan: Plan,
    log: Log,
    per: Sequence[str],
    types: Mapping[str, str],
    settings: Settings,
) -> Log:
    """The log with its types of objects, and of those in `per` that it has with the table `objects` (tables/objects.py)
    and with what is known of them over time; `types`: attribute → its type, where that is settled beforehand.

    Letter case aside, a type is called as `per` writes it. Cases have the names that `plan` gives them. Raises LogError
    where one id is an object of two of these types: a visit could not be told by its object."""
    written = {name.casefold(): name for name in per}
    known = {name: written[name.casefold()] for name in raw.object_types if name.casefold() in written}
    log = replace(log, object_types=raw.object_types)
    if not known:
        return log
    words = missing_words(settings.missing, identifies=True)
    names = " ".join(f"WHEN {literal(name)} THEN {literal(said)}" for name, said in known.items())
    case_id = value_sql(f"({clean_text('case_id', words)})", plan.kinds[plan.roles["case_id"]])
    concerned = f"concerned_{reader.number()}"
    reader.run(
        f"CREATE TEMP TABLE {concerned} AS SELECT {case_id} AS case_id, event, CASE type {names} END AS type, object,"
        f" bool_and(named) AS named FROM {raw.objects} WHERE type IN ({', '.join(literal(name) for name in known)})"
        " GROUP BY ALL"
    )
    _check_one_type(raw, reader, concerned)
    path = engine.folder / f"{engine.name('objects')}.parquet"
    reader.run(
        f"COPY (SELECT case_id, event, type, object FROM {concerned} ORDER BY ALL)"
        f" {to_parquet(path, len(CONCERNED.columns))}"
    )
    told = (*log.quality.warnings, *_named_alone(reader, concerned))
    quality = replace(log.quality, warnings=told)
    log = replace(log, quality=quality, objects=CONCERNED.check(engine.read_parquet(path)))
    if not raw.source_column:
        raw = replace(raw, changes=f"(SELECT *, {literal(plan.timezone)} AS zone FROM {raw.changes})")
    return with_object_states(engine, reader, raw, log, concerned, types, settings.log, settings.missing)


def _check_one_type(raw: RawTable, reader: Reader, concerned: str) -> None:
    twice = reader.rows(
        f"SELECT object, string_agg(DISTINCT type, ' and ' ORDER BY type) FROM {concerned} GROUP BY object"
        " HAVING count(DISTINCT type) > 1 ORDER BY object LIMIT 1"
    )
    if twice:
        raise raw.files[0].refuse(
            "every object with one type, where a stage is visited by object",
            f"{twice[0][0]}, which is {twice[0][1]}",
            "give each object an id of its own and export the log again, or visit the stage by case",
        )


def _named_alone(reader: Reader, concerned: str) -> list[ReadingNote]:
    """Notes about objects of cases that a column names and of which the object-centric source tells no event."""
    each = (
        f"SELECT type, case_id, object, bool_and(named) AS alone, bool_or(named) AS said FROM {concerned} GROUP BY ALL"
    )
    asked = f"SELECT type, count(*), count_if(alone) FROM ({each}) WHERE said GROUP BY type ORDER BY type"
    return [
        noted("objects_named_alone", n=int(n), alone=int(alone), type=str(kind))
        for kind, n, alone in reader.rows(asked)
        if alone
    ]
