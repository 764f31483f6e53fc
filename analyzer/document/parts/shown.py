"""What pages show beside the document: the part that filters leave, a comparison that was asked for, what is done."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from analyzer.document.parts.mismatches import MismatchRow
from analyzer.document.parts.reading import SliceSection
from analyzer.document.parts.whole import AlignmentDocument
from analyzer.improvement import Standing
from analyzer.tables.comparison import ComparisonRow


class ComparedSection(TypedDict):
    """Unhappy against happy customers of a stage; None where nothing was rated."""

    stage: str
    comparison: ComparisonRow | None


class ShownDocument(AlignmentDocument):
    """A document as a page gets it."""

    slice: NotRequired[SliceSection]
    compared: NotRequired[ComparedSection]


class ShownMismatchRow(MismatchRow):
    """A mismatch with what people did and said about it."""

    standing: NotRequired[Standing | None]
    comments: NotRequired[int]
