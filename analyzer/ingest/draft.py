"""Draft a journey from a log and signals, if there are any: what `analyzer init` and the page Data begin with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzer.engine import Engine
from analyzer.ingest.log import read_log
from analyzer.ingest.outline import heard_stages, outline
from analyzer.ingest.said import stages_said
from analyzer.ingest.signals.reading import read_signals
from analyzer.ingest.sources.row_a_case import AHEAD
from analyzer.journey import Journey, Stage, Target, draft_journey
from analyzer.settings import Settings
from analyzer.tables.log import Log
from analyzer.tables.outline import Heard, Outline
from analyzer.tables.quality import Quality

_MET = re.compile(r"(made|met|within|in|kept)_?sla|sla_?(made|met|kept|ok)|on_?time|in_?time")
_MISSED = re.compile(r"sla_?(breach|breached|missed|violated|violation)|has_?breached|breached|overdue|is_?late|late")
_YES, _NO = frozenset(("true", "yes", "y", "1")), frozenset(("false", "no", "n", "0"))
_MOST_VALUES = 2


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
    ahead = tuple(one for one in deadlines if AHEAD.search(one))
    called = name or f"{settings.name}, as the customer lives it"
    journey = draft_journey(made, called, ahead, verdicts(engine, log))
    return Draft(journey, made, log, quality, deadlines)


def verdicts(engine: Engine, log: Log) -> tuple[Target, ...]:
    """The log's own verdicts as targets: columns called so (`made_sla`, `breached`) that hold yes and no and nothing
    else; `good` or `bad` is the value that means yes, as the log writes it."""
    found = []
    for one in sorted(log.attributes, key=lambda attribute: attribute.name):
        name = re.sub(r"[^a-z]+", "_", one.name.casefold()).strip("_")
        met, missed = _MET.fullmatch(name), _MISSED.fullmatch(name)
        if not (met or missed) or one.values > _MOST_VALUES:
            continue
        held = log.cases.select(value=log.cases[one.column].cast("string")).distinct()
        values = [str(row["value"]) for row in engine.rows(held) if row["value"] is not None]
        yes = tuple(value for value in values if value.casefold() in _YES)
        if len(yes) == 1 and all(value.casefold() in _YES | _NO for value in values):
            found.append(Target(column=one.name, good=yes) if met else Target(column=one.name, bad=yes))
    return tuple(found)
