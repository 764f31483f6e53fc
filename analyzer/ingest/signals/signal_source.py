"""One source of customer signals → typed rows in the reader's table, every word of it checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from analyzer.engine.reader import Reader, identifier, literal
from analyzer.errors import SignalError
from analyzer.ingest.columns.choosing import identifying, roles_of
from analyzer.ingest.columns.detected import detected
from analyzer.ingest.columns.kinds import Type
from analyzer.ingest.columns.profile import profile
from analyzer.ingest.columns.roles import SIGNAL_ALIASES, plain
from analyzer.ingest.columns.settle import SettledReading, settle
from analyzer.ingest.signals.questions import answered
from analyzer.ingest.signals.scales import SCALES, low_scores, off_scale_sql, scale_of, spoken, verdict_sql
from analyzer.ingest.signals.signal_rows import signal_rows
from analyzer.ingest.sources.files import SIGNAL_KINDS, GivenFile, find_files
from analyzer.ingest.sources.keeping import begin, keep
from analyzer.ingest.sources.raw import RawTable
from analyzer.ingest.sources.reading import read_source
from analyzer.ingest.sources.refusals import RAGGED, Refused, check_refused
from analyzer.journey import WHOLE_JOURNEY, WHOLE_JOURNEY_NO, Journey
from analyzer.settings import KINDS, Settings, SignalSource, nearest
from analyzer.tables.quality import Detected, ReadingNote
from analyzer.tables.signals import OBJECT, SURVEYS

MUST: dict[str, Type] = {"timestamp": "time", "score": "number"}
_TEXT: Type = "text"


@dataclass(frozen=True)
class Read:
    """What one source gave: its table in the reader, and what is to be said of it."""

    table: str
    refused: Refused
    used: int
    duplicates: int
    missing: dict[str, int]
    detected: tuple[Detected, ...]
    warnings: tuple[ReadingNote, ...]


def files_of(settings: Settings, source: SignalSource) -> list[GivenFile]:
    """The files of a source; the rows of a warehouse are one that is called like their table."""
    files = find_files(settings, source.path, source.place, SignalError, SIGNAL_KINDS)
    if source.called == source.path:
        return files
    return [replace(one, name=settings.masked(source.called)) for one in files]


def read_one(
    reader: Reader,
    settings: Settings,
    source: SignalSource,
    journey: Journey,
    names: dict[str, str],
    elsewhere: Callable[[str], bool],
) -> Read:
    """Read and check one source. `names`: role → column of the log, tried first.

    Raises SignalError for what cannot be used.
    """
    about = _stage_said("about", source.about, source, journey)
    stated = _stage_said("stage", source.stage, source, journey)
    raw = read_source(files_of(settings, source), reader)
    roles = _roles(raw, source, names, elsewhere)
    things = _object_columns(raw, roles, journey)
    naming = [column for column in things.values() if column is not None]
    must = {column: MUST.get(role, "text") for role, column in roles.items()} | dict.fromkeys(naming, _TEXT)
    identifiers = (*identifying(roles), *naming)
    if source.questions:
        raw = answered(keep(raw.cleaned(settings.missing, identifiers), reader), source)
    found = profile(begin(raw, reader), reader, must, identifiers, settings.missing)
    raw = found.raw
    kinds = settle(found, roles, SettledReading(source.day_first, None, "signals"), reader)
    table = f"signals_{reader.number()}"
    rows = f"{table}_rows"
    typed = signal_rows(raw, roles, kinds, settings.timezone, source.kind, things)
    reader.run(f"CREATE TEMP TABLE {rows} AS SELECT * FROM {typed}")
    _check_kinds(reader, raw, rows)
    stages = _stages(reader, raw, rows, journey)
    stages = stages if source.stage is None else stated
    _check_scores(reader, raw, rows, source)
    reasons = _reasons(reader, raw, rows)
    refused = Refused(found.rows + reasons.get(RAGGED, 0), reasons)
    check_refused(refused, source.max_refused, raw, reader, rows, "a signal")
    reader.run(f"CREATE TEMP TABLE {table} AS {_checked_rows(settings, source, rows, stages, about, tuple(things))}")
    counted = f"SELECT count(*) AS n FROM {rows} WHERE reason IS NULL GROUP BY content"
    again = int(reader.row(f"SELECT coalesce(sum(n - 1), 0) FROM ({counted})")[0])
    low = low_scores(reader, rows, source)
    reader.run(f"DROP TABLE {rows}")
    missing = {
        name: found.rows - kind.present
        for name, kind in kinds.items()
        if name != roles["timestamp"] and kind.present < found.rows
    }
    return Read(
        table,
        refused,
        refused.rows - refused.count,
        again,
        missing,
        detected(raw, roles, kinds, settings.timezone),
        (*raw.warnings, *low),
    )


def _object_columns(raw: RawTable, roles: dict[str, str], journey: Journey) -> dict[str, str | None]:
    """Type of object → the column that is called like it, or like its id; None where there is none, or it has another
    role."""
    free = [name for name in raw.names if name not in roles.values()]
    return {
        kind: next((n for n in free if plain(n) in (plain(kind), plain(f"{kind} id"))), None)
        for kind in journey.object_types
    }


def _checked_rows(
    settings: Settings, source: SignalSource, rows: str, stages: str, about: str, types: tuple[str, ...]
) -> str:
    """SQL: the rows that are not refused, with what the source says of all of them."""
    window = "NULL" if source.window_s is None else repr(float(source.window_s))
    columns = (
        "case_id, customer_id, us, date_only, kind",
        f"CASE WHEN kind IN {SURVEYS} THEN score END AS score",
        f"{verdict_sql(source)} AS verdict",
        f"CAST({stages} AS BIGINT) AS stage_no",
        "touchpoint",
        f"CAST({about} AS BIGINT) AS about_no",
        "comment, channel",
        f"CAST({window} AS DOUBLE) AS window_s",
        f"{literal(settings.masked(source.called))} AS source",
        *(identifier(f"{OBJECT}{kind}") for kind in types),
    )
    return f"SELECT {', '.join(columns)} FROM {rows} WHERE reason IS NULL"


def _stage_said(key: str, said: str | None, source: SignalSource, journey: Journey) -> str:
    """SQL: the number of the stage that the source asks about, or that all its signals state."""
    if said is None:
        return "NULL"
    number = _stage_no(said, journey)
    if number is None:
        raise SignalError(
            expected=_known(journey),
            found=f"{key}: {said}",
            where=str(source.place),
            do=_near(said, _names(journey)),
        )
    return str(number)


def aliases_of(source: SignalSource, names: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """The names under which a source's columns are looked for. `names`: role → column of the log, tried first."""
    aliases = {role: ((names[role], *known) if role in names else known) for role, known in SIGNAL_ALIASES.items()}
    if source.kind is not None:  # a column that is called otherwise may be anything
        aliases["kind"] = ("kind",)
    if source.questions:  # the words of one question are not those of another
        aliases |= {"kind": (), "stage": (), "comment": ()}
    return aliases


