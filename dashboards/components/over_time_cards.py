"""Cards of the process over time: the dotted chart, the performance spectrum, how long cases take."""

from __future__ import annotations

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.figures.bars import bars
from analyzer.figures.dotted_chart import dotted, dotted_caption, dotted_rows
from analyzer.figures.spectrum_lines import band_bars, band_name, band_rows, spectrum_caption, spectrum_lines
from analyzer.figures.throughput_figures import duration_histogram, week_duration_rows, weekly_durations
from analyzer.words import wording
from analyzer.words.language import say
from dashboards.components.address import Address
from dashboards.components.attributes import attributes
from dashboards.components.choice import choice
from dashboards.components.drawing import drawing
from dashboards.components.graph import graph
from dashboards.components.only_cases import only_or_compare
from dashboards.components.page_parts import card, halves, nothing, quiet
from dashboards.providers.over_time import (
    DottedChart,
    DurationBand,
    PerformanceSpectrum,
    ThroughputTimes,
    span_text,
)
from dashboards.providers.slices import in_order

ORDERS = (("start", "Start time"), ("duration", "Longest first"), ("unhappy", "Unhappy first"))
NO_WAY = "No event of the second activity comes right after one of the first in this part. Choose other activities."
FEW_WEEKS = "Fewer than two weeks have five ended {many}: a longer log fills this."
STATE = ("order", "colour", "since", "first", "second", "lines")


def dotted_card(chart: DottedChart, stages: Sequence[str], noun: str, at: Address) -> Component:
    """`?order=duration&colour=verdict&since=start` is its state."""
    title = "Every event, case by case"
    by_verdict, since = at.get("colour") == "verdict", at.get("since") == "start"
    order = at.get("order") or "start"

    def to(**query: str | None) -> str:
        return at.here(**{key: at.get(key) for key in STATE} | query)

    choices = html.Div(
        [
            _named("Rows by", [(name, to(order=key), key == order) for key, name in ORDERS]),
            _named("Colour by", [
                ("Stage", to(colour=None), not by_verdict), ("What customers say", to(colour="verdict"), by_verdict),
            ]),
            _named("Time", [
                ("Calendar", to(since=None), not since), ("Since each start", to(since="start"), since),
            ]),
        ],
        className="choice-row chart-choices",
    )  # fmt: skip
    figure = graph(
        "dotted-chart",
        lambda dark: dotted(chart, stages, by_verdict, since, dark, noun),
        f"{title}: a row for each {noun}, a dot for each event",
        dotted_rows(chart),
        dotted_caption(chart, noun),
    )
    return card(title, choices, figure or nothing("No event lies in this part."), of="dotted-chart")


def spectrum_card(found: PerformanceSpectrum, activities: Sequence[str], noun: str, at: Address) -> Component:
    """`?first=Pick&second=Load&lines=verdict` is its state."""
    title, by_verdict = "From one activity to the next", at.get("lines") == "verdict"

    def to(lines: str | None) -> str:
        return at.here(**{key: at.get(key) for key in STATE} | {"lines": lines})

    pickers = html.Div(
        [
            _activity("spectrum-first", "From", activities, found.first),
            _activity("spectrum-second", "Directly to", activities, found.second),
            dcc.Store(id="spectrum-drawn", data=[found.first, found.second]),
        ],
        className="sliders",
    )
    colours = choice(
        "Colour of the lines",
        [("How long it took", to(None), not by_verdict), ("What customers say", to("verdict"), by_verdict)],
    )
    label = f"Every way from {found.first} to {found.second}"
    rows = band_rows(found.bands, noun, ways=True)
    figure = graph(
        "spectrum", lambda dark: spectrum_lines(found, by_verdict, dark), label, rows, spectrum_caption(found)
    )
    if figure is None:
        return card(title, pickers, nothing(NO_WAY), of="spectrum")
    pair = in_order(found.first, found.second)
    ways = [(band, "follows", f"{pair}<{span_text(band.over_s, band.up_to_s)}") for band in found.bands]
    beside = _beside("spectrum-unhappy", found.bands, noun, rows, _only(ways, noun, at))
    return card(title, pickers, html.Div(colours, className="choice-row"), figure, beside, of="spectrum")


def throughput_times_card(found: ThroughputTimes, noun: str, at: Address) -> Component:
    """How long cases take, week by week and spread out."""
    title, many = f"How long {wording.plural(noun, 2)} take", wording.plural(noun, 2)
    if not found.ended:
        return card(title, nothing(f"None of these {many} has ended yet."), of="throughput-times")
    said = (
        f"{wording.count(found.ended)} ended {many}: half of them within {wording.duration(found.median_s)} from first "
        f"to last event, nine of ten within {wording.duration(found.p90_s)}. "
    )
    if found.running:
        said += f"{wording.count(found.running)} still run and are not counted: the last weeks rest on few."
    weekly = graph(
        "weekly-durations",
        lambda dark: weekly_durations(found, dark),
        f"From first to last event, by the week in which {many} end",
        week_duration_rows(found),
        say("caption.weekly", many=many),
    )
    rows = band_rows(found.bands, noun)
    spread = graph(
        "durations",
        lambda dark: duration_histogram(found, noun, dark),
        f"{many.capitalize()} by the time from first to last event",
        rows,
        say("caption.durations", many=many),
    )
    ways = [(band, "took", span_text(band.over_s, band.up_to_s)) for band in found.bands]
    beside = _beside("durations-unhappy", found.bands, noun, rows, _only(ways, noun, at))
    parts = [quiet(said), halves(spread or quiet("All took about the same time."), beside)]
    return card(title, weekly or quiet(FEW_WEEKS.format(many=many)), *parts, of="throughput-times")


def _beside(
    name: str, bands: tuple[DurationBand, ...], noun: str, rows: list[dict[str, str]], only: Component
) -> Component:
    """What customers say of each class of durations."""
    label = "Unhappy share by the time it took"
    return html.Div(
        [html.H3(label), drawing(bars(band_bars(bands, noun), label), name, rows, say("caption.beside")), only]
    )


def _only(ways: Sequence[tuple[DurationBand, str, str]], noun: str, at: Address) -> Component:
    """Links that keep to the cases of a class: what a click on its bar does, by keyboard."""
    many = wording.plural(noun, 2)
    links = [
        only_or_compare(f"{band_name(band)}: {wording.count(band.heard.cases)}", key, text, at)
        for band, key, text in ways
    ]
    title = html.Summary(f"Keep to the {many} of one class, or compare them")
    by_class = html.Ul(links, className="path-cases", **attributes(aria_label=f"{many.capitalize()} by class"))
    return html.Details([title, by_class], className="as-table")


def _named(label: str, options: Sequence[tuple[str, str, bool]]) -> Component:
    """A choice with its name before it, where several stand in a row."""
    return html.Div(
        [html.Span(label, **attributes(aria_hidden="true")), choice(label, options)], className="chart-choice"
    )


def _activity(name: str, label: str, activities: Sequence[str], chosen: str) -> Component:
    return dmc.Select(
        id=name,
        label=label,
        data=list(activities),
        value=chosen or None,
        searchable=True,
        allowDeselect=False,
        limit=50,
        nothingFoundMessage="No activity of that name",
        size="sm",
    )
