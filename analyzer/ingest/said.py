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
    """The values of the column `stage` of all sources that are files, each once whatever its letter case, in the order
    of the alphabet; none where there are more than MOST_STAGES.

    Raises SignalError for a file that cannot be read.
    """
    counts: dict[str, dict[str, int]] = {}
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
    return tuple(sorted(names)) if len(counts) <= MOST_STAGES else ()


def _given(columns: dict[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {"stage": columns["stage"]} if columns.get("stage") in names else {}
