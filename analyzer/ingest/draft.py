"""Draft a journey from a log and signals, if there are any: what `analyzer init` and the page Data begin with."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.engine import Engine
from analyzer.ingest.log import read_log
from analyzer.ingest.outline import heard_stages, outline
from analyzer.ingest.said import stages_said
from analyzer.ingest.signals.reading import read_signals
from analyzer.journey import Journey, Stage, draft_journey
from analyzer.settings import Settings
from analyzer.tables.log import Log
from analyzer.tables.outline import Heard, Outline
from analyzer.tables.quality import Quality


@dataclass(frozen=True)
class Draft:
    """A drafted journey and what it was drafted from. `deadlines` are columns with a time of the case."""

    journey: Journey
    outline: Outline
    log: Log
    signals: Quality | None
    deadlines: tuple[str, ...] = ()


def draft(
    engine: Engine, settings: Settings, name: str | None = None, log: Log | None = None, most: int | None = None
) -> Draft:
    """A journey drafted from the log and the signals of the settings, of which no journey file is read.

    `log`: where it stands in the engine already; else it is read, of its first `most` rows where that is given.
    Raises as reading the log and the signals does.
    """
    log = log or read_log(engine, settings, most)
    names = stages_said(engine, settings)
    heard: tuple[Heard, ...] = ()
    quality = None
    if settings.signals:
        asked = Journey("asked", tuple(Stage(no, stage) for no, stage in enumerate(names)))
        signals = read_signals(engine, settings, asked, log)
        heard, quality = heard_stages(engine, log, signals.table, names), signals.quality
    made = outline(engine, log, heard)
    deadlines = tuple(sorted(a.name for a in log.attributes if a.type == "time"))
    journey = draft_journey(made, name or f"{settings.name}, as the customer lives it", deadlines)
    return Draft(journey, made, log, quality, deadlines)
