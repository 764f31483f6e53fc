"""How the two measures develop by month, for the whole journey or one stage."""

from __future__ import annotations

from typing import Any, Literal

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.figures.plotly_style import colour, months_below, style
from analyzer.statistics.proportions import wilson
from analyzer.tables.interval import Interval
from analyzer.words import wording

Verdicts = Literal["good_good", "good_bad", "bad_good", "bad_bad"]
AFFECTED: dict[str, Verdicts] = {
    "hidden_friction": "good_bad",
    "silent_defect": "bad_good",
    "shared_failure": "bad_bad",
}
CELLS: tuple[Verdicts, ...] = ("good_good", "good_bad", "bad_good", "bad_bad")


def months(document: AlignmentDocument, stage: str | None = None) -> list[dict[str, Any]]:
    """One row a month: the 2×2 over all stages or one, with visibility and relevance and their intervals.

    Grain: month. Formulas: visibility = bad_bad / (good_bad + bad_bad), relevance = bad_bad / (bad_good + bad_bad),
    Wilson's 95 % interval.
    Shares 0–1; None in a month without the visits to tell. Customers with many cases are not taken together here, so
    that the
    intervals are a little narrow; a month of few rated visits says little. Source: the document's `trend`.
    """
    sums: dict[str, dict[str, int]] = {}
    for row in document.get("trend", []):
        if stage is None or row["stage"] == stage:
            month = sums.setdefault(row["month"], dict.fromkeys(("rated", *CELLS), 0))
            month["rated"] += row["rated"]
            for key in CELLS:
                month[key] += row[key]
    return [_month(name, cells) for name, cells in sorted(sums.items())]


def trend(document: AlignmentDocument, stage: str | None = None, dark: bool = False, height: int = 260) -> Any:
    """The two measures by month as a Plotly figure; None with fewer than two months."""
    import plotly.graph_objects as go

    rows = months(document, stage)
    if len(rows) < 2:
        return None
    figure = go.Figure()
    for key, name, tone, dash, mark in (
        ("visibility", "seen by our measures", "hidden", "solid", "circle"),
        ("relevance", "felt by customers", "accent", "dot", "square"),
    ):
        _with_band(figure, rows, key, name, colour(tone, dark), dash, mark)
    style(figure, dark, height)
    top = max((row[key].high or 0.0 for row in rows for key in ("visibility", "relevance")), default=1.0)
    figure.update_yaxes(range=[0, min(max(top * 1.1, 0.25), 1.02)], tickformat=".0%", nticks=5)
    months_below(figure, [row["month"] for row in rows])
    return figure


def affected_by_month(mismatch: MismatchRow) -> list[dict[str, Any]]:
    """One row a month: the share of the rated visits that are what the mismatch is about (hidden: good_bad; unfelt:
    bad_good; both: bad_bad).

    Shares 0–1 with Wilson's 95 % interval, months without a rated visit left out; empty for kinds that are not read
    off the 2×2.
    """
    cell = AFFECTED.get(mismatch["kind"])
    if cell is None:
        return []
    rows = [row for row in mismatch.get("trend") or [] if sum(row[c] for c in CELLS)]
    found = []
    for row in rows:
        n = sum(row[c] for c in CELLS)
        found.append({"month": row["month"], "rated": n, "share": _share(row[cell], n)})
    return found


def share_trend(mismatch: MismatchRow, dark: bool = False, height: int = 240) -> Any:
    """The affected share of a mismatch by month as a Plotly figure; None with fewer than two months."""
    import plotly.graph_objects as go

    points = affected_by_month(mismatch)
    if len(points) < 2:
        return None
    figure = go.Figure()
    _with_band(figure, points, "share", "share of the rated visits", colour("hidden", dark), "solid", "circle")
    style(figure, dark, height)
    figure.update_layout(showlegend=False)
    figure.update_yaxes(rangemode="tozero", tickformat=".0%", nticks=5)
    months_below(figure, [point["month"] for point in points])
    return figure


def _month(name: str, cells: dict[str, int]) -> dict[str, Any]:
    unhappy, off = cells["good_bad"] + cells["bad_bad"], cells["bad_good"] + cells["bad_bad"]
    measures = {"visibility": _share(cells["bad_bad"], unhappy), "relevance": _share(cells["bad_bad"], off)}
    return {"month": name, **cells, **measures}


def _share(part: int, whole: int) -> Interval:
    return wilson(min(part, whole), whole)


def _with_band(figure: Any, rows: list[dict[str, Any]], key: str, name: str, tone: str, dash: str, mark: str) -> None:
    import plotly.graph_objects as go

    known = [row for row in rows if row[key].value is not None]
    x = [wording.month(row["month"]) for row in known]
    band = [row[key].high for row in known] + [row[key].low for row in reversed(known)]
    figure.add_trace(
        go.Scatter(
            x=x + x[::-1],
            y=band,
            fill="toself",
            mode="lines",
            fillcolor=tone,
            opacity=0.13,
            line={"width": 0},
            hoverinfo="skip",
            showlegend=False,
        )
    )
    words = [
        f"{wording.percent(r[key].value)} ({wording.percent_limits(r[key].as_dict())}), n {wording.count(r['rated'])}"
        for r in known
    ]
    figure.add_trace(
        go.Scatter(
            x=x,
            y=[row[key].value for row in known],
            name=name,
            customdata=words,
            mode="lines+markers",
            line={"color": tone, "width": 2.2, "dash": dash},
            marker={"symbol": mark, "size": 7, "color": tone},
            hovertemplate="%{customdata}",
        )
    )
