"""The signal table: what customers said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analyzer.tables.quality import Quality
from analyzer.tables.schema import Column, Declaration

SURVEYS = ("nps", "csat", "ces", "review")  # the customer was asked; the other kinds come by themselves

SIGNALS = Declaration(
    "signals",
    "one signal; ordered by signal",
    (
        Column(
            "signal",
            "int64",
            "number by content (time, case, customer, kind, score, comment), not by place in the file",
        ),
        Column("case_id", "string", "the case that it names; null where it names none"),
        Column("customer_id", "string", "the customer that it names; null where it names none"),
        Column("at", "timestamp(6)", "when it was said; a date without a time counts as the end of that day", "UTC"),
        Column("date_only", "boolean", "the file gave a date without a time"),
        Column("kind", "string", "nps, csat, ces, review, complaint, contact or praise"),
        Column("score", "float64", "on the scale of its source; null for kinds without one"),
        Column("verdict", "string", "bad, neutral or good by the scale of its source"),
        Column(
            "stage_no", "int64", "the stage that the customer states; -1 the whole journey; null where none is stated"
        ),
        Column("touchpoint", "string", "where it was said to happen; null where not said"),
        Column("about_no", "int64", "the stage that the source asks about; -1 the whole journey; null where none"),
        Column("comment", "string", "the customer's words; null where none"),
        Column("channel", "string", "by which way it came; null where not said"),
        Column("window_s", "float64", "how long after a case it may still be linked to it; null for the default", "s"),
        Column("silence_good", "boolean", "its source sees every complaint: no signal means no complaint"),
        Column("source", "string", "the file that it came from, as named in the project"),
    ),
)


@dataclass(frozen=True)
class Signals:
    """The signals of all sources in the engine. `table` is an Ibis table as declared in SIGNALS."""

    table: Any
    total: int
    by_kind: dict[str, int]  # sorted by kind
    silence_good: bool  # whether no signal means no complaint (`silence` of the sources, with its default)
    quality: Quality
