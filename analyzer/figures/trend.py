"""How the two measures develop by month, for the whole journey or one stage."""

from __future__ import annotations

from typing import Any, Literal

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.figures.plotly_style import colour, months_below, style
from analyzer.statistics.proportions import two_share_difference, wilson
from analyzer.tables.interval import Interval
from analyzer.words import wording
from analyzer.words.language import say
from analyzer.words.verdict import Halves

Verdicts = Literal["good_good", "good_bad", "bad_good", "bad_bad"]
AFFECTED: dict[str, Verdicts] = {
    "hidden_friction": "good_bad",
    "silent_defect": "bad_good",
    "shared_failure": "bad_bad",
}
CELLS: tuple[Verdicts, ...] = ("good_good", "good_bad", "bad_good", "bad_bad")
FEW = 10  # visits that a share must rest on to be drawn
TO_COMPARE = 30  # rated visits on each side, from which on two halves of the period are compared


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


def halves(mismatch: MismatchRow) -> Halves | None:
    """The affected share of the rated visits in the earlier half of the months against the later half.

    Shares 0–1; the months are split in the middle, an odd one goes to the later half. Formula: later minus earlier
    share with Newcombe's 95 % interval, visits of one customer taken as independent, so that it is a little narrow.
    None for kinds that are not read off the 2×2, and with fewer than 30 rated visits on a side. It says which way the
    share moved, not why. Source: Newcombe (1998), Statistics in Medicine 17:873.
    """
    cell = AFFECTED.get(mismatch["kind"])
    rows = [row for row in mismatch["trend"] if sum(row[c] for c in CELLS)]
    if cell is None or len(rows) < 2:
        return None
    middle = len(rows) // 2
    (part0, n0), (part1, n1) = (
        (sum(row[cell] for row in side), sum(row[c] for row in side for c in CELLS))
        for side in (rows[:middle], rows[middle:])
    )
    if min(n0, n1) < TO_COMPARE:
        return None
    change = two_share_difference(part1, n1, part0, n0).as_dict()
    return Halves(rows[0]["month"], rows[middle]["month"], part0 / n0, part1 / n1, change)


def trend(document: AlignmentDocument, stage: str | None = None, dark: bool = False, height: int = 260) -> Any:
    """The two measures by month as a Plotly figure, without a point where a share rests on fewer than ten visits; None
    where neither measure has two points."""
    import plotly.graph_objects as go

    rows = months(document, stage)
    if max(sum(row[of] >= FEW for row in rows) for of in ("unhappy", "off")) < 2:
        return None
    figure = go.Figure()
    tops = []
    for key, of, name, tone, dash, mark in (
        ("visibility", "unhappy", say("word.seen_by_our_measures"), "hidden", "solid", "circle"),
        ("relevance", "off", say("word.felt_by_customers"), "accent", "dot", "square"),
    ):
        known = [row for row in rows if row[of] >= FEW]
        tops += [row[key].high or 0.0 for row in known]
        _with_band(figure, known, key, of, name, colour(tone, dark), dash, mark)
    style(figure, dark, height)
    top = max(tops, default=1.0)
    figure.update_yaxes(range=[0, min(max(top * 1.1, 0.25), 1.02)], tickformat=".0%", nticks=5)
    months_below(figure, [row["month"] for row in rows if max(row["unhappy"], row["off"]) >= FEW])
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
    """The affected share of a mismatch by month as a Plotly figure, without a point in a month of fewer than ten rated
    visits; None with fewer than two points."""
    import plotly.graph_objects as go

    points = [point for point in affected_by_month(mismatch) if point["rated"] >= FEW]
    if len(points) < 2:
        return None
    figure = go.Figure()
    _with_band(
        figure, points, "share", "rated", say("trend.share_of_the_rated"), colour("hidden", dark), "solid", "circle"
    )
    style(figure, dark, height)
    figure.update_layout(showlegend=False)
    figure.update_yaxes(rangemode="tozero", tickformat=".0%", nticks=5)
    months_below(figure, [point["month"] for point in points])
    return figure


def _month(name: str, cells: dict[str, int]) -> dict[str, Any]:
    unhappy, off = cells["good_bad"] + cells["bad_bad"], cells["bad_good"] + cells["bad_bad"]
    measures = {"visibility": _share(cells["bad_bad"], unhappy), "relevance": _share(cells["bad_bad"], off)}
    return {"month": name, **cells, "unhappy": unhappy, "off": off, **measures}


def _share(part: int, whole: int) -> Interval:
    return wilson(min(part, whole), whole)


def _with_band(
    figure: Any, known: list[dict[str, Any]], key: str, of: str, name: str, tone: str, dash: str, mark: str
) -> None:
    """A line with its interval; `of` is the key of the count that its shares rest on."""
    import plotly.graph_objects as go

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
        f"{wording.percent(r[key].value)} ({wording.percent_limits(r[key].as_dict())}), n {wording.count(r[of])}"
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
