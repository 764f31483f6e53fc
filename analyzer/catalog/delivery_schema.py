"""The tables of who hears of a night: deliveries, what recipients chose, and alarms that wait."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, String, Table, Text

from analyzer.catalog.schema import UtcDateTime, metadata

delivery = Table(
    "delivery",
    metadata,
    Column("project", Text, primary_key=True),
    Column("run_id", String(40), primary_key=True),
    Column("channel", String(20), primary_key=True),  # email, webhook
    Column("recipient", String(64), primary_key=True),  # the digest of an address
    Column("shown", Text, nullable=False),  # the address as it may be shown
    Column("status", String(20), nullable=False),  # waiting, sent, given_up
    Column("tries", Integer, nullable=False),
    Column("last_error", Text),  # without anything secret
    Column("content", JSON(none_as_null=True), nullable=False),  # what to tell, to make the message anew
    Column("asked_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
)

subscription = Table(
    "subscription",
    metadata,
    Column("project", Text, primary_key=True),
    Column("recipient", String(64), primary_key=True),
    Column("shown", Text, nullable=False),
    Column("choice", String(20), nullable=False),  # all, worse, none
    Column("at", UtcDateTime, nullable=False),
)

alarm = Table(
    "alarm",
    metadata,
    Column("project", Text, primary_key=True),
    Column("mismatch_id", Text, primary_key=True),
    Column("change", String(20), nullable=False),  # new, worse, …
    Column("since_at", UtcDateTime, nullable=False),  # the moment of looking of the night that said so
)

mention_mail = Table(
    "mention_mail",
    metadata,
    Column("project", Text, primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("author", String(64), nullable=False),  # the digest of a name
    Column("recipient", String(64), nullable=False),  # the digest of an address
)
