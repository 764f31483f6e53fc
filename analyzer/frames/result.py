"""What `analyzer.align` gives: the outcome as frames, as a typed document, as figures; tables stay in an engine."""

from __future__ import annotations

import weakref
from contextlib import ExitStack
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.frames import document_frames

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.document import AlignmentDocument
    from analyzer.engine import Table
    from analyzer.figures.mirror_bars import MirrorFigure


class AlignmentResult:
    """The outcome of an analysis. A notebook shows it as the headline, the mirror and the mismatches.

    `document` is what alignment.json holds. Its tables lie in a temporary folder, which goes when the result is closed
    or nobody holds it any more.
    """

    def __init__(self, document: AlignmentDocument, run: Path, end: ExitStack) -> None:
        self.document = document
        self._run = run
        self._end = end
        self._finalizer = weakref.finalize(self, end.close)

    @cached_property
    def mismatches(self) -> pd.DataFrame:
        """The supported mismatches, the first the most urgent: the columns of mismatches.csv, in their types.

        Grain: a mismatch. `avoidable_per_month` in visits, `share` 0–1, each with its 95 % limits.
        """
        return document_frames.mismatches(self.document)

    @cached_property
    def stages(self) -> pd.DataFrame:
        """The stages in the order of the journey, with both sides' counts, the 2×2 and the measures (0–1, with 95 %
        limits). Grain: a stage; counts are visits."""
        return document_frames.stages(self.document)

    @cached_property
    def drivers(self) -> pd.DataFrame:
        """What sets unhappy visits apart. Grain: a driver of a mismatch, in the order of both; twins are not listed.

        `risk_ratio` is adjusted where `adjusted` says so; `share` of the stage's unhappy visits, 0–1; `q_value` after
        correction for all that was tried. A driver goes with unhappiness; that it causes it is not shown.
        """
        return document_frames.drivers(self.document)

    def visits(self) -> Table:
        """The visits as an Ibis table: one row a case and stage, with both verdicts (docs/exports.md).

        Nothing is computed before it is asked for: `.to_pandas()`, `.to_parquet(path)`. It can be asked as long as this
        result is open.
        """
        from analyzer.exports import visit_rows

        return visit_rows(self._kept)

    @cached_property
    def _kept(self) -> Any:
        from analyzer.slices import open_run

        return self._end.enter_context(open_run(self._run))[1]

    def mirror(self) -> MirrorFigure:
        """The mirror as a Plotly figure: customers' pain above the line of visibility, the company's own below."""
        from analyzer.figures.mirror_bars import mirror_bars

        return mirror_bars(self.document)

    def report(self, path: str | PathLike[str]) -> Path:
        """Write the report as one HTML file that opens offline; gives its path. Raises OSError where it cannot."""
        from analyzer.reports.html import report_html

        return _put(Path(path), report_html(self.document))

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the document as alignment.json has it; gives its path. Raises OSError where it cannot."""
        from analyzer.reports.machine import document_json

        return _put(Path(path), document_json(self.document))

    def close(self) -> None:
        """Take the temporary files away; frames, document and figures stay, `visits` does not."""
        self._finalizer()

    def __enter__(self) -> AlignmentResult:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        from analyzer.words import sentences

        return f"<AlignmentResult: {sentences.headline(self.document)}>"

    def _repr_html_(self) -> str:
        from analyzer.frames.shown import shown

        return shown(self.document)


def _put(path: Path, text: str) -> Path:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        return part.replace(path)
    finally:
        part.unlink(missing_ok=True)
