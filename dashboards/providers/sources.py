"""What a project reads: its own files or uploaded data sets, how their columns are read, and a look into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analyzer.engine.reader import ReadError
from analyzer.errors import AnalyzerError
from analyzer.journey import Journey, load_journey
from analyzer.outside_in.masking import mask
from analyzer.settings import (
    KINDS,
    ROLES,
    SIGNAL_ROLES,
    ChosenInputs,
    LogSource,
    Settings,
    SignalSource,
    data_set_of,
    with_inputs,
)
from analyzer.settings.files import matching
from analyzer.settings.moments import iso_utc
from analyzer.settings.project import load_project
from analyzer.settings.save import ColumnMapping, mapped, mapping_of, save_mapping, save_notes
from analyzer.settings.writing import digest_of
from analyzer.tables.objects import ObjectType
from analyzer.tables.preview import Fault, Preview
from analyzer.words.language import say
from dashboards.providers.datasets import DataSet, Role
from dashboards.providers.looked_at import WHOLE, held, is_too_large, look_at, too_large
from dashboards.providers.runs import Provider

BEGINNING = 200_000  # rows


@dataclass(frozen=True)
class Source:
    """A log or a file of signals. `key` names it in addresses: `log`, `signals-0`, or the id of a data set."""

    key: str
    role: Role
    name: str
    source: LogSource | SignalSource
    read: bool  # the next analysis reads it
    data_set: DataSet | None = None
    size: int | None = None  # bytes
    files: int = 1
    changed: str | None = None  # ISO-8601 UTC


def fresh(provider: Provider) -> Settings:
    """The project file as it is now, with the data sets that were chosen."""
    settings = load_project(provider.project)
    return with_inputs(settings, provider.datasets.chosen())


def problem(provider: Provider) -> str | None:
    """Why the project file, as it is on disk now, cannot be used; None where it can."""
    try:
        fresh(provider)
    except AnalyzerError as error:
        return error.message
    return None


def lacks_log(provider: Provider) -> str | None:
    """The name of the log, where the next analysis would find no such file; None where there is one, where it is a
    warehouse's, and where the project file cannot be read."""
    if problem(provider) is not None:
        return None
    log = read_now(provider)[0]
    return log.name if log.size is None and log.source.path is not None else None


def read_now(provider: Provider) -> list[Source]:
    """What the next analysis reads: the log first."""
    settings = fresh(provider)
    found = [_source(provider, settings, "log", "log", settings.log)]
    return [
        *found,
        *(_source(provider, settings, f"signals-{n}", "signals", s) for n, s in enumerate(settings.signals)),
    ]


def uploads(provider: Provider) -> list[Source]:
    """All data sets, the newest first, with the columns that were chosen for those that are read."""
    used = {one.data_set.id: one for one in read_now(provider) if one.data_set}
    return [used.get(one.id) or _unused(one) for one in provider.datasets.all()]


def named(provider: Provider) -> dict[str, str]:
    """What is read and what lies uploaded, by names: what is written down of it."""
    now, kept = read_now(provider), [one.name for one in provider.datasets.all()]
    signals = [one.name for one in now[1:]]
    return {"log": now[0].name, "signals": ", ".join(signals), "uploaded": ", ".join(sorted(kept))}


def find(provider: Provider, key: str) -> Source | None:
    """The source of a key; None where there is none."""
    now = read_now(provider)
    found = next((one for one in now if key in (one.key, one.data_set.id if one.data_set else None)), None)
    if found is not None:
        return found
    data_set = provider.datasets.get(key)
    return _unused(data_set) if data_set else None


def roles_for(role: Role) -> tuple[str, ...]:
    """The roles that a column of such a file can play."""
    return ROLES if role == "log" else SIGNAL_ROLES


def assigned(mapping: ColumnMapping, asks: Sequence[Mapping[str, Any]]) -> ColumnMapping:
    """A mapping after what was asked: {column, role} gives a column a role, {day_first} and the like settle these."""
    for ask in asks:
        if "column" in ask:
            role, column = str(ask.get("role") or ""), str(ask["column"])
            kept = {r: c for r, c in mapping.columns.items() if c != column and r != role}
            mapping = replace(mapping, columns={**kept, role: column} if role in _KNOWN else kept)
        elif "day_first" in ask:
            mapping = replace(mapping, day_first={"true": True, "false": False}.get(str(ask["day_first"])))
        elif "kind" in ask:
            mapping = replace(mapping, kind=str(ask["kind"]) if ask["kind"] in KINDS else None)
        elif "about" in ask:
            mapping = replace(mapping, about=str(ask["about"] or "").strip() or None)
        elif "decimal" in ask:
            mapping = replace(mapping, decimal=str(ask["decimal"]) if ask["decimal"] in (",", ".") else None)
    return mapping


