"""Value against effort: what each open action and untouched mismatch would bring a month, by what it would take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from analyzer.figures import svg
from analyzer.figures.faces import faces
from analyzer.figures.interval_bar import amount_bar
from analyzer.improvement import Point
from analyzer.words import wording
from analyzer.words.language import say

BANDS: tuple[tuple[str | None, str, str], ...] = (
    ("small", "value_effort.small_effort", "value_effort.up_to_a_week"),
    ("medium", "value_effort.medium_effort", "value_effort.up_to_a_month"),
    ("large", "value_effort.large_effort", "value_effort.longer"),
    (None, "value_effort.not_estimated", "value_effort.no_effort_entered_yet"),
)
WIDTH, LEFT, TOP, ROOM, GAP = 1080.0, 54.0, 56.0, 340.0, 48.0
EMPTY, BETWEEN = 118.0, 8.0  # the width of a column without marks, and what parts columns


@dataclass(frozen=True)
class _Axis:
    high: float
    step: float
    room: float  # its height

    def y(self, value: float) -> float:
        return TOP + self.room * (1 - min(max(value / self.high, 0.0), 1.0))


def value_effort(points: Sequence[Point]) -> str:
    """The matrix as HTML with a wide SVG and a narrow list; empty without points. A filled mark is an action, an open
    one a mismatch that nobody has taken up."""
    if not points:
        return ""
    return faces("value-effort", _wide(points), _narrow(points))


def value_effort_rows(points: Sequence[Point]) -> list[dict[str, str]]:
    """The figure's numbers as a table."""
    return [
        {
            say("column.what"): point.name,
            say("column.is"): say("noun.action") if point.action_id else say("value_effort.mismatch_without_an_action"),
            say("column.avoidable_unhappy_a_month"): wording.number(point.value["value"] if point.value else None),
            say("column.limits"): wording.limits(point.value),
            say("column.from_visits"): wording.count(point.visits),
            say("column.effort"): effort_words(point.effort),
            say("column.status"): point.status or "",
            say("column.owner"): point.owner or "",
        }
        for point in points
    ]


def effort_words(effort: str | None) -> str:
    """An effort as people read it: small, or 12 days."""
    if effort is None:
        return say("word.not_estimated")
    return f"{effort} {wording.plural(say('unit.day'), int(effort))}" if effort.isdigit() else effort


def _wide(points: Sequence[Point]) -> str:
    axis = _axis(points)
    uncounted = max(sum(p.band == band and p.value is None for p in points) for band, _, _ in BANDS)
    bottom = TOP + axis.room + (30 + GAP * uncounted if uncounted else 0)
    columns = _columns(points)
    body = _frame(axis, columns, uncounted, bottom)
    for (band, _, _), (left, width) in zip(BANDS, columns, strict=True):
        inside = [point for point in points if point.band == band]
        body += _column([p for p in inside if p.value is not None], left, width, axis)
        for row, point in enumerate(p for p in inside if p.value is None):
            y = TOP + axis.room + 46 + GAP * row
            body.append(_mark(point, (left + 20, y), (left + 36, y), left + width, ""))
    spoken = say("value_effort.value_against_effort") + " ".join(
        _tip(point).replace("\n", ", ") + "." for point in points
    )
    return svg.drawing(WIDTH, bottom + 14, *body, label=spoken, interactive=True)


def _axis(points: Sequence[Point]) -> _Axis:
    highest = max((float(p.value.get("high") or p.value["value"] or 0) for p in points if p.value), default=1.0)
    step = next(s for k in range(-1, 9) for s in (10.0**k, 2 * 10.0**k, 5 * 10.0**k) if highest / s <= 5)
    most = max(sum(p.band == band and p.value is not None for p in points) for band, _, _ in BANDS)
    return _Axis(max(highest * 1.06, step), step, max(ROOM, GAP * most))


def _columns(points: Sequence[Point]) -> list[tuple[float, float]]:
    """(left, width) of each band; a band without marks is narrow."""
    filled = [any(point.band == band for point in points) for band, _, _ in BANDS]
    room = WIDTH - LEFT - BETWEEN * (len(BANDS) - 1) - EMPTY * filled.count(False)
    widths = [room / max(sum(filled), 1) if one else EMPTY for one in filled]
    return [(LEFT + sum(widths[:no]) + BETWEEN * no, width) for no, width in enumerate(widths)]


def _frame(axis: _Axis, columns: list[tuple[float, float]], uncounted: int, bottom: float) -> list[str]:
    body = []
    for (_, name, beneath), (left, width) in zip(BANDS, columns, strict=True):
        body.append(svg.rect(left, TOP - 4, width, bottom - TOP + 12, "band", rx=10, opacity=0.55))
        body.append(svg.text(left + 12, TOP - 30, say(name), 14, "ink", "start", font_weight=650))
        body.append(svg.text(left + 12, TOP - 13, svg.shorten(say(beneath), width, 12), 12, "muted", "start"))
    value = 0.0
    while value <= axis.high:
        y = axis.y(value)
        body.append(svg.line(LEFT, y, WIDTH, y, "line", stroke_width=1))
        body.append(svg.text(LEFT - 8, y + 4, wording.number(value), 11, "muted", "end"))
        value += axis.step
    if uncounted:
        body.append(
            svg.text(
                LEFT + 12, TOP + axis.room + 24, say("value_effort.not_counted_in_customers"), 12, "muted", "start"
            )
        )
    return body


