"""Tell those who want to hear of a night, each once. What cannot be sent is kept, and tried again the next night.

First everything that is to be told is kept in the catalog, then sent, then ticked off: a night that is killed in
between is told by the next one. `plan_deliveries` and `keep_plan` let the first step be part of the transaction that
keeps the run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any, cast

from analyzer.catalog import (
    AskedDelivery,
    Catalog,
    Delivery,
    Finding,
    WaitingAlarm,
    ask_deliveries,
    find_run,
    finding_marks,
    keep_try,
    keep_waiting_alarms,
    last_findings,
    subscriptions,
    told_last,
    waiting_alarms,
    waiting_deliveries,
)
from analyzer.document import read_document
from analyzer.errors import DeliveryError, InputError
from analyzer.improvement import ImprovingNews
from analyzer.nightly.alarms import WORSE, Alarms, alarms_of
from analyzer.nightly.letter import letter
from analyzer.nightly.outcome import Channel, DeliveryOutcome, Night
from analyzer.nightly.recipients import Recipient, recipients, theirs, unknown_names
from analyzer.nightly.sending import MailServer, post, said_of
from analyzer.reports.chat import webhook_body
from analyzer.reports.digest import DigestContent, digest
from analyzer.settings import Settings
from analyzer.tables.nights import ChangedFinding
from analyzer.words.improving_words import improving_news

MOST_TRIES = 14  # nights; then it is given up


@dataclass(frozen=True)
class DeliveryPlan:
    """Who is to be told of a night, what waits to alarm, what the project file names wrongly, and which findings are
    new, worse or back again, by id, once their data has settled."""

    asked: tuple[AskedDelivery, ...]
    waiting: tuple[WaitingAlarm, ...]
    unknown: tuple[tuple[str, str], ...]
    settled: Mapping[str, str] = field(default_factory=dict)


def deliver(settings: Settings, catalog: Catalog, night: Night) -> tuple[DeliveryOutcome, ...]:
    """Tell of a night, and of earlier ones that could not be told yet; gives what came of each try.

    Nobody is told of a night in which nothing alarms (`alerts`), unless `report.always`; nor of the first one. Called
    again for the same night it tells nobody twice. What fails is an outcome, not an exception. Raises SettingsError
    where the catalog or the project's key cannot be read or written.
    """
    plan = plan_deliveries(settings, catalog, night)
    with catalog.writing() as connection:
        keep_plan(connection, catalog, plan)
    return (*_misnamed(night, plan), *_send_waiting(settings, catalog, night))


def plan_deliveries(settings: Settings, catalog: Catalog, night: Night) -> DeliveryPlan:
    """Who is to be told of a night, and what. Nothing is kept or sent yet."""
    at = _run_time(night)
    alarms = alarms_of(night, settings.alerts, waiting_alarms(catalog), at, quiet_findings(catalog))
    known = _known(catalog, night, alarms)
    everybody, chosen = recipients(settings), subscriptions(catalog)
    news = improving_news(night.improving) if night.improving else []
    about = last_findings(catalog, sorted({one.mismatch for one in news if one.mismatch}))  # gone ones have owners too
    asked = []
    for one in everybody:
        mine = theirs(one, everybody, night.document, {**about, **known})
        choice = chosen.get(one.key, "all")
        if choice == "none" or not _is_due(settings, alarms, mine, choice == "worse"):
            continue
        content = {
            "changes": alarms.changes,
            "warnings": [[warning.kind, warning.fact] for warning in night.warnings],
            "only": None if mine is None else sorted(mine),
            "known": [vars(finding) for finding in known.values()],
            **_of_improving(catalog, night, one, news),
        }
        asked.append(AskedDelivery(night.run_id, one.channel, one.key, one.shown, content))
    unknown = tuple(unknown_names(settings, night.document)) if asked else ()
    return DeliveryPlan(tuple(asked), alarms.waiting, unknown, alarms.settled)


def _of_improving(
    catalog: Catalog, night: Night, recipient: Recipient, news: Sequence[ImprovingNews]
) -> dict[str, list[Any]]:
    """What a recipient is told of improving: what they were not told before. `improving_known`: all that holds now, so
    that the next time only what is new is told."""
    before = told_last(catalog, recipient.channel, recipient.key, night.run_id) or {}
    known = set(before.get("improving_known") or ())
    return {
        "improving": [vars(one) for one in news if one.key not in known],
        "improving_known": [one.key for one in news],
    }


def quiet_findings(catalog: Catalog) -> set[str]:
    """The findings of which nobody wants to hear until they get worse."""
    return {identity for identity, marks in finding_marks(catalog).items() if "quiet" in marks}


def keep_plan(connection: Any, catalog: Catalog, plan: DeliveryPlan) -> None:
    """Keep a plan within a transaction of the catalog."""
    ask_deliveries(connection, catalog, plan.asked)
    keep_waiting_alarms(connection, catalog, plan.waiting)


def _is_due(settings: Settings, alarms: Alarms, mine: frozenset[str] | None, quiet: bool) -> bool:
    """Whether a recipient hears of this night. Who is quiet hears where something is new, worse or back again."""
    alarming = {key: change for key, change in alarms.now.items() if mine is None or key in mine}
    if quiet:
        return any(change in WORSE for change in alarming.values())
    return bool(alarming) or alarms.stale or settings.report.always


def _known(catalog: Catalog, night: Night, alarms: Alarms) -> dict[str, Finding]:
    """What changed, as an earlier run found it."""
    changed = [
        identity
        for change, ids in alarms.changes.items()
        if change != "unchanged" and isinstance(ids, (list, tuple))
        for identity in ids
    ]
    return last_findings(catalog, changed, before=night.run_id)


def _run_time(night: Night) -> datetime:
    started = (night.document.get("run") or {}).get("started")
    return datetime.fromisoformat(started.replace("Z", "+00:00")) if started else datetime.now(UTC)


def _misnamed(night: Night, plan: DeliveryPlan) -> tuple[DeliveryOutcome, ...]:
    return tuple(
        DeliveryOutcome(
            night.run_id, "email", name, False, f"report.email.to names {name}, which is no stage and no owner; {do}"
        )
        for name, do in plan.unknown
    )


def _send_waiting(settings: Settings, catalog: Catalog, night: Night) -> tuple[DeliveryOutcome, ...]:
    """Send what waits, of this night and of earlier ones."""
    at_hand = {(one.channel, one.key): one for one in recipients(settings)}
    chosen = subscriptions(catalog)
    server = MailServer(settings.report.email) if settings.report.email else None
    outcomes = []
    try:
        for waiting in waiting_deliveries(catalog):
            recipient = at_hand.get((cast(Channel, waiting.channel), waiting.recipient))
            if recipient is None or chosen.get(recipient.key) == "none":
                keep_try(catalog, waiting, "this recipient does not want to hear, or is named no longer", last=True)
                continue
            outcomes.append(_try(settings, catalog, night, waiting, recipient, server))
    finally:
        if server is not None:
            server.close()
    return tuple(outcomes)


def _try(
    settings: Settings,
    catalog: Catalog,
    night: Night,
    waiting: Delivery,
    recipient: Recipient,
    server: MailServer | None,
) -> DeliveryOutcome:
    told = _told(settings, catalog, night, waiting)
    note, error = None, None
    if told is None:
        error = f"the run {waiting.run_id} is not kept any more"
    else:
        try:
            note = _send(settings, recipient, told, waiting.content["only"], server)
        except DeliveryError as reason:
            error = said_of(settings, reason)
    last = told is None or waiting.tries + 1 >= MOST_TRIES
    keep_try(catalog, waiting, error, last)
    return DeliveryOutcome(waiting.run_id, recipient.channel, recipient.shown, error is None, error, note)


def _told(settings: Settings, catalog: Catalog, night: Night, waiting: Delivery) -> DigestContent | None:
    """What a delivery is made from; None where its run is gone, or its file is."""
    content, document = waiting.content, night.document
    if waiting.run_id != night.run_id:
        run = find_run(catalog, waiting.run_id)
        if run is None:
            return None
        try:
            document = read_document(run.folder / "alignment.json")
        except InputError:
            return None
    known = {one["mismatch_id"]: Finding(**one) for one in content["known"]}
    said = {one["id"]: ChangedFinding(**one) for one in (content["changes"].get("details") or {}).get("said") or ()}
    warnings = [(kind, fact) for kind, fact in content["warnings"]]
    return DigestContent(
        waiting.run_id,
        document,
        content["changes"],
        warnings,
        known,
        said,
        settings.report.url,
        settings.name,
        content.get("improving") or (),
    )


def _send(
    settings: Settings, recipient: Recipient, told: DigestContent, only: list[str] | None, server: MailServer | None
) -> str | None:
    """Send one digest; gives what is missing in it. Raises DeliveryError."""
    one = digest(told, only)
    if recipient.channel == "webhook":
        body = webhook_body(one, recipient.shape)
        post(recipient.address, recipient.shown, body, f"{told.run_id}.{recipient.key}")
        return None
    email = settings.report.email
    assert email is not None and server is not None
    mail, note = letter(settings, email, recipient, told, one)
    server.send(mail, parseaddr(recipient.address)[1])
    return note
