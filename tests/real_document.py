"""The documents of real runs, as `python -m tests.real_document` wrote them.

`real()` is that of the sample, `example()` that of the orders of restaurants (tests/restaurant_orders.py), in which
whole numbers are planted, `empty()` that of the same orders before any customer has been asked. Each call gives a fresh
copy that a test may change. Make them anew where the format gains a key or an analysis changes, and read what changed
before you keep it.
"""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from tests.conftest import SAMPLE
from tests.restaurant_orders import restaurant_orders

KEPT = Path(__file__).with_name("fixtures")
SAMPLE_FILE, ORDERS_FILE, UNHEARD_FILE = "alignment.json", "orders.json", "orders_unheard.json"
TIMES = {"id": "20260701T120000Z", "started": "2026-07-01T12:00:00Z", "finished": "2026-07-01T12:00:09Z"}


def real() -> dict[str, Any]:
    """The whole document, as a run of the sample makes it, under fixed times."""
    return _document(SAMPLE_FILE)


def example() -> dict[str, Any]:
    """The document of the orders of restaurants."""
    return _document(ORDERS_FILE)


def empty() -> dict[str, Any]:
    """The same log before any customer has been asked."""
    return _document(UNHEARD_FILE)


def quiet() -> dict[str, Any]:
    """Customers answered, and nothing is supported."""
    document = example()
    document["mismatches"], document["blame"] = [], []
    return document


def journey_of(count: int) -> dict[str, Any]:
    """The example with another number of stages, made by repeating its own."""
    document = example()
    stages, planned = document["stages"], document["journey"]["stages"]
    names = [f"{stages[i % 6]['name']} {i // 6 + 1}" if i >= 6 else stages[i]["name"] for i in range(count)]
    document["stages"] = [{**stages[i % 6], "name": name} for i, name in enumerate(names)]
    document["journey"]["stages"] = [{**planned[i % 6], "name": name} for i, name in enumerate(names)]
    return document


def make(project: Path = SAMPLE / "project.yaml") -> dict[str, Any]:
    """The document of a project's files: a whole analysis."""
    from analyzer import pipeline
    from analyzer.settings import load_project

    document: dict[str, Any] = dict(pipeline.align(load_project(str(project))).document)
    document["run"] = {**TIMES, **document["run"], "future": 0}
    return document


def _document(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_text(name))
    return document


@cache
def _text(name: str) -> str:
    return (KEPT / name).read_text(encoding="utf-8")


def write_all() -> None:
    """Make every document anew."""
    from analyzer.reports.machine import document_json

    with tempfile.TemporaryDirectory() as folder:
        heard, unheard = (restaurant_orders(Path(folder) / str(heard), heard) for heard in (True, False))
        made = {SAMPLE_FILE: make(), ORDERS_FILE: make(heard), UNHEARD_FILE: make(unheard)}
    for name, document in made.items():
        (KEPT / name).write_text(document_json(document), encoding="utf-8")  # type: ignore[arg-type]


if __name__ == "__main__":
    write_all()
