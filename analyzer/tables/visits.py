"""Visits: one stage as one customer lived it. Three tables of the same grain, each with more known than the one
before."""

from typing import Any

from analyzer.tables.schema import Column, Declaration

VERDICTS = ("bad", "good", "unknown")
GRAIN = "one case × stage; of a stage with `per` one case × stage × object"
VISIT = ("case_id", "visit_key")  # what names a visit, and joins what is known of it
GIVEN_BY_OTHERS = ("returns", "wait_s", "duration_s")  # columns that need no room: see `with_given`

_VISIT = (
    Column("case_id", "string", "the case"),
    Column("customer_id", "string", "whose case it is; the case itself where the log has no customers"),
    Column("stage_no", "int64", "the stage's number in the journey", holds="int16"),
    Column(
        "visit_key",
        "int64",
        "with case_id what names the visit: stage_no, where a stage has one visit a case; else stage_no + number of "
        "stages × which object of the case it is of (from 1)",
        holds="int32",
    ),
    Column(
        "object", "string", "the object that the visit is of; empty where its stage has one visit a case", optional=True
    ),
    Column("entries", "int64", "separate runs of events in the stage; 0 for an open visit", holds="int32"),
    Column("returns", "int64", "entries − 1, at least 0", holds="int32"),
    Column("events", "int64", "events in the stage", holds="int32"),
    Column("handovers", "int64", "changes of resource (else of team) between its successive events", holds="int32"),
    Column(
        "opened_at",
        "timestamp(6)",
        "the last event of another stage before its first event, else the case's start",
        "UTC",
    ),
    Column("first_at", "timestamp(6)", "its first event; null for an open visit that has none", "UTC"),
    Column("last_at", "timestamp(6)", "its last event; null for an open visit that has none", "UTC"),
    Column("wait_s", "float64", "from opened_at to first_at", "s"),
    Column("duration_s", "float64", "from first_at to last_at", "s"),
    Column("active_s", "float64", "sum of work time where the log has starts, else null", "s"),
    Column("open", "boolean", "not finished when the log ends: the next planned stage of a case that has not ended"),
    Column("left", "boolean", "over: the case has ended or went on to another stage"),
    Column("case_ended_at", "timestamp(6)", "the case's last event where it has ended; null while it runs", "UTC"),
)

VISITS = Declaration("visits", GRAIN, _VISIT)

_JUDGED = (
    *_VISIT,
    Column(
        "deadline_at",
        "timestamp(6)",
        "the latest moment by which the target can still be met; null where it has none",
        "UTC",
    ),
    Column("promised_at", "timestamp(6)", "the same of the promise; null where none was made", "UTC"),
    Column("company", "string", "the company's verdict: good, bad, unknown", holds=VERDICTS),
    Column(
        "promise",
        "string",
        "whether the promise was kept: good, bad, unknown; unknown where none was made",
        holds=VERDICTS,
    ),
)

JUDGED = Declaration("judged visits", GRAIN, _JUDGED)

RATED = Declaration(
    "rated visits",
    GRAIN,
    (
        *_JUDGED,
        Column("customer", "string", "the customer's verdict: good, bad, unknown", holds=VERDICTS),
        Column("rated", "boolean", "customer is not unknown"),
        Column("answered", "boolean", "a survey or review of this visit exists"),
        Column("signals", "int64", "signals placed in this visit", holds="int32"),
        Column(
            "said_at",
            "timestamp(6)",
            "the signal that decided: the first bad one, else the first; a silent visit's reference time",
            "UTC",
        ),
        Column("asked", "string", "the kinds of survey it was answered in (first+last by name); empty where none"),
    ),
)

PLACED = Declaration(
    "placed signals",
    "one signal that is linked to a case",
    (
        Column("signal", "int64", "the signal"),
        Column("case_id", "string", "the case that it is linked to"),
        Column("link", "string", "case (it names the case) or customer (by customer and time)"),
        Column("stage_no", "int64", "the stage that it speaks about; -1 the whole journey; null where unknown"),
        Column("visit_key", "int64", "the visit that it speaks about; null where it has none", holds="int32"),
        Column("stage_from", "string", "stated, touchpoint, about, timing or none"),
        Column("kind", "string", "as in signals"),
        Column("score", "float64", "as in signals"),
        Column("verdict", "string", "as in signals"),
        Column("at", "timestamp(6)", "as in signals", "UTC"),
        Column("survey", "boolean", "the customer was asked (nps, csat, ces, review)"),
        Column("early", "boolean", "said before the visit ended; null where it has no visit"),
        Column("touchpoint", "string", "as in signals"),
        Column("comment", "string", "as in signals"),
    ),
)


def with_given(kept: Any) -> Any:
    """Visits (an Ibis table without them) with the columns that other columns give: returns, wait_s, duration_s, and
    visit_key where it is missing, for then it is stage_no."""
    entries = kept.entries
    key = {} if "visit_key" in kept.columns else {"visit_key": kept.stage_no}
    return kept.mutate(
        **key,
        returns=entries - (entries > 0).cast("int64"),
        wait_s=kept.first_at.delta(kept.opened_at, unit="microsecond") / 1_000_000.0,
        duration_s=kept.last_at.delta(kept.first_at, unit="microsecond") / 1_000_000.0,
    )