def _column(points: Sequence[Point], left: float, width: float, axis: _Axis) -> list[str]:
    """The marks of one effort: each at its value, its name beside it, names moved apart."""
    lines = sorted(points, key=lambda p: -_amount(p))
    places = _apart([axis.y(_amount(p)) for p in lines], TOP + axis.room - 34)
    body = []
    for no, (point, place) in enumerate(zip(lines, places, strict=True)):
        y = axis.y(_amount(point))
        x = left + 16 + 13 * (no % 4)  # whiskers of near values stand side by side
        limits, whisker = point.value, ""
        if limits and wording.has_limits(limits):
            high, low = axis.y(float(limits["high"] or 0)), axis.y(float(limits["low"] or 0))
            whisker = svg.line(x, high, x, low, "accent" if point.action_id else "muted", stroke_width=1.8)
        body.append(_mark(point, (x, y), (left + 74, place), left + width, whisker))
    return body


def _amount(point: Point) -> float:
    return point.value["value"] or 0.0 if point.value else 0.0


def _apart(wanted: list[float], lowest: float) -> list[float]:
    """Places for names, each as near to where it wants to be as its neighbours allow, none above the frame."""
    places: list[float] = []
    for want in wanted:
        places.append(max(want, places[-1] + GAP) if places else max(want, TOP + 8))
    over = places[-1] - lowest if places else 0
    for no in range(len(places) - 1, -1, -1):
        if over > 0:
            places[no] -= over
            over = (places[no - 1] + GAP - places[no]) if no else 0
    return places


def _mark(point: Point, spot: tuple[float, float], name_at: tuple[float, float], end: float, whisker: str) -> str:
    """A mark at its spot, its name (two lines at most) beside it up to `end`, its status and owner beneath."""
    (x, y), (at, place) = spot, name_at
    room = end - at - 10
    lines = svg.wrap(point.name, room, 12.5, 2)
    beneath = " · ".join(part for part in (point.status or say("value_effort.no_action_yet"), point.owner) if part)
    tone = "accent" if point.action_id else "muted"
    filled = svg.element(
        "circle", cx=x, cy=y, r=6.0, fill=svg.light(tone if point.action_id else "surface"),
        class_=f"c-{tone if point.action_id else 'surface'} s-{tone}", stroke=svg.light(tone), stroke_width=2,
    )  # fmt: skip
    lead = svg.line(x + 8, y, at - 5, place, "line", stroke_width=1.2) if at - x > 24 else ""
    tip = _tip(point)
    return svg.element(
        "g",
        whisker,
        lead,
        filled,
        *(svg.text(at, place + 4 + 14 * no, words, 12.5, "ink", "start") for no, words in enumerate(lines)),
        svg.text(at, place + 4 + 14 * len(lines), svg.shorten(beneath, room, 11), 11, "muted", "start"),
        tabindex=0,
        role="img",
        aria_label=tip.replace("\n", ", "),
        data_tip=tip,
        class_="has-tip",
    )


def _narrow(points: Sequence[Point]) -> str:
    """One list a band: name, status, and the value as a bar on one scale."""
    top = _axis(points).high
    parts = []
    for band, name, _ in BANDS:
        inside = [point for point in points if point.band == band]
        if inside:
            parts.append(f'<p class="band-name">{say(name)}</p>')
        for point in inside:
            said = " · ".join(part for part in (point.status or say("value_effort.no_action_yet"), point.owner) if part)
            bar = amount_bar(point.value, top, "accent" if point.action_id else "given", point.name)
            value = _value_words(point)
            lines = (("band-what", point.name), ("band-said", said), ("band-value", value))
            parts += [f'<p class="{of}" dir="auto">{escape(text, quote=False)}</p>' for of, text in lines]
            parts.append(bar)
    return "".join(parts)


def _value_words(point: Point) -> str:
    if point.value is None:
        return say("value_effort.not_counted_in_customers_small")
    return say(
        "value_effort.a_month",
        value=wording.number(point.value["value"]),
        value_b=wording.limits(point.value) or say("word.no_interval"),
    )


def _tip(point: Point) -> str:
    what = say("noun.action") if point.action_id else say("value_effort.mismatch_no_action_yet")
    rests = say("value_effort.n_visits", visits=wording.count(point.visits)) if point.visits else ""
    counted = say("value_effort.avoidable_unhappy_of_those", value_words=_value_words(point), rests=rests)
    value = counted if point.value else _value_words(point)
    status = f", {point.status}" if point.status else ""
    return say(
        "value_effort.effort",
        name=point.name,
        what=what,
        status=status,
        value=value,
        effort_words=effort_words(point.effort),
    )
