"""Customer signals: the files of all sources → one table, numbered by what they say, not by where they stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from analyzer.engine import Engine
from analyzer.engine.reader import OutOfRoomError, Reader, ReadError, identifier, open_reader, to_parquet, with_room
from analyzer.errors import SignalError
from analyzer.ingest.columns.elsewhere import column_elsewhere
from analyzer.ingest.signals.fetched import fetch_signals
from analyzer.ingest.signals.questions import by_question, proposed_questions
from analyzer.ingest.signals.signal_source import Read, files_of, read_one
from analyzer.ingest.sources.files import unreadable
from analyzer.ingest.sources.reading import read_source
from analyzer.journey import Journey
from analyzer.settings import Settings, SignalSource
from analyzer.tables.log import Log
from analyzer.tables.quality import Quality, ReadingNote, noted
from analyzer.tables.signals import COMMENT, OBJECT, SIGNALS, SURVEYS, Signals

FEW_LINKED = "few_signals_linked"
_ORDER = (
    "us, case_id, customer_id, kind, score, comment, stage_no, touchpoint, channel, about_no, date_only, verdict,"
    " window_s, silence_good, source"
)


def read_signals(engine: Engine, settings: Settings, journey: Journey, log: Log) -> Signals:
    """The signals of all sources in the engine; an empty table where there are none.

    Raises SignalError for what cannot be used: an unknown kind or stage, a score off its scale, more refused rows than
    allowed, or signals of which not one names a case or customer of the log.
    """
    settings = fetch_signals(settings, engine.folder).settings
    path = engine.folder / f"{engine.name('signals')}.parquet"
    names = {d.role: d.column for d in log.quality.detected if d.role in ("case_id", "customer_id")}
    read, by_kind, good = with_room(lambda memory: _read(engine, settings, journey, names, path, memory))
    table = SIGNALS.check(engine.read_parquet(path))
    total = sum(by_kind.values())
    warnings = _check_links(engine, settings, table, log, total)
    return Signals(table=table, total=total, by_kind=by_kind, silence_good=any(good), quality=_quality(read, warnings))


def read_again(engine: Engine, settings: Settings, log: Log, before: Signals) -> Signals:
    """Signals that were read before, of the same files by the same settings, with a log that may have other cases."""
    settled = tuple(note for note in before.quality.warnings if note.kind != FEW_LINKED)
    warnings = _check_links(engine, settings, before.table, log, before.total)
    return replace(before, quality=replace(before.quality, warnings=(*settled, *warnings)))


def _read(
    engine: Engine, settings: Settings, journey: Journey, names: dict[str, str], path: Path, memory: int
) -> tuple[list[Read], dict[str, int], list[bool]]:
    """All sources, written as one Parquet file; the signals of each kind; and of which sources silence is good."""
    with open_reader(engine.folder, memory) as reader:
        parts = [(number, part) for number in range(len(settings.signals)) for part in _parts(settings, number, reader)]
        read = [_read_one(reader, settings, part, journey, names) for _, part in parts]
        by_kind = _by_kind(reader, read)
        good = [_silence_good(settings, number, by_kind) for number, _ in parts]
        _write(reader, read, good, path, tuple(f"{OBJECT}{kind}" for kind in journey.object_types))
    return read, by_kind, good


def _parts(settings: Settings, number: int, reader: Reader) -> tuple[SignalSource, ...]:
    """A source for each question of a file with one row a respondent, as the settings or the columns' names say."""
    source = settings.signals[number]
    if source.questions or source.kind is not None or "kind" in source.columns:
        return by_question(source, source.questions)
    raw = read_source(files_of(settings, source), reader)
    return by_question(source, proposed_questions(raw.names))


def _read_one(
    reader: Reader,
    settings: Settings,
    source: SignalSource,
    journey: Journey,
    names: dict[str, str],
) -> Read:
    try:
        return read_one(reader, settings, source, journey, names, column_elsewhere(settings, source.path, reader))
    except OutOfRoomError:
        raise
    except ReadError as error:
        raise unreadable(error, settings, source.called, SignalError) from None


def _by_kind(reader: Reader, read: list[Read]) -> dict[str, int]:
    if not read:
        return {}
    union = " UNION ALL ".join(f"SELECT kind FROM {r.table}" for r in read)
    return {
        str(kind): int(n)
        for kind, n in reader.rows(f"SELECT kind, count(*) FROM ({union}) GROUP BY kind ORDER BY kind")
    }


