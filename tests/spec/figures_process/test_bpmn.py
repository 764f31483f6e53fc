"""The model as a BPMN diagram."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree

from analyzer.figures.bpmn import bpmn

SVG = "{http://www.w3.org/2000/svg}"


def leaf(activity: str | None) -> dict[str, object]:
    return {"activity": activity}


CHOICE = {"operator": "choice", "children": [leaf("pay"), leaf(None)]}
PARALLEL = {"operator": "parallel", "children": [leaf("pack"), leaf("<b>bill</b>")]}
MODEL = {"operator": "sequence", "children": [leaf("order"), CHOICE, PARALLEL, leaf("send")]}


def kinds(svg: str) -> Counter[str]:
    root = ElementTree.fromstring(svg)
    return Counter(g.get("class", "") for g in root.iter(f"{SVG}g"))


def test_tasks_gateways_and_arrows() -> None:
    svg = bpmn(MODEL)
    assert svg is not None
    # start, end; order, pay, pack, bill, send; a choice and a parallel part, two gateways each. Arrows: into order;
    # order → choice; choice → pay → join, choice → join; join → part; part → pack, bill → join; join → send → end
    assert kinds(svg) == {
        "event start": 1, "event end": 1, "activity": 5, "gateway choice": 2, "gateway parallel": 2, "flow": 12
    }  # fmt: skip


def test_tasks_can_be_found_and_their_names_are_safe() -> None:
    svg = bpmn(MODEL) or ""
    names = [g.get("data-activity") for g in ElementTree.fromstring(svg).iter(f"{SVG}g") if g.get("data-activity")]
    assert sorted(name for name in names if name) == ["<b>bill</b>", "order", "pack", "pay", "send"]
    assert "<b>" not in svg


def test_it_has_a_name_and_a_description() -> None:
    root = ElementTree.fromstring(bpmn(MODEL) or "")
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "BPMN model of the process: 5 activities"
    assert "order" in (root.findtext(f"{SVG}desc") or "")


def test_colours_of_stages_with_a_key() -> None:
    svg = bpmn(MODEL, {"order": "Order", "pay": "Order", "send": "Delivery"}, ["Order", "Delivery"]) or ""
    words = ["".join(t.itertext()) for t in ElementTree.fromstring(svg).iter(f"{SVG}text")]
    assert {"Order", "Delivery", "no stage"} <= set(words)


def test_the_same_model_gives_the_same_bytes() -> None:
    assert bpmn(MODEL) == bpmn(MODEL)


def test_a_single_activity() -> None:
    assert kinds(bpmn(leaf("order")) or "") == {"event start": 1, "event end": 1, "activity": 1, "flow": 2}


def test_without_a_model_there_is_no_diagram() -> None:
    assert bpmn(None) is None
