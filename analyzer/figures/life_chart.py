"""The life of a finding as a small chart: a point a night, and a mark at each moment that mattered."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from analyzer.figures import svg
from analyzer.tables.finding_life import LifeMoment, LifeOfFinding
from analyzer.words import wording
from analyzer.words.life_words import life_words, moment_words

WIDTH, HEIGHT = 640.0, 120.0
LEFT, RIGHT, TOP, FLOOR = 44.0, 628.0, 14.0, 84.0
BAD, GOOD = ("new", "worse", "regressed"), ("better", "resolved")


def life_chart(life: LifeOfFinding, zone: tzinfo = UTC) -> str:
    """Avoidable unhappy customers a month, as each night knew them, from 0; nights that did not list it leave a gap.
    Below the line a mark a moment, with its words. Empty where no night counted them and nothing but `new` happened."""
    counted = [night for night in life.nights if night.avoidable is not None]
    if not counted and len(life.moments) < 2:
        return ""
    times = [night.at for night in life.nights] + [moment.at for moment in life.moments]
    first, last = min(times), max(times)
    top = max([night.avoidable or 0.0 for night in counted] or [1.0]) or 1.0

    def across(at: datetime) -> float:
        whole = (last - first).total_seconds()
        return LEFT + (RIGHT - LEFT) * ((at - first).total_seconds() / whole if whole else 0.5)

    def up(value: float) -> float:
        return FLOOR - (FLOOR - TOP) * value / top

    body = [svg.line(LEFT, FLOOR, RIGHT, FLOOR, "line", stroke_width=1)]
    body.append(svg.text(LEFT - 6, FLOOR + 4, "0", 11, "muted", "end"))
    body.append(svg.text(LEFT - 6, TOP + 8, wording.number(top), 11, "muted", "end"))
    before: tuple[float, float] | None = None
    for night in life.nights:
        if night.avoidable is None:
            before = None
            continue
        here = (across(night.at), up(night.avoidable))
        if before is not None:
            body.append(svg.line(*before, *here, "accent", stroke_width=2))
        body.append(svg.element("circle", cx=here[0], cy=here[1], r=2, fill=svg.light("accent"), class_="c-accent"))
        before = here
    body += [_mark(moment, across(moment.at), zone) for moment in life.moments]
    body.append(svg.text(LEFT, HEIGHT - 6, wording.day(first.astimezone(zone).date()), 11, "muted", "start"))
    body.append(svg.text(RIGHT, HEIGHT - 6, wording.day(last.astimezone(zone).date()), 11, "muted", "end"))
    said = " ".join([life_words(life, zone), *(f"{moment_words(one, zone)}." for one in life.moments)])
    return svg.drawing(WIDTH, HEIGHT, *body, label=said, class_="life-chart")


def _mark(moment: LifeMoment, x: float, zone: tzinfo) -> str:
    """A rule with a sign at its foot: up for the worse, down for the better, a square for what people or rulers do."""
    colour = "hidden" if moment.word in BAD else "accent" if moment.word in GOOD else "muted"
    y = FLOOR + 9
    if moment.word in BAD:
        sign = svg.path(f"M{x:.1f} {y - 5:.1f} l5 9 h-10 z", colour)
    elif moment.word in GOOD:
        sign = svg.path(f"M{x:.1f} {y + 5:.1f} l5 -9 h-10 z", colour)
    else:
        sign = svg.rect(x - 3.5, y - 3.5, 7, 7, colour)
    rule = svg.line(x, TOP, x, FLOOR, colour, stroke_width=1, stroke_dasharray="2 3")
    return svg.element("g", rule, sign, data_tip=moment_words(moment, zone), class_="has-tip")
