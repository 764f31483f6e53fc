"""The key of stage colours as a line of its own, for drawings larger than their window."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from analyzer.figures import svg
from analyzer.figures.palette import stage_colour
from analyzer.words.language import say


def stage_key(stages: Sequence[str], present: Collection[str | None]) -> str:
    """An HTML list: a square in its colour and the name of each stage that is `present`; None: work of no stage."""
    named: list[tuple[str, int | None]] = [(name, no) for no, name in enumerate(stages) if name in present]
    if None in present:
        named.append((say("word.no_stage"), None))
    return f'<ul class="key">{"".join(_item(name, no) for name, no in named)}</ul>' if named else ""


def _item(name: str, number: int | None) -> str:
    shade = "stage-none" if number is None else f"stage-{number % 8}"
    square = svg.element("rect", width=11, height=11, rx=2, fill=stage_colour(number).light, class_=shade)
    drawn = svg.element("svg", square, viewBox="0 0 11 11", aria_hidden="true", xmlns="http://www.w3.org/2000/svg")
    words = escape(svg.UNDRAWABLE.sub("\ufffd", name), quote=False)
    return f'<li dir="auto">{drawn}{words}</li>'
