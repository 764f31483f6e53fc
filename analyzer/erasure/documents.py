"""Documents, reports and other texts that are kept, without the customer's words and names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analyzer import reports
from analyzer.document import read_document
from analyzer.erasure.subject import DataSubject, ErasureOutcome
from analyzer.errors import AnalyzerError
from analyzer.settings import Settings
from analyzer.settings.writing import put_whole

DOCUMENT = "alignment.json"
TEXTS = (".json", ".html", ".csv", ".txt", ".yaml")


def text_folders(settings: Settings) -> Iterator[Path]:
    """The folders in which a project keeps documents: those of its runs, of its nights' reports, of faults."""
    for home in (settings.home / "runs", settings.resolve(settings.report.folder)):
        yield from (folder for folder in sorted(home.glob("*")) if folder.is_dir() and not folder.name.startswith("."))
    yield settings.home / "faults"


def forget_in_folder(folder: Path, subject: DataSubject, outcome: ErasureOutcome, write: bool) -> None:
    """Take the customer out of a folder's document, draw its report anew, and out of the other texts beside it."""
    path = folder / DOCUMENT
    texts = [file for file in sorted(folder.glob("*")) if file.suffix in TEXTS and file.is_file() and file != path]
    outcome.documents += sum(subject.is_in(_read(file)) for file in texts)
    if path.is_file():
        content: dict[str, Any] = json.loads(_read(path))
        cleaned = _cleaned(content, subject)
        if cleaned != content:
            outcome.documents += 1
            if write:
                _put_document(cleaned, path)
    if write:
        for file in texts:
            if subject.is_in(text := _read(file)):
                put_whole(file, subject.scrubbed(text))


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def _put_document(content: dict[str, Any], path: Path) -> None:
    """The document with the report and the table that are drawn from it; of an older version only itself."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    try:
        reports.write(read_document(part), path.parent)
    except (AnalyzerError, KeyError, TypeError):  # one that this version cannot draw any more
        put_whole(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    finally:
        part.unlink(missing_ok=True)


def _cleaned(content: Any, subject: DataSubject, key: str = "") -> Any:
    """A document without the customer's quotes; other texts without the customer's names and words."""
    if isinstance(content, dict):
        return {name: _cleaned(value, subject, name) for name, value in content.items()}
    if isinstance(content, list):
        if key == "quotes":
            content = [quote for quote in content if quote not in subject.quotes]
        return [_cleaned(value, subject, key) for value in content]
    return subject.scrubbed(content) if isinstance(content, str) else content
