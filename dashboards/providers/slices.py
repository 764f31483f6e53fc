"""Slices of the newest run: its document again for what the filters of an address leave, each worked out once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, cast

from analyzer.catalog import Run
from analyzer.document import AlignmentDocument
from analyzer.document.parts.case import CaseDocument
from analyzer.document.parts.shown import ComparedSection, ShownDocument
from analyzer.document.parts.whole import AnswerDocument
from analyzer.errors import AnalyzerError
from analyzer.jobs import SLICE_DRIVERS
from analyzer.outside_in.topics import Topic, Topics
from analyzer.settings import Settings, masked_document
from analyzer.slices import (
    KEYS,
    ORDERS,
    PAGE,
    Cases,
    Condition,
    Filters,
    Part,
    Question,
    Quote,
    Quotes,
    activities_of,
    answer,
    answer_once,
    cause_text,
    choices,
    find_quotes,
    happy_against_unhappy,
    has_tables,
    in_order,
    list_cases,
    one_case,
    read_cause,
    read_filters,
    said_about,
    segment,
    stage_quotes,
    stamp_of,
    throughput,
)
from analyzer.tables.comparison import ComparisonRow
from analyzer.tables.flow_weeks import FlowWeek
from analyzer.words.language import say

__all__ = [
    "KEYS",
    "ORDERS",
    "PAGE",
    "SLICE_DRIVERS",
    "Cases",
    "Filters",
    "FlowWeek",
    "Part",
    "Question",
    "Quote",
    "Quotes",
    "SliceReading",
    "Slices",
    "Topic",
    "Topics",
    "activities_of",
    "cause_text",
    "driver_of",
    "in_order",
    "segment",
]

REMEMBERED = 48  # answers; one is some hundred kilobytes
AT_ONCE = 2  # questions that are worked on side by side


Asked = TypeVar("Asked")
Weeks = tuple[FlowWeek, ...]


@dataclass(frozen=True)
class SliceReading:
    """What the filters of an address mean; `problem` says why they cannot be used."""

    filters: Filters
    problem: str | None = None


class Slices:
    """Questions to the tables that the newest run keeps. Answers are remembered by run and question."""

    def __init__(self, settings: Settings, newest: Callable[[], Run | None]) -> None:
        self._settings = settings
        self._newest = newest
        self._lock = threading.Lock()
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._remembered: OrderedDict[Hashable, Any] = OrderedDict()

    def has_tables(self) -> bool:
        """Whether the newest run keeps its tables; one of an earlier version does not."""
        run = self._newest()
        return run is not None and has_tables(run.folder)

    def warm(self) -> None:
        """Load what answers need, so that who filters first does not wait for it: a slice that holds nothing."""
        if self.has_tables():
            with suppress(AnalyzerError):  # of a database that cannot be reached; who filters is told
                self._once("warm", lambda run: answer(run.folder, read_filters([("to", "1970-01-01")])))

    def read(self, pairs: Iterable[tuple[str, str]]) -> SliceReading:
        """The filters of an address."""
        try:
            return SliceReading(read_filters(pairs))
        except AnalyzerError as error:
            return SliceReading(Filters(), _said(error))

    def choices(self) -> dict[str, Any] | None:
        """What the pickers offer; None where the run keeps no tables, or they cannot be reached."""
        if not self.has_tables():
            return None
        try:
            return self._shared("choices", Filters(), dict[str, Any], lambda run: choices(run.folder))
        except AnalyzerError:
            return None

    def document(
        self, whole: AlignmentDocument, filters: Filters, parts: tuple[Part, ...]
    ) -> tuple[ShownDocument | None, str | None]:
        """The run's document with the sections of a slice in the place of its own, and None; or None, and why the
        filters cannot be used. Mismatches, blame, quality and the journey stay those of the run."""
        try:
            question = f"document of {' and '.join(parts)}"
            found = self._shared(question, filters, AnswerDocument, lambda run: answer(run.folder, filters, parts))
        except AnalyzerError as error:
            return None, _said(error)
        sliced = cast(ShownDocument, {**whole, **masked_document(self._settings, found)})
        if "views" in parts:
            sliced["signals"] = {**whole["signals"], **found["signals"]}
        return sliced, None

    def cases(self, filters: Filters, question: Question) -> tuple[Cases | None, str | None]:
        """A page of a list of cases, or why it cannot be made."""
        try:
            key = ("cases", filters, _hashable(question.__dict__))
            return self._once(key, lambda run: list_cases(run.folder, filters, question)), None
        except AnalyzerError as error:
            return None, _said(error)

    def comparison(self, filters: Filters) -> ComparisonRow | None:
        """What unhappy customers' cases of the slice's stage do more or less often; None where nothing was rated, or
        the filters cannot be used."""
        try:
            return self._shared(
                "comparison", filters, ComparisonRow, lambda run: happy_against_unhappy(run.folder, filters)
            )
        except AnalyzerError:
            return None

    def compared(self, document: AlignmentDocument, filters: Filters) -> ComparedSection:
        """Unhappy against happy customers of the stage that is asked for, else of the one with the most hidden ones."""
        stage = filters.stage or max(document["stages"], key=lambda one: one["both"]["good_bad"])["name"]
        return {"stage": stage, "comparison": self.comparison(replace(filters, stage=stage))}

    def case(self, case_id: str) -> tuple[CaseDocument | None, str | None]:
        """One case; None where the run has none of that name, and why where it cannot be asked."""
        try:
            return self._once(("case", case_id), lambda run: one_case(run.folder, case_id)), None
        except AnalyzerError as error:
            return None, _said(error)

    def spoken(self, whole: AlignmentDocument, filters: Filters) -> int:
        """How many signals a slice holds, whether or not it holds a visit."""
        found, _ = self.document(whole, filters, ("views",))
        return found["signals"]["total"] if found is not None else 0

    def topics(self, filters: Filters) -> Topics | None:
        """What the comments of a slice are about; None where the filters cannot be used or the run keeps no tables."""
        if not self.has_tables():
            return None
        try:
            return self._shared("topics", filters, Topics, lambda run: said_about(run.folder, filters))
        except AnalyzerError:
            return None

    def quotes(self, filters: Filters, words: str, page: int) -> Quotes | None:
        """A page of the comments of a slice that hold some words; None as for `topics`."""
        if not self.has_tables():
            return None
        try:
            key = ("quotes", filters, words, page)
            return self._once(key, lambda run: find_quotes(run.folder, filters, words, page))
        except AnalyzerError:
            return None

    def said(self, whole: AlignmentDocument, filters: Filters) -> dict[str, str]:
        """A quote a stage: over the whole run the first of the stage's first finding, which speaks of what goes with
        it; else the most typical comment. Empty where the filters cannot be used or the run keeps no tables."""
        found: dict[str, str] = {}
        if self.has_tables():
            try:
                found = dict(self._once(("said", filters), lambda run: stage_quotes(run.folder, filters)))
            except AnalyzerError:
                return {}
        if not filters:
            told = {m["stage"]: m["quotes"][0] for m in reversed(whole["mismatches"]) if m["stage"] and m["quotes"]}
            found |= {str(stage): quote for stage, quote in told.items()}
        return found

    def weeks(self, filters: Filters) -> tuple[FlowWeek, ...] | None:
        """The weeks of a slice; None as for `topics`."""
        if not self.has_tables():
            return None
        try:
            return self._shared("weeks", filters, Weeks, lambda run: throughput(run.folder, filters))
        except AnalyzerError:
            return None

    def ask(
        self, question: Hashable, filters: Filters, work: Callable[[Path, Filters], Asked], aside: bool = False
    ) -> tuple[Asked | None, str | None]:
        """What `work` gives for the newest run's folder and the filters, remembered by the question; or None, and why
        it cannot be answered. `aside`: it works in a process of its own and has a queue of its own, so that no other
        question waits for it."""
        if not self.has_tables():
            return None, say("slices.this_run_was_made")
        try:
            return self._once((question, filters), lambda run: work(run.folder, filters), aside), None
        except AnalyzerError as error:
            return None, _said(error)

    def driver_job(self, filters: Filters) -> tuple[str, dict[str, Any]]:
        """Kind and arguments of the job that looks for drivers in a slice of the newest run."""
        run = self._newest()
        return SLICE_DRIVERS, {"run": run.id if run else "", "filters": [list(pair) for pair in filters.pairs()]}

    def _shared(self, question: str, filters: Filters, kind: Any, work: Callable[[Run], Asked]) -> Asked:
        """As `_once`; what another process of the server has worked out is read from the disk."""
        found: Asked = self._once(
            (question, filters), lambda run: answer_once(run.folder, question, filters, kind, lambda: work(run))
        )
        return found

    def _once(self, key: Hashable, work: Callable[[Run], Any], aside: bool = False) -> Any:
        """What `work` gives for the newest run, from memory where it was asked before."""
        run = self._newest()
        assert run is not None
        whole = (run.id, stamp_of(run.folder), key)
        with self._lock:
            if whole in self._remembered:
                self._remembered.move_to_end(whole)
                return self._remembered[whole]
        with nullcontext() if aside else self._room:
            found = work(run)
        with self._lock:
            self._remembered[whole] = found
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return found


def driver_of(condition: Condition) -> dict[str, Any] | None:
    """The driver that a condition of an address names; None where it names none."""
    return read_cause(condition.text) if condition.key == "cause" else None


def _said(error: AnalyzerError) -> str:
    """An error as one sentence."""
    return say("word.expected_found", expected=error.expected, found=error.found, do=error.do)


def _hashable(value: Any) -> Hashable:
    if isinstance(value, Mapping):
        return tuple((str(key), _hashable(item)) for key, item in sorted(value.items(), key=lambda pair: str(pair[0])))
    return tuple(map(_hashable, value)) if isinstance(value, list | tuple) else value
