"""When a case has ended: its last planned stage was lived, or it has been silent for longer than nearly all pauses."""

from __future__ import annotations

from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.journey import Journey
from analyzer.tables.log import Log


def case_ends(engine: Engine, log: Log, journey: Journey, staged: Table, quantile: float) -> Table:
    """Per case: started_at, last_stage_no, last_staged_at and case_ended_at (null while it runs).

    Grain: a case that has an event which is no reaction. "Now" is the log's last event. A case has ended when its
    last planned stage (of those with activities) was lived, or when it has been silent for longer than the given
    quantile of all pauses in the log. Not to be trusted where the log was cut to finished cases only: then every case
    has ended by its silence or not at all.
    """
    pauses = log.events.filter(log.events.next_at.notnull())
    pause_s = engine.frame(pauses.aggregate(pause_s=seconds(pauses.next_at, pauses["at"]).quantile(quantile)))[
        "pause_s"
    ].iloc[0]
    longest_pause_s = float(pause_s) if pause_s == pause_s and pause_s is not None else 0.0
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
    silent = seconds(ibis.literal(log.last_at, "timestamp(6)"), cases.ended_at) > longest_pause_s
    return cases.mutate(
        case_ended_at=ibis.ifelse(cases.finished | silent, cases.ended_at, ibis.null("timestamp(6)"))
    ).drop("finished", "ended_at")
