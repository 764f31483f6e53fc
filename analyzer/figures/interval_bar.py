"""One number with its interval on a line: a share 0–1, or an amount on a scale that several lines have in common."""

from __future__ import annotations

from analyzer.figures import svg
from analyzer.tables.interval import IntervalRow
from analyzer.words import wording
from analyzer.words.language import say

WIDTH, HEIGHT, EDGE = 240.0, 26.0, 1.0


def share_bar(interval: IntervalRow, colour: str, name: str) -> str:
    """A share as a bar from 0 to 100 % with its interval; empty where there is no share."""
    if interval.get("value") is None:
        return ""
    said = (
        f"{name}: {wording.percent(interval['value'])} ({wording.percent_limits(interval) or say('word.no_interval')})"
    )
    return _bar(interval, 1.0, colour, said, ticks=(0.0, 0.5, 1.0))


def amount_bar(interval: IntervalRow | None, top: float, colour: str, name: str) -> str:
    """An amount as a bar with its interval; `top` is where the line ends. Empty where there is no amount."""
    if not interval or interval.get("value") is None or top <= 0:
        return ""
    return _bar(
        interval,
        top,
        colour,
        f"{name}: {wording.number(interval['value'])} ({wording.limits(interval) or say('word.no_interval')})",
    )


def _bar(interval: IntervalRow, top: float, colour: str, said: str, ticks: tuple[float, ...] = ()) -> str:
    room, y = WIDTH - 2 * EDGE, 5.0
    value, low, high = (
        None if v is None else EDGE + room * min(max(v / top, 0.0), 1.0)
        for v in (interval["value"], interval["low"], interval["high"])
    )
    assert value is not None
    body = [svg.rect(EDGE, y, room, 10, "band", rx=5), svg.rect(EDGE, y, max(value - EDGE, 2), 10, colour, rx=5)]
    body += [svg.line(EDGE + room * t, 18, EDGE + room * t, 21, "line", stroke_width=1) for t in ticks]
    if low is not None and high is not None:
        body.append(svg.line(low, y + 5, high, y + 5, "ink", stroke_width=1.6))
        body += [svg.line(x, y + 1, x, y + 9, "ink", stroke_width=1.6) for x in (low, high)]
    return svg.drawing(
        WIDTH, HEIGHT, svg.element("g", *body, data_tip=said, class_="has-tip"), label=said, class_="interval-bar"
    )
