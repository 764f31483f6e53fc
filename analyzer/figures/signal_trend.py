"""How much was heard, and how much of it was bad: signals by month, kind and stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from analyzer.document import AlignmentDocument
from analyzer.document.parts.signals import HeardRow
from analyzer.figures.palette import NO_STAGE, STAGES
from analyzer.figures.plotly_style import colour, months_below, plain, style
from analyzer.statistics.proportions import wilson
from analyzer.words import wording
from analyzer.words.language import say

KINDS = ("nps", "csat", "ces", "review", "complaint", "contact", "praise", "again", "gave_up", "comment")
ASKED = ("nps", "csat", "ces", "review")
WHOLE, NONE = "signal_trend.the_whole_journey", "signal_trend.no_stage_known"
SHADES = (0, 4, 2, 3, 6, 7, 5, 1)  # of the stages' colours, for the kinds in their order
FEW, ENOUGH = 10, 30  # answers in a month: to be drawn, to set the axis


def monthly(document: AlignmentDocument, stage: str | None = None) -> list[HeardRow]:
    """The document's monthly counts of one stage, or of all."""
    rows = document["signals"].get("monthly") or []
    return [row for row in rows if stage is None or row["stage"] == stage]


def signal_trend(document: AlignmentDocument, stage: str | None = None, dark: bool = False) -> Any:
    """Signals by month as stacked bars, a colour a kind; None where there are none in more than one month."""
    import plotly.graph_objects as go

    rows = monthly(document, stage)
    months = _months(rows)
    if len(months) < 2:
        return None
    figure = go.Figure()
    for number, kind in enumerate(KINDS):
        counts = _sums((row for row in rows if row["kind"] == kind), "signals")
        if counts:
            shade = STAGES[SHADES[number]] if number < len(SHADES) else NO_STAGE
            figure.add_bar(
                name=plain(wording.signal_name(kind)),
                x=[wording.month(month) for month in months],
                y=[counts.get(month, 0) for month in months],
                marker={"color": shade.dark if dark else shade.light, "line": {"width": 0}},
                hovertemplate="%{y:,}",
            )
    style(figure, dark, height=300)
    figure.update_layout(barmode="stack", bargap=0.25)
    months_below(figure, months)
    figure.update_yaxes(rangemode="tozero", nticks=5)
    return figure


def unhappy_months(document: AlignmentDocument, stage: str | None = None) -> list[dict[str, Any]]:
    """One row a month: answers to surveys and reviews, how many of them bad, the share with its interval.

    Grain: month. Formula: bad / answers, Wilson's 95 % interval; answers of one customer count as independent, so that
    it is a little narrow. Complaints, contacts and praise are left out: nobody asked for them, so that their number
    says nothing of a share.
    """
    rows = [row for row in monthly(document, stage) if row["kind"] in ASKED]
    answers, bad = _sums(rows, "signals"), _sums(rows, "bad")
    return [
        {"month": month, "answers": n, "bad": bad[month], "share": wilson(bad[month], n)}
        for month, n in sorted(answers.items())
        if n
    ]


def unhappy_trend(document: AlignmentDocument, stage: str | None = None, dark: bool = False) -> Any:
    """The unhappy share of the answers by month with its interval; months of fewer than ten answers are in the table
    only. None with fewer than two months."""
    import plotly.graph_objects as go

    rows = [row for row in unhappy_months(document, stage) if row["answers"] >= FEW]
    if len(rows) < 2:
        return None
    values = [row["share"].value or 0.0 for row in rows]
    words = [
        f"{wording.percent(row['share'].value)} ({wording.percent_limits(row['share'].as_dict())}), "
        f"n {wording.count(row['answers'])}"
        for row in rows
    ]
    figure = go.Figure(
        go.Scatter(
            x=[wording.month(row["month"]) for row in rows],
            y=values,
            customdata=words,
            mode="lines+markers",
            line={"color": colour("hidden", dark), "width": 1.6},
            marker={"size": 8, "color": colour("hidden", dark)},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [(row["share"].high or 0.0) - v for row, v in zip(rows, values, strict=True)],
                "arrayminus": [v - (row["share"].low or 0.0) for row, v in zip(rows, values, strict=True)],
                "color": colour("muted", dark),
                "thickness": 1.2,
                "width": 3,
            },
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    style(figure, dark, height=260)
    figure.update_layout(showlegend=False)
    months_below(figure, [row["month"] for row in rows])
    # a month of few answers has an interval that would flatten all others
    tops = [row["share"].high or 0.0 for row in rows if row["answers"] >= ENOUGH] or [1.0]
    figure.update_yaxes(range=[0, min(1.02, 1.15 * max(*tops, *values))], tickformat=".0%", nticks=5)
    return figure


def month_rows(document: AlignmentDocument, stage: str | None = None) -> list[dict[str, str]]:
    """Signals by month and kind as rows of words."""
    rows = monthly(document, stage)
    kinds = [kind for kind in KINDS if any(row["kind"] == kind for row in rows)]
    sums = {kind: _sums((row for row in rows if row["kind"] == kind), "signals") for kind in kinds}
    return [
        {
            say("column.month"): wording.month(month),
            **{wording.signal_name(kind): wording.count(sums[kind].get(month, 0)) for kind in kinds},
        }
        for month in _months(rows)
    ]


def unhappy_rows(document: AlignmentDocument, stage: str | None = None) -> list[dict[str, str]]:
    """The unhappy share by month as rows of words."""
    return [
        {
            say("column.month"): wording.month(row["month"]),
            say("column.answers"): wording.count(row["answers"]),
            say("column.unhappy"): wording.count(row["bad"]),
            say("column.share"): wording.share_between(row["share"].as_dict()),
        }
        for row in unhappy_months(document, stage)
    ]


def stage_rows(document: AlignmentDocument) -> list[dict[str, str]]:
    """Signals by stage and kind as rows of words: how many, and how many of them bad."""
    rows = monthly(document)
    kinds = [kind for kind in KINDS if any(row["kind"] == kind for row in rows)]
    places = [(s["name"], s["name"], False) for s in document["stages"]] + [
        (say(WHOLE), None, True),
        (say(NONE), None, False),
    ]
    found = []
    for name, stage, whole in places:
        here = [row for row in rows if row["stage"] == stage and row["whole"] == whole]
        if here or stage is not None:
            found.append(
                {say("column.about"): name, **{wording.signal_name(kind): _cell(here, kind) for kind in kinds}}
            )
    return found if rows else []


def _cell(rows: list[HeardRow], kind: str) -> str:
    signals = sum(row["signals"] for row in rows if row["kind"] == kind)
    bad = sum(row["bad"] for row in rows if row["kind"] == kind)
    if not signals:
        return wording.NO_VALUE
    return wording.count(signals) + (
        say("signal_trend.bad", bad=wording.percent(bad / signals)) if kind in ASKED else ""
    )


def _months(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return sorted({row["month"] for row in rows})


def _sums(rows: Iterable[Mapping[str, Any]], what: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        found[row["month"]] = found.get(row["month"], 0) + row[what]
    return found
