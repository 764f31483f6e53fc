"""When a case has ended: its last planned stage was lived, or it has been silent for longer than nearly all pauses."""

from __future__ import annotations

from datetime import datetime

from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.journey import Journey
from analyzer.tables.log import Log
from analyzer.tables.ruler import Pause

PAUSE_QUANTILE = 0.99  # a case that is silent for longer than this share of all pauses has ended


def fit_pause(engine: Engine, log: Log) -> Pause:
    """The 99th percentile of all pauses between two successive events of a case, in seconds; 0 where there is none."""
    pauses = log.events.filter(log.events.next_at.notnull())
    pause_s = seconds(pauses.next_at, pauses["at"])
    found = engine.frame(pauses.aggregate(longest_s=pause_s.quantile(PAUSE_QUANTILE), pauses=pauses.count())).iloc[0]
    longest_s = found["longest_s"]
    known = longest_s is not None and longest_s == longest_s
    return Pause(float(longest_s) if known else 0.0, PAUSE_QUANTILE, int(found["pauses"]))


def case_ends(journey: Journey, parts: Table, pause: Pause, now: datetime) -> Table:
    """Per case: started_at, case_first_position, last_stage_no, last_staged_at and case_ended_at (null while it runs).

    `parts`: of each case its stages (stage_no, first_at, last_at, first_position, last_position), and its events of no
    stage as one, with no stage_no. Grain: a case that has an event which is no reaction. A case has ended when its last
    planned stage (of those with activities) was lived, or when it has been silent at the moment of looking for longer
    than the ruler's pause.
    Not to be trusted where the log was cut to finished cases only: then every case has ended by its silence or not at
    all.
    """
    planned = [stage.no for stage in journey.stages if stage.activities]
    last_planned = planned[-1] if planned else -1
    in_stage, stages = parts.stage_no.notnull(), max(len(journey.stages), 1)
    cases = parts.group_by("case_id").aggregate(
        started_at=parts.first_at.min(),
        ended_at=parts.last_at.max(),
        case_first_position=parts.first_position.min(),
        last_place=(parts.last_position * stages + parts.stage_no).max(),  # the later position, and its stage
        last_staged_at=ibis.coalesce(parts.last_at.max(where=in_stage), parts.first_at.min()),
        finished=(parts.stage_no == last_planned).fill_null(False).any(),
    )
    silent = seconds(ibis.literal(now, "timestamp(6)"), cases.ended_at) > pause.longest_s
    ended_at = ibis.ifelse(cases.finished | silent, cases.ended_at, ibis.null("timestamp(6)"))
    return cases.mutate(last_stage_no=cases.last_place % stages, case_ended_at=ended_at).drop(
        "finished", "ended_at", "last_place"
    )
