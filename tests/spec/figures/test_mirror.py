"""The mirror: heights are shares of the same rated visits, on one scale above and below."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from analyzer.figures.mirror import HALF, HEAD, caption, columns, mirror, table
from analyzer.figures.mirror_rows import rows
from analyzer.figures.mirror_stages import Half, mirror_stages, scale_of
from tests.real_document import empty, example, journey_of

SVG = "{http://www.w3.org/2000/svg}"
MIDDLE = HEAD + HALF


def drawn(document: dict) -> list[ElementTree.Element]:
    """The groups of the stages, in their order."""
    root = ElementTree.fromstring(columns(mirror_stages(document)))
    return [group for group in root if "stage-link" in group.get("class", "")]


def bar(group: ElementTree.Element, colour: str) -> list[tuple[float, float]]:
    """Top and height of the bars of a colour."""
    return [
        (float(rect.get("y", 0)), float(rect.get("height", 0)))
        for rect in group.iter(f"{SVG}rect")
        if rect.get("class") == f"c-{colour}"
    ]


def test_heights_are_shares_of_the_rated_visits():
    # Delivery: good_good 905, good_bad 304, bad_good 4, bad_bad 31, together 1,244. The tallest half is that of
    # Use & return with whisker (0.0127 + 0.3649 = 0.378), so that the scale ends at 40 %.
    stages = mirror_stages(example())
    assert scale_of(stages) == 0.4
    delivery = drawn(example())[3]
    (hidden_top, hidden), (unfelt_top, unfelt) = bar(delivery, "hidden")[0], bar(delivery, "unfelt")[0]
    above, below = bar(delivery, "shared")
    assert hidden == pytest.approx(HALF * (304 / 1244) / 0.4, abs=0.02)
    assert unfelt == pytest.approx(HALF * (4 / 1244) / 0.4, abs=0.02)
    assert above[1] == below[1] == pytest.approx(HALF * (31 / 1244) / 0.4, abs=0.02)
    assert above[0] + above[1] == pytest.approx(MIDDLE)
    assert below[0] == pytest.approx(MIDDLE)
    assert hidden_top + hidden == pytest.approx(above[0], abs=0.02)
    assert unfelt_top == pytest.approx(below[0] + below[1], abs=0.02)


def test_columns_are_equally_wide_and_the_pale_band_is_mirrored_in_each():
    groups = drawn(example())
    widths = {
        rect.get("width")
        for group in groups
        for rect in group.iter(f"{SVG}rect")
        if rect.get("class") == "c-band" and float(rect.get("height", 0)) == 2 * HALF
    }
    assert len(widths) == 1
    for group in groups[1:]:
        above, below = bar(group, "shared")
        assert above[1] == below[1]


@pytest.mark.parametrize("count", [1, 3, 15])
def test_it_stays_inside_its_frame(count: int):
    for svg in (columns(mirror_stages(journey_of(count))), rows(mirror_stages(journey_of(count)), 0.4, 360.0)):
        root = ElementTree.fromstring(svg)
        _, _, width, height = map(float, root.get("viewBox", "").split())
        for rect in root.iter(f"{SVG}rect"):
            x, y = float(rect.get("x", 0)), float(rect.get("y", 0))
            assert x >= -4 and x + float(rect.get("width", 0)) <= width + 4
            assert y >= 0 and y + float(rect.get("height", 0)) <= height


def test_rows_have_the_same_scale_left_and_right():
    root = ElementTree.fromstring(rows(mirror_stages(example()), 0.4, 360.0))
    delivery = [group for group in root if "stage-link" in group.get("class", "")][3]
    (left,) = [r for r in delivery.iter(f"{SVG}rect") if r.get("class") == "c-hidden"]
    # half the width less a margin of 4 is 40 %
    assert float(left.get("width", 0)) == pytest.approx(176 * (304 / 1244) / 0.4, abs=0.02)


def test_a_stage_without_events_is_hatched_on_both_sides():
    discover = drawn(example())[0]
    hatched = [r for r in discover.iter(f"{SVG}rect") if (r.get("fill") or "").startswith("url(#")]
    assert len(hatched) == 2
    words = " ".join("".join(text.itertext()) for text in discover.iter(f"{SVG}text"))
    assert "no event exists" in words
    assert "no owner" in words


def test_without_customers_the_company_s_half_stands_alone():
    # Delivery: 76 of 3,025 judged visits are off target
    delivery = mirror_stages(empty())[3]
    assert (delivery.felt.state, delivery.measured.state) == ("nothing", "whole")
    assert delivery.measured.own == pytest.approx(76 / 3025)
    assert "Hatched" in caption(empty())


def test_a_stage_that_is_rated_but_has_no_measure_shows_its_unhappy():
    document = example()
    stage = document["stages"][3]
    stage["both"] = dict.fromkeys(stage["both"], 0)
    stage["inside_out"].update(good=0, bad=0)
    found = mirror_stages(document)[3]
    assert found.felt == Half(
        "whole",
        335 / 1244,
        0.0,
        stage["felt_bad"]["low"],
        stage["felt_bad"]["high"],
        1244,
        "not held against a measure of ours",
    )
    assert found.measured.state == "nothing"


def test_whiskers_are_the_intervals_of_the_part_that_one_side_alone_sees():
    delivery = drawn(example())[3]
    whiskers = [
        line
        for line in delivery.iter(f"{SVG}line")
        if line.get("class") == "s-ink" and line.get("x1") == line.get("x2")
    ]
    hidden = example()["stages"][3]["hidden"]
    ends = sorted(float(w.get("y1", 0)) for w in whiskers)[0], sorted(float(w.get("y1", 0)) for w in whiskers)[-1]
    shared = 31 / 1244
    expected = {round(MIDDLE - HALF * (shared + limit) / 0.4, 1) for limit in (hidden["low"], hidden["high"])}
    assert expected & {round(ends[0], 1), round(float(whiskers[0].get("y2", 0)), 1)}


def test_a_star_stands_at_moments_of_truth_only():
    stars = [any("c-accent" in (p.get("class") or "") for p in group.iter(f"{SVG}path")) for group in drawn(example())]
    assert stars == [False, False, False, True, False, False]


def test_a_stage_is_a_link_where_an_address_is_given():
    page = mirror(example(), lambda stage: f"/?stage={stage}", "Payment")
    assert page.count('data-stage="Payment"') == 3  # columns, rows, wide rows
    assert 'href="/?stage=Use &amp; return"' in page
    assert page.count("aria-current") == 3
    assert page.count("dim") == 3 * 5


def test_every_stage_says_its_numbers_with_n_and_interval():
    tip = "\n".join(mirror_stages(example())[3].tip)
    tip = tip.replace("\u202f", " ")
    assert "Unhappy: 27 % (25–29 %) of all 1,244 rated visits" in tip
    assert "hidden from our measure: 24 % (22–27 %)" in tip
    assert "Our yield, all visits: 97 % (97–98 %), n 3,025" in tip
    assert "NPS +14 (+9 to +19), n 1,119" in tip


def test_the_table_holds_the_same_numbers():
    row = {key: value.replace("\u202f", " ") for key, value in table(example())[3].items()}
    assert row == {
        "stage": "Delivery",
        "owner": "Logistics",
        "rated visits": "1,244",
        "unhappy": "27 %",
        "hidden": "24 % (22–27 %)",
        "seen by both": "2.5 %",
        "off target": "2.8 %",
        "unfelt": "0.3 % (0.1–0.8 %)",
        "scores": "CSAT 75 %, NPS +14",
    }


def test_a_journey_without_stages_is_no_fault():
    assert "no stages yet" in mirror({**example(), "stages": []})


def test_names_are_escaped_and_control_characters_leave():
    document = example()
    document["stages"][1]["name"] = '<b onload="x">\u0001&'
    page = mirror(document)
    assert "<b" not in page
    assert "\u0001" not in page
    assert re.search(r"&lt;b onload=", page)


def test_a_derived_target_is_marked_wherever_it_judges():
    document = example()
    given, derived = document["stages"][3], document["stages"][5]
    assert (given["name"], given["inside_out"]["derived"]) == ("Delivery", False)
    assert (derived["name"], derived["inside_out"]["derived"]) == ("Reorder", True)
    stages = {stage.name: stage for stage in mirror_stages(document)}
    assert "by a derived target" in stages["Reorder"].spoken
    assert "† Target derived from the data" in stages["Reorder"].tip[-1]
    assert stages["Delivery"].tip[-1].startswith("Target: ")
    assert [row["stage"] for row in table(document) if "derived target" in row["off target"]] == ["Reorder"]
    assert "† The journey gives no target" in caption(document)
    assert columns(mirror_stages(document)).count(" off target†") == 1
    derived["inside_out"]["derived"] = False
    assert "†" not in caption(document) + mirror(document)


def test_every_score_stands_in_each_face():
    document = example()
    document["stages"][3]["scores"] = {
        kind: {"value": value, "low": value, "high": value, "n": 40}
        for kind, value in (("nps", 12.0), ("csat", 0.68), ("ces", 5.6))
    }
    html = mirror(document)
    for face in ("mirror-columns", "mirror-rows", "mirror-rows-wide"):
        shown = html.split(f'<div class="{face}">')[1].split("</svg>")[0]
        for score in ("NPS +12", "CSAT 68", "CES 5.6"):
            assert score in shown.replace("\u202f", " "), (face, score)
