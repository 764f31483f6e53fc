"""One case, as its mirror shows it. It is no part of alignment.json; pages ask for it. Times are ISO 8601 on the
project's clocks, durations in seconds."""

from __future__ import annotations

from typing import TypedDict


class NamedValueRow(TypedDict):
    """An attribute of the case."""

    name: str
    value: str


class CaseEventRow(TypedDict):
    """An event; `stage` None where no stage claims it; `reaction`: it answers a complaint; `objects`: those that it
    concerns, of the type by which its stage is visited."""

    activity: str
    at: str
    start_at: str | None
    stage: str | None
    reaction: bool
    resource: str | None
    team: str | None
    system: str | None
    partner: str | None
    objects: list[str]


class CaseVisitRow(TypedDict):
    """A visit with the verdicts of both sides (good, bad, unknown); `object` None where its stage has one visit a
    case."""

    stage: str
    object: str | None
    opened_at: str | None
    first_at: str | None
    last_at: str | None
    open: bool
    company: str
    customer: str
    promise: str
    wait_s: float | None
    duration_s: float | None
    returns: int
    signals: int
    target_due_at: str | None
    promise_due_at: str | None


class CaseSignalRow(TypedDict):
    """A signal; `whole`: about the whole journey; the comment is masked."""

    kind: str
    score: float | None
    verdict: str
    at: str
    stage: str | None
    object: str | None
    whole: bool
    stage_from: str
    link: str
    early: bool | None
    touchpoint: str | None
    comment: str | None


class CaseDocument(TypedDict):
    """A case; `others` names further cases of its customer, the first of `others_total`."""

    case_id: str
    customer_id: str | None
    attributes: list[NamedValueRow]
    took_s: float
    others: list[str]
    others_total: int
    events: list[CaseEventRow]
    visits: list[CaseVisitRow]
    signals: list[CaseSignalRow]
