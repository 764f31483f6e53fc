"""A logarithmic axis of risk ratios, and an estimate with its interval on it: what the forest plot is made of."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from analyzer.document.parts.mismatches import DriverRow
from analyzer.figures import svg
from analyzer.tables.interval import IntervalRow
from analyzer.words import wording
from analyzer.words.language import say

TICKS = (0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 50.0, 100.0)


@dataclass(frozen=True)
class RatioAxis:
    """From `left` to `right` in the drawing, from `low` to `high` in risk ratios."""

    left: float
    right: float
    low: float
    high: float

    def x(self, ratio: float) -> float:
        """Where a ratio lies; what is off the axis lies at its end."""
        inside = min(max(ratio, self.low), self.high)
        return self.left + (self.right - self.left) * (log(inside) - log(self.low)) / (log(self.high) - log(self.low))

    def drawn(self, top: float, bottom: float, named: bool = True) -> str:
        """The axis with its lines from top to bottom; 1× is where nothing differs."""
        parts = []
        for tick in (t for t in TICKS if self.low <= t <= self.high):
            x = self.x(tick)
            colour, dash = ("ink", None) if tick == 1 else ("line", "2 4")
            parts.append(svg.line(x, top, x, bottom, colour, stroke_width=1, stroke_dasharray=dash))
            parts.append(svg.text(x, bottom + 15, wording.factor(tick), 12, "muted"))
        if named:
            parts.append(svg.text(self.x(1.0), bottom + 30, say("ratio_axis.no_difference"), 12, "muted"))
        return "".join(parts)

    def estimate(self, driver: DriverRow, y: float) -> str:
        """A driver's ratio: square where it can be changed, open circle where it is given, else a filled circle."""
        ratio, changeable = driver["risk_ratio"], driver.get("controllable")
        if ratio["value"] is None:
            return ""
        colour = "given" if changeable is False else "controllable"
        x = self.x(ratio["value"])
        if changeable:
            mark = svg.rect(x - 6, y - 6, 12, 12, colour)
        elif changeable is None:
            mark = svg.element("circle", cx=x, cy=y, r=6.0, fill=svg.light(colour), class_=f"c-{colour}")
        else:
            ring = {"fill": svg.light("surface"), "stroke": svg.light(colour), "stroke_width": 2}
            mark = svg.element("circle", cx=x, cy=y, r=6.0, class_=f"c-surface s-{colour}", **ring)
        return self._interval(ratio, y, colour) + mark

    def _interval(self, ratio: IntervalRow, y: float, colour: str) -> str:
        if ratio["low"] is None:
            return ""
        high = ratio["high"]
        beyond = high is None or high > self.high
        right = self.right if high is None or beyond else self.x(high)
        line = svg.line(self.x(ratio["low"]), y, right, y, colour, stroke_width=2)
        arrow = svg.path(f"M{self.right:.1f} {y - 5:.1f} l8 5 l-8 5Z", colour) if beyond else ""
        return line + arrow


def axis_of(drivers: list[DriverRow], left: float, right: float) -> RatioAxis:
    """An axis that holds all limits of the drivers, from a round ratio at most 1 to a round one at least 2."""
    ratios = [driver["risk_ratio"] for driver in drivers]
    known = [end for ratio in ratios for end in (ratio["value"], ratio["low"], ratio["high"]) if end]
    ends = [1.0, *(end for end in known if end > 0)]
    low = max((t for t in TICKS if t <= min(ends)), default=TICKS[0])
    high = min((t for t in TICKS if t >= max(*ends, 2.0)), default=TICKS[-1])
    return RatioAxis(left, right, low, high)
