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


def case_ends(journey: Journey, staged: Table, pause: Pause, now: datetime) -> Table:
    """Per case: started_at, last_stage_no, last_staged_at and case_ended_at (null while it runs).

    Grain: a case that has an event which is no reaction. A case has ended when its last planned stage (of those with
    activities) was lived, or when it has been silent at the moment of looking for longer than the ruler's pause.
    Not to be trusted where the log was cut to finished cases only: then every case has ended by its silence or not at
    all.
    """
    planned = [stage.no for stage in journey.stages if stage.activities]
    last_planned = planned[-1] if planned else -1
    in_stage = staged.stage_no.notnull()
    cases = staged.group_by("case_id").aggregate(
        started_at=staged["at"].min(),
        ended_at=staged["at"].max(),
        last_stage_no=staged.stage_no.argmax(staged.position, where=in_stage),
        last_staged_at=ibis.coalesce(staged["at"].max(where=in_stage), staged["at"].min()),
        finished=(staged.stage_no == last_planned).fill_null(False).any(),
    )
    silent = seconds(ibis.literal(now, "timestamp(6)"), cases.ended_at) > pause.longest_s
    return cases.mutate(
        case_ended_at=ibis.ifelse(cases.finished | silent, cases.ended_at, ibis.null("timestamp(6)"))
    ).drop("finished", "ended_at")
