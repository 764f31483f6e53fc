"""The process map as an SVG."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from analyzer.figures.process_map import process_map

SVG = "{http://www.w3.org/2000/svg}"
STAGES = ["Order", "Delivery"]


def row(activity: str, stage: str | None, events: int) -> dict[str, Any]:
    return {"activity": activity, "stage": stage, "events": events, "cases": events, "repeated_cases": 0}


def flow(origin: str, target: str, count: int, median_s: float | None) -> dict[str, Any]:
    return {"from": origin, "to": target, "count": count, "cases": count, "median_s": median_s, "p90_s": median_s}


def process(name: str = "pay") -> dict[str, Any]:
    return {
        "activities": [row("order", "Order", 1200), row(name, "Order", 400), row("send", "Delivery", 1200)],
        "flows": [
            flow("order", "send", 800, 7200.0),
            flow("order", name, 400, 60.0),
            flow(name, "send", 400, 259200.0),
        ],
        "starts": [{"activity": "order", "cases": 1200}],
        "ends": [{"activity": "send", "cases": 1200}],
    }


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def group(svg: str, **attributes: str) -> ElementTree.Element:
    """The one group with these attributes."""
    wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
    found = [g for g in parsed(svg).iter(f"{SVG}g") if all(g.get(k) == v for k, v in wanted.items())]
    assert len(found) == 1
    return found[0]


def words(element: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in element.iter(f"{SVG}text")]


def thickness(svg: str, **ends: str) -> float:
    lines = [float(p.get("stroke-width", 0)) for p in group(svg, **ends).iter(f"{SVG}path") if p.get("fill") == "none"]
    return lines[0]


def test_every_activity_and_every_arrow_can_be_found() -> None:
    svg = process_map(process(), STAGES)
    names = [g.get("data-activity") for g in parsed(svg).iter(f"{SVG}g") if g.get("data-activity")]
    assert names == ["order", "send", "pay"]
    assert words(group(svg, data_activity="order")) == ["order", "1,200 events"]
    assert group(svg, data_from="order", data_to="pay").findtext(f"{SVG}title") == "order → pay: 400"


def test_arrows_are_as_wide_as_they_are_frequent_or_slow() -> None:
    by_count, by_time = process_map(process(), STAGES), process_map(process(), STAGES, measure="median_s")
    assert thickness(by_count, data_from="order", data_to="send") > thickness(
        by_count, data_from="order", data_to="pay"
    )
    assert thickness(by_time, data_from="pay", data_to="send") > thickness(by_time, data_from="order", data_to="send")
    assert "3\u202fd" in words(parsed(by_time))  # 259,200 s


def test_boxes_have_the_colours_of_their_stages() -> None:
    svg = process_map(process(), STAGES)

    def stages(activity: str) -> list[str]:
        return [
            c for p in group(svg, data_activity=activity).iter() for c in p.get("class", "").split() if "stage" in c
        ]

    assert stages("order") == stages("pay") == ["stage-0"]
    assert stages("send") == ["stage-1"]
    assert {"Order", "Delivery"} <= set(words(parsed(svg))), "no meaning is carried by colour alone: the key names them"


def test_it_has_a_name_and_a_description_for_who_cannot_see_it() -> None:
    root = parsed(process_map(process(), STAGES, identity="one"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "one-title one-desc"
    assert root.findtext(f"{SVG}title") == "Process map: 3 of 3 activities"
    described = root.findtext(f"{SVG}desc")
    assert described is not None
    assert described.startswith(
        "Most cases start with order and end with send. Most frequent: order to send, 800 times"
    )


@pytest.mark.parametrize("lit", ["pay", ("order", "pay")])
def test_a_driver_is_lit_at_any_setting(lit: Any) -> None:
    svg = process_map(process(), STAGES, max_activities=1, min_path_share=1.0, highlight=lit)
    found = [g for g in parsed(svg).iter(f"{SVG}g") if "lit" in g.get("class", "").split()]
    assert len(found) == 1
    assert found[0].get("data-activity" if lit == "pay" else "data-to") == "pay"


def test_what_the_process_does_not_have_cannot_be_lit() -> None:
    assert process_map(process(), STAGES, highlight="fly") == process_map(process(), STAGES)


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        'say "it\'s"',
        "a & b",
        "🍅 tomato",
        "دفع المبلغ",
        "\u202epay",
        "]]>",
        "line\nbreak",
        "7 \\N",
    ],
)
def test_an_activity_may_have_any_name(name: str) -> None:
    svg = process_map(process(name), STAGES)
    assert "<script" not in svg
    shown = group(svg, data_activity=" ".join(name.split("\n")) if "\n" in name else name)
    assert (shown.findtext(f"{SVG}title") or "").startswith(name)


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert group(process_map(process("a\x00b\x1b"), STAGES), data_activity="a\ufffdb\ufffd") is not None


def test_nothing_is_fetched() -> None:
    svg = process_map(process(), STAGES)
    assert "href" not in svg
    assert "url(" not in svg
    assert svg.count("http") == svg.count("http://www.w3.org/2000/svg")


def test_the_same_rows_in_another_order_give_the_same_bytes() -> None:
    one = process()
    other = {key: list(reversed(rows)) for key, rows in one.items()}
    assert process_map(one, STAGES) == process_map(other, STAGES)


def test_light_and_dark_ground() -> None:
    light, dark = process_map(process(), STAGES), process_map(process(), STAGES, theme="dark")
    assert "#16191d" in light
    assert "#16191d" not in dark


def test_a_log_without_events_has_an_empty_map() -> None:
    svg = process_map({"activities": [], "flows": [], "starts": [], "ends": []}, STAGES)
    assert words(parsed(svg)) == ["No events, no map."]


def test_a_thousand_activities_are_cut_to_those_that_can_be_read() -> None:
    names = [f"activity {i:04d}" for i in range(1000)]
    many = {
        "activities": [row(name, None, 1000 - i) for i, name in enumerate(names)],
        "flows": [flow(a, b, 1, 1.0) for a, b in pairwise(names)],
        "starts": [{"activity": names[0], "cases": 1}],
        "ends": [{"activity": names[-1], "cases": 1}],
    }
    svg = process_map(many, STAGES, max_activities=20)
    assert len([g for g in parsed(svg).iter(f"{SVG}g") if g.get("data-activity")]) == 20
