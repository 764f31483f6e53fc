"""Cases started and in progress by week, and the unhappy share of the same weeks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analyzer.figures.plotly_style import colour, style
from analyzer.statistics.proportions import wilson
from analyzer.tables.flow_weeks import FlowWeek
from analyzer.words import wording
from analyzer.words.language import say

FEW = 10  # rated visits in a week: to be drawn


def weekly_flow(weeks: Sequence[FlowWeek], dark: bool = False) -> Any:
    """Started as bars, in progress as a line; None with fewer than two weeks."""
    import plotly.graph_objects as go

    if len(weeks) < 2:
        return None
    mondays = [week.monday.isoformat() for week in weeks]
    figure = go.Figure()
    started, running = [week.started for week in weeks], [week.in_progress for week in weeks]
    figure.add_bar(
        name=say("column.started"),
        x=mondays,
        y=started,
        marker={"color": colour("given", dark)},
        hovertemplate="%{y:,}",
    )
    figure.add_scatter(
        name=say("weekly_flow.in_progress"), x=mondays, y=running, mode="lines",
        line={"color": colour("ink", dark), "width": 2},
        hovertemplate="%{y:,}",
    )  # fmt: skip
    style(figure, dark, height=280)
    figure.update_yaxes(rangemode="tozero", nticks=5)
    return figure


def weekly_unhappy(weeks: Sequence[FlowWeek], dark: bool = False) -> Any:
    """The unhappy share of the rated visits; weeks of fewer than ten stay blank. None with fewer than two others."""
    import plotly.graph_objects as go

    if sum(week.rated >= FEW for week in weeks) < 2:
        return None
    figure = go.Figure(
        go.Scatter(
            x=[week.monday.isoformat() for week in weeks],
            y=[week.unhappy / week.rated if week.rated >= FEW else None for week in weeks],
            customdata=[_share(week) for week in weeks],
            mode="lines+markers",
            cliponaxis=False,
            line={"color": colour("hidden", dark), "width": 1.6},
            marker={"size": 6, "color": colour("hidden", dark)},
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    style(figure, dark, height=280)
    figure.update_xaxes(range=[weeks[0].monday.isoformat(), weeks[-1].monday.isoformat()])
    figure.update_yaxes(rangemode="tozero", tickformat=".0%", nticks=5)
    return figure


def week_rows(weeks: Sequence[FlowWeek]) -> list[dict[str, str]]:
    """Both figures as a table: a row a week; the share with Wilson's 95 % interval."""
    return [
        {
            say("column.week_from"): week.monday.isoformat(),
            say("column.started"): wording.count(week.started),
            say("column.in_progress"): wording.count(week.in_progress),
            say("column.rated_visits"): wording.count(week.rated),
            say("column.unhappy"): wording.count(week.unhappy),
            say("column.unhappy_share"): _share(week),
        }
        for week in weeks
    ]


def _share(week: FlowWeek) -> str:
    if not week.rated:
        return say("word.nobody_was_heard")
    share = wilson(week.unhappy, week.rated)
    return f"{wording.percent(share.value)} ({wording.percent_limits(share.as_dict())})"
