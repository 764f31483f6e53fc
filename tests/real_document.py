"""The document of a real run: the sample's, as `python -m tests.real_document` wrote it.

`real()` gives a fresh copy that a test may change. Make it anew where the format gains a key or an analysis changes,
and read what changed before you keep it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

KEPT = Path(__file__).with_name("fixtures") / "alignment.json"
TIMES = {"id": "20260701T120000Z", "started": "2026-07-01T12:00:00Z", "finished": "2026-07-01T12:00:09Z"}


def real() -> dict[str, Any]:
    """The whole document, as a run of the sample makes it, under fixed times."""
    document: dict[str, Any] = json.loads(_text())
    return document


def make() -> dict[str, Any]:
    """The same, from the sample's files: a whole analysis."""
    from analyzer import pipeline
    from analyzer.settings import load_project

    settings = load_project(str(ROOT / "data" / "samples" / "food_distribution" / "project.yaml"))
    document: dict[str, Any] = dict(pipeline.align(settings).document)
    document["run"] = {**TIMES, **document["run"], "future": 0}
    return document


@cache
def _text() -> str:
    return KEPT.read_text(encoding="utf-8")


if __name__ == "__main__":
    from analyzer.reports.machine import document_json

    KEPT.write_text(document_json(make()), encoding="utf-8")  # type: ignore[arg-type]
