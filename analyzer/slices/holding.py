"""Which cases show what was found: the cases of a mismatch, and those in which a driver is present."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.engine import Engine, Table
from analyzer.mismatches import cases_of, heard_visits, presence
from analyzer.mismatches.sequences import departing_cases, lived_stages, returning_cases
from analyzer.slices.cut import Cut, with_the_other_visits
from analyzer.slices.present import every_visit
from analyzer.visits import seen_cases, staged_events

# Which visits of its stage a kind of mismatch is about.
VERDICTS: dict[str, dict[str, str]] = {
    "hidden_friction": {"company": "good", "customer": "bad"},
    "silent_defect": {"company": "bad"},
    "shared_failure": {"company": "bad", "customer": "bad"},
    "broken_promise": {"company": "good", "promise": "bad"},
}
DEPARTURES = {"out_of_order": "displaced", "missing_touchpoint": "skipped", "ad_hoc_touchpoint": "returned"}


def of_mismatch(engine: Engine, part: Cut, mismatch: Mapping[str, Any]) -> Table:
    """The cases (case_id, each once) of a mismatch, a row of the document, among those of the slice.

    hidden friction: on target and unhappy; silent defect: off target; shared failure: off target and unhappy; broken
    promise: on target with a broken promise; asked too early: a survey before the visit's end that says itself what
    it is about, of the visits on which the mismatch rests; blind spot: a signal about it; invisible work: work of no
    stage; departures from the plan: a sequence of stages that departs so; unowned: a visit of the stage. All of its
    stage, in the slice.
    """
    kind, no = str(mismatch["kind"]), _number(part, mismatch.get("stage"))
    if kind in VERDICTS:
        return of_visits(part, no, **VERDICTS[kind])
    if kind == "asked_too_early":
        asked = part.placed.filter((part.placed.stage_no == no) & part.placed.survey & part.placed.early)
        asked = asked.filter(asked.stage_from.isin(["stated", "touchpoint", "about"])).select("case_id").distinct()
        off = (mismatch.get("evidence") or {}).get("basis") == "visits off target"
        return asked.semi_join(of_visits(part, no, company="bad"), "case_id") if off else asked
    if kind == "blind_spot":
        return _spoken_of(part, no, (mismatch.get("evidence") or {}).get("touchpoint"))
    if kind == "invisible_work":
        events = _events(engine, part)
        return events.filter(events.stage_no.isnull()).select("case_id").distinct()
    if kind in DEPARTURES and no is not None:
        return _departing(engine, part, DEPARTURES[kind], no)
    return of_visits(part, no)


def of_visits(part: Cut, stage_no: int | None, **verdicts: str) -> Table:
    """The cases with a visit of a stage (None: of any) that has these verdicts (company, customer, promise)."""
    visits = part.rated if stage_no is None else part.rated.filter(part.rated.stage_no == stage_no)
    for column, verdict in verdicts.items():
        visits = visits.filter(visits[column] == verdict)
    return visits.select("case_id").distinct()


def with_driver(engine: Engine, part: Cut, driver: Mapping[str, Any], stage_no: int | None = None) -> Table:
    """The cases (case_id, each once) in which a driver, a row of the document, is present.

    With a stage: those whose visit of it is counted for the driver in the document: on target, its customer heard, all
    that the driver needs settled by then. Without: those that have it in any visit, to its end or until its customer
    spoke. Reactions to complaints are left out. Raises KeyError for a type of driver that does not exist.
    """
    kept = part.kept
    if stage_no is None:
        visits = every_visit(engine, part.kept, part.members)
    else:
        heard = heard_visits(engine, with_the_other_visits(engine, part), kept.journey)
        visits = engine.keep(heard.filter((heard.stage_no == stage_no) & (heard.company == "good")), "heard_here")
    seen = seen_cases(engine, kept.log, kept.journey, _events(engine, part))
    found = presence(engine, visits, kept.rated, seen.staged, seen.log, kept.journey, kept.ruler, driver)
    if found is None:
        return visits.select("case_id").limit(0)
    return found.cases(visits) if stage_no is None else cases_of(found.visits(visits))


def _spoken_of(part: Cut, stage_no: int | None, touchpoint: str | None) -> Table:
    placed = part.placed
    about = placed.stage_no == stage_no if stage_no is not None else placed.touchpoint.strip() == (touchpoint or "")
    return placed.filter(about).select("case_id").distinct()


def _departing(engine: Engine, part: Cut, how: str, stage_no: int) -> Table:
    """Ended cases whose stages depart so from the plan."""
    kept = part.kept
    if how == "returned" and kept.journey.stages[stage_no].per is not None:
        own = kept.rated if part.members is None else kept.rated.semi_join(part.members, "case_id")
        return returning_cases(own, stage_no)
    lived = lived_stages(engine, _events(engine, part))
    ended = kept.rated.filter(kept.rated.case_ended_at.notnull()).select("case_id").distinct()
    return departing_cases(lived, how, stage_no).semi_join(ended, "case_id")


def _events(engine: Engine, part: Cut) -> Table:
    """The slice's events with their stage, without reactions."""
    kept = part.kept
    staged = staged_events(engine, kept.log, kept.journey, kept.reactions)
    return staged if part.members is None else staged.semi_join(part.members, "case_id")


def _number(part: Cut, stage: str | None) -> int | None:
    return next((s.no for s in part.kept.journey.stages if s.name == stage), None)
