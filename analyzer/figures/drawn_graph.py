"""The shapes of a drawn graph, on light or dark ground: boxes, arrows with heads, labels, a key of stages."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from analyzer.figures.layout import Curve
from analyzer.figures.palette import NO_STAGE, PALETTE, STAGES, stage_colour
from analyzer.figures.svg import FONT, element, shorten, width_of

_UNDRAWABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML does not allow
MARGIN = 8.0


def clean(words: str) -> str:
    """A text that XML can hold: control characters and lone surrogates become the replacement character."""
    return _UNDRAWABLE.sub("\ufffd", words)


@dataclass(frozen=True)
class Ground:
    """The ground that is drawn on. Every colour is written out and carries its class, so that a stylesheet can change
    the ground.
    """

    theme: Literal["light", "dark"]
    identity: str

    def colour(self, name: str) -> str:
        return str(getattr(PALETTE[name], self.theme))

    def title(self, words: str) -> str:
        """What a pointer reads of the element that this is put into."""
        return element("title", escape(words, quote=False))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        colour: str,
        anchor: str = "middle",
        weight: str | None = None,
        halo: bool = False,
    ) -> str:
        """A line of text; with a halo of the ground it can be read across lines."""
        ring = {"stroke": self.colour("surface"), "stroke_width": 3.0, "paint_order": "stroke"} if halo else {}
        classes = f"c-{colour}" + (" s-surface" if halo else "")
        return element(
            "text",
            escape(clean(words), quote=False),
            x=float(x),
            y=float(y),
            font_size=size,
            font_weight=weight,
            text_anchor=anchor,
            fill=self.colour(colour),
            class_=classes,
            **ring,
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        stroke: str,
        thick: float,
        radius: float = 7,
        dashes: str | None = None,
    ) -> str:
        size = {"x": float(x), "y": float(y), "width": float(width), "height": float(height), "rx": float(radius)}
        return element("rect", **size, **self._painted(fill, stroke, thick), stroke_dasharray=dashes)

    def circle(self, x: float, y: float, radius: float, fill: str, stroke: str, thick: float) -> str:
        return element("circle", cx=float(x), cy=float(y), r=float(radius), **self._painted(fill, stroke, thick))

    def diamond(self, x: float, y: float, reach: float, fill: str, stroke: str, thick: float) -> str:
        corners = (
            f"M{x:.2f} {y - reach:.2f} L{x + reach:.2f} {y:.2f} L{x:.2f} {y + reach:.2f} L{x - reach:.2f} {y:.2f}Z"
        )
        return element("path", d=corners, **self._painted(fill, stroke, thick))

    def path(self, d: str, colour: str) -> str:
        return element("path", d=d, fill=self.colour(colour), class_=f"c-{colour}")

    def stroke(self, d: str, colour: str, thick: float, dashes: str | None = None) -> str:
        return element(
            "path",
            d=d,
            fill="none",
            stroke=self.colour(colour),
            stroke_width=float(thick),
            stroke_dasharray=dashes,
            class_=f"s-{colour}",
        )

    def square(self, x: float, y: float, side: float, colour: str) -> str:
        size = {"x": x - side / 2, "y": y - side / 2, "width": float(side), "height": float(side)}
        return element("rect", **size, fill=self.colour(colour), class_=f"c-{colour}")

    def stage_bar(self, x: float, y: float, width: float, height: float, number: int | None, radius: float = 7) -> str:
        """The left edge of a box in the colour of its stage, rounded like the box."""
        r = f"{radius:g}"
        straight = f"M{x + radius:.2f} {y:.2f} h{width - radius:.2f} v{height:.2f} h{radius - width:.2f}"
        corners = f"a{r} {r} 0 0 1 -{r} -{r} v{2 * radius - height:.2f} a{r} {r} 0 0 1 {r} -{r}z"
        colour = NO_STAGE if number is None else stage_colour(number)
        shade = "none" if number is None else str(number % len(STAGES))
        return element(
            "path", d=f"{straight} {corners}", fill=str(getattr(colour, self.theme)), class_=f"stage-{shade}"
        )

    def _painted(self, fill: str, stroke: str, thick: float) -> dict[str, Any]:
        classes = f"c-{fill} s-{stroke}"
        return {
            "fill": self.colour(fill),
            "stroke": self.colour(stroke),
            "stroke_width": float(thick),
            "class_": classes,
        }


DASHED, DOTTED = "5 4", "1 4"


def arrow(ground: Ground, curve: Curve, colour: str, thick: float, *, dashes: str | None = None) -> str:
    """A curve with a head whose size goes with its width."""
    line = ground.stroke(curve.path, colour, thick, dashes)
    (x, y), (bx, by) = curve.tip, curve.towards
    length = math.hypot(x - bx, y - by) or 1.0
    ux, uy = (x - bx) / length, (y - by) / length
    half = 2.6 + thick * 0.75
    head = f"M{x:.2f} {y:.2f} L{bx - uy * half:.2f} {by + ux * half:.2f} L{bx + uy * half:.2f} {by - ux * half:.2f}Z"
    return line + ground.path(head, colour)


def legend(
    ground: Ground, stages: Sequence[tuple[str, int | None]], width: float, top: float
) -> tuple[list[str], float]:
    """A key of stage colours in as many lines as it needs, and how much room it takes."""
    drawn: list[str] = []
    x, y = 0.0, top
    for name, number in stages:
        words = shorten(clean(name), 180, 11)
        room = 16 + width_of(words, 11) + 18
        if x and x + room > width:
            x, y = 0.0, y + 18
        drawn.append(ground.stage_bar(x, y - 9, 10, 10, number, 2))
        drawn.append(ground.text(x + 15, y, words, 11, "muted", anchor="start"))
        x += room
    return drawn, (y - top + 10 if stages else 0.0)


def frame(
    ground: Ground,
    width: float,
    height: float,
    title: str,
    description: str,
    body: Sequence[str],
    interactive: bool = False,
) -> str:
    """The whole drawing with its name and its description; `interactive`: parts of it can be reached by themselves."""
    identity = ground.identity
    wide, high = width + 2 * MARGIN, height + 2 * MARGIN
    return element(
        "svg",
        element("title", escape(title, quote=False), id=f"{identity}-title"),
        element("desc", escape(description, quote=False), id=f"{identity}-desc"),
        element(
            "rect",
            x=-MARGIN,
            y=-MARGIN,
            width=wide,
            height=high,
            fill=ground.colour("surface"),
            class_="c-surface ground",
        ),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"{-MARGIN:g} {-MARGIN:g} {wide:.2f} {high:.2f}",
        width=f"{wide:.0f}",
        height=f"{high:.0f}",
        role="group" if interactive else "img",
        aria_labelledby=f"{identity}-title {identity}-desc",
        class_=f"drawing graph {ground.theme}",
        font_family=FONT,
    )
