"""The dotted chart: cases as rows, events as dots, by calendar or since the case's start; coloured by stage or by what
customers say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from analyzer.figures.palette import stage_colour
from analyzer.figures.plotly_style import colour, plain, style
from analyzer.figures.shares_beside import share_words
from analyzer.tables.over_time import DottedChart
from analyzer.words import wording
from analyzer.words.language import say

HEIGHT, MOST_HEIGHT, ROW = 300, 620, 5
SAID = {
    "bad": ("word.unhappy", "hidden"),
    "good": ("word.heard_not_unhappy", "accent"),
    "unknown": ("word.not_heard", "given"),
}
WHEN = "%{x|%d %b %Y %H:%M}"
UNITS = ((86_400.0 * 2, 86_400.0, "unit.day"), (3_600.0 * 2, 3_600.0, "unit.hour"), (0.0, 60.0, "unit.minute"))


def dotted(
    chart: DottedChart,
    stages: Sequence[str],
    by_verdict: bool = False,
    since_start: bool = False,
    dark: bool = False,
    noun: str = "case",
) -> Any:
    """The chart as a Plotly figure; None without cases. `stages` are the journey's, in order; `noun` is what a case
    is called."""
    import plotly.graph_objects as go

    if not chart.dots:
        return None
    _, size, key = next(one for one in UNITS if max(case.took_s for case in chart.cases) >= one[0])
    unit = wording.plural(say(key), 2)
    groups: dict[Any, list[Any]] = {}
    for dot in chart.dots:
        groups.setdefault(chart.cases[dot.row].customer if by_verdict else dot.stage_no, []).append(dot)
    figure = go.Figure()
    for key in _in_order(groups, by_verdict):
        name, shade = _look(key, stages, by_verdict, dark)
        dots = groups[key]
        figure.add_scatter(
            name=plain(name),
            x=[
                (dot.at - chart.cases[dot.row].first_at).total_seconds() / size
                if since_start
                else _on_clock(dot.at, chart.timezone)
                for dot in dots
            ],
            y=[dot.row for dot in dots],
            text=[f"{plain(chart.cases[dot.row].case_id)}<br>{plain(dot.activity)}" for dot in dots],
            mode="markers",
            marker={"size": 5, "color": shade, "symbol": "circle"},
            hovertemplate=f"%{{text}}<br>{say('dotted_chart.on', unit=unit) if since_start else WHEN}<extra></extra>",
        )  # fmt: skip
    style(figure, dark, height=min(max(HEIGHT, ROW * len(chart.cases)), MOST_HEIGHT))
    figure.update_layout(hovermode="closest")
    figure.update_yaxes(
        showgrid=False, showticklabels=False, autorange="reversed", title={"text": plain(wording.plural(noun, 2))}
    )
    if since_start:
        figure.update_xaxes(title={"text": say("dotted_chart.since_the_first_event", unit=unit)}, rangemode="tozero")
    return figure


def dotted_caption(chart: DottedChart, noun: str) -> str:
    """What is drawn of what there is, and what the customers of all of it say."""
    drawn, total = len(chart.cases), chart.all.cases
    many = wording.plural(noun, total)
    which = "all" if drawn == total else "some"
    said = say(f"caption.dotted.{which}", n=wording.count(drawn), total=wording.count(total), many=many)
    share = share_words(chart.all)
    return say("caption.dotted", drawn=said, noun=noun, timezone=chart.timezone, many=many, share=share)


def dotted_rows(chart: DottedChart) -> list[dict[str, str]]:
    """The drawn cases as rows of words, in the order of the chart."""
    events = [0] * len(chart.cases)
    for dot in chart.dots:
        events[dot.row] += 1
    return [
        {
            say("column.case"): case.case_id,
            say("column.first_event"): f"{_on_clock(case.first_at, chart.timezone):%Y-%m-%d %H:%M}",
            say("column.first_to_last_event"): wording.duration(case.took_s),
            say("column.events"): wording.count(n),
            say("column.customer"): say(SAID[case.customer][0]),
        }
        for case, n in zip(chart.cases, events, strict=True)
    ]


def _in_order(groups: dict[Any, list[Any]], by_verdict: bool) -> list[Any]:
    if by_verdict:
        return [key for key in reversed(SAID) if key in groups]
    return sorted(groups, key=lambda no: (no is None, no))


def _look(key: Any, stages: Sequence[str], by_verdict: bool, dark: bool) -> tuple[str, str]:
    if by_verdict:
        name, shade = SAID[key]
        return say(name), colour(shade, dark)
    of_stage = stage_colour(key)
    return (say("word.of_no_stage") if key is None else stages[key]), of_stage.dark if dark else of_stage.light


def _on_clock(at: datetime, zone: str) -> datetime:
    """A UTC time without a zone as the clocks of a zone show it, without a zone too."""
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
