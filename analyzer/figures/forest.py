"""Forest plot of a mismatch's drivers: adjusted risk ratios with their intervals on a logarithmic axis, the
strongest share first.

A filled square is a driver that the company can change, an open circle one that is given, a filled circle one of
which that is not known.
"""

from __future__ import annotations

from itertools import accumulate
from math import log
from typing import Any

from analyzer.figures import svg, wording

WIDTH, ROW, TOP, FOOT = 780.0, 48.0, 32.0, 40.0
LEFT, RIGHT = 330.0, 620.0
TICKS = (0.5, 1, 1.5, 2, 3, 5, 8, 12, 20, 50, 100)
MARKS = {True: "controllable", False: "given", None: "not known whether it can be changed"}


def forest(drivers: list[dict[str, Any]], label: str = "Drivers") -> str:
    """The forest plot as SVG; empty without drivers. Drivers are those of the document."""
    if not drivers:
        return ""
    low, high = _span(drivers)
    names = [svg.wrap(driver["label"], LEFT - 22, 13, 2) for driver in drivers]
    tops = list(accumulate((ROW + 16 * (len(lines) - 1) for lines in names), initial=TOP))
    height = tops[-1] + FOOT
    body = [
        svg.text(0, 16, "goes with unhappy visits", 11, "muted", "start"),
        svg.text((LEFT + RIGHT) / 2, 16, "adjusted risk ratio (95 %)", 11, "muted"),
        svg.text(WIDTH - 8, 16, "share of the unhappy", 11, "muted", "end"),
        _axis(low, high, height),
    ]
    body += [_driver(d, lines, y, low, high) for d, lines, y in zip(drivers, names, tops, strict=False)]
    return svg.drawing(
        WIDTH,
        height,
        *body,
        label=f"{label}. " + " ".join(_spoken(d) for d in drivers),
        class_="forest",
        interactive=True,
    )


