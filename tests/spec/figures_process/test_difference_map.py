"""The difference map as an SVG, and a comparison in words."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from analyzer.figures.difference_map import difference_map
from analyzer.figures.palette import PALETTE
from analyzer.words.difference_words import (
    difference_caption,
    difference_rows,
    difference_sentence,
    point_limits,
    points,
)

SVG = "{http://www.w3.org/2000/svg}"
STAGES = ["Order", "Delivery"]


def row(activity: str, stage: str | None, events: int) -> dict[str, Any]:
    return {"activity": activity, "stage": stage, "events": events, "cases": events, "repeated_cases": 0}


def flow(origin: str, target: str, count: int) -> dict[str, Any]:
    return {"from": origin, "to": target, "count": count, "cases": count, "median_s": 60.0, "p90_s": 60.0}


def process(name: str = "pay") -> dict[str, Any]:
    return {
        "activities": [row("order", "Order", 1200), row(name, "Order", 400), row("send", "Delivery", 1200)],
        "flows": [flow("order", "send", 800), flow("order", name, 400), flow(name, "send", 400)],
        "starts": [{"activity": "order", "cases": 1200}],
        "ends": [{"activity": "send", "cases": 1200}],
    }


def compared(bad: float, good: float, q: float, **keys: Any) -> dict[str, Any]:
    value = bad - good
    interval = {"value": value, "low": value - 0.04, "high": value + 0.04}
    return {**keys, "bad_share": bad, "good_share": good, "difference": interval, "q": q, "bad_n": 100, "good_n": 900}


def path(origin: str, target: str, bad: float, good: float, q: float, times: Any = (60.0, 60.0)) -> dict[str, Any]:
    return {
        **compared(bad, good, q, **{"from": origin, "to": target}),
        "median_s_bad": times[0],
        "median_s_good": times[1],
    }


def comparison(name: str = "pay", by: str = "customer") -> dict[str, Any]:
    """A fifth more of the bad go through `pay`, fewer straight from order to send; from pay to send is unclear."""
    return {
        "groups": {"bad": 100, "good": 900},
        "by": by,
        "activities": [compared(0.5, 0.3, 0.001, activity=name), compared(1.0, 1.0, 1.0, activity="order")],
        "flows": [
            path("order", "send", 0.25, 0.36, 0.01),
            path("order", name, 0.5, 0.3, 0.001),
            path(name, "send", 0.4, 0.33, 0.3, (7200.0, 3600.0)),
        ],
        "repeats": [compared(0.02, 0.0, 0.2, activity=name)],
    }


def drawn(**changed: Any) -> str:
    return difference_map(process(), comparison(), STAGES, **changed)


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


def line(svg: str, origin: str, target: str) -> ElementTree.Element:
    return next(p for p in group(svg, data_from=origin, data_to=target).iter(f"{SVG}path") if p.get("fill") == "none")


def box(svg: str, activity: str) -> ElementTree.Element:
    return next(group(svg, data_activity=activity).iter(f"{SVG}rect"))


def test_what_the_bad_do_more_often_is_orange_and_what_they_do_less_often_blue() -> None:
    svg = drawn()
    assert line(svg, "order", "pay").get("stroke") == PALETTE["far-more"].light  # +20 points
    assert line(svg, "pay", "send").get("stroke") == PALETTE["more"].light  # +7
    assert line(svg, "order", "send").get("stroke") == PALETTE["less"].light  # −11
    assert box(svg, "pay").get("stroke") == PALETTE["far-more"].light
    assert box(svg, "order").get("stroke") == PALETTE["given"].light  # 0


def test_every_difference_is_written_with_its_sign_so_that_no_colour_is_needed() -> None:
    written = words(parsed(drawn()))
    assert {"+20 points", "+7 points", "−11 points"} <= set(written)
    assert words(group(drawn(), data_activity="pay")) == ["pay", "+20 points · 50\u202f% / 30\u202f%"]


def test_groups_that_change_places_change_the_signs() -> None:
    turned = comparison()
    for name in ("activities", "flows", "repeats"):
        for r in turned[name]:
            r["bad_share"], r["good_share"] = r["good_share"], r["bad_share"]
            d = r["difference"]
            r["difference"] = {"value": -d["value"], "low": -d["high"], "high": -d["low"]}
    svg = difference_map(process(), turned, STAGES)
    assert {"−20 points", "−7 points", "+11 points"} <= set(words(parsed(svg)))
    assert line(svg, "order", "pay").get("stroke") == PALETTE["far-less"].light


def test_what_is_not_clear_is_dashed() -> None:
    svg = drawn()
    assert line(svg, "pay", "send").get("stroke-dasharray") == "5 4"  # q = 0.3
    assert line(svg, "order", "send").get("stroke-dasharray") is None  # q = 0.01
    assert box(svg, "order").get("stroke-dasharray") == "5 4"
    assert box(svg, "pay").get("stroke-dasharray") is None
    assert "dashed: may be chance" in words(parsed(svg))


def test_arrows_are_as_wide_as_the_larger_share() -> None:
    svg = drawn()
    order_pay, order_send, pay_send = (
        float(line(svg, *ends).get("stroke-width", 0))
        for ends in (("order", "pay"), ("order", "send"), ("pay", "send"))
    )
    assert order_pay > pay_send > order_send  # larger shares: 50 %, 40 %, 36 %


def test_what_was_not_compared_says_so() -> None:
    svg = drawn()
    assert words(group(svg, data_activity="send")) == ["send", "not compared"]
    assert group(svg, data_activity="send").findtext(f"{SVG}title") == "send: not compared; stage Delivery"


def test_a_pointer_reads_all_numbers() -> None:
    assert group(drawn(), data_from="pay", data_to="send").findtext(f"{SVG}title") == (
        "pay → send: 40\u202f% of 100 unhappy, 33\u202f% of 900 happy visits; +7 points (95 %: +3 to +11), q = 0.3; "
        "median 2\u202fh unhappy, 60\u202fmin happy"
    )


def test_it_has_a_name_and_a_description_for_who_cannot_see_it() -> None:
    root = parsed(drawn(identity="one"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "one-title one-desc"
    assert root.findtext(f"{SVG}title") == "Difference map: 100 unhappy against 900 happy visits"
    described = root.findtext(f"{SVG}desc") or ""
    assert described.startswith("More often in unhappy visits: pay (+20 points), order → pay (+20 points).")
    assert described.endswith("A difference comes together with a verdict; it is no proof of a cause.")


def test_a_clear_difference_is_shown_at_any_setting() -> None:
    svg = drawn(max_activities=1, min_path_share=1.0)
    assert group(svg, data_activity="pay") is not None
    assert group(svg, data_from="order", data_to="pay") is not None


def test_what_the_process_does_not_have_is_not_drawn() -> None:
    more = comparison()
    more["activities"].append(compared(0.9, 0.1, 0.001, activity="fly"))
    more["flows"].append(path("pay", "fly", 0.9, 0.1, 0.001))
    assert "fly" not in {
        g.get("data-activity") for g in parsed(difference_map(process(), more, STAGES)).iter(f"{SVG}g")
    }


def test_it_follows_the_ground() -> None:
    assert line(drawn(theme="dark"), "order", "pay").get("stroke") == PALETTE["far-more"].dark
    assert "s-far-more" in (line(drawn(), "order", "pay").get("class") or "")


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", 'say "it\'s"', "a & b", "🍅 tomato", "دفع", "]]>", "7 \\N"]
)
def test_an_activity_may_have_any_name(name: str) -> None:
    svg = difference_map(process(name), comparison(name), STAGES)
    assert "<script" not in svg
    assert (group(svg, data_activity=name).findtext(f"{SVG}title") or "").startswith(name)


def test_what_xml_cannot_hold_is_replaced() -> None:
    svg = difference_map(process("a\x00b"), comparison("a\x00b"), STAGES)
    assert group(svg, data_activity="a\ufffdb") is not None


def test_nothing_is_fetched() -> None:
    svg = drawn()
    assert "href" not in svg
    assert "url(" not in svg
    assert svg.count("http") == svg.count("http://www.w3.org/2000/svg")


def test_the_same_rows_in_another_order_give_the_same_bytes() -> None:
    other = {key: list(reversed(rows)) for key, rows in process().items()}
    assert difference_map(other, comparison(), STAGES) == drawn()


def test_a_process_without_events_and_a_comparison_without_rows() -> None:
    nothing: dict[str, Any] = {"activities": [], "flows": [], "starts": [], "ends": []}
    empty = comparison() | {"activities": [], "flows": [], "repeats": []}
    assert words(parsed(difference_map(nothing, comparison(), STAGES))) == ["No events, no map."]
    assert words(group(difference_map(process(), empty, STAGES), data_activity="pay")) == ["pay", "not compared"]


@pytest.mark.parametrize(
    ("share", "written"),
    [(0.123, "+12 points"), (-0.01, "−1 point"), (0.004, "0 points"), (-0.004, "0 points"), (None, "–")],
)
def test_differences_are_written_in_points(share: float | None, written: str) -> None:
    assert points(share) == written


def test_limits_are_written_in_points() -> None:
    assert point_limits({"value": 0.01, "low": -0.031, "high": 0.052}) == "−3 to +5"
    assert point_limits({"value": 0.01, "low": -0.001, "high": 0.1}) == "0 to +10"
    assert point_limits({"value": None, "low": None, "high": None}) == ""


def test_a_sentence_names_the_clear_differences_and_the_slowest_path() -> None:
    assert difference_sentence(comparison()) == (
        "More often in unhappy visits: pay (+20 points), order → pay (+20 points). "
        "More often in happy visits: order → send (−11 points). "
        "Times differ most on pay → send: median 2\u202fh in unhappy, 60\u202fmin in happy visits."
    )


def test_a_sentence_says_that_nothing_is_clear() -> None:
    unclear = comparison(by="company") | {"activities": [], "flows": []}
    assert difference_sentence(unclear) == (
        "No activity and no path is clearly more frequent in one group than in the other."
    )


def test_the_caption_names_the_groups_and_claims_no_cause() -> None:
    caption = difference_caption(comparison(by="company"))
    assert caption.startswith("100 off-target against 900 on-target visits")
    assert "no proof of a cause" in caption


def test_the_table_lists_clear_differences_first() -> None:
    rows = difference_rows(comparison())
    assert [r["in the case"] for r in rows] == [
        "pay", "order → pay", "order → send", "pay → send", "pay (twice or more)", "order"
    ]  # fmt: skip
    assert list(rows[1].values()) == [
        "order → pay", "50\u202f%", "30\u202f%", "+20 points (+16 to +24)", "0.001", "60\u202fs", "60\u202fs"
    ]  # fmt: skip
    assert len(difference_rows(comparison(), 2)) == 2
