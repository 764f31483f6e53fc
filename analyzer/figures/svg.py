"""SVG as strings: a few shapes, with everything escaped and every number written the same way.

Shapes carry the light colour as an attribute and the palette's class, so that a stylesheet can give them another
ground.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape
from typing import Any

from analyzer.figures.palette import light as light

FONT = (
    "-apple-system, BlinkMacSystemFont, 'Segoe UI', Inter, Roboto, 'Noto Sans', 'Helvetica Neue', Arial, system-ui, "
    "sans-serif"
)


UNDRAWABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML does not allow


def element(tag: str, *children: str, **attributes: Any) -> str:
    """An element. `class_` is class, `stroke_width` stroke-width; None leaves an attribute out; children are SVG
    already."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>"


def rect(x: float, y: float, width: float, height: float, colour: str, **attributes: Any) -> str:
    """A filled rectangle."""
    size = {"x": x, "y": y, "width": max(width, 0.0), "height": max(height, 0.0)}
    return element("rect", **size, fill=light(colour), class_=f"c-{colour}", **attributes)


def line(x1: float, y1: float, x2: float, y2: float, colour: str, **attributes: Any) -> str:
    """A stroke from one point to another."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=light(colour), class_=f"s-{colour}", **attributes)


def path(d: str, colour: str, **attributes: Any) -> str:
    """A filled path."""
    return element("path", d=d, fill=light(colour), class_=f"c-{colour}", **attributes)


def text(
    x: float, y: float, words: str, size: float = 12, colour: str = "ink", anchor: str = "middle", **attributes: Any
) -> str:
    """One line of text; right-to-left and mixed scripts keep their own direction."""
    return element(
        "text",
        escape(UNDRAWABLE.sub("\ufffd", words), quote=False),
        x=x,
        y=y,
        font_size=size,
        text_anchor=anchor,
        fill=light(colour),
        class_=f"c-{colour}",
        **attributes,
    )


def drawing(width: float, height: float, *body: str, label: str, class_: str = "", interactive: bool = False) -> str:
    """A whole SVG that fills its container; `label` is what a screen reader says of it."""
    return element(
        "svg",
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        role="group" if interactive else "img",
        aria_label=label,
        class_=f"drawing {class_}".strip(),
        font_family=FONT,
        width="100%",
    )


def hatch(identity: str, colour: str) -> str:
    """The definition of a hatching, for what is not known; used as fill="url(#identity)"."""
    stroke = line(0, 0, 0, 7, colour, stroke_width=3.2)
    return element(
        "pattern", stroke, id=identity, width=7, height=7, patternUnits="userSpaceOnUse", patternTransform="rotate(45)"
    )


def star(x: float, y: float, radius: float, colour: str = "accent") -> str:
    """A five-pointed star around (x, y)."""
    from math import cos, pi, sin

    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.45
        angle = -pi / 2 + corner * pi / 5
        points.append(f"{_value(x + reach * cos(angle))} {_value(y + reach * sin(angle))}")
    return path(f"M{' L'.join(points)}Z", colour, stroke="none")


def width_of(words: str, size: float) -> float:
    """About how wide a line of text is at most, in the units of `size`; wide characters (CJK, emoji) count double."""
    ems = 0.0
    for letter in words:
        ems += _ems(letter)
    return ems * size


def _ems(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.1
    if letter in "iljtf.,:;|!'()[] ":
        return 0.36
    if letter in "mwMW%@":
        return 0.94
    return 0.74 if letter.isupper() else 0.63


def wrap(words: str, width: float, size: float, lines: int) -> list[str]:
    """A text in at most `lines` lines that fit `width`; what does not fit ends in an ellipsis."""
    result: list[str] = []
    for word in re.findall(r"[^ \t\r\n]+", words):  # a no-break space holds a number and its unit together
        joined = f"{result[-1]} {word}" if result else word
        if result and width_of(joined, size) <= width:
            result[-1] = joined
        else:
            result.append(word)
    if len(result) > lines:
        result = [*result[: lines - 1], " ".join(result[lines - 1 :])]
    return [shorten(one, width, size) for one in result]


def shorten(words: str, width: float, size: float) -> str:
    """A text cut to `width`, with an ellipsis where something was cut. No more of it is measured than fits."""
    ems, fits, dots = 0.0, 0, _ems("…")
    for place, letter in enumerate(words):
        if (ems + dots) * size <= width:
            fits = place
        ems += _ems(letter)
        if ems * size > width:
            return words[:fits].rstrip() + "…"
    return words


def _value(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) >= 0.005 else "0"
    return escape(UNDRAWABLE.sub("\ufffd", str(value)), quote=True)
