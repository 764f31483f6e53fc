"""The answer for a slice: the same sections of the document, from the same rooms, over the part that filters leave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

from analyzer.blueprint import NamesNeededError, both_views
from analyzer.document.build import local, stage_from_row, utc
from analyzer.document.parts.process import ProcessSection
from analyzer.document.parts.signals import HeardRow, SignalsSection
from analyzer.document.parts.stages import AlignmentSection, StageRow, TrendRow
from analyzer.document.parts.whole import AlignmentDocument, AnswerDocument
from analyzer.document.process_rows import process_rows
from analyzer.document.read import read_document
from analyzer.document.rounding import rounded
from analyzer.document.signal_rows import monthly_rows
from analyzer.document.stage_rows import measures_row, stage_rows
from analyzer.document.trend_rows import CELLS, trend_rows
from analyzer.engine import Engine
from analyzer.errors import InputError
from analyzer.inside_out import derived_targets
from analyzer.inside_out.graph import graph
from analyzer.inside_out.handovers import handovers
from analyzer.inside_out.variants import count_variants, variants
from analyzer.slices.cut import Cut, bounds, cut, log_of, sequences_of
from analyzer.slices.filters import Filters
from analyzer.slices.kept import Kept, open_run
from analyzer.slices.numbered import with_numbers
from analyzer.tables.interval import ScoreRow
from analyzer.tables.log import Log
from analyzer.tables.process import Process
from analyzer.words import told_stages

Part = Literal["views", "process"]
PARTS: tuple[Part, ...] = ("views", "process")
VISIT_COLUMNS = (  # all that the blueprint looks at
    "case_id", "customer_id", "stage_no", "visit_key", "returns", "opened_at", "last_at", "open",
    "company", "promise", "customer", "rated", "answered", "signals",
)  # fmt: skip
DOCUMENT = "alignment.json"  # in the run's folder
SHOWN_VARIANTS = 1_000  # as inside_out/discover.py
ROOM = 6  # times the memory that the engine takes by itself for a log of so many events: a page is waiting


@dataclass(frozen=True)
class Views:
    """Sections of the document that hold both views."""

    alignment: AlignmentSection
    stages: list[StageRow]
    trend: list[TrendRow]
    scores: dict[str, ScoreRow]
    monthly: list[HeardRow]

    def of(self, stage: StageRow) -> Views:
        """The same with one stage in the place of the whole."""
        alignment: AlignmentSection = {
            "visibility": stage["visibility"],
            "relevance": stage["relevance"],
            "score": stage["score"],
            "visits": stage["visits"],
            "rated": stage["outside_in"]["good"] + stage["outside_in"]["bad"],
        }
        monthly = [row for row in self.monthly if row["stage"] == stage["name"]]
        return replace(self, alignment=alignment, scores=stage["scores"], monthly=monthly)


def answer(run: Path, filters: Filters, parts: tuple[Part, ...] = PARTS) -> AnswerDocument:
    """The sections of the document for a slice of a run that keeps its tables (`run` is the run's folder).

    Always: `period`, `log` (the slice's cases, whole) and `slice`: the filters, visits, rated, cases, of_cases.
    `views`: alignment, stages, trend, signals. `process`: activities, flows, variants, starts, ends, handovers.
    What was found over the whole run (mismatches, blame, model, conformance, roles) is no part of it.
    `stages` and `trend` hold every stage; where one is asked for, `alignment`, `signals` and `process` are of it: its
    measures, the signals placed in it, the cases that lived it in the period.
    Without filters every section is the run's own, to the last digit; with those of one attribute's values the counts
    of the 2×2 add up to the run's. Formulas and units: as the rooms say. Few visits give wide intervals, not none.
    Raises ArgumentError for a stage, an attribute or an activity that the run does not have.
    """
    whole = _whole(run)
    with open_run(run) as (engine, kept):
        engine.expect(kept.log.n_events)
        numbered = with_numbers(engine, run, kept, filters)
        engine.expect(kept.log.n_events * ROOM)
        try:
            return _answered(engine, numbered, filters, parts, whole)
        except NamesNeededError:
            return _answered(engine, kept, filters, parts, whole)


def _whole(run: Path) -> AlignmentDocument | None:
    """The run's own document; None where there is none, or one of another version."""
    try:
        return read_document(run / DOCUMENT)
    except InputError:
        return None


def _answered(
    engine: Engine, kept: Kept, filters: Filters, parts: tuple[Part, ...], whole: AlignmentDocument | None
) -> AnswerDocument:
    part = cut(engine, kept, filters, VISIT_COLUMNS)
    log = log_of(engine, part)
    process = engine.beside(lambda: _process(engine, part, log, whole)) if "process" in parts else None
    sections = _about(engine, part, log)
    if "views" in parts:
        sections.update(_views(engine, part, whole))
    if process is not None:
        sections["process"] = process()
    return rounded(sections)


def _about(engine: Engine, part: Cut, log: Log) -> AnswerDocument:
    kept = part.kept
    visits = part.rated if part.stage_no is None else part.rated.filter(part.rated.stage_no == part.stage_no)
    counts = engine.frame(visits.aggregate(n=visits.count(), rated=visits.rated.cast("int64").sum())).iloc[0]
    first, after = bounds(part.filters, kept.timezone)
    first_at = max(kept.log.first_at, first) if first else kept.log.first_at
    last_at = min(kept.log.last_at, after - timedelta(seconds=1)) if after else kept.log.last_at
    zone = kept.timezone
    return {
        "slice": {
            "filters": [list(pair) for pair in part.filters.pairs()],
            "visits": int(counts["n"]),
            "rated": int(counts["rated"]) if counts["n"] else 0,
            "cases": log.n_cases,
            "of_cases": kept.log.n_cases,
        },
        "period": {"first": local(first_at, zone), "last": local(max(first_at, last_at), zone), "timezone": zone},
        "log": {
            "cases": log.n_cases,
            "events": log.n_events,
            "activities": len(log.activities),
            "first": utc(log.first_at),
            "last": utc(log.last_at),
        },
    }


def _views(engine: Engine, part: Cut, whole: AlignmentDocument | None) -> AnswerDocument:
    """Where no visit and no signal is left out, from the run's own document."""
    kept = part.kept
    if whole is not None and part.holds_everything:
        found = Views(
            whole["alignment"], whole["stages"], whole["trend"], whole["signals"]["scores"], whole["signals"]["monthly"]
        )
    else:
        both = both_views(engine, part.rated, part.placed, kept.journey, kept.log)
        found = Views(
            {**measures_row(both.overall), "visits": both.visits, "rated": both.rated},
            told_stages(stage_rows(kept.journey, both, derived_targets(kept.journey, kept.ruler))),
            _in_period(trend_rows(kept.journey, both), part.filters),
            both.scores,
            monthly_rows(kept.journey, both),
        )
    if part.stage_no is not None:
        found = found.of(found.stages[part.stage_no])
    return {
        "alignment": found.alignment,
        "stages": found.stages,
        "trend": found.trend,
        "signals": _signals(engine, part, found),
    }


def _in_period(rows: list[TrendRow], filters: Filters) -> list[TrendRow]:
    """The rows of the trend, whose months are UTC's, with the hours by which a period of local days goes beyond its
    months put to the month beside them."""
    least = f"{filters.first:%Y-%m}" if filters.first else ""
    most = f"{filters.last:%Y-%m}" if filters.last else "9999"
    found: dict[tuple[str, str], TrendRow] = {}
    for row in rows:
        month = min(max(row["month"], least), most)
        into = found.get((month, row["stage"]))
        found[month, row["stage"]] = {**row, "month": month}
        if into is not None:
            for name in CELLS:
                found[month, row["stage"]][name] += into[name]
    return list(found.values())


def _signals(engine: Engine, part: Cut, found: Views) -> SignalsSection:
    """Counts and scores of the placed signals; `total` are those that are linked, for others belong to no slice."""
    placed = part.placed
    if part.stage_no is not None:
        placed = placed.filter(placed.stage_no == part.stage_no)
    rows = engine.frame(placed.group_by("kind", "link", "stage_from").aggregate(n=placed.count()))

    def by(column: str) -> dict[str, int]:
        return {str(name): int(n) for name, n in sorted(rows.groupby(column)["n"].sum().items())}

    total, links, stage_from = int(rows["n"].sum()), by("link"), by("stage_from")
    return {
        "total": total,
        "linked": total,
        "by_kind": by("kind"),
        "stage_from": stage_from_row(stage_from),
        "links": {"case": links.get("case", 0), "customer": links.get("customer", 0)},
        "scores": found.scores,
        "monthly": found.monthly,
    }


def _process(engine: Engine, part: Cut, log: Log, whole: AlignmentDocument | None) -> ProcessSection:
    """Where no case is left out, from the run's own document, without what is no part of a slice."""
    kept: Kept = part.kept
    if whole is not None and part.members is None and whole["process"]:
        return {**whole["process"], "roles": [], "conformance": None, "bpmn": None, "model": None, "notes": []}
    counted = count_variants(engine, sequences_of(part))
    drawn = graph(engine, log, kept.journey.stage_of, counted)
    found = variants(engine, log, SHOWN_VARIANTS, counted)
    nothing = drawn.starts.head(0).assign(role="", activities="", resources=0)[["role", "activities", "resources"]]
    return process_rows(
        Process(
            activities=drawn.activities,
            flows=drawn.flows,
            starts=drawn.starts,
            ends=drawn.ends,
            variants=found.frame,
            variants_total=found.total,
            handovers=handovers(engine, log),
            roles=nothing,
            conformance=None,
            model=None,
        ),
        kept.journey,
    )
