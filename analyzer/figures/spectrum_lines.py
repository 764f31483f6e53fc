"""The performance spectrum: lines from one activity down to the next, by time, coloured by how long the way took or by
what customers say."""

from __future__ import annotations

from itertools import product
from typing import Any

from analyzer.figures.bars import Bar
from analyzer.figures.dotted_chart import SAID
from analyzer.figures.plotly_style import colour, plain, style
from analyzer.figures.shares_beside import share_bar, share_cells
from analyzer.tables.over_time import DurationBand, PerformanceSpectrum
from analyzer.words import wording
from analyzer.words.language import month_name, say

SHADES = ("far-less", "less", "more", "far-more")  # from quick to slow
TURNS = 8  # the classes are drawn in turns, a part of each at a time: none hides the others


def spectrum_lines(found: PerformanceSpectrum, by_verdict: bool = False, dark: bool = False) -> Any:
    """The lines as a Plotly figure; None without any."""
    import plotly.graph_objects as go

    if not found.lines:
        return None
    figure = go.Figure()
    groups = [(name, shade, lines) for name, shade, lines in _groups(found, by_verdict) if lines]
    for name, shade, _ in groups:  # the legend's own samples, wide enough to be told apart
        figure.add_scatter(
            name=plain(name), x=[None], y=[None], mode="lines", legendgroup=name,
            line={"color": colour(shade, dark), "width": 4},
        )  # fmt: skip
    for turn, (name, shade, whole) in product(range(TURNS), groups):
        lines = whole[turn::TURNS]
        if not lines:
            continue
        x = [at for line in lines for at in (line.left_at, line.reached_at, None)]
        y = [1, 0, None] * len(lines)
        tips = [tip for line in lines for tip in (*[_tip(line.left_at, line.reached_at)] * 2, "")]
        figure.add_scatter(
            name=plain(name), x=x, y=y, text=tips, mode="lines", connectgaps=False, opacity=0.6,
            legendgroup=name, showlegend=False, line={"color": colour(shade, dark), "width": 1.1},
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    style(figure, dark, height=340)
    figure.update_layout(hovermode="closest")
    figure.update_xaxes(type="date")  # the samples of the legend have no times to tell it by
    figure.update_yaxes(
        tickmode="array", tickvals=[1, 0], ticktext=[plain(found.first), plain(found.second)], range=[-0.06, 1.06]
    )
    return figure


def spectrum_caption(found: PerformanceSpectrum) -> str:
    """How much of it is drawn."""
    drawn = len(found.lines)
    ways = f"{wording.count(found.times)} {wording.plural(say('noun.way'), found.times)}"
    whole = drawn == found.times
    said = say(f"caption.spectrum.{'all' if whole else 'some'}", n=wording.count(drawn), ways=ways)
    return say("caption.spectrum", first=found.first, second=found.second, drawn=said)


def band_name(band: DurationBand) -> str:
    """A class of durations in words."""
    if band.over_s is None:
        return (
            say("spectrum_lines.any_time")
            if band.up_to_s is None
            else say("spectrum_lines.up_to", up_to_s=wording.duration(band.up_to_s))
        )
    if band.up_to_s is None:
        return say("spectrum_lines.more_than", over_s=wording.duration(band.over_s))
    return say("spectrum_lines.to", over_s=wording.duration(band.over_s), up_to_s=wording.duration(band.up_to_s))


def band_bars(bands: tuple[DurationBand, ...], noun: str) -> list[Bar]:
    """The unhappy share of each class, from quick to slow."""
    return [share_bar(band_name(band), band.heard, noun) for band in bands]


def band_rows(bands: tuple[DurationBand, ...], noun: str, ways: bool = False) -> list[dict[str, str]]:
    """The classes as rows of words; `ways`: a case may be in one several times."""
    many = wording.plural(noun, 2)
    return [
        {
            say("column.time"): band_name(band),
            **({say("column.times"): wording.count(band.times)} if ways else {}),
            many: wording.count(band.heard.cases),
            **share_cells(band.heard),
        }
        for band in bands
    ]


def _groups(found: PerformanceSpectrum, by_verdict: bool) -> list[tuple[str, str, list[Any]]]:
    if by_verdict:
        return [
            (say(name), shade, [line for line in found.lines if line.customer == key])
            for key, (name, shade) in reversed(SAID.items())
        ]
    numbers = sorted({line.band for line in found.lines} | set(range(len(found.bands))))
    names = dict(zip(numbers, map(band_name, found.bands), strict=False))
    shades = SHADES if len(numbers) > 2 else SHADES[:: len(SHADES) - 1]
    return [
        (names.get(no, ""), shades[min(place, len(shades) - 1)], [line for line in found.lines if line.band == no])
        for place, no in enumerate(numbers)
    ]


def _tip(left: Any, reached: Any) -> str:
    took = wording.duration((reached - left).total_seconds())
    return say("spectrum_lines.from_to", left=_minute(left), reached=_minute(reached), took=took)


def _minute(at: Any) -> str:
    return f"{at:%d} {month_name(at.month)} {at:%Y %H:%M}"
