"""What was read: the log, the quality of log and signals, this reading and the ruler that it was measured with."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class LogSection(TypedDict):
    """How large the log is; times are ISO 8601 in UTC."""

    cases: int
    events: int
    activities: int
    first: str
    last: str


class NoteRow(TypedDict):
    """What a reader of the results should know about the input, as a fact: its kind, and the counts and names in it."""

    kind: str
    values: dict[str, str | int]


class DetectedRow(TypedDict):
    """How a file or a column was understood: `facts` (not in runs of older versions), and `note`, the same in words."""

    role: str
    column: str
    facts: NotRequired[list[NoteRow]]
    note: str


class CountsSection(TypedDict):
    """Rows of one input. `reasons`: why rows were refused, and how many; `missing`: rows without a value, by column."""

    rows: int
    used: int
    refused: int
    reasons: dict[str, int]
    duplicates: int
    missing: dict[str, int]
    detected: list[DetectedRow]


class QualitySection(CountsSection):
    """The counts of the log; those of the signals under `signals`; what to know of the whole run: `notes` as facts
    (not in runs of older versions), `warnings` the same in words."""

    signals: CountsSection
    notes: NotRequired[list[NoteRow]]
    warnings: list[str]


class RulerSection(TypedDict):
    """What was fitted before judging: which ruler, when it was made, and the period that it was made from."""

    id: str
    made_at: str
    first: str
    last: str


class ReadFileRow(TypedDict):
    """An input as the run read it; `size` in bytes, `at` in ISO 8601, each None where unknown."""

    name: str
    size: int | None
    at: str | None
    files: int | None
    data_set: str | None
    place: NotRequired[str | None]


class ReadSection(TypedDict):
    """The files of a run: `of` is project, uploads or sample."""

    of: str
    log: ReadFileRow
    signals: list[ReadFileRow]


class RunSection(TypedDict, total=False):
    """What belongs to this run alone: its id and times, and what depends on the order of rows or the day of reading."""

    id: str
    started: str
    finished: str
    out_of_order: int
    future: int
    source: ReadSection


class SliceSection(TypedDict):
    """The part of a run that filters leave; only in answers to filters, never in alignment.json."""

    filters: list[list[str]]
    visits: int
    rated: int
    cases: int
    of_cases: int