_KNOWN = {*ROLES, *SIGNAL_ROLES}


def look(provider: Provider, source: Source, mapping: ColumnMapping, masked: bool = False) -> Preview:
    """What reading the file would find, with its columns so mapped; of a very big file its beginning. `masked`: free
    texts of customers as they stand in quotes."""
    settings = fresh(provider)
    read_as = mapped(source.source, mapping)
    if is_too_large(settings, read_as.path):
        return Preview(notes=(too_large(),))
    most = BEGINNING if held(settings, read_as.path) > WHOLE else None
    try:
        if source.role == "log":
            alone = replace(settings, log=read_as, signals=())
            found: Preview = look_at(alone, "log", alone, most)
            return found
        alone = replace(settings, log=_columns_alone(settings.log), signals=(read_as,))
        found = look_at(alone, "signals", alone, 0, _journey(settings), most)
    except AnalyzerError as error:
        return Preview(faults=(Fault(None, None, error.expected, error.found, error.where, error.do),))
    return _masked(found) if masked else found


def _columns_alone(log: LogSource) -> LogSource:
    """What is known of a log's columns, and no file of it: signals are looked at without the log."""
    return LogSource(columns=log.columns)


def _masked(preview: Preview) -> Preview:
    """The rows with mail addresses, phone, card and account numbers masked in all that plays no role but the comment's:
    nobody has said that it holds none."""
    free = [one.role in (None, "comment") for one in preview.columns]
    rows = (zip(row, free, strict=True) for row in preview.rows)
    return replace(preview, rows=tuple(tuple(mask(v) if v and is_free else v for v, is_free in row) for row in rows))


def keep(provider: Provider, source: Source, mapping: ColumnMapping, seen: str | None = None) -> None:
    """Save how a file is read. A data set is read by the next analysis from then on.

    Raises SettingsError in words that can be shown.
    """
    if source.data_set is None:
        number = None if source.role == "log" else int(source.key.rpartition("-")[2])
        save_mapping(provider.project, number, mapping, seen)
        return
    read_as = mapped(source.source, mapping)

    def with_it(chosen: ChosenInputs) -> ChosenInputs:
        if source.role == "log" and chosen.is_sample and chosen.log and chosen.log.path != read_as.path:
            return ChosenInputs(log=read_as)  # another log is no part of the sample
        if source.role == "log":
            return replace(chosen, log=read_as)
        others = tuple(one for one in chosen.signals or () if one.path != read_as.path)
        return replace(chosen, signals=(*others, read_as))

    provider.datasets.change(with_it)


def kept(provider: Provider, source: Source, mapping: ColumnMapping, seen: str | None) -> str | None:
    """As `keep`; what is wrong in words, None where it is saved."""
    try:
        keep(provider, source, mapping, seen)
    except AnalyzerError as error:
        return error.message
    return None


def as_mapping(content: Mapping[str, Any]) -> ColumnMapping:
    """A mapping that was in a browser."""
    columns = {str(role): str(column) for role, column in (content.get("columns") or {}).items() if role in _KNOWN}
    day_first = {"day_first": str(content.get("day_first")).lower()}
    rest = [{name: content.get(name)} for name in ("decimal", "kind", "about")]
    stamps = {str(name): str(column) for name, column in (content.get("stamps") or {}).items()}
    case, others = content.get("case") or None, tuple(str(name) for name in content.get("others") or ())
    return assigned(ColumnMapping(columns, stamps=stamps, case=case, others=others), [day_first, *rest])


def proposed(provider: Provider, source: Source, mapping: ColumnMapping) -> dict[str, str]:
    """Activity → column of its times, where a log looks like one row a case and is not read so yet."""
    if source.role != "log" or mapping.stamps or {"activity", "timestamp"} & mapping.columns.keys():
        return {}
    read_as = mapped(source.source, mapping)
    if (
        read_as.path is None
        or is_too_large(fresh(provider), read_as.path)
        or ".xes" in Path(read_as.path.casefold()).suffixes
    ):
        return {}
    try:
        alone = replace(fresh(provider), log=read_as, signals=())
        found: dict[str, str] = look_at(alone, "stamps", alone)
        return found
    except (AnalyzerError, ReadError):
        return {}  # the preview says what is wrong with the file


