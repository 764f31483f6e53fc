"""Forest plot of a mismatch's drivers: adjusted risk ratios with intervals on a logarithmic axis, the strongest first.

A filled square is a driver that the company can change, an open circle one that is given, a filled circle one of which
that is not known. Beside the wide drawing stands one for narrow screens; the stylesheet chooses.
"""

from __future__ import annotations

from itertools import accumulate

from analyzer.document.parts.mismatches import DriverRow
from analyzer.figures import svg
from analyzer.figures.ratio_axis import RatioAxis, axis_of
from analyzer.words import wording
from analyzer.words.language import say
from analyzer.words.written import RATIO, Written

WIDTH, ROW, TOP, FOOT = 780.0, 48.0, 32.0, 40.0
LEFT, RIGHT = 330.0, 620.0
NARROW, BLOCK = 360.0, 84.0
CHANGEABLE = {True: "word.yes", False: "word.no", None: "forest.not_known"}
MARKS = {True: "forest.controllable", False: "forest.given", None: "forest.not_known_whether_it"}


def forest(drivers: list[DriverRow], label: str | None = None) -> str:
    """The forest plot as HTML with two SVGs, wide and narrow; empty without drivers. Drivers as in the document."""
    if not drivers:
        return ""
    spoken = f"{label or say('forest.drivers')}. " + " ".join(_spoken(d) for d in drivers)
    wide, narrow = _wide(drivers, spoken), _narrow(drivers, spoken)
    return f'<div class="forest"><div class="forest-wide">{wide}</div><div class="forest-narrow">{narrow}</div></div>'


def forest_rows(drivers: list[DriverRow]) -> list[dict[str, str]]:
    """The same as rows of words."""
    return [
        {
            say("column.driver"): wording.opening(driver["label"]),
            say("column.stage_of_the_driver"): driver["stage"] or wording.NO_VALUE,
            say("column.visits"): wording.count(driver["visits"]),
            say("column.risk_ratio"): _ratio(driver),
            say("column.share"): _share(driver),
            say("column.goes_along_with"): ", ".join(twin["label"] for twin in driver.get("also", []))
            or wording.NO_VALUE,
            say("column.can_be_changed"): say(CHANGEABLE[driver.get("controllable")]),
        }
        for driver in drivers
    ]


def _wide(drivers: list[DriverRow], spoken: str) -> str:
    axis = axis_of(drivers, LEFT, RIGHT)
    names = [svg.wrap(wording.opening(driver["label"]), LEFT - 22, 13, 2) for driver in drivers]
    tops = list(accumulate((ROW + 16 * (len(lines) - 1) for lines in names), initial=TOP))
    height = tops[-1] + FOOT
    body = [
        svg.text(0, 16, say("forest.more_often_in_unhappy"), 12, "muted", "start"),
        svg.text((LEFT + RIGHT) / 2, 16, say("forest.adjusted_risk_ratio"), 12, "muted"),
        svg.text(WIDTH - 8, 16, say("forest.share_of_the_unhappy_small"), 12, "muted", "end"),
        axis.drawn(TOP, tops[-1] + 4),
    ]
    body += [_row(d, lines, y, axis) for d, lines, y in zip(drivers, names, tops, strict=False)]
    return svg.drawing(WIDTH, height, *body, label=spoken, interactive=True)


def _row(driver: DriverRow, names: list[str], y: float, axis: RatioAxis) -> str:
    middle = y + ROW / 2
    last = middle + 16 * (len(names) - 1)
    below = svg.shorten(_beneath(driver), LEFT - 26, 12)
    parts = [
        svg.element("rect", x=0, y=y, width=WIDTH, height=last - middle + ROW, fill="transparent", class_="row"),
        *(svg.text(0, middle - 3 + 16 * i, n, 13, "ink", "start", font_weight=600) for i, n in enumerate(names)),
        svg.text(0, last + 14, below, 12, "muted", "start"),
        svg.text(WIDTH - 8, middle - 3, wording.percent(driver["share"]["value"]), 13, "ink", "end", font_weight=600),
        svg.text(WIDTH - 8, middle + 14, wording.percent_limits(driver["share"]), 12, "muted", "end"),
        axis.estimate(driver, middle),
        svg.text(RIGHT + 14, middle + 4, wording.times(driver["risk_ratio"]["value"], brief=True), 12, "ink", "start"),
    ]
    return _tipped(driver, parts)


