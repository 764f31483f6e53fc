"""The stages that signals state, as they spell them: asked before there is a journey that could know them."""

from __future__ import annotations

from analyzer.engine import Engine
from analyzer.engine.reader import ReadError, open_reader
from analyzer.errors import SignalError
from analyzer.ingest.columns.roles import SIGNAL_ALIASES, detect
from analyzer.ingest.sources.files import SIGNAL_KINDS, find_files, unreadable
from analyzer.ingest.sources.native import text_sql
from analyzer.ingest.sources.reading import read_source
from analyzer.settings import Settings

MOST_STAGES = 24  # more are no stages but remarks


def stages_said(engine: Engine, settings: Settings) -> tuple[str, ...]:
    """The values of the column `stage` of all sources that are files, and what the project says that its sources or
    their questions are about, each once whatever its letter case, in the order of the alphabet; of more than
    MOST_STAGES only those that the project names.

    Raises SignalError for a file that cannot be read.
    """
    named = _named(settings)
    counts: dict[str, dict[str, int]] = {name.casefold(): {name: 1} for name in named}
    for source in settings.signals:
        if not source.path:
            continue
        try:
            with open_reader(engine.folder) as reader:
                files = find_files(settings, source.path, source.place, SignalError, SIGNAL_KINDS)
                raw = read_source(files, reader)
                column = detect(raw.names, {"stage": SIGNAL_ALIASES["stage"]}, _given(source.columns, raw.names))
                if "stage" not in column:
                    continue
                name = text_sql(raw.column(column["stage"]), raw.type_of(column["stage"]))
                asked = f"SELECT trim({name}) AS said, count(*) FROM {raw.relation} WHERE trim({name}) <> '' GROUP BY 1"
                rows = reader.rows(f"{asked} ORDER BY 1 LIMIT {10 * MOST_STAGES}")
        except ReadError as error:
            raise unreadable(error, settings, source.path, SignalError) from None
        for said, number in rows:
            spelled = counts.setdefault(str(said).casefold(), {})
            spelled[str(said)] = spelled.get(str(said), 0) + int(number)
    counts.pop("journey", None)
    names = (min(spelled, key=lambda one: (-spelled[one], one)) for spelled in counts.values())
    return tuple(sorted(names)) if len(counts) <= MOST_STAGES else named


def _named(settings: Settings) -> tuple[str, ...]:
    """The stages that the project says its sources or their questions are about, each once, in the order of the
    alphabet."""
    said = [name for source in settings.signals for name in (source.about, source.stage)]
    said += [name for s in settings.signals for one in s.questions.values() for name in (one.about, one.stage)]
    once = {name.strip().casefold(): name.strip() for name in reversed(said) if name is not None}
    once.pop("journey", None)
    return tuple(sorted(once.values()))


def _given(columns: dict[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {"stage": columns["stage"]} if columns.get("stage") in names else {}
