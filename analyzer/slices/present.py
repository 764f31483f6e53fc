"""The cases in which drivers are present, before a slice is cut by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from analyzer.engine import Engine, Table, ibis
from analyzer.errors import ArgumentError
from analyzer.mismatches import presence
from analyzer.mismatches.as_seen import as_seen, own_columns
from analyzer.settings import suggestion
from analyzer.slices.kept import Kept
from analyzer.visits import seen_cases, staged_events

NEVER = datetime(2200, 1, 1)


def with_causes(engine: Engine, kept: Kept, members: Table, drivers: Sequence[Mapping[str, Any]]) -> Table:
    """Those of some cases (case_id) in which every driver is present in any visit, to its end or until its customer
    spoke; reactions to complaints are left out. Raises ArgumentError for a stage that the journey does not have."""
    stages = [stage.name for stage in kept.journey.stages]
    for driver in drivers:
        if driver.get("stage") is not None and driver["stage"] not in stages:
            do = suggestion(driver["stage"], stages)
            raise ArgumentError(expected="a stage of the journey", found=driver["stage"], where="cause=…", do=do)
    for driver in drivers:
        visits = every_visit(engine, kept, members)
        events = staged_events(engine, kept.log, kept.journey, kept.reactions).semi_join(members, "case_id")
        seen = seen_cases(engine, kept.log, kept.journey, events)
        found = presence(engine, visits, kept.rated, seen.staged, seen.log, kept.journey, kept.ruler, driver)
        members = engine.keep(visits.select("case_id").limit(0) if found is None else found.cases(visits), "with_cause")
    return members


def every_visit(engine: Engine, kept: Kept, members: Table | None) -> Table:
    """All visits of some cases (None: of all): case_id as they see it, stage_no, last_at, until."""
    rated = kept.rated if members is None else kept.rated.semi_join(members, "case_id")
    said_at = ibis.ifelse(rated.rated, rated.said_at, ibis.null("timestamp(6)"))
    until = ibis.coalesce(said_at.truncate("s") + ibis.interval(seconds=1), ibis.literal(NEVER, "timestamp(6)"))
    visits = as_seen(rated.mutate(until=until))
    return engine.keep(visits.select(*own_columns(visits), "stage_no", "last_at", "until"), "all_visits")
