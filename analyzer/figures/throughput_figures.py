"""How long cases take: by the week of their end, and how their durations are spread."""

from __future__ import annotations

from typing import Any

from analyzer.figures.plotly_style import colour, style
from analyzer.figures.shares_beside import share_words
from analyzer.figures.spectrum_lines import band_name
from analyzer.settings.spans import span_text
from analyzer.tables.over_time import ThroughputTimes
from analyzer.words import wording
from analyzer.words.language import say

FEW = 5  # ended cases in a week: to be drawn
UNITS = ((86_400.0 * 2, 86_400.0, "days"), (3_600.0 * 2, 3_600.0, "hours"), (0.0, 60.0, "minutes"))


def weekly_durations(found: ThroughputTimes, dark: bool = False) -> Any:
    """Median and 90th percentile by week of the end; weeks of fewer than five ended cases stay blank. None with fewer
    than two others."""
    import plotly.graph_objects as go

    if sum(week.ended >= FEW for week in found.weeks) < 2:
        return None
    longest = max(week.p90_s for week in found.weeks if week.ended >= FEW)
    _, size, unit = next(one for one in UNITS if longest >= one[0])
    mondays = [week.monday.isoformat() for week in found.weeks]
    figure = go.Figure()
    for name, key, shade, width in (
        ("median", "median_s", "accent", 2),
        (say("throughput_figures.ninetieth_percentile"), "p90_s", "given", 1.4),
    ):
        values = [getattr(week, key) if week.ended >= FEW else None for week in found.weeks]
        figure.add_scatter(
            name=name, x=mondays, y=[None if v is None else v / size for v in values], mode="lines+markers",
            line={"color": colour(shade, dark), "width": width}, marker={"size": 4}, cliponaxis=False,
            customdata=[wording.duration(v) for v in values], hovertemplate="%{customdata}",
        )  # fmt: skip
    style(figure, dark, height=280)
    figure.update_yaxes(rangemode="tozero", nticks=5, title={"text": unit})
    return figure


def duration_histogram(found: ThroughputTimes, noun: str, dark: bool = False) -> Any:
    """Cases by their duration; the last bar holds all that took longer. None with fewer than two bars. A click on a
    bar keeps to its cases."""
    import plotly.graph_objects as go

    if len(found.bands) < 2:
        return None
    names = [band_name(band) for band in found.bands]
    many = wording.plural(noun, 2)
    figure = go.Figure(
        go.Bar(
            x=names,
            y=[band.times for band in found.bands],
            marker={"color": colour("aligned", dark)},
            customdata=[
                [f"{wording.count(band.times)} {many}<br>{share_words(band.heard)}", _filter(band.over_s, band.up_to_s)]
                for band in found.bands
            ],
            hovertemplate="<b>%{x}</b><br>%{customdata[0]}<extra></extra>",
        )
    )
    style(figure, dark, height=300)
    figure.update_layout(hovermode="closest")
    figure.update_xaxes(type="category", nticks=8)
    figure.update_yaxes(rangemode="tozero", nticks=5, title={"text": many})
    return figure


def week_duration_rows(found: ThroughputTimes) -> list[dict[str, str]]:
    """The weeks as rows of words."""
    return [
        {
            say("column.week_from"): week.monday.isoformat(),
            say("column.ended"): wording.count(week.ended),
            say("column.median"): wording.duration(week.median_s),
            say("column.ninetieth_percentile"): wording.duration(week.p90_s),
        }
        for week in found.weeks
    ]


def _filter(over_s: float | None, up_to_s: float | None) -> str:
    return f"took={span_text(over_s, up_to_s)}"
