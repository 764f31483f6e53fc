"""Forest plot, mosaic, trend, blame matrix: what is drawn is what the document says."""

from __future__ import annotations

from math import log
from xml.etree import ElementTree

import pytest

from analyzer.figures.blame import blame, blame_matrix
from analyzer.figures.forest import LEFT, RIGHT, forest, forest_rows
from analyzer.figures.interval_bar import amount_bar, share_bar
from analyzer.figures.mosaic import both_of, mosaic
from analyzer.figures.plotly_style import months_below
from analyzer.figures.ratio_axis import axis_of
from analyzer.figures.sparkline import sparkline
from analyzer.figures.trend import affected_by_month, halves, months, share_trend, trend
from analyzer.figures.variants import variants
from tests.real_document import empty, example

SVG = "{http://www.w3.org/2000/svg}"


def drivers() -> list[dict]:
    return example()["mismatches"][0]["drivers"]


def test_the_forest_s_axis_is_logarithmic():
    # limits reach from 1.5 to 4.7: the axis from 1 to 5, and √5 lies in its middle
    axis = axis_of(drivers(), LEFT, RIGHT)
    assert (axis.low, axis.high) == (1.0, 5.0)
    assert axis.x(5**0.5) == pytest.approx((LEFT + RIGHT) / 2)
    assert axis.x(4.2) == pytest.approx(LEFT + (RIGHT - LEFT) * log(4.2) / log(5))


def test_a_driver_that_can_be_changed_is_a_square_and_a_given_one_a_circle():
    wide = (
        forest(drivers())
        .split('<div class="forest-narrow">')[0]
        .removeprefix('<div class="forest"><div class="forest-wide">')
    )
    root = ElementTree.fromstring(wide.removesuffix("</div>"))
    rows = [group for group in root if group.get("class") == "has-tip"]
    shapes = [
        [
            "square" if r.tag.endswith("rect") else "circle"
            for r in g.iter()
            if r.get("class") in ("c-controllable", "c-surface s-given") and r.tag != f"{SVG}path"
        ]
        for g in rows
    ]
    assert shapes == [["square"], ["square"], ["circle"]]


def test_an_upper_limit_without_end_is_an_arrow_at_the_end_of_the_axis():
    driver = drivers()[0]
    driver["risk_ratio"] = {"value": 9.0, "low": 2.0, "high": None}
    assert "2.0–∞" in forest([driver])
    assert forest_rows([driver])[0]["risk ratio"] == "9.0× (2.0–∞)"


def test_without_drivers_there_is_no_forest():
    assert forest([]) == ""


def test_the_mosaic_s_areas_are_the_visits():
    # Use & return: 224, 40, 125, 5 of 394; on a ground of 396 × 230 without the gaps
    both = example()["stages"][4]["both"]
    root = ElementTree.fromstring(mosaic(both, "Use & return"))
    area = {r.get("class"): float(r.get("width", 0)) * float(r.get("height", 0)) for r in root.iter(f"{SVG}rect")}
    whole = sum(area.values())
    for colour, n in (("aligned", 224), ("hidden", 40), ("unfelt", 125), ("shared", 5)):
        assert area[f"c-{colour}"] / whole == pytest.approx(n / 394, abs=0.002)


def test_only_mismatches_of_both_verdicts_have_a_mosaic():
    document = example()
    shown = [both_of(document, mismatch) is not None for mismatch in document["mismatches"]]
    assert shown == [True, True, False, True, False, False]
    assert mosaic({"good_good": 0, "good_bad": 0, "bad_good": 0, "bad_bad": 0}, "x") == ""


def test_months_add_up_the_stages():
    (january, *_) = months(example(), "Delivery")
    assert (january["good_good"], january["good_bad"], january["bad_good"], january["bad_bad"]) == (169, 56, 0, 6)
    assert january["visibility"].value == pytest.approx(6 / 62)
    assert january["relevance"].value == pytest.approx(6 / 6)
    whole = months(example())[0]
    assert whole["bad_bad"] == sum(row["bad_bad"] for row in example()["trend"] if row["month"] == "2026-01")


def test_the_trend_s_hover_says_n_and_interval():
    figure = trend(example())
    line = next(trace for trace in figure.data if trace.name == "seen by our measures")
    assert "n " in line.customdata[0]
    assert "(" in line.customdata[0]
    assert len(line.x) == 6


def test_a_month_of_few_visits_has_no_point():
    # Delivery has 3 to 9 visits off target a month: no point says that customers felt 100 % of them
    assert [row["off"] for row in months(example(), "Delivery")] == [6, 6, 3, 9, 8, 3]
    figure = trend(example(), "Delivery")
    seen, felt = (
        next(one for one in figure.data if one.name == name) for name in ("seen by our measures", "felt by customers")
    )
    assert (len(seen.x), len(felt.x)) == (6, 0)
    assert figure.layout.yaxis.range[1] < 0.5
    document = example()
    document["trend"] = [
        {**row, "good_good": 2, "good_bad": 0, "bad_good": 0, "bad_bad": 1} for row in document["trend"]
    ]
    assert trend(document, "Delivery") is None


