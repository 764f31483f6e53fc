"""Who was told of a night: each recipient once, kept until it is sent; and what recipients chose to hear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa

from analyzer.catalog import audit
from analyzer.catalog import delivery_schema as schema
from analyzer.catalog.model import Catalog

DeliveryStatus = Literal["waiting", "sent", "given_up"]
Choice = Literal["all", "worse", "none"]
CHOICES: tuple[Choice, ...] = ("all", "worse", "none")


@dataclass(frozen=True)
class Delivery:
    """One night for one recipient. Times are aware UTC."""

    run_id: str
    channel: str  # email, webhook
    recipient: str  # the digest of the address
    shown: str  # the address as it may be shown
    status: DeliveryStatus
    tries: int
    last_error: str | None
    content: dict[str, Any]
    asked_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class WaitingAlarm:
    """A change that alarms once its data has settled; `since_at` is the moment of looking of the night that said it."""

    mismatch_id: str
    change: str
    since_at: datetime


@dataclass(frozen=True)
class AskedDelivery:
    """A recipient that is to be told of a night, and what."""

    run_id: str
    channel: str
    recipient: str
    shown: str
    content: dict[str, Any]


def ask_deliveries(connection: sa.Connection, catalog: Catalog, asked: Sequence[AskedDelivery]) -> None:
    """Keep within a transaction that recipients are to be told; what is kept already, sent or not, stays as it is."""
    for one in asked:
        key = {"project": catalog.project, "run_id": one.run_id, "channel": one.channel, "recipient": one.recipient}
        if connection.execute(sa.select(schema.delivery.c.tries).where(*_is(key))).first() is not None:
            continue
        rest = {"shown": one.shown, "status": "waiting", "tries": 0, "content": one.content}
        connection.execute(sa.insert(schema.delivery), {**key, **rest, "asked_at": datetime.now(UTC)})


def waiting_deliveries(catalog: Catalog) -> list[Delivery]:
    """What is not sent yet, the oldest first."""
    return _deliveries(catalog, schema.delivery.c.status == "waiting")


def deliveries(catalog: Catalog, run_id: str) -> list[Delivery]:
    """Who was told of a night, or is to be told."""
    return _deliveries(catalog, schema.delivery.c.run_id == run_id)


def told_last(catalog: Catalog, channel: str, recipient: str, but: str) -> dict[str, Any] | None:
    """What a recipient was told last, or is still to be told, but for the run `but`; None where nothing was."""
    table = schema.delivery
    wanted = (
        sa.select(table.c.content)
        .where(*_is({"project": catalog.project, "channel": channel, "recipient": recipient}), table.c.run_id != but)
        .order_by(table.c.asked_at.desc())
        .limit(1)
    )
    with catalog.reading() as connection:
        return connection.execute(wanted).scalar()


def keep_try(catalog: Catalog, one: Delivery, error: str | None, last: bool = False) -> None:
    """Keep what came of a try: sent, or an error. `last`: it is not tried again."""
    key = {"run_id": one.run_id, "channel": one.channel, "recipient": one.recipient, "project": catalog.project}
    status = "sent" if error is None else "given_up" if last else "waiting"
    ended = None if status == "waiting" else datetime.now(UTC)
    change = {"status": status, "tries": one.tries + 1, "last_error": error, "ended_at": ended}
    with catalog.writing() as connection:
        connection.execute(sa.update(schema.delivery).where(*_is(key)).values(change))


def subscriptions(catalog: Catalog) -> dict[str, Choice]:
    """What recipients chose, by the digest of their address; who is not in it hears of all that is theirs."""
    table = schema.subscription
    wanted = sa.select(table.c.recipient, table.c.choice).where(table.c.project == catalog.project)
    with catalog.reading() as connection:
        return {row.recipient: row.choice for row in connection.execute(wanted)}


def subscribe(catalog: Catalog, recipient: str, shown: str, choice: Choice, who: str) -> None:
    """Keep what a recipient chose, and write down who changed it."""
    table = schema.subscription
    mine = (table.c.project == catalog.project, table.c.recipient == recipient)
    row = {"project": catalog.project, "recipient": recipient, "shown": shown, "choice": choice}
    with catalog.writing() as connection:
        before = connection.execute(sa.select(table.c.choice).where(*mine)).scalar()
        if before == choice:
            return
        connection.execute(sa.delete(table).where(*mine))
        connection.execute(sa.insert(table), {**row, "at": datetime.now(UTC)})
        audit.note(connection, catalog, who, f"mail:{shown}", {"hears of": before or "all"}, {"hears of": choice})


def waiting_alarms(catalog: Catalog) -> list[WaitingAlarm]:
    """Changes whose data has not settled yet, by id."""
    table = schema.alarm
    wanted = sa.select(table).where(table.c.project == catalog.project).order_by(table.c.mismatch_id)
    with catalog.reading() as connection:
        return [WaitingAlarm(row.mismatch_id, row.change, row.since_at) for row in connection.execute(wanted)]


def keep_waiting_alarms(connection: sa.Connection, catalog: Catalog, alarms: Sequence[WaitingAlarm]) -> None:
    """Let these wait within a transaction, in the place of those before."""
    connection.execute(sa.delete(schema.alarm).where(schema.alarm.c.project == catalog.project))
    rows = [{"project": catalog.project, **vars(one)} for one in alarms]
    if rows:
        connection.execute(sa.insert(schema.alarm), rows)


def _deliveries(catalog: Catalog, *conditions: sa.ColumnElement[bool]) -> list[Delivery]:
    table = schema.delivery
    wanted = sa.select(table).where(table.c.project == catalog.project, *conditions)
    wanted = wanted.order_by(table.c.asked_at, table.c.channel, table.c.shown)
    with catalog.reading() as connection:
        rows = connection.execute(wanted).mappings().all()
    return [Delivery(**{name: row[name] for name in row if name != "project"}) for row in rows]


def _is(key: Mapping[str, str]) -> list[sa.ColumnElement[bool]]:
    return [schema.delivery.c[name] == value for name, value in key.items()]
