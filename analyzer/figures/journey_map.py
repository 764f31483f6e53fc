"""The journey map: stages as customers live them, with goals, touchpoints, how those who were asked feel, what they say
and what hides there. Wide: a column a stage, the curve across. Narrow: a block a stage, the curve downwards."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import pairwise

from analyzer.document import AlignmentDocument
from analyzer.figures import svg
from analyzer.figures.faces import faces
from analyzer.figures.journey_moods import Mood, moods
from analyzer.tables.interval import Interval
from analyzer.words import wording
from analyzer.words.language import say

Address = Callable[[str], str]

SIZE, LEADING = 12.0, 15.5
LEFT, ROOM, LEAST = 88.0, 780.0, 128.0  # the names of the rows, the columns together, and the least of one
CURVE, ABOVE, BELOW = 150.0, 44.0, 54.0  # heights: of the curve, above it and below it
NARROW, STRIP = 350.0, 104.0  # its width, and the room of the curve in it
SAD = 0.76  # share of not unhappy answers at which a face is at its saddest; half-way from there to all it is straight
COLOURS = {"hidden_friction": "hidden", "silent_defect": "unfelt", "shared_failure": "shared"}
MOST_LINES = {"goal": 5, "touchpoints": 4, "quote": 8, "friction": 4}


def journey_map(
    document: AlignmentDocument, said: Mapping[str, str] | None = None, address: Address | None = None
) -> str:
    """The map as HTML with two drawings; empty without a stage. `said`: a quote a stage; `address`: of a finding."""
    found = moods(document, said)
    if not found:
        return ""
    floor = _floor(found)
    spoken = f"{say('map.label')} " + " ".join(_spoken(mood) for mood in found)
    width = LEFT + max(ROOM, LEAST * len(found))
    wide = f'<div style="min-width:{width:.0f}px">{_wide(found, floor, width, spoken, address)}</div>'
    shown = f'<div class="scroll" tabindex="0" role="group" aria-label="{say("map.label")}">{wide}</div>'
    return faces("journey-map", shown, _narrow(found, floor, spoken, address))


def curve_from(document: AlignmentDocument) -> str:
    """Where the scale of the curve begins, in words."""
    return wording.percent(_floor(moods(document)))


def _floor(found: list[Mood]) -> float:
    lows = [mood.calm.low or 0.0 for mood in found if mood.calm]
    return max(0.0, math.floor((min(lows, default=0.5) - 0.03) * 20) / 20)


def _spoken(mood: Mood) -> str:
    return _tip(mood).replace("\n", ", ") + "."


def _tip(mood: Mood) -> str:
    lines = [mood.name, *([say("map.moment")] if mood.moment_of_truth else [])]
    if mood.calm:
        lines.append(say("map.felt", share=wording.share_between(mood.calm.as_dict()), n=wording.count(mood.answers)))
    else:
        lines.append(_gap(mood))
    if mood.calm and mood.unasked:
        lines.append(say("map.unasked", n=wording.count(mood.unasked)))
    lines += [
        *mood.scores,
        *([f"“{mood.quote}”"] if mood.quote else []),
        *([mood.friction[1]] if mood.friction[1] else []),
    ]
    return "\n".join(lines)


def _gap(mood: Mood) -> str:
    return say("map.gap.spoken", n=wording.count(mood.unasked)) if mood.unasked else say("map.gap")


def _texts(mood: Mood, what: str, width: float) -> list[str]:
    """The lines of a cell."""
    most = MOST_LINES[what]
    if what == "touchpoints":
        return [svg.shorten(point, width, SIZE) for point in mood.touchpoints[:most]] or [say("map.none")]
    words = {"goal": mood.goal, "quote": f"“{mood.quote}”" if mood.quote else "", "friction": mood.friction[1]}[what]
    return svg.wrap(words or say("map.none"), width, SIZE, most)


def _wide(found: list[Mood], floor: float, width: float, spoken: str, address: Address | None) -> str:
    column = (width - LEFT) / len(found)
    inner = column - 18
    body, y = [_head(found, column)], 62.0
    for what in ("goal", "touchpoints"):
        if not any(mood.goal if what == "goal" else mood.touchpoints for mood in found):
            continue
        part, y = _row(found, what, y, column, inner, address)
        body.append(part)
    body.append(_band(y, CURVE, width, say("map.row.feel")))
    body.append(_curve(found, floor, y + ABOVE, column))
    y += ABOVE + CURVE + BELOW
    for what in ("quote", "friction"):
        part, y = _row(found, what, y, column, inner, address)
        body.append(part)
    return svg.drawing(width, y + 2, *body, label=spoken, interactive=True, class_="map-drawing")


def _head(found: list[Mood], column: float) -> str:
    """The stages as arrows, in the order in which they are lived."""
    parts = []
    for number, mood in enumerate(found):
        x, end = LEFT + number * column, LEFT + (number + 1) * column - 4
        notch = 9.0 if number else 0.0
        corners = f"M{x} 2L{end - 9:.1f} 2L{end:.1f} 27L{end - 9:.1f} 52L{x} 52L{x + notch:.1f} 27Z"
        shape = svg.path(corners, "band")
        lines = svg.wrap(mood.name, column - 40, 13, 2)
        top = 31.0 if len(lines) == 1 else 24.0
        words = [
            svg.text(x + column / 2, top + 15 * i, line, 13, "ink", font_weight=650) for i, line in enumerate(lines)
        ]
        star = svg.star(x + 19, 27, 7) if mood.moment_of_truth else ""
        parts.append(_told(mood, shape, star, *words))
    return "".join(parts)


def _told(mood: Mood, *parts: str) -> str:
    tip = _tip(mood)
    return svg.element(
        "g", *parts, tabindex=0, role="img", aria_label=tip.replace("\n", ", "), data_tip=tip, class_="has-tip"
    )


def _band(y: float, height: float, width: float, name: str) -> str:
    """The line above a row, and its name."""
    lines = svg.wrap(name, LEFT - 12, SIZE, 3)
    words = [
        svg.text(0, y + 22 + LEADING * i, line, SIZE, "muted", "start", font_weight=600) for i, line in enumerate(lines)
    ]
    return svg.line(0, y, width, y, "line", stroke_width=1) + "".join(words)


def _row(
    found: list[Mood], what: str, y: float, column: float, inner: float, address: Address | None
) -> tuple[str, float]:
    """A row of words, and where it ends."""
    cells = [_texts(mood, what, inner - (14 if what == "friction" else 0)) for mood in found]
    height = max(2, *(len(lines) for lines in cells)) * LEADING + 18
    parts = [_band(y, height, LEFT + column * len(found), say(f"map.row.{what}"))]
    for number, (mood, lines) in enumerate(zip(found, cells, strict=True)):
        parts.append(_cell(mood, what, lines, LEFT + number * column + 8, y + 22, address))
    return "".join(parts), y + height


def _cell(mood: Mood, what: str, lines: list[str], x: float, y: float, address: Address | None) -> str:
    empty = lines == [say("map.none")]
    kind, _, identity = mood.friction
    marked = what == "friction" and bool(kind)
    style = {"font_style": "italic"} if what == "quote" and not empty else {}
    words = "".join(
        svg.text(x + (14 if marked else 0), y + LEADING * i, line, SIZE, "muted" if empty else "ink", "start", **style)
        for i, line in enumerate(lines)
    )
    if not marked:
        return words if what != "quote" or empty else svg.element("g", words, data_tip=mood.quote, class_="has-tip")
    mark = svg.rect(x, y - 9, 9, 9, COLOURS.get(kind, "given"), rx=2)
    if address is None:
        return mark + words
    return svg.element("a", mark, words, href=address(identity), data_stage=mood.name, class_="stage-link")


def _at(share: float, floor: float) -> float:
    """Where a share lies on the scale, 0–1 from its beginning."""
    return (max(share, floor) - floor) / (1 - floor) if floor < 1 else 1.0


def _curve(found: list[Mood], floor: float, top: float, column: float) -> str:
    def across(number: int) -> float:
        return LEFT + (number + 0.5) * column

    def down(share: float) -> float:
        return top + CURVE * (1 - _at(share, floor))

    end = LEFT + column * len(found)
    parts = [svg.line(LEFT, down(share), end, down(share), "line", stroke_width=1) for share in (floor, 1.0)]
    parts += [svg.text(LEFT - 8, down(share) + 4, wording.percent(share), 11.5, "muted", "end") for share in (floor, 1)]
    for first, second in pairwise(range(len(found))):
        one, other = found[first].calm, found[second].calm
        if one and other:
            x1, y1, x2, y2 = across(first), down(one.value or 0), across(second), down(other.value or 0)
            half = (x2 - x1) / 2
            d = f"M{x1:.1f} {y1:.1f}C{x1 + half:.1f} {y1:.1f} {x2 - half:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
            parts.append(
                svg.element(
                    "path", d=d, fill="none", stroke=svg.light("accent"), stroke_width=2.2, class_="s-accent feeling"
                )
            )
    parts += [_point(mood, across(number), down, top, column) for number, mood in enumerate(found)]
    return "".join(parts)


def _point(mood: Mood, x: float, down: Callable[[float], float], top: float, column: float) -> str:
    if mood.calm is None:
        ground = svg.rect(x - column / 2 + 6, top, column - 12, CURVE, "band", rx=6)
        lines = svg.wrap(_gap(mood), column - 26, SIZE, 5)
        first = top + CURVE / 2 - LEADING * (len(lines) - 1) / 2 + 4
        words = [svg.text(x, first + LEADING * i, line, SIZE, "muted") for i, line in enumerate(lines)]
        return _told(mood, ground, *words)
    value, low, high = mood.calm.value or 0.0, mood.calm.low or 0.0, mood.calm.high or 1.0
    whisker = svg.line(x + 17, down(low), x + 17, down(high), "muted", stroke_width=1.6)
    written = f"{wording.percent(value)} · n {wording.count(mood.answers)}"
    share = svg.text(x, top + CURVE + 17, written, SIZE, "ink", font_weight=600)
    scores = [
        svg.text(x, top + CURVE + 32 + 13 * i, line, SIZE, "muted")
        for i, line in enumerate(svg.wrap(" · ".join(mood.scores), column - 8, SIZE, 2))
    ]
    return _told(mood, _face(x, down(value), _at(value, SAD)), whisker, share, *scores)


def _face(x: float, y: float, bend: float) -> str:
    """A face: `bend` from 0, sad, to 1, glad."""
    ring = svg.element(
        "circle", cx=x, cy=y, r=11.0, fill=svg.light("surface"), stroke=svg.light("accent"), stroke_width=1.8,
        class_="c-surface s-accent",
    )  # fmt: skip
    eyes = "".join(
        svg.element("circle", cx=x + side * 3.8, cy=y - 2.8, r=1.4, fill=svg.light("accent"), class_="c-accent")
        for side in (-1, 1)
    )
    low = (min(max(bend, 0.0), 1.0) - 0.5) * 7
    mouth = svg.element(
        "path", d=f"M{x - 5:.1f} {y + 4 - low / 3:.1f}Q{x:.1f} {y + 4 + low:.1f} {x + 5:.1f} {y + 4 - low / 3:.1f}",
        fill="none", stroke=svg.light("accent"), stroke_width=1.7, stroke_linecap="round", class_="s-accent",
    )  # fmt: skip
    return ring + eyes + mouth


def _narrow(found: list[Mood], floor: float, spoken: str, address: Address | None) -> str:
    body: list[str] = []
    points: list[tuple[float, float, Interval] | None] = []
    y = 24.0
    for mood in found:
        part, end = _block(mood, y, address)
        body.append(part)
        middle = y + 26
        at = None if mood.calm is None else (12 + (STRIP - 36) * _at(mood.calm.value or 0, floor), middle, mood.calm)
        points.append(at)
        y = end + 18
    for one, other in pairwise(points):
        if one and other:
            x1, y1, x2, y2 = *one[:2], *other[:2]
            half = (y2 - y1) / 2
            d = f"M{x1:.1f} {y1:.1f}C{x1:.1f} {y1 + half:.1f} {x2:.1f} {y2 - half:.1f} {x2:.1f} {y2:.1f}"
            body.insert(
                0,
                svg.element(
                    "path", d=d, fill="none", stroke=svg.light("accent"), stroke_width=2.2, class_="s-accent feeling"
                ),
            )
    for mood, point in zip(found, points, strict=True):
        if point:
            x1, x2 = (12 + (STRIP - 36) * _at(v or 0.0, floor) for v in (point[2].low, point[2].high))
            whisker = svg.line(x1, point[1] + 16, x2, point[1] + 16, "muted", stroke_width=1.3)
            face = _face(point[0], point[1], _at(point[2].value or 0.0, SAD))
            body.append(_told(mood, face, whisker))
    ends = [
        svg.text(12, 10, wording.percent(floor), 11.5, "muted", "start"),
        svg.text(STRIP - 24, 10, "100 %", 11.5, "muted"),
    ]
    return svg.drawing(NARROW, y, *ends, *body, label=spoken, interactive=True, class_="map-drawing")


def _block(mood: Mood, y: float, address: Address | None) -> tuple[str, float]:
    """A stage of the narrow map, and where it ends."""
    inner, parts = NARROW - STRIP - 4, [svg.line(0, y - 6, NARROW, y - 6, "line", stroke_width=1)]
    name = svg.shorten(mood.name, inner - 20, 14)
    parts.append(svg.text(STRIP, y + 14, name, 14, "ink", "start", font_weight=650))
    if mood.moment_of_truth:
        parts.append(svg.star(NARROW - 12, y + 9, 7))
    if mood.calm:
        felt = f"{wording.percent(mood.calm.value)} · n {wording.count(mood.answers)}"
        lines = svg.wrap(" · ".join((felt, *mood.scores)), inner, SIZE, 2)
    else:
        lines = svg.wrap(_gap(mood), inner, SIZE, 3)
    y += 32
    for line in lines:
        parts.append(svg.text(STRIP, y, line, SIZE, "muted", "start"))
        y += LEADING
    for what, there in (("goal", mood.goal), ("touchpoints", mood.touchpoints), ("quote", mood.quote),
                        ("friction", mood.friction[1])):  # fmt: skip
        if there:
            lines = _texts(mood, what, inner - 14)
            if what == "touchpoints":
                lines = svg.wrap(", ".join(mood.touchpoints), inner, SIZE, 2)
            parts.append(_cell(mood, what, lines, STRIP, y + 5, address))
            y += LEADING * len(lines) + 6
    return "".join(parts), y + 4
