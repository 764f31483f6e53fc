"""Writing the three files: each is made wholly in memory first and moved into its place, so that no half-written one
is ever seen."""

from __future__ import annotations

from pathlib import Path

from analyzer.document import AlignmentDocument
from analyzer.improvement import ImprovingSummary
from analyzer.reports.html import report_html
from analyzer.reports.machine import document_json
from analyzer.reports.sheet import mismatches_csv

FILES = ("alignment.json", "report.html", "mismatches.csv")


def write(document: AlignmentDocument, folder: Path, improving: ImprovingSummary | None = None) -> list[Path]:
    """Write alignment.json, report.html and mismatches.csv into `folder` (made where missing); their paths.
    `improving`: what the report tells of improving.

    Raises ValueError when the document holds a number that JSON cannot (NaN, infinity), before anything is written.
    """
    contents = (document_json(document), report_html(document, improving), mismatches_csv(document))
    folder.mkdir(parents=True, exist_ok=True)
    return [_put(folder / name, content.encode("utf-8")) for name, content in zip(FILES, contents, strict=True)]


def _put(path: Path, content: bytes) -> Path:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    return part.replace(path)
