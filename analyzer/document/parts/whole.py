"""The whole document."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from analyzer.document.parts.journey import JourneySection, PeriodSection
from analyzer.document.parts.mismatches import BlameRow, DriverRow, MismatchRow
from analyzer.document.parts.process import ProcessSection
from analyzer.document.parts.reading import LogSection, QualitySection, RulerSection, RunSection, SliceSection
from analyzer.document.parts.signals import SignalsSection
from analyzer.document.parts.stages import AlignmentSection, StageRow, TrendRow

FORMAT = "alignment/1"


class AlignmentDocument(TypedDict):
    """Everything that a run found, as alignment.json holds it.

    Further keys are allowed: a newer program may add some.
    """

    format: str
    name: str
    case_noun: str
    period: PeriodSection
    journey: JourneySection
    log: LogSection
    signals: SignalsSection
    quality: QualitySection
    alignment: AlignmentSection
    stages: list[StageRow]
    mismatches: list[MismatchRow]
    blame: list[BlameRow]
    trend: list[TrendRow]
    process: ProcessSection
    ruler: NotRequired[RulerSection]
    run: NotRequired[RunSection]


class AnswerDocument(TypedDict, total=False):
    """The sections of the document over the part of a run that filters leave."""

    slice: SliceSection
    period: PeriodSection
    log: LogSection
    alignment: AlignmentSection
    stages: list[StageRow]
    trend: list[TrendRow]
    signals: SignalsSection
    process: ProcessSection


class SliceStageRow(TypedDict):
    """The drivers of a stage in a part of a run; `visits` that the company calls good, `bad` of them unhappy."""

    stage: str
    visits: int
    bad: int
    drivers: list[DriverRow]
