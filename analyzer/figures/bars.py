"""Rows of horizontal bars with what they say beside them: shares or counts, and whiskers where intervals are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from analyzer.figures import svg
from analyzer.figures.faces import faces

WIDTH, LEFT, RIGHT, ROW = 540.0, 160.0, 392.0, 34.0
NARROW, BLOCK = 350.0, 46.0


@dataclass(frozen=True)
class Bar:
    """One row. `value` None is drawn as a hatched row: not known. Values and limits share the unit of the axis."""

    name: str
    value: float | None
    written: str
    tip: str
    low: float | None = None
    high: float | None = None
    colour: str = "aligned"
    note: str = ""


@dataclass(frozen=True)
class _Scale:
    """Where the bars end, and whether that is the whole."""

    top: float
    whole: bool


def bars(rows: Sequence[Bar], label: str, most: float | None = None) -> str:
    """The rows as HTML with a wide and a narrow SVG, in the order given; empty without rows.

    Bars begin at 0 and end at `most` (default: the largest value or limit). A track is drawn behind them only where
    `most` is given: it stands for the whole, and a bar without one is to be held against the other bars alone.
    """
    if not rows:
        return ""
    known = [x for row in rows for x in (row.value, row.high) if x is not None]
    scale = _Scale(most or max(known, default=1.0) or 1.0, most is not None)
    spoken = f"{label}. " + " ".join(f"{row.name}: {row.written}." for row in rows)
    return faces("bars", _wide(rows, scale, spoken), _narrow(rows, scale, spoken))


def _wide(rows: Sequence[Bar], scale: _Scale, spoken: str) -> str:
    names = [svg.wrap(row.name, LEFT - 20, 13, 2) for row in rows]
    tops = list(accumulate((ROW + 15 * (len(lines) - 1) for lines in names), initial=0.0))
    body = [_row(row, lines, y, scale) for row, lines, y in zip(rows, names, tops, strict=False)]
    return svg.drawing(WIDTH, tops[-1], *body, label=spoken, interactive=True)


def _row(row: Bar, names: list[str], y: float, scale: _Scale) -> str:
    high = ROW + 15 * (len(names) - 1)
    middle = y + high / 2
    first = middle + 4.5 - 7.5 * (len(names) - 1)
    side = svg.wrap(row.written + (f" · {row.note}" if row.note else ""), WIDTH - RIGHT - 18, 12, 2)
    lines = [svg.text(0, first + 15 * i, line, 13, "ink", "start") for i, line in enumerate(names)]
    beside = [
        svg.text(RIGHT + 14, middle + 4 - 7 * (len(side) - 1) + 14 * i, line, 12, "ink" if i == 0 else "muted", "start")
        for i, line in enumerate(side)
    ]
    ground = svg.element("rect", x=0, y=y, width=WIDTH, height=high, fill="transparent", class_="row")
    return _tipped(row, ground, *lines, *_bar(row, middle, LEFT, RIGHT, scale), *beside)


def _narrow(rows: Sequence[Bar], scale: _Scale, spoken: str) -> str:
    body = []
    for i, row in enumerate(rows):
        y = i * BLOCK
        name = svg.shorten(row.name, NARROW - svg.width_of(row.written, 12.5) - 16, 13.5)
        words = [
            svg.text(0, y + 16, name, 13.5, "ink", "start"),
            svg.text(NARROW, y + 16, row.written, 12.5, "ink", "end"),
        ]
        ground = svg.element("rect", x=0, y=y, width=NARROW, height=BLOCK - 4, fill="transparent", class_="row")
        body.append(_tipped(row, ground, *words, *_bar(row, y + 31, 0, NARROW, scale)))
    return svg.drawing(NARROW, BLOCK * len(rows), *body, label=spoken, interactive=True)


def _bar(row: Bar, middle: float, left: float, right: float, scale: _Scale) -> list[str]:
    def at(value: float) -> float:
        return left + (right - left) * min(max(value / scale.top, 0.0), 1.0)

    drawn = [svg.rect(left, middle - 7, right - left, 14, "band", rx=3)] if scale.whole else []
    if row.value is None:
        return [svg.element("rect", x=left, y=middle - 7, width=right - left, height=14.0, rx=3, fill="none",
                            stroke=svg.light("line"), stroke_dasharray="4 4", class_="s-line")]  # fmt: skip
    if row.value > 0:
        drawn.append(svg.rect(left, middle - 7, max(at(row.value) - left, 1.5), 14, row.colour, rx=3))
    if row.low is not None and row.high is not None:
        a, b = at(row.low), at(row.high)
        drawn += [
            svg.line(a - 1, middle, b + 1, middle, "surface", stroke_width=4.0, opacity=0.7),
            svg.line(a, middle, b, middle, "ink", stroke_width=1.6),
            *(svg.line(x, middle - 4, x, middle + 4, "ink", stroke_width=1.4) for x in (a, b)),
        ]
    return drawn


def _tipped(row: Bar, *parts: str) -> str:
    spoken = row.tip.replace("\n", ": ", 1).replace("\n", ", ")
    return svg.element("g", *parts, tabindex=0, role="img", aria_label=spoken, data_tip=row.tip, class_="has-tip")