def needed_of(source: SignalSource) -> tuple[str, ...]:
    """The roles without which a source cannot be read."""
    return ("timestamp",) if source.kind else ("timestamp", "kind")


def _roles(
    raw: RawTable, source: SignalSource, names: dict[str, str], elsewhere: Callable[[str], bool]
) -> dict[str, str]:
    roles = roles_of(
        raw,
        aliases_of(source, names),
        needed_of(source),
        source.columns,
        elsewhere if source.shared_columns else None,
    )
    if "case_id" not in roles and "customer_id" not in roles:
        raise raw.files[0].refuse(
            expected="a column for the case or the customer, found under names such as case_id, order_id, customer_id",
            found=f"the columns {', '.join(raw.names)}",
            do="say which column it is: --columns case_id=…, or columns: {case_id: …} in the project file",
        )
    return roles


def _reasons(reader: Reader, raw: RawTable, rows: str) -> dict[str, int]:
    counted = reader.rows(
        f"SELECT reason, count(*) FROM {rows} WHERE reason IS NOT NULL GROUP BY reason ORDER BY reason"
    )
    ragged = raw.ragged()
    return {str(reason): int(n) for reason, n in counted} | ({RAGGED: ragged[0]} if ragged else {})


def _check_kinds(reader: Reader, raw: RawTable, rows: str) -> None:
    unknown = reader.rows(f"SELECT row, kind FROM {rows} WHERE kind NOT IN {KINDS} ORDER BY row LIMIT 1")
    if unknown:
        row, kind = unknown[0]
        given, line = raw.place_of(int(row))
        raise given.refuse(f"a kind of signal: {', '.join(KINDS)}", str(kind), _near(str(kind), KINDS), line, "kind")


def _stages(reader: Reader, raw: RawTable, rows: str, journey: Journey) -> str:
    """SQL: the number of the stage that the customer states. Raises for a stage that the journey does not have."""
    said = reader.rows(
        f"SELECT stage, min(row) FROM {rows} WHERE stage IS NOT NULL GROUP BY stage ORDER BY 2 LIMIT 10000"
    )
    whens = []
    for stage, row in said:
        number = _stage_no(str(stage), journey)
        if number is None:
            given, line = raw.place_of(int(row))
            raise given.refuse(_known(journey), str(stage), _near(str(stage), _names(journey)), line, "stage")
        whens.append(f"WHEN {literal(str(stage))} THEN {number}")
    return f"CASE stage {' '.join(whens)} END" if whens else "NULL"


def _check_scores(reader: Reader, raw: RawTable, rows: str, source: SignalSource) -> None:
    off = reader.rows(f"SELECT row, kind, said_score FROM {rows} WHERE {off_scale_sql(source)} ORDER BY row LIMIT 1")
    if not off:
        return
    row, kind, score = off[0]
    scale = scale_of(str(kind), source)
    assert scale is not None  # only kinds with a scale are off it
    given, line = raw.place_of(int(row))
    known = "; ".join(f"{k} {spoken(s)}" for k, s in SCALES.items())
    do = (
        f"correct the score, or give the source its own scale, such as scale: {{bad: 0-6, good: 9-10}}; the usual"
        f" ones are {known}"
    )
    raise given.refuse(f"a score of {kind} on its scale, {spoken(scale)}", str(score), do, line, "score")


def _stage_no(name: str, journey: Journey) -> int | None:
    number = journey.number(name)
    return WHOLE_JOURNEY_NO if number is None and name.strip().casefold() == WHOLE_JOURNEY else number


def _names(journey: Journey) -> tuple[str, ...]:
    return (*(stage.name for stage in journey.stages), WHOLE_JOURNEY)


def _known(journey: Journey) -> str:
    return f"a stage of the journey: {', '.join(_names(journey))}"


def _near(word: str, known: tuple[str, ...]) -> str:
    near = nearest(word, known)
    return f"did you mean {near}?" if near else f"write one of {', '.join(known)}"
