"""The lower half of the case mirror: a row a stage, with its visit, its events and its deadlines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analyzer.document.parts.case import CaseDocument
from analyzer.figures import svg
from analyzer.figures.palette import stage_colour
from analyzer.figures.time_axis import TimeAxis
from analyzer.words import wording
from analyzer.words.case_words import visit_name
from analyzer.words.language import say

CLOSE = 5.0  # dots nearer than this are one
NAMED = 8  # activities that a tip names


@dataclass(frozen=True)
class Row:
    """A stage of the case. `number` is its place in the journey; None for work of no stage."""

    name: str
    number: int | None
    visit: Mapping[str, Any] | None
    events: tuple[Mapping[str, Any], ...]

    @property
    def words(self) -> tuple[str, str]:
        """Both verdicts in words."""
        if self.visit is None:
            return "", ""
        return say(f"company.{self.visit['company']}"), say(f"customer.{self.visit['customer']}")

    @property
    def verdict(self) -> str:
        if self.visit is None:
            return say("case_rows.events_of_no_stage", n=len(self.events))
        return ", ".join(self.words)


def rows_of(case: CaseDocument, stages: Sequence[str]) -> list[Row]:
    """The rows of a case, in the journey's order, one a visit; work of no stage and answers to complaints last. An
    event that concerns no object stands in every visit of its stage."""
    found = []
    for number, name in enumerate(stages):
        events = tuple(event for event in case["events"] if event["stage"] == name)
        visits = [visit for visit in case["visits"] if visit["stage"] == name]
        for visit in visits:
            thing = visit["object"]
            own = tuple(e for e in events if thing is None or not e["objects"] or thing in e["objects"])
            found.append(Row(visit_name(name, thing), number, visit, own))
        if events and not visits:
            found.append(Row(name, number, None, events))
    rest = tuple(event for event in case["events"] if event["stage"] is None)
    return [*found, Row(say("case_rows.no_stage"), None, None, rest)] if rest else found


def row_of(
    row: Row,
    axis: TimeAxis,
    x: Callable[[float], float],
    top: float,
    width: float,
    narrow: bool,
    left: float,
    right: float,
) -> list[str]:
    """A row as SVG, from `top` down."""
    middle = top + (46 if narrow else 25)

    def at(iso: str) -> float:
        return x(axis.at(datetime.fromisoformat(iso)))

    parts = [
        svg.line(0, top, width, top, "line", stroke_width=1),
        *_names(row, top, middle, width, narrow, left, right),
    ]
    if row.visit is not None:
        parts += _span(row, at, middle)
    parts += _dots(row, at, middle)
    if row.visit is not None:
        parts += _deadlines(row.visit, at, middle)
    return parts


def _names(row: Row, top: float, middle: float, width: float, narrow: bool, left: float, right: float) -> list[str]:
    company, customer = row.words
    if narrow:
        said = " · ".join(part for part in (company, customer) if part)
        room = width - svg.width_of(said, 11.5) - 12
        name = svg.text(0, top + 19, svg.shorten(row.name, room, 13), 13, "ink", "start", font_weight=600)
        return [name, svg.text(width, top + 19, said, 11.5, "muted", "end")]
    start = width - right + 14
    marks = []
    if row.visit is not None:
        if row.visit["company"] == "bad":
            marks.append(
                svg.element("circle", cx=start + 4, cy=middle - 10, r=4, fill=svg.light("unfelt"), class_="c-unfelt")
            )
        if row.visit["customer"] == "bad":
            marks.append(svg.rect(start, middle + 2, 8, 8, "hidden", rx=2))
    name = svg.text(0, middle + 4, svg.shorten(row.name, left - 14, 13), 13, "ink", "start", font_weight=600)
    return [name, *marks, svg.text(start + 14, middle - 6, company, 11.5, "ink", "start"),
            svg.text(start + 14, middle + 10, customer, 11.5, "ink", "start")]  # fmt: skip


def _span(row: Row, at: Callable[[str], float], middle: float) -> list[str]:
    """The wait as a thin line, the visit as a bar; amber after the target's deadline."""
    visit = row.visit
    assert visit is not None
    shade = stage_colour(row.number).light
    look = {"fill": shade, "class_": f"stage-{(row.number or 0) % 8}"}
    opened, parts = at(visit["opened_at"]), []
    if visit["first_at"] is None:
        parts.append(svg.element("circle", cx=opened, cy=middle, r=5, stroke_width=2, stroke=shade, fill="none"))
    else:
        first, last = at(visit["first_at"]), at(visit["last_at"])
        parts.append(
            svg.element(
                "rect", x=opened, y=middle - 1.5, width=max(first - opened, 0.0), height=3, opacity=0.45, **look
            )
        )
        parts.append(
            svg.element(
                "rect", x=first, y=middle - 7, width=max(last - first, 3.0), height=14, rx=4, opacity=0.4, **look
            )
        )
        due = visit["target_due_at"]
        if due and visit["company"] == "bad" and at(due) < last:
            late = max(at(due), min(opened, first))
            parts.append(svg.rect(late, middle - 7, last - late, 14, "unfelt", rx=3, opacity=0.75))
    tip = say(
        "case_rows.opened_waited_took",
        name=row.name,
        verdict=row.verdict,
        opened_at=wording.local_moment(visit["opened_at"]),
        wait_s=wording.duration(visit["wait_s"]),
        duration_s=wording.duration(visit["duration_s"]),
    )
    if visit["returns"]:
        tip += say(
            "case_rows.came_back", returns=visit["returns"], times=wording.plural(say("noun.time"), visit["returns"])
        )
    return [_told(tip, *parts)]


