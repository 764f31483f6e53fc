"""A run beside a model of one's own, against tests/kept_project.py: three orders are placed, confirmed, loaded and
handed over; in the last a call comes between loading and handing over."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from analyzer.errors import ArgumentError
from analyzer.figures.own_model import own_model
from analyzer.figures.rule_tables import departure_rows, model_notes, model_sentence
from analyzer.mining import MOST_BYTES, read_model
from analyzer.slices import check_model, read_filters

ALL = read_filters([])


def bpmn(*tasks: str) -> bytes:
    """A BPMN file with these tasks one after the other."""
    nodes = [
        "<startEvent id='s'/>",
        *(f"<task id='t{i}' name='{name}'/>" for i, name in enumerate(tasks)),
        "<endEvent id='e'/>",
    ]
    ids = ["s", *(f"t{i}" for i in range(len(tasks))), "e"]
    flows = [f"<sequenceFlow id='f{i}' sourceRef='{a}' targetRef='{b}'/>" for i, (a, b) in enumerate(pairwise(ids))]
    inside = "".join([*nodes, *flows])
    opening = "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'><process id='p'>"
    return f"{opening}{inside}</process></definitions>".encode()


def pnml(*tasks: str) -> bytes:
    """The same as a Petri net, without a final marking."""
    places = ["<place id='p0'><initialMarking><text>1</text></initialMarking></place>"]
    places += [f"<place id='p{i + 1}'/>" for i in range(len(tasks))]
    steps = [f"<transition id='t{i}'><name><text>{name}</text></name></transition>" for i, name in enumerate(tasks)]
    arcs = [
        f"<arc id='a{i}' source='p{i}' target='t{i}'/><arc id='b{i}' source='t{i}' target='p{i + 1}'/>"
        for i in range(len(tasks))
    ]
    inside = "".join([*places, *steps, *arcs])
    opening = "<pnml><net id='n' type='http://www.pnml.org/version-2009/grammar/pnmlcoremodel'><page id='g'>"
    return f"{opening}{inside}</page></net></pnml>".encode()


WAY = ("Place order", "Confirm order", "Load truck", "Hand over")


@pytest.mark.parametrize(("data", "name"), [(bpmn(*WAY), "way.bpmn"), (pnml(*WAY), "way.pnml")])
def test_both_formats_by_hand(run: Path, data: bytes, name: str) -> None:
    found = check_model(run, ALL, data, name)
    # Three orders fit. The fourth has five events, one too many; the shortest way has four: 1 − 1 / 9.
    assert (found.cases, found.running, found.aligned, found.activities) == (4, 0, 4, 4)
    assert found.fitness == pytest.approx((3 + 8 / 9) / 4)
    assert (found.fitting.cases, found.fitting.unhappy, found.departing.cases, found.departing.unhappy) == (3, 2, 1, 1)
    (one,) = found.deviations
    assert (one.activity, one.kind, one.heard.cases, one.median_s) == ("Call", "extra", 1, 49 * 3600.0)
    assert found.beyond == ("Call",) and found.unknown == ()


def test_what_the_model_wants_and_nobody_did(run: Path) -> None:
    found = check_model(run, ALL, bpmn("Place order", "Check stock", *WAY[1:]), "more.bpmn")
    assert [(d.activity, d.kind, d.heard.cases) for d in found.deviations] == [
        ("Check stock", "missing", 4), ("Call", "extra", 1),
    ]  # fmt: skip
    assert found.unknown == ("Check stock",)
    assert "The log has no activity of these names of the model: Check stock." in model_notes(found)
    assert "allows 0" in model_sentence(found, "order")
    assert departure_rows(found, "order")[1]["deviation"] == "where the model does not expect it"


def test_filters_hold(run: Path) -> None:
    found = check_model(run, read_filters([("has", "Call")]), bpmn(*WAY), "way.bpmn")
    assert (found.cases, found.fitting.cases, found.departing.cases) == (1, 0, 1)


def test_without_any_time_nothing_is_said(run: Path) -> None:
    found = check_model(run, read_filters([("segment", "region:West")]), bpmn(*WAY), "way.bpmn")
    assert (found.cases, found.fitness) == (0, None)
    assert "None of these orders could be aligned" in model_sentence(found, "order")


ENTITY = b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><definitions>&e;</definitions>"
BOMB = b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><pnml>&b;</pnml>"
STUCK = pnml("Place order").replace(b"<arc id='b0' source='t0' target='p1'/>", b"")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"not xml", "an XML file"),
        (b"", "an XML file"),
        (b"<html/>", "a BPMN 2.0 file"),
        (ENTITY, "without a document type"),
        (BOMB, "without a document type"),
        (b"<definitions><process id='p'/></definitions>", "named tasks"),
        (b"<pnml><net id='n'/></pnml>", "named tasks"),
        (bpmn("Nothing of it"), "activities of the log"),
        (STUCK, "whose end can be reached"),
        (b"<a>" + b" " * MOST_BYTES + b"</a>", "at most 5 MB"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_four_parts(run: Path, data: bytes, words: str) -> None:
    with pytest.raises(ArgumentError, match=words) as refused:
        check_model(run, ALL, data, "mine.bpmn", budget_s=2.0)
    error = refused.value
    assert error.where == "mine.bpmn" and error.found and error.do


def test_names_are_read_without_broken_lines() -> None:
    assert read_model(bpmn(" Place&#10; order "), "x.bpmn").activities == ("Place order",)


class TestDrawing:
    @pytest.mark.parametrize(("data", "name", "signs"), [(bpmn(*WAY), "way.bpmn", 2), (pnml(*WAY), "way.pnml", 5)])
    def test_every_task_stands_where_its_file_says(self, run: Path, data: bytes, name: str, signs: int) -> None:
        found = check_model(run, ALL, data, name)
        kinds = [node.kind for node in found.diagram.nodes]
        assert [node.name for node in found.diagram.nodes if node.kind == "task"] == list(WAY)
        assert len(kinds) - kinds.count("task") == signs  # start and end; five places
        assert len(found.diagram.flows) == len(kinds) - 1, "one after the other"

    def test_deviations_are_counted_on_it(self, run: Path) -> None:
        more = bpmn("Place order", "Check stock", *WAY[1:], "Call")
        drawn = own_model(check_model(run, ALL, more, "more.bpmn"), "order", {"Load truck": "Delivery"}, ["Delivery"])
        assert drawn is not None
        assert "− 4 left out" in drawn  # Check stock, in all four
        assert drawn.count('class="activity departing"') == 2  # Call comes last in none: left out, or out of place
        assert "Delivery" in drawn

    def test_a_model_of_hundreds_of_nodes_is_not_drawn(self, run: Path) -> None:
        many = bpmn(*WAY, *(f"Step {number}" for number in range(300)))
        found = replace(check_model(run, ALL, bpmn(*WAY), "way.bpmn"), diagram=read_model(many, "many.bpmn").diagram)
        assert own_model(found, "order", {}, []) is None
