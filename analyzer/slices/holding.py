"""Which cases show what was found: the cases of a mismatch, and those in which a driver is present."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.mismatches.sequences import departing_cases, lived_stages
from analyzer.slices.cut import Cut, written
from analyzer.visits import staged_events

# Which visits of its stage a kind of mismatch is about.
VERDICTS: dict[str, dict[str, str]] = {
    "hidden_friction": {"company": "good", "customer": "bad"},
    "silent_defect": {"company": "bad"},
    "shared_failure": {"company": "bad", "customer": "bad"},
    "broken_promise": {"company": "good", "promise": "bad"},
}
DEPARTURES = {"out_of_order": "displaced", "missing_touchpoint": "skipped", "ad_hoc_touchpoint": "returned"}
WHO = ("resource", "team", "system", "partner")


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


def with_driver(engine: Engine, part: Cut, driver: Mapping[str, Any]) -> Table:
    """The cases (case_id, each once) in which a driver, a row of the document, is present.

    Over the whole case, whenever its customer spoke; the search for drivers leaves aside what was not settled by then,
    so it may have counted fewer. Reactions to complaints are left out, as there. Raises KeyError for a type of driver
    that does not exist.
    """
    kind, no = str(driver["type"]), _number(part, driver.get("stage"))
    if kind == "attribute":
        return _by_attribute(part, driver)
    if kind in ("returns", "handovers"):
        least = int(driver.get("at_least") or 1)
        visits = part.kept.rated
        return visits.filter((visits.stage_no == no) & (visits[kind] >= least)).select("case_id").distinct()
    events = _events(engine, part)
    if kind in WHO:
        return _done_by(events, kind, str(driver["value"]), no)
    if kind == "duration":
        return _took(events, driver, no)
    if kind in ("path", "wait"):
        return _followed(events, driver)
    if kind not in ("activity", "missing", "repeat"):
        raise KeyError(kind)
    often = (
        events.filter(events.activity == str(driver["activity"])).group_by("case_id").aggregate(n=lambda t: t.count())
    )
    if kind == "missing":
        return part.kept.log.cases.select("case_id").anti_join(often, "case_id")
    return often.filter(often.n >= int(driver.get("at_least") or 1)).select("case_id")


def _done_by(events: Table, role: str, who: str, stage_no: int | None) -> Table:
    """Cases in which somebody worked in a stage; without a stage those in which they worked in several."""
    did = events.filter(events[role] == who)
    if stage_no is not None:
        return did.filter(did.stage_no == stage_no).select("case_id").distinct()
    stages = did.group_by("case_id").aggregate(n=did.stage_no.fill_null(-1).nunique())
    return stages.filter(stages.n > 1).select("case_id")


def _took(events: Table, driver: Mapping[str, Any], stage_no: int | None) -> Table:
    """Cases whose visit of a stage took long, or was short: from its first event (its start) to its last."""
    here = events.filter(events.stage_no == stage_no)
    began = ibis.least(here["at"], here.start_at) if "start_at" in here.columns else here["at"]
    visits = here.group_by("case_id").aggregate(began_at=began.min(), ended_at=here["at"].max())
    took_s = seconds(visits.ended_at, visits.began_at)
    if driver.get("under_seconds") is not None:
        return visits.filter(took_s < float(driver["under_seconds"])).select("case_id")
    return visits.filter(took_s > float(driver["over_seconds"])).select("case_id")


def _followed(events: Table, driver: Mapping[str, Any]) -> Table:
    """Cases in which an activity directly follows another (path), or comes late or soon after it (wait)."""
    start, end = str(driver["from"]), str(driver["to"])
    if driver["type"] == "path":
        window = ibis.window(group_by="case_id", order_by="position")
        following = events.select("case_id", "position", "activity")
        following = following.mutate(following=following.activity.lead().over(window))
        found = following.filter((following.activity == start) & (following.following == end))
        return found.select("case_id").distinct()
    some = events.filter(events.activity.isin([start, end]))
    first = some.group_by("case_id").aggregate(
        began=some["at"].min(where=some.activity == start), ended=some["at"].min(where=some.activity == end)
    )
    waited = seconds(first.ended, first.began)
    if driver.get("under_seconds") is not None:
        return first.filter(waited < float(driver["under_seconds"])).select("case_id")
    return first.filter(waited > float(driver["over_seconds"])).select("case_id")


def _by_attribute(part: Cut, driver: Mapping[str, Any]) -> Table:
    log = part.kept.log
    cases = log.cases
    attribute = next((a for a in log.attributes if a.name == driver["attribute"]), None)
    if attribute is None:
        return cases.select("case_id").limit(0)
    column, take = attribute.column, driver.get("take")
    if attribute.event_column is not None and take in ("max", "min"):
        value = log.events[attribute.event_column]
        ends = log.events.group_by("case_id").aggregate(**{column: value.max() if take == "max" else value.min()})
        cases = cases.select("case_id").join(ends, "case_id")
    op, value = driver["op"], driver["value"]
    if op in (">=", "<"):
        number = cases[column].cast("float64")
        return cases.filter(number >= float(value) if op == ">=" else number < float(value)).select("case_id")
    same = written(cases, column) == str(value)
    return cases.filter(same if op == "=" else ~same).select("case_id")


def _spoken_of(part: Cut, stage_no: int | None, touchpoint: str | None) -> Table:
    placed = part.placed
    about = placed.stage_no == stage_no if stage_no is not None else placed.touchpoint.strip() == (touchpoint or "")
    return placed.filter(about).select("case_id").distinct()


def _departing(engine: Engine, part: Cut, how: str, stage_no: int) -> Table:
    """Ended cases whose stages depart so from the plan."""
    kept = part.kept
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
