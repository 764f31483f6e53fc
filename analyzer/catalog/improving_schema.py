"""The tables of what stands around actions: notes of the front line with their votes, the kata with its cycles,
hypotheses with their answers, marks on findings, filters with a name."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from analyzer.catalog.schema import UtcDateTime, metadata

field_note = Table(
    "field_note",
    metadata,
    Column("project", Text, primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("said_on", Date, nullable=False),
    Column("author", Text, nullable=False),
    Column("stage", Text),
    Column("activity", Text),
    Column("mismatch_id", Text),
    Column("text", Text, nullable=False),
    Column("attention", Boolean, nullable=False),  # a person should look at it
    Column("added_at", UtcDateTime, nullable=False),
    Column("added_by", Text, nullable=False),
)

note_vote = Table(
    "note_vote",
    metadata,
    Column("project", Text, primary_key=True),
    Column("note_id", String(40), primary_key=True),
    Column("voter", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    ForeignKeyConstraint(["project", "note_id"], ["field_note.project", "field_note.id"], ondelete="CASCADE"),
)

kata = Table(
    "kata",
    metadata,
    Column("project", Text, primary_key=True),
    Column("action_id", String(40), primary_key=True),
    Column("challenge", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("target_on", Date),
    Column("version", Integer, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("updated_by", Text, nullable=False),
)

kata_cycle = Table(
    "kata_cycle",
    metadata,
    Column("project", Text, primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("action_id", String(40), nullable=False),
    Column("condition", Text, nullable=False),  # how things stood when it began, in words
    Column("obstacle", Text, nullable=False),
    Column("experiment", Text, nullable=False),
    Column("expected", Text, nullable=False),
    Column("look_on", Date),
    Column("happened", Text, nullable=False),
    Column("learned", Text, nullable=False),
    Column("began_at", UtcDateTime, nullable=False),
    Column("began_by", Text, nullable=False),
    Column("ended_at", UtcDateTime),
    Index("kata_cycle_action", "project", "action_id"),
)

hypothesis = Table(
    "hypothesis",
    metadata,
    Column("project", Text, primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("text", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("suspect", JSON(none_as_null=True), nullable=False),
    Column("part", JSON(none_as_null=True)),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("answer", JSON(none_as_null=True)),
    Column("answered_at", UtcDateTime),
)

finding_mark = Table(
    "finding_mark",
    metadata,
    Column("project", Text, primary_key=True),
    Column("mismatch_id", Text, primary_key=True),
    Column("mark", String(20), primary_key=True),  # acknowledged, quiet
    Column("who", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

saved_filter = Table(
    "saved_filter",
    metadata,
    Column("project", Text, primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("pairs", JSON, nullable=False),  # [key, value] of an address, in order
    Column("saved_at", UtcDateTime, nullable=False),
    Column("saved_by", Text, nullable=False),
    UniqueConstraint("project", "name", name="one_name_a_project"),
)
