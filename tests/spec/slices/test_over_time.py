"""The process over time, against tests/kept_project.py: a1 24 h, a2 37.5 h, b1 11 h, the last order 49 h from first to
last event; a1, b1 and the last are unhappy with their delivery."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from analyzer.errors import ArgumentError
from analyzer.figures.dotted_chart import dotted, dotted_caption, dotted_rows
from analyzer.figures.spectrum_lines import band_bars, band_rows, spectrum_caption, spectrum_lines
from analyzer.figures.throughput_figures import duration_histogram, week_duration_rows, weekly_durations
from analyzer.slices import DOTTED_ORDERS, dotted_chart, performance_spectrum, read_filters, throughput_times
from analyzer.tables.heard_share import HeardShare
from analyzer.tables.interval import Interval
from analyzer.tables.over_time import DurationBand, DurationWeek, PerformanceSpectrum, SpectrumLine, ThroughputTimes
from tests.kept_project import ODD

H = 3600.0
ALL = read_filters([])


def test_rows_of_the_dotted_chart_stand_in_the_order_that_is_asked_for(run: Path) -> None:
    charts = {order: dotted_chart(run, ALL, order) for order in DOTTED_ORDERS}
    names = {order: [case.case_id for case in chart.cases] for order, chart in charts.items()}
    assert names == {
        "start": ["a1", "a2", "b1", ODD],
        "duration": [ODD, "a2", "a1", "b1"],
        "unhappy": ["a1", "b1", ODD, "a2"],
    }


def test_a_dot_is_an_event_of_its_case_and_stage(run: Path) -> None:
    chart = dotted_chart(run, read_filters([("has", "Call")]))
    assert [(dot.activity, dot.stage_no) for dot in chart.dots] == [
        ("Place order", 0), ("Confirm order", 0), ("Load truck", 1), ("Call", None), ("Hand over", 1),
    ]  # fmt: skip
    assert chart.dots[0].at == datetime(2026, 3, 2, 15, 0)  # nine o'clock in Chicago
    assert (chart.cases[0].customer, chart.all.cases, chart.all.unhappy) == ("bad", 1, 1)


def test_the_customers_of_all_cases_are_counted_by_customer(run: Path) -> None:
    every = dotted_chart(run, ALL).all
    assert (every.cases, every.heard, every.unhappy, every.share.value) == (4, 4, 3, 0.75)
    # Order was never spoken of: with that stage alone nobody was heard.
    silent = dotted_chart(run, read_filters([("stage", "Order")]))
    assert (silent.all.cases, silent.all.heard, silent.all.share.value) == (4, 0, None)
    assert {case.customer for case in silent.cases} == {"unknown"}


def test_a_spectrum_by_hand(run: Path) -> None:
    found = performance_spectrum(run, ALL, "Place order", "Confirm order")
    # 60, 240, 30 and 10 minutes; quartiles between neighbours: 25, 45 and 105 minutes.
    assert (found.times, [(b.over_s, b.up_to_s) for b in found.bands]) == (
        4, [(None, 1500.0), (1500.0, 2700.0), (2700.0, 6300.0), (6300.0, None)],
    )  # fmt: skip
    assert [(b.times, b.heard.heard, b.heard.unhappy) for b in found.bands] == [
        (1, 1, 1), (1, 1, 1), (1, 1, 1), (1, 1, 0),
    ]  # fmt: skip
    lines = {(line.left_at, line.reached_at): (line.band, line.customer) for line in found.lines}
    assert lines[datetime(2026, 1, 30, 15), datetime(2026, 1, 30, 19)] == (3, "good")
    assert len(lines) == 4


def test_a_spectrum_goes_to_the_next_event_alone_and_obeys_filters(run: Path) -> None:
    assert (
        performance_spectrum(run, ALL, "Load truck", "Hand over").times == 3
    )  # of the last order a call comes between
    assert performance_spectrum(run, read_filters([("has", "Call")]), "Load truck", "Hand over").times == 0
    asked = performance_spectrum(run, read_filters([("has", "Call")]), "Call", None)
    assert (asked.first, asked.second, asked.times) == ("Call", "Hand over", 1)
    with pytest.raises(ArgumentError, match="write Call"):
        performance_spectrum(run, ALL, "Cal", None)


def test_equal_durations_are_one_class() -> None:
    lines = (SpectrumLine(datetime(2026, 1, 1), datetime(2026, 1, 1), 0, "unknown"),)
    band = DurationBand(None, 0.0, 7, HeardShare(7, 0, 0))
    found = PerformanceSpectrum("A", "B", 7, lines, (band,))
    assert len([trace for trace in spectrum_lines(found).data if trace.showlegend is not False]) == 1
    assert "1 of 7 ways are drawn, by lot" in spectrum_caption(found)
    assert band_rows((band,), "order", ways=True)[0]["unhappy share"] == "nobody was heard"
    (bar,) = band_bars((band,), "order")
    assert (bar.value, bar.written) == (None, "nobody heard")


def test_classes_of_a_spectrum_are_drawn_in_turns() -> None:
    """Ten quick ways and ten slow ones: each class in as many parts as there are turns, every way once."""
    lines = tuple(SpectrumLine(datetime(2026, 1, n), datetime(2026, 1, n, 1), n % 2, "good") for n in range(1, 21))
    bands = (DurationBand(None, 60.0, 10, HeardShare(10, 0, 0)), DurationBand(60.0, None, 10, HeardShare(10, 0, 0)))
    figure = spectrum_lines(PerformanceSpectrum("A", "B", 20, lines, bands))
    traces, by_time = figure.data, figure.layout.xaxis.type
    assert by_time == "date"
    names = ["up to 60\u202fs", "more than 60\u202fs"]
    assert [trace.name for trace in traces if trace.showlegend is not False] == names
    drawn = [trace for trace in traces if trace.showlegend is False]
    assert [trace.name for trace in drawn[:4]] == names * 2
    assert sorted(at for trace in drawn for at in trace.x[::3]) == [line.left_at for line in lines]


def test_durations_by_hand(run: Path) -> None:
    found = throughput_times(run, ALL)
    # 11, 24, 37.5 and 49 h: the median lies at 30.75 h, nine tenths at 37.5 + 0.7 · 11.5 = 45.55 h.
    assert (found.ended, found.running, found.median_s, found.p90_s) == (4, 0, 30.75 * H, pytest.approx(45.55 * H))
    assert [(w.monday, w.ended, w.median_s) for w in found.weeks] == [
        (date(2026, 1, 5), 1, 24 * H), (date(2026, 1, 26), 1, 37.5 * H),
        (date(2026, 2, 9), 1, 11 * H), (date(2026, 3, 2), 1, 49 * H),
    ]  # fmt: skip
    assert sum(band.times for band in found.bands) == 4
    for band in found.bands:  # each holds one case, at most its end
        assert any((band.over_s or 0) < took * H <= (band.up_to_s or 1e9) for took in (11, 24, 37.5, 49))


def test_a_slice_without_cases_has_no_durations(run: Path) -> None:
    empty = throughput_times(run, read_filters([("segment", "region:West")]))
    assert (empty.ended, empty.running, empty.weeks, empty.bands) == (0, 0, (), ())
    assert dotted_chart(run, read_filters([("segment", "region:West")])).cases == ()


def test_figures_of_the_dotted_chart(run: Path) -> None:
    chart = dotted_chart(run, ALL, "unhappy")
    by_stage = dotted(chart, ["Order", "Delivery"], noun="order")
    assert by_stage.layout.yaxis.title.text == "orders"
    assert [trace.name for trace in by_stage.data] == ["Order", "Delivery", "of no stage"]
    assert [len(trace.x) for trace in by_stage.data] == [8, 8, 1]
    by_verdict = dotted(chart, ["Order", "Delivery"], by_verdict=True, since_start=True)
    assert [(trace.name, len(trace.x)) for trace in by_verdict.data] == [("heard, not unhappy", 4), ("unhappy", 13)]
    assert max(by_verdict.data[0].x) == 37.5 / 24  # days
    assert "All 4 orders." in dotted_caption(chart, "order")
    assert "75" in dotted_caption(chart, "order") and "of 4 heard are unhappy" in dotted_caption(chart, "order")
    assert dotted_rows(chart)[0]["case"] == "a1" and dotted_rows(chart)[2]["events"] == "5"


def test_figures_of_durations() -> None:
    weeks = tuple(DurationWeek(date(2026, 1, 5) + timedelta(weeks=n), n + 4, 86_400.0 * n, 172_800.0) for n in range(3))
    share = HeardShare(10, 10, 4, Interval(0.4, 0.2, 0.7))
    bands = (DurationBand(None, 3600.0, 10, share), DurationBand(3600.0, None, 5, HeardShare(5)))
    found = ThroughputTimes(15, 2, 1.0, 2.0, weeks, bands)
    figure = weekly_durations(found)
    assert list(figure.data[0].y) == [None, 1.0, 2.0]  # four ended in the first week: too few
    assert figure.layout.yaxis.title.text == "days"
    bars = duration_histogram(found, "order").data[0]
    assert (list(bars.y), [data[1] for data in bars.customdata]) == ([10, 5], ["took=..1h", "took=>1h.."])
    assert len(week_duration_rows(found)) == 3
    assert weekly_durations(ThroughputTimes(1, 0, 1.0, 1.0, weeks[:1], bands[:1])) is None
    assert duration_histogram(ThroughputTimes(1, 0, 1.0, 1.0, weeks[:1], bands[:1]), "order") is None