def forest_rows(drivers: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The same as rows of words."""
    return [
        {
            "driver": driver["label"],
            "stage of the cause": driver["stage"] or wording.NO_VALUE,
            "visits": wording.count(driver["visits"]),
            "risk ratio": _ratio(driver),
            "share": _share(driver),
            "can be changed": {True: "yes", False: "no", None: "not known"}[driver.get("controllable")],
        }
        for driver in drivers
    ]


def _span(drivers: list[dict[str, Any]]) -> tuple[float, float]:
    ends = [1.0]
    for driver in drivers:
        ends += [v for v in driver["risk_ratio"].values() if v is not None and v > 0]
    low = max((t for t in TICKS if t <= min(ends)), default=TICKS[0])
    high = min((t for t in TICKS if t >= max(*ends, 2)), default=TICKS[-1])
    return float(low), float(high)


def _x(ratio: float, low: float, high: float) -> float:
    inside = min(max(ratio, low), high)
    return LEFT + (RIGHT - LEFT) * (log(inside) - log(low)) / (log(high) - log(low))


def _axis(low: float, high: float, height: float) -> str:
    bottom = height - FOOT + 4
    parts = []
    for tick in (t for t in TICKS if low <= t <= high):
        x = _x(tick, low, high)
        colour, dash = ("ink", None) if tick == 1 else ("line", "2 4")
        parts.append(svg.line(x, TOP, x, bottom, colour, stroke_width=1, stroke_dasharray=dash))
        parts.append(svg.text(x, bottom + 15, f"{tick:g}×", 10.5, "muted"))
    parts.append(svg.text(_x(1, low, high), bottom + 30, "no difference", 10, "muted"))
    return "".join(parts)


def _driver(driver: dict[str, Any], names: list[str], y: float, low: float, high: float) -> str:
    ratio, middle = driver["risk_ratio"], y + ROW / 2
    last = middle + 16 * (len(names) - 1)
    where = driver["stage"] or "no stage"
    twins = f" · goes along with {svg.shorten(driver['also'][0]['label'], 110, 11)}" if driver.get("also") else ""
    below = svg.shorten(f"{where} · {wording.count(driver['visits'])} visits{twins}", LEFT - 26, 11)
    parts = [
        svg.element("rect", x=0, y=y, width=WIDTH, height=last - middle + ROW, fill="transparent", class_="row"),
        *(svg.text(0, middle - 3 + 16 * i, n, 13, "ink", "start", font_weight=600) for i, n in enumerate(names)),
        svg.text(0, last + 14, below, 11, "muted", "start"),
        svg.text(WIDTH - 8, middle - 3, wording.percent(driver["share"]["value"]), 13, "ink", "end", font_weight=600),
        svg.text(WIDTH - 8, middle + 14, wording.percent_limits(driver["share"]), 11, "muted", "end"),
    ]
    if ratio["value"] is not None:
        parts.append(_estimate(driver, middle, low, high))
        parts.append(
            svg.text(RIGHT + 14, middle + 4, wording.times(ratio["value"]), 12, "ink", "start", font_weight=600)
        )
    return svg.element(
        "g",
        *parts,
        tabindex=0,
        role="img",
        aria_label=_spoken(driver),
        data_tip="\n".join(_tip(driver)),
        class_="has-tip",
    )


def _estimate(driver: dict[str, Any], y: float, low: float, high: float) -> str:
    ratio = driver["risk_ratio"]
    changeable = driver.get("controllable")
    colour = "controllable" if changeable is not False else "given"
    parts = []
    if ratio["low"] is not None:
        left = _x(ratio["low"], low, high)
        right = RIGHT if ratio["high"] is None else _x(ratio["high"], low, high)
        parts.append(svg.line(left, y, right, y, colour, stroke_width=2))
        if ratio["high"] is None or ratio["high"] > high:
            parts.append(svg.path(f"M{RIGHT:.1f} {y - 5:.1f} l8 5 l-8 5Z", colour))
    x = _x(ratio["value"], low, high)
    if changeable:
        parts.append(svg.rect(x - 6, y - 6, 12, 12, colour))
    elif changeable is None:
        parts.append(svg.element("circle", cx=x, cy=y, r=6.0, fill=svg.light(colour), class_=f"c-{colour}"))
    else:
        ring = {"fill": svg.light("surface"), "stroke": svg.light(colour), "stroke_width": 2}
        parts.append(svg.element("circle", cx=x, cy=y, r=6.0, class_=f"c-surface s-{colour}", **ring))
    return "".join(parts)


def _ratio(driver: dict[str, Any]) -> str:
    ratio = driver["risk_ratio"]
    return f"{wording.times(ratio['value'])} ({wording.ratio_limits(ratio)})"


def _share(driver: dict[str, Any]) -> str:
    written = wording.percent_limits(driver["share"])
    return wording.percent(driver["share"]["value"]) + (f" ({written})" if written else "")


def _tip(driver: dict[str, Any]) -> list[str]:
    adjusted = "adjusted for the other drivers" if driver.get("adjusted") else "not adjusted"
    lines = [
        driver["label"],
        f"Risk ratio {_ratio(driver)}, {adjusted}",
        f"Share of the unhappy visits: {_share(driver)}",
        f"{wording.count(driver['visits'])} visits · q = {driver['q_value']:.2g}",
        f"Cause lies in {driver['stage'] or 'no stage'} · {MARKS[driver.get('controllable')]}",
    ]
    return lines + [f"Goes along with: {twin['label']}" for twin in driver.get("also", [])]


def _spoken(driver: dict[str, Any]) -> str:
    ratio = driver["risk_ratio"]
    return (
        f"{driver['label']}: {wording.times(ratio['value'])} as likely ({wording.ratio_limits(ratio)}), "
        f"share {_share(driver)}, {MARKS[driver.get('controllable')]}."
    )
