"""Lifecycle events that are kept but not counted (schedule, start without complete, suspend, …)."""

from analyzer.tables.schema import Column, Declaration

TRANSITIONS = Declaration(
    "transitions",
    "one lifecycle event that is no completion; ordered by case_id, at",
    (
        Column("case_id", "string", "the case"),
        Column("activity", "string", "the activity that it belongs to"),
        Column("at", "timestamp(6)", "when", "UTC"),
        Column("lifecycle", "string", "the transition, in lower case"),
        Column("resource", "string", "who", optional=True),
    ),
)
