"""OCEL 2.0 in its three forms: pm4py reads the same events, objects and relations from each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analyzer.engine import open_engine
from analyzer.ingest import read_log
from analyzer.mining.door import open_door
from analyzer.settings import from_arguments
from tests.exports.test_log import EVENTS

Export = Callable[..., Path]


def read(path: Path) -> Any:
    open_door()
    if path.suffix == ".sqlite":
        from pm4py.objects.ocel.importer.sqlite.variants import ocel20 as importer
    elif path.suffix in (".json", ".jsonocel"):
        from pm4py.objects.ocel.importer.jsonocel.variants import ocel20_standard as importer
    else:
        from pm4py.objects.ocel.importer.xmlocel.variants import ocel20 as importer
    return importer.apply(str(path))


@pytest.mark.parametrize("name", ["log.sqlite", "log.jsonocel", "log.json", "log.xmlocel", "log.xml"])
def test_pm4py_reads_it(export: Export, name: str):
    """By hand: 8 events; 3 orders, 2 customers, 4 people."""
    ocel = read(export("ocel", name))
    assert Counter(ocel.objects["ocel:type"]) == {"order": 3, "customer": 2, "resource": 4}
    assert Counter(ocel.events["ocel:activity"]) == {"Place order": 3, "Ship": 4, "Check, twice": 1}
    relations = ocel.relations
    assert Counter(relations["ocel:type"]) == {"order": 8, "customer": 8, "resource": 8}
    orders = relations[relations["ocel:type"] == "order"]
    assert Counter(orders["ocel:oid"]) == {"A-1": 3, "A-2": 2, "A-3": 3}
    assert set(ocel.o2o[["ocel:oid", "ocel:oid_2"]].itertuples(index=False, name=None)) == {
        ("A-1", "customer:C1"),
        ("A-2", "customer:C2"),
        ("A-3", "customer:C1"),
    }
    first = ocel.events.sort_values("ocel:timestamp").iloc[0]
    assert str(first["ocel:timestamp"])[:19] == "2026-01-05 07:00:00"
    assert first["alignment:stage"] == "Ordering"
    assert dict(zip(ocel.objects["ocel:oid"], ocel.objects["region"], strict=True))["A-2"] == "=South"


@pytest.mark.parametrize("name", ["log.sqlite", "log.jsonocel", "log.xmlocel"])
def test_the_analyzer_reads_the_cases_back(export: Export, name: str):
    """Its orders are the cases, with the events and attributes that they had; no event belongs to two of them."""
    settings = from_arguments(export("ocel", name), "journey.yaml", timezone="America/New_York")
    settings = replace(settings, log=replace(settings.log, case="order"))
    with open_engine() as engine:
        log = read_log(engine, settings)
        rows = engine.frame(log.events.order_by("case_id", "position").select("case_id", "activity", "at"))
        assert [(r.case_id, r.activity, r.at.isoformat()) for r in rows.itertuples()] == EVENTS
        assert "region" in {a.name for a in log.attributes}