def _narrow(drivers: list[DriverRow], spoken: str) -> str:
    axis = axis_of(drivers, 10.0, NARROW - 14)
    names = [svg.wrap(wording.opening(driver["label"]), NARROW - 20, 13.5, 2) for driver in drivers]
    tops = list(accumulate((BLOCK + 17 * (len(lines) - 1) for lines in names), initial=0.0))
    parts = [axis.drawn(4, tops[-1] + 4, named=False)]
    parts += [_block(d, lines, y, axis) for d, lines, y in zip(drivers, names, tops, strict=False)]
    said = say("forest.adjusted_risk_ratio_is")
    parts.append(svg.text(NARROW / 2, tops[-1] + 38, said, 12, "muted"))
    return svg.drawing(NARROW, tops[-1] + 46, *parts, label=spoken, interactive=True)


def _block(driver: DriverRow, names: list[str], y: float, axis: RatioAxis) -> str:
    below = y + 17 * len(names) + 20
    ratio = wording.times(driver["risk_ratio"]["value"], brief=True)
    figures = say("forest.share", ratio=ratio, value=wording.percent(driver["share"]["value"]))
    parts = [
        svg.rect(0, y + 4, NARROW, below - y + 2, "surface"),
        *(svg.text(0, y + 19 + 17 * i, n, 13.5, "ink", "start", font_weight=600) for i, n in enumerate(names)),
        svg.text(0, below, svg.shorten(_beneath(driver), NARROW - 130, 12), 12, "muted", "start"),
        svg.text(NARROW, below, figures, 12, "ink", "end"),
        axis.estimate(driver, below + 25),
    ]
    return _tipped(driver, parts)


def _tipped(driver: DriverRow, parts: list[str]) -> str:
    tip = "\n".join(_tip(driver))
    return svg.element("g", *parts, tabindex=0, role="img", aria_label=_spoken(driver), data_tip=tip, class_="has-tip")


def _beneath(driver: DriverRow) -> str:
    twins = say("forest.goes_along_with", label=driver["also"][0]["label"]) if driver.get("also") else ""
    return say(
        "forest.visits",
        stage=driver["stage"] or say("word.no_stage"),
        visits=wording.count(driver["visits"]),
        twins=twins,
    )


def _ratio(driver: DriverRow) -> str:
    ratio = driver["risk_ratio"]
    words = f"{wording.times(ratio['value'])} ({wording.ratio_limits(ratio)})"
    return Written(words, ratio["value"], RATIO, (ratio["low"], ratio["high"]))


def _share(driver: DriverRow) -> str:
    return wording.share_between(driver["share"])


def _tip(driver: DriverRow) -> list[str]:
    given = ", ".join(driver.get("adjusted_for") or []) or say("forest.the_other_drivers")
    adjusted = say("forest.adjusted_for", given=given) if driver.get("adjusted") else say("forest.not_adjusted")
    lines = [
        wording.opening(driver["label"]),
        say("forest.risk_ratio", ratio=_ratio(driver), adjusted=adjusted),
        say("forest.share_of_the_unhappy", share=_share(driver)),
        say("forest.visits_q", visits=wording.count(driver["visits"]), q_value=wording.small(driver["q_value"])),
        say(
            "forest.stage_of_the_driver",
            stage=driver["stage"] or say("word.none"),
            marks=say(MARKS[driver.get("controllable")]),
        ),
    ]
    return lines + [say("forest.goes_along_with_label", label=twin["label"]) for twin in driver.get("also", [])]


def _spoken(driver: DriverRow) -> str:
    ratio = driver["risk_ratio"]
    return say(
        "forest.as_likely_share",
        label=driver["label"],
        value=wording.times(ratio["value"]),
        ratio_limits=wording.ratio_limits(ratio),
        share=_share(driver),
        marks=say(MARKS[driver.get("controllable")]),
    )
