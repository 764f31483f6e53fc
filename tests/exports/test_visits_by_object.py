"""Five orders whose deliveries are visits of their own, out and in again. The orders are those of
tests/spec/visits_by_object/test_five_orders.py."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest

from analyzer.cli.main import run
from analyzer.engine import open_engine
from analyzer.ingest import read_log
from analyzer.pipeline import align
from analyzer.settings import load_project
from tests.exports.test_ocel import read
from tests.spec.visits_by_object.orders import project
from tests.spec.visits_by_object.test_attributes import KNOWN
from tests.spec.visits_by_object.test_five_orders import DELIVERIES, JOURNEY, ORDERS, SIGNALS

FORMS = ("log.sqlite", "log.jsonocel", "log.xmlocel")


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The folder of a project with its run, and its exports beside."""
    folder = tmp_path_factory.mktemp("orders")
    project(folder, ORDERS, JOURNEY, SIGNALS, known=KNOWN)
    file = str(folder / "project.yaml")
    assert run(["align", "--project", file, "--out", str(folder / "out")]) == 0
    for what, name in (("visits", "visits.parquet"), *(("ocel", name) for name in FORMS)):
        assert run(["export", what, "--project", file, "--out", str(folder / name)]) == 0
    return folder


def again(folder, name):
    """The same project over an exported log."""
    settings = load_project(folder / "project.yaml")
    return replace(settings, log=replace(settings.log, path=name, case="case"))


def test_visits_name_the_object_and_its_type(exported):
    frame = pd.read_parquet(exported / "visits.parquet")
    mine = frame[frame["object"] != ""]
    assert list(zip(mine["case_id"], mine["object"], strict=True)) == DELIVERIES
    assert set(mine["object_type"]) == {"Delivery"}
    assert set(frame[frame["object"] == ""]["object_type"]) == {""}


def test_pm4py_reads_the_relations(exported):
    """By hand: 27 events, 19 pairs of an event and a delivery, ten deliveries of five orders."""
    ocel = read(exported / "log.jsonocel")
    assert Counter(ocel.objects["ocel:type"]) == {"case": 5, "Delivery": 10}
    assert len(ocel.events) == sum(len(events) for events in ORDERS.values())
    pairs = ocel.relations[ocel.relations["ocel:type"] == "Delivery"]
    assert len(pairs) == 19
    loaded = pairs[(pairs["ocel:activity"] == "Load") & pairs["ocel:oid"].isin(["a2", "b2"])]
    assert loaded["ocel:eid"].nunique() == 1  # one loading of both
    assert sorted(ocel.o2o[["ocel:oid", "ocel:oid_2"]].itertuples(index=False, name=None)) == DELIVERIES
    changed = ocel.object_changes[ocel.object_changes["ocel:oid"] == "b1"]
    assert [str(at)[:16] for at in changed["ocel:timestamp"]] == ["2026-03-04 12:00"]  # its carrier, on Wednesday


@pytest.mark.parametrize("name", FORMS)
def test_each_form_gives_the_same_objects(exported, name):
    with open_engine() as engine:
        first, second = (
            read_log(engine, settings, per=("Delivery",))
            for settings in (load_project(exported / "project.yaml"), again(exported, name))
        )
        states = [engine.rows(log.object_states.order_by("object", "since")) for log in (first, second)]
        assert states[0] == states[1]
        assert len(states[0]) == 11  # seven deliveries of which something is known, four of which change
        pairs = [Counter((r["case_id"], r["object"]) for r in engine.rows(log.objects)) for log in (first, second)]
        assert pairs[0] == pairs[1]
        assert second.attributes == ()  # verdicts of the export are no attributes


def test_the_document_is_the_same(exported):
    before, after = (
        align(load_project(exported / "project.yaml")).document,
        align(again(exported, "log.sqlite")).document,
    )
    for part in ("log", "signals", "alignment", "stages", "mismatches"):
        assert after[part] == before[part]