def test_two_halves_of_the_months_say_which_way_a_share_moves():
    # 50 of 200 a month, then 30 of 200: 25 % against 15 %; Newcombe's interval, by hand −15.5 to −4.5 points
    row = {"visits": 300, "rated": 200, "bad_good": 0, "bad_bad": 0}
    before, after = ({**row, "good_bad": bad, "good_good": 200 - bad} for bad in (50, 30))
    months_of = ["2026-01", "2026-02", "2026-03", "2026-04"]
    told = [{**one, "month": month} for one, month in zip((before, before, after, after), months_of, strict=True)]
    found = halves({**example()["mismatches"][0], "trend": told})
    assert (found.since, found.split, found.before, found.after) == ("2026-01", "2026-03", 0.25, 0.15)
    assert found.change["value"] == pytest.approx(-0.1)
    assert found.change["low"] == pytest.approx(-0.1547, abs=5e-4)
    assert found.change["high"] == pytest.approx(-0.0444, abs=5e-4)
    few = [{**one, "good_good": 5, "good_bad": 5} for one in told]
    assert halves({**example()["mismatches"][0], "trend": few}) is None


def test_a_single_month_is_no_trend():
    document = example()
    document["trend"] = [row for row in document["trend"] if row["month"] == "2026-01"]
    assert trend(document) is None
    assert trend(empty()) is None


def test_a_mismatch_s_trend_counts_what_it_is_about():
    mismatch = example()["mismatches"][0]
    first = affected_by_month(mismatch)[0]
    assert first["share"].value == pytest.approx(56 / 231)
    assert share_trend(mismatch) is not None
    assert share_trend({**mismatch, "kind": "unowned"}) is None


def test_the_blame_matrix_keeps_the_journey_s_order_and_a_column_for_no_stage():
    document = example()
    document["blame"].append({"stage": "Payment", "driver_stage": None, "visits": 9})
    named, causes, visits = blame_matrix(document)
    assert named == ["Payment", "Delivery"]
    assert causes == ["Payment", "Delivery", "no stage"]
    assert visits == [[54, 0, 9], [148, 121, 133]]
    assert blame(document, "Reorder") is None


def test_names_in_plotly_are_text():
    document = example()
    for stage in document["stages"]:
        stage["name"] = stage["name"].replace("Delivery", "<a href='x'>D</a>")
    document["blame"] = [{"stage": "<a href='x'>D</a>", "driver_stage": "Payment", "visits": 2}]
    assert blame(document).data[0].y[0] == "&lt;a href='x'&gt;D&lt;/a&gt;"


def test_bars_say_their_interval():
    assert "21\u202f% (19–24\u202f%)" in share_bar({"value": 0.21, "low": 0.19, "high": 0.24}, "hidden", "Seen")
    assert "38 (31–45)" in amount_bar({"value": 38.0, "low": 31.0, "high": 45.0}, 45.0, "hidden", "Avoidable")
    assert share_bar({"value": None, "low": None, "high": None}, "hidden", "Seen") == ""
    assert amount_bar({"value": None}, 45.0, "hidden", "Avoidable") == ""


def test_variants_are_chains_with_their_counts():
    drawn = variants(example()["process"], [s["name"] for s in example()["stages"]])
    assert "772 · 25\u202f%" in drawn
    assert drawn.count("Hand over goods") > 3
    assert variants({}, []) == ""


def test_months_below_a_figure_name_their_year_once():
    from plotly import graph_objects as go

    figure = go.Figure()
    months_below(figure, ["2025-11", "2025-12", "2026-01", "2026-02"])
    assert figure.layout.xaxis.ticktext == ("Nov<br>2025", "Dec", "Jan<br>2026", "Feb")
    months_below(figure, [f"{2020 + n // 12}-{n % 12 + 1:02d}" for n in range(36)])
    assert len(figure.layout.xaxis.ticktext) <= 8 and figure.layout.xaxis.tickangle == 0  # at 390 px they have room
    assert figure.layout.xaxis.ticktext[:5] == ("Jan<br>2020", "Jun", "Nov", "Apr<br>2021", "Sep")


def test_a_sparkline_says_how_sure_its_end_is_and_on_what_it_rests():
    drawn = sparkline([0.12, None, 0.15], "score", {"value": 0.15, "low": 0.14, "high": 0.17}, 15397)
    assert "from 12\u202f% to 15\u202f% (14–17\u202f%), n 15,397 rated visits" in drawn
    assert sparkline([0.15], "score") == ""
