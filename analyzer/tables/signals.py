"""The signal table: what customers said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analyzer.tables.quality import Quality
from analyzer.tables.schema import Column, Declaration

SURVEYS = ("nps", "csat", "ces", "review")  # the customer was asked; the other kinds come by themselves
COMMENT = "comment"  # words without a score: heard, but neither bad nor good
AGAIN, GAVE_UP = "again", "gave_up"
BEHAVIOUR = (AGAIN, GAVE_UP)  # what customers do, seen in the log; nobody said it

OBJECT = "object:"  # before the type, in the columns that say which object a signal names
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
        Column("kind", "string", "nps, csat, ces, review, complaint, contact, praise, comment; or again, gave_up"),
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
        Column("source", "string", "the file that it came from, as named in the project; behaviour has none"),
    ),
    prefixes=(OBJECT,),  # the object of a type that it names, where stages are visited by objects of that type
)


@dataclass(frozen=True)
class Behaviour:
    """What customers of a stage were seen to do: `signals` of it, among the `cases` in which it could be seen.

    again: the customer opened another case within `within_s` after this one ended; it could be seen where the customer
    is known and the case ended at least as long before the moment of looking. gave_up: one of `activities` happened;
    it could be seen in every case.
    """

    kind: str
    stage_no: int  # -1 the whole journey
    within_s: float | None
    activities: tuple[str, ...]
    signals: int
    cases: int


@dataclass(frozen=True)
class Quiet:
    """What silence says: no complaint in any stage (`good`), or in the stages of what is `watched`, of those cases that
    could be seen by `now` (the moment of looking, naive UTC); else nothing is known."""

    good: bool
    watched: tuple[Behaviour, ...]
    now: datetime

    @property
    def speaks(self) -> bool:
        """Whether silence says anything of any visit."""
        return self.good or bool(self.watched)


@dataclass(frozen=True)
class Signals:
    """The signals of all sources in the engine. `table` is an Ibis table as declared in SIGNALS."""

    table: Any
    total: int
    by_kind: dict[str, int]  # sorted by kind
    silence_good: bool  # whether no signal means no complaint (`silence` of the sources, with its default)
    quality: Quality
    behaviour: tuple[Behaviour, ...] = ()

    @property
    def verdicts(self) -> tuple[str, ...]:
        """Activities of the log that are customers' verdicts, sorted: no part of visits, targets and drivers."""
        return tuple(sorted({name for one in self.behaviour for name in one.activities}))

    def quiet(self, now: datetime) -> Quiet:
        """What silence says at a moment of looking; nothing while there is no signal at all."""
        return Quiet(self.silence_good and self.total > 0, self.behaviour if self.total else (), now)
