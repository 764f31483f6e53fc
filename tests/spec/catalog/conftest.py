"""A project and the outcome of a run of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer.catalog import Catalog, open_catalog
from analyzer.settings import Settings, load_project


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "project.yaml").write_text("name: Shop\nlog: log.csv\njourney: journey.yaml\n")
    return load_project(tmp_path)


@pytest.fixture
def catalog(settings: Settings) -> Iterator[Catalog]:
    with open_catalog(settings) as opened:
        yield opened


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The three files as a run writes them."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "alignment.json").write_text('{"format": "alignment/1"}')
    (folder / "report.html").write_text("<html>")
    (folder / "mismatches.csv").write_text("id\n")
    return folder


@pytest.fixture
def document() -> dict[str, Any]:
    return {
        "log": {"cases": 3, "events": 9, "first": "2026-01-01T00:00:00Z", "last": "2026-01-31T12:00:00Z"},
        "signals": {"total": 2},
        "alignment": {
            "visibility": {"value": 0.25, "low": 0.1, "high": 0.4},
            "relevance": {"value": 0.5, "low": 0.3, "high": 0.7},
            "score": {"value": None, "low": None, "high": None},
            "visits": 6,
            "rated": 4,
        },
        "mismatches": [
            {
                "id": "hidden-friction-delivery",
                "kind": "hidden_friction",
                "stage": "Delivery",
                "title": "Delivery looks fine to us",
                "priority": 2.5,
                "affected_visits": 40,
                "avoidable_bad_per_month": {"value": 3.0, "low": 2.5, "high": 3.5},
            },
            {
                "id": "invisible-work",
                "kind": "invisible_work",
                "stage": None,
                "title": "Work of no stage",
                "priority": 1.0,
                "affected_visits": 7,
                "avoidable_bad_per_month": None,
            },
        ],
        "run": {"started": "2026-11-22T02:15:00Z", "finished": "2026-11-22T02:15:09Z"},
    }