def _dots(row: Row, at: Callable[[str], float], middle: float) -> list[str]:
    """Events as dots; those too close to be told apart as one, larger, whose tip names them."""
    groups: list[tuple[float, list[Mapping[str, Any]]]] = []
    for event in row.events:
        place = at(event["at"])
        if groups and place - groups[-1][0] < CLOSE:
            groups[-1][1].append(event)
        else:
            groups.append((place, [event]))
    shade = stage_colour(row.number).light
    place_class = "stage-none" if row.number is None else f"stage-{row.number % 8}"
    found = []
    for place, events in groups:
        radius = 4.5 if len(events) == 1 else min(5.5 + len(events) / 10, 8.0)
        dot = svg.element(
            "circle",
            cx=place,
            cy=middle,
            r=radius,
            fill=shade,
            class_=place_class,
            stroke=svg.light("surface"),
            stroke_width=1.2,
        )
        found.append(_told(_tip(events), dot))
    return found


def _tip(events: Sequence[Mapping[str, Any]]) -> str:
    lines = []
    for event in events[:NAMED]:
        who = ", ".join(str(event[name]) for name in ("team", "resource", "system", "partner") if event[name])
        answer = say("case_rows.an_answer_to_a") if event["reaction"] else ""
        lines.append(f"{event['activity']}{answer}, {wording.local_moment(event['at'])}" + (f" · {who}" if who else ""))
    if len(events) > NAMED:
        lines.append(say("case_rows.and_more", n=len(events) - NAMED))
    return "\n".join(lines)


def _deadlines(visit: Mapping[str, Any], at: Callable[[str], float], middle: float) -> list[str]:
    """The target's deadline as an upright line with a flag, the promise's with an open one."""
    found = []
    for name, key, filled in (("target", "target_due_at", True), ("promise", "promise_due_at", False)):
        due = visit[key]
        if due is None:
            continue
        x = at(due)
        flag = f"M{x:.1f} {middle - 17:.1f}l9 4l-9 4z"
        pole = svg.line(
            x, middle - 17, x, middle + 12, "ink", stroke_width=1.5, stroke_dasharray=None if filled else "3 2"
        )
        sign = svg.path(flag, "ink") if filled else svg.element(
            "path", d=flag, fill="none", stroke=svg.light("ink"), class_="s-ink", stroke_width=1.2
        )  # fmt: skip
        kept = visit["company"] if filled else visit["promise"]
        outcome = {"good": say("case_rows.kept"), "bad": say("case_rows.missed")}.get(kept, "")
        found.append(_told(say("case_rows.due", name=name, due=wording.local_moment(due), outcome=outcome), pole, sign))
    return found


def _told(tip: str, *parts: str) -> str:
    """Shapes with a tip, for the mouse, the keyboard and the screen reader."""
    spoken = tip.replace("\n", ", ")
    return svg.element("g", *parts, tabindex=0, role="img", aria_label=spoken, data_tip=tip, class_="has-tip")
