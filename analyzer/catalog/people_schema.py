"""The tables of people and their work: users, comments, actions, and who changed what."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Float, Index, Integer, String, Table, Text

from analyzer.catalog.schema import UtcDateTime, metadata

user = Table(
    "user",
    metadata,
    Column("project", Text, primary_key=True),
    Column("folded", Text, primary_key=True),  # the name without regard to letter case
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("password", Text, nullable=False),  # its hash
    Column("created_at", UtcDateTime, nullable=False),
    Column("partner", Text),  # whom somebody with the role partner stands for
)

comment = Table(
    "comment",
    metadata,
    Column("project", Text, primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("edited_at", UtcDateTime),
    Column("removed_at", UtcDateTime),
    Column("removed_by", Text),
    Index("comment_subject", "project", "subject"),
)

action = Table(
    "action",
    metadata,
    Column("project", Text, primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("mismatch_id", Text),
    Column("title", Text, nullable=False),
    Column("owner", Text),
    Column("starts_on", Date),
    Column("due_on", Date),
    Column("review_on", Date),
    Column("tried_on", JSON(none_as_null=True)),
    Column("expected", Float),
    Column("effort", String(20)),
    Column("status", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("updated_by", Text, nullable=False),
    Column("reopened_at", UtcDateTime),
    Index("action_mismatch", "project", "mismatch_id"),
)

audit = Table(
    "audit",
    metadata,
    Column("project", Text, primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),  # user:anna, action:…, comment:…, journey
    Column("before", Text),  # JSON; null where there was nothing
    Column("after", Text),  # JSON; null where nothing is left
    Index("audit_what", "project", "what"),
)

session = Table(
    "session",
    metadata,
    Column("project", Text, primary_key=True),
    Column("token", String(64), primary_key=True),  # the digest of what the cookie holds
    Column("name", Text, nullable=False),
    Column("began_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)

wrong_password = Table(
    "wrong_password",
    metadata,
    Column("project", Text, primary_key=True),
    Column("key", String(64), primary_key=True),  # the digest of a name and an address, or of an address
    Column("tries", Integer, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
)