def object_types(provider: Provider, source: Source) -> tuple[ObjectType, ...]:
    """What each type of an object-centric log would give as the case; nothing of any other file."""
    log = source.source
    if not isinstance(log, LogSource) or log.path is None or log.is_joined:
        return ()
    if is_too_large(fresh(provider), log.path):
        return ()
    try:
        alone = replace(fresh(provider), log=log, signals=())
        found: tuple[ObjectType, ...] = look_at(alone, "objects", alone)
        return found
    except (AnalyzerError, ReadError):
        return ()  # the preview says what is wrong with the file


def with_type(mapping: ColumnMapping, do: str, name: str) -> ColumnMapping:
    """The mapping with an object type as the case, or among those whose events count in it (or out of them)."""
    if do == "case":
        return replace(mapping, case=name, others=tuple(one for one in mapping.others if one != name))
    rest = tuple(one for one in mapping.others if one != name)
    return replace(mapping, others=rest if name in mapping.others else (*rest, name))


def stages_of(provider: Provider) -> tuple[str, ...]:
    """The names of the journey's stages."""
    return tuple(stage.name for stage in _journey(fresh(provider)).stages)


def read_own(provider: Provider, role: Role) -> None:
    """Let the next analysis read the project's own file again; a sample is left whole."""

    def back(chosen: ChosenInputs) -> ChosenInputs:
        if chosen.is_sample:
            return ChosenInputs()
        return replace(chosen, log=None) if role == "log" else replace(chosen, signals=None)

    provider.datasets.change(back)


def read_own_files(provider: Provider) -> None:
    """Let the next analysis read the project's own files, all of them."""
    provider.datasets.change(lambda chosen: ChosenInputs())


def read_none(provider: Provider) -> None:
    """Let the next analysis read no signals."""
    provider.datasets.change(lambda chosen: replace(chosen, signals=()))


def chosen(provider: Provider) -> ChosenInputs:
    """What was chosen instead of the project's own files."""
    return provider.datasets.chosen()


def version(provider: Provider) -> str:
    """What tells the project file as it is now from another version."""
    return digest_of(provider.project)


def mapping(source: Source) -> ColumnMapping:
    """How a source is read."""
    return mapping_of(source.source)


def notes(provider: Provider) -> str:
    """The project's notes."""
    return load_project(provider.project).notes or ""


def keep_notes(provider: Provider, text: str, seen: str | None) -> str | None:
    """Save the notes; what is wrong with them in words, None where they are saved."""
    try:
        save_notes(provider.project, text, seen)
    except AnalyzerError as error:
        return error.message
    return None


def _journey(settings: Settings) -> Journey:
    """The project's journey, or one without stages where its file cannot be read: the editor says what is wrong."""
    try:
        return load_journey(settings.resolve(settings.journey))
    except AnalyzerError:
        return Journey("none", ())


def _source(provider: Provider, settings: Settings, key: str, role: Role, one: LogSource | SignalSource) -> Source:
    data_set = provider.datasets.get(data_set_of(one.path) or "") if one.path else None
    if data_set is not None:
        return replace(_unused(data_set), key=key, source=one, read=True)
    if not one.path:
        what = settings.masked(f"table {one.table}") if one.table else "query"
        return Source(key, role, say("sources.of_a_warehouse", what=what), one, True)
    files = [Path(name) for name in matching(settings, one.path) if Path(name).is_file()]
    size = sum(file.stat().st_size for file in files) if files else None
    newest = max((file.stat().st_mtime for file in files), default=None)
    changed = iso_utc(datetime.fromtimestamp(newest, UTC)) if newest else None
    name = settings.masked(Path(one.path).name if Path(one.path).is_absolute() else one.path)
    return Source(key, role, name, one, True, None, size, len(files), changed)


def _unused(data_set: DataSet) -> Source:
    made = LogSource(path=data_set.source_path) if data_set.role == "log" else SignalSource(path=data_set.source_path)
    return Source(data_set.id, data_set.role, data_set.name, made, False, data_set, data_set.size, 1, data_set.at)
