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

ORDERS = (
    ("start", "over_time_cards.start_time"),
    ("duration", "over_time_cards.longest_first"),
    ("unhappy", "word.unhappy_first"),
)
STATE = ("order", "colour", "since", "first", "second", "lines")


def dotted_card(chart: DottedChart, stages: Sequence[str], noun: str, at: Address) -> Component:
    """`?order=duration&colour=verdict&since=start` is its state."""
    title = say("over_time_cards.every_event_case_by")
    by_verdict, since = at.get("colour") == "verdict", at.get("since") == "start"
    order = at.get("order") or "start"

    def to(**query: str | None) -> str:
        return at.here(**{key: at.get(key) for key in STATE} | query)

    choices = html.Div(
        [
            _named(say("over_time_cards.rows_by"), [(say(name), to(order=key), key == order) for key, name in ORDERS]),
            _named(
                say("over_time_cards.colour_by"),
                [
                    (say("word.stage"), to(colour=None), not by_verdict),
                    (say("over_time_cards.what_customers_say"), to(colour="verdict"), by_verdict),
                ],
            ),
            _named(
                say("word.time"),
                [
                    (say("word.calendar"), to(since=None), not since),
                    (say("word.since_each_start"), to(since="start"), since),
                ],
            ),
        ],
        className="choice-row chart-choices",
    )
    figure = graph(
        "dotted-chart",
        lambda dark: dotted(chart, stages, by_verdict, since, dark, noun),
        say("over_time_cards.a_row_for_each", title=title, noun=noun),
        dotted_rows(chart),
        dotted_caption(chart, noun),
    )
    return card(title, choices, figure or nothing(say("over_time_cards.no_event_lies_in")), of="dotted-chart")


def spectrum_card(found: PerformanceSpectrum, activities: Sequence[str], noun: str, at: Address) -> Component:
    """`?first=Pick&second=Load&lines=verdict` is its state."""
    title, by_verdict = say("over_time_cards.from_one_activity_to"), at.get("lines") == "verdict"

    def to(lines: str | None) -> str:
        return at.here(**{key: at.get(key) for key in STATE} | {"lines": lines})

    pickers = html.Div(
        [
            _activity("spectrum-first", say("word.from"), activities, found.first),
            _activity("spectrum-second", say("over_time_cards.directly_to"), activities, found.second),
            dcc.Store(id="spectrum-drawn", data=[found.first, found.second]),
        ],
        className="sliders",
    )
    colours = choice(
        say("over_time_cards.colour_of_the_lines"),
        [
            (say("over_time_cards.how_long_it_took"), to(None), not by_verdict),
            (say("over_time_cards.what_customers_say"), to("verdict"), by_verdict),
        ],
    )
    label = say("over_time_cards.every_way_from_to", first=found.first, second=found.second)
    rows = band_rows(found.bands, noun, ways=True)
    figure = graph(
        "spectrum", lambda dark: spectrum_lines(found, by_verdict, dark), label, rows, spectrum_caption(found)
    )
    if figure is None:
        return card(title, pickers, nothing(say("over_time_cards.no_event_of_the")), of="spectrum")
    pair = in_order(found.first, found.second)
    ways = [(band, "follows", f"{pair}<{span_text(band.over_s, band.up_to_s)}") for band in found.bands]
    beside = _beside("spectrum-unhappy", found.bands, noun, rows, _only(ways, noun, at))
    return card(title, pickers, html.Div(colours, className="choice-row"), figure, beside, of="spectrum")


def throughput_times_card(found: ThroughputTimes, noun: str, at: Address) -> Component:
    """How long cases take, week by week and spread out."""
    title, many = say("over_time_cards.how_long_take", noun=wording.plural(noun, 2)), wording.plural(noun, 2)
    if not found.ended:
        return card(title, nothing(say("over_time_cards.none_of_these_has", many=many)), of="throughput-times")
    said = say(
        "over_time_cards.ended_half_of_them",
        ended=wording.count(found.ended),
        many=many,
        median_s=wording.duration(found.median_s),
        p_s=wording.duration(found.p90_s),
    )
    if found.running:
        said += say("over_time_cards.still_run_and_are", running=wording.count(found.running))
    weekly = graph(
        "weekly-durations",
        lambda dark: weekly_durations(found, dark),
        say("over_time_cards.from_first_to_last", many=many),
        week_duration_rows(found),
        say("caption.weekly", many=many),
    )
    rows = band_rows(found.bands, noun)
    spread = graph(
        "durations",
        lambda dark: duration_histogram(found, noun, dark),
        say("over_time_cards.by_the_time_from", many=many.capitalize()),
        rows,
        say("caption.durations"),
        say("caption.durations.click", many=many),
    )
    ways = [(band, "took", span_text(band.over_s, band.up_to_s)) for band in found.bands]
    beside = _beside("durations-unhappy", found.bands, noun, rows, _only(ways, noun, at))
    parts = [quiet(said), halves(spread or quiet(say("over_time_cards.all_took_about_the")), beside)]
    return card(
        title, weekly or quiet(say("over_time_cards.fewer_than_two_weeks", many=many)), *parts, of="throughput-times"
    )


def _beside(
    name: str, bands: tuple[DurationBand, ...], noun: str, rows: list[dict[str, str]], only: Component
) -> Component:
    """What customers say of each class of durations."""
    label = say("over_time_cards.unhappy_share_by_the")
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
    title = html.Summary(say("over_time_cards.keep_to_the_of", many=many))
    by_class = html.Ul(
        links, className="path-cases", **attributes(aria_label=say("over_time_cards.by_class", many=many.capitalize()))
    )
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
        nothingFoundMessage=say("word.no_activity_of_that"),
        size="sm",
    )