def _silence_good(settings: Settings, number: int, by_kind: dict[str, int]) -> bool:
    """Whether silence means no complaint: what the source says, else no while any survey, review or
    comment is there."""
    said = settings.signals[number].silence
    asked = any(kind in by_kind for kind in (*SURVEYS, COMMENT)) or any(
        source.kind in SURVEYS for source in settings.signals
    )
    return said == "good" if said is not None else not asked


def _write(reader: Reader, read: list[Read], good: list[bool], path: Path, objects: tuple[str, ...]) -> None:
    """`objects`: the columns that say which object a signal names."""
    further = "".join(f", {identifier(name)}" for name in objects)
    parts = [
        f"SELECT *, {str(silence).lower()} AS silence_good FROM {r.table}"
        for r, silence in zip(read, good, strict=True)
    ]
    if not parts:
        kinds = {
            "int64": "BIGINT",
            "string": "VARCHAR",
            "float64": "DOUBLE",
            "boolean": "BOOLEAN",
            "timestamp(6)": "TIMESTAMP",
        }
        empty = ", ".join(f'CAST(NULL AS {kinds[c.type]}) AS "{c.name}"' for c in SIGNALS.columns)
        empty += "".join(f", CAST(NULL AS VARCHAR) AS {identifier(name)}" for name in objects)
        reader.run(f"COPY (SELECT {empty} WHERE false) {to_parquet(path, 1)}")
        return
    reader.run(
        f"COPY (SELECT row_number() OVER (ORDER BY {_ORDER}{further}) - 1 AS signal, case_id, customer_id,"
        ' make_timestamp(us) AS "at", date_only, kind, score, verdict, stage_no, touchpoint, about_no, comment,'
        f" channel, window_s, silence_good, source{further} FROM ({' UNION ALL '.join(parts)}) ORDER BY signal)"
        f" {to_parquet(path, len(SIGNALS.columns))}"
    )


def _check_links(engine: Engine, settings: Settings, table: Any, log: Log, total: int) -> tuple[ReadingNote, ...]:
    """Raise where not one signal names a case or a customer of the log; warn where few do."""
    if not total:
        return ()
    named = table.case_id.isin(log.cases.case_id).fill_null(False)
    if _number(engine, table.filter(named)) >= max(total / 2, 1):
        return ()  # those that name a case are enough, whatever the customers
    if "customer_id" in log.cases.columns:
        customers = log.cases.filter(log.cases.customer_id.notnull()).customer_id
        named = named | table.customer_id.isin(customers).fill_null(False)
    linked = _number(engine, table.filter(named))
    if linked == 0:
        raise _unlinked(engine, settings, table, log)
    if linked < total / 2:
        return (noted(FEW_LINKED, linked=linked, signals=total),)
    return ()


def _number(engine: Engine, table: Any) -> int:
    return int(engine.frame(table.agg(n=table.count()))["n"].iloc[0])


def _unlinked(engine: Engine, settings: Settings, table: Any, log: Log) -> SignalError:
    """The error with examples of both sides, so that a difference in writing shows."""
    pairs = []
    for column, word in (("case_id", "case"), ("customer_id", "customer")):
        if column not in log.cases.columns:
            continue
        theirs, ours = _examples(engine, table, column), _examples(engine, log.cases, column)
        if theirs:
            pairs.append(f"{word} {', '.join(theirs)} in the signals, {', '.join(ours)} in the log")
    nothing = "they name customers only, and the log has no customers"
    return SignalError(
        expected="signals of which at least one names a case or a customer of the log",
        found="; ".join(pairs) or nothing,
        where=", ".join(settings.masked(source.called) for source in settings.signals),
        do="compare how both are written (zeros in front, prefixes), and see that --columns names the right columns",
    )


def _examples(engine: Engine, table: Any, column: str) -> list[str]:
    some = table.filter(table[column].notnull()).select(column).distinct().order_by(column).limit(3)
    return [str(value) for value in engine.frame(some)[column]]


def _quality(read: list[Read], warnings: tuple[ReadingNote, ...]) -> Quality:
    reasons: dict[str, int] = {}
    missing: dict[str, int] = {}
    for one in read:
        for reason, count in one.refused.reasons.items():
            reasons[reason] = reasons.get(reason, 0) + count
        for column, count in one.missing.items():
            missing[column] = missing.get(column, 0) + count
    return Quality(
        rows=sum(r.refused.rows for r in read),
        used=sum(r.used for r in read),
        refused=sum(r.refused.count for r in read),
        reasons=dict(sorted(reasons.items())),
        duplicates=sum(r.duplicates for r in read),
        missing=dict(sorted(missing.items())),
        warnings=(*(w for r in read for w in r.warnings), *warnings),
        detected=tuple(d for r in read for d in r.detected),
    )
