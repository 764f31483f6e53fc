"""Rows of dots with whiskers on an axis of their own: scores, whose scale is neither a share nor a count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analyzer.figures import svg
from analyzer.figures.faces import faces

WIDTH, LEFT, RIGHT, ROW = 560.0, 130.0, 436.0, 32.0
NARROW, BLOCK = 350.0, 46.0


@dataclass(frozen=True)
class Dot:
    """One row: a value with its limits, in the units of the axis."""

    name: str
    value: float
    low: float | None
    high: float | None
    written: str
    tip: str


@dataclass(frozen=True)
class Axis:
    """From where to where, the ticks, and how a tick is written."""

    begin: float
    end: float
    ticks: tuple[float, ...]
    write: Callable[[float], str]


def dots(rows: Sequence[Dot], axis: Axis, label: str) -> str:
    """The rows as HTML with a wide and a narrow SVG, in the order given; empty without rows."""
    if not rows:
        return ""
    spoken = f"{label}. " + " ".join(f"{row.name}: {row.written}." for row in rows)
    return faces("dots", _face(rows, axis, spoken, False), _face(rows, axis, spoken, True))


def _face(rows: Sequence[Dot], axis: Axis, spoken: str, narrow: bool) -> str:
    left, right, width, step = (12.0, NARROW - 14, NARROW, BLOCK) if narrow else (LEFT, RIGHT, WIDTH, ROW)
    bottom = step * len(rows) + 4

    def at(value: float) -> float:
        return left + (right - left) * min(max((value - axis.begin) / (axis.end - axis.begin), 0.0), 1.0)

    body = [svg.line(at(t), 0, at(t), bottom, "line", stroke_width=1) for t in axis.ticks]
    body += [_tick(t, axis, at(t), bottom + 16, width if narrow else None) for t in axis.ticks]
    for i, row in enumerate(rows):
        y = i * step
        middle = y + (32 if narrow else step / 2)
        room = NARROW - svg.width_of(row.written, 12) - 14 if narrow else LEFT - 16
        parts = [
            svg.rect(0, y + 2, NARROW, 20, "surface") if narrow else "",
            svg.element("rect", x=0, y=y, width=width, height=step, fill="transparent", class_="row"),
            svg.text(0, y + 16 if narrow else middle + 4.5, svg.shorten(row.name, room, 13), 13, "ink", "start"),
            svg.text(
                width if narrow else RIGHT + 16,
                y + 16 if narrow else middle + 4,
                row.written,
                12,
                "ink",
                "end" if narrow else "start",
            ),
        ]
        if row.low is not None and row.high is not None:
            parts.append(svg.line(at(row.low), middle, at(row.high), middle, "accent", stroke_width=2.2))
        parts.append(
            svg.element("circle", cx=at(row.value), cy=middle, r=5.5, fill=svg.light("accent"), class_="c-accent")
        )
        said = row.tip.replace("\n", ", ")
        body.append(
            svg.element("g", *parts, tabindex=0, role="img", aria_label=said, data_tip=row.tip, class_="has-tip")
        )
    return svg.drawing(width, bottom + 24, *body, label=spoken, interactive=True)


def _tick(value: float, axis: Axis, x: float, y: float, width: float | None) -> str:
    """A number below the axis; where that is as wide as the drawing (`width`), the outer ones stay inside it."""
    ends = {axis.ticks[0]: (0.0, "start"), axis.ticks[-1]: (width or 0.0, "end")}
    place, anchor = ends.get(value, (x, "middle")) if width is not None else (x, "middle")
    return svg.text(place, y, axis.write(value), 12, "muted", anchor)
