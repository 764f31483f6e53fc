"""The case mirror: one case on one time axis, what its customer said above, what happened inside below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from analyzer.document.parts.case import CaseDocument, CaseSignalRow
from analyzer.figures import svg
from analyzer.figures.case_rows import Row, row_of, rows_of
from analyzer.figures.faces import faces
from analyzer.figures.time_axis import TimeAxis, ticks, time_axis
from analyzer.words import wording
from analyzer.words.case_words import about, signal_words
from analyzer.words.language import say

WIDTH, LEFT, RIGHT, ROW = 1080.0, 150.0, 150.0, 46.0
NARROW, BLOCK = 350.0, 64.0
LANE, LANES = 26.0, 6  # signals above one another; further ones are dots
LABELS = 62.0  # between two dates
COLOURS = {"bad": ("hidden", "on-hidden"), "good": ("aligned", "on-aligned"), "neutral": ("band", "ink")}


@dataclass(frozen=True)
class Frame:
    """Where the axis lies in a face."""

    left: float
    right: float
    width: float
    narrow: bool

    def x(self, place: float) -> float:
        return self.left + place * (self.right - self.left)


def case_mirror(case: CaseDocument, stages: Sequence[str]) -> str:
    """The figure as HTML with a wide and a narrow SVG; empty for a case without any moment. `stages` in the journey's
    order.

    Above the line: signals, at their time. Below: a row a stage, its visit as a bar from first to last event (thin: the
    wait before), events as dots, deadlines as upright marks; the bar's part after the target's deadline is amber. What
    lies too close to be told apart is one dot, and its tip names all of it. Silences are cut short, with a mark.
    """
    moments = list(_moments(case))
    if not moments:
        return ""
    axis = time_axis(moments)
    rows = rows_of(case, stages)
    spoken = _spoken(case, rows)
    wide = _face(case, rows, axis, Frame(LEFT, WIDTH - RIGHT, WIDTH, False), spoken)
    return faces("case-drawing", wide, _face(case, rows, axis, Frame(8.0, NARROW - 8.0, NARROW, True), spoken))


def _moments(case: CaseDocument) -> list[datetime]:
    found = [row["at"] for row in (*case["events"], *case["signals"])]
    for visit in case["visits"]:
        reached = (visit["opened_at"], visit["first_at"], visit["last_at"])
        found += [at for at in (*reached, visit["target_due_at"], visit["promise_due_at"]) if at]
    return [datetime.fromisoformat(at) for at in found]


def _face(case: CaseDocument, rows: Sequence[Row], axis: TimeAxis, frame: Frame, spoken: str) -> str:
    signals, above = _signals(case, axis, frame)
    line = above + 24
    step = BLOCK if frame.narrow else ROW
    bottom = line + 14 + step * len(rows)
    body = [*_silences(axis, frame, line, bottom), *_dates(axis, frame, line, bottom)]
    body += [svg.line(frame.left, line, frame.right, line, "ink", stroke_width=1.2, stroke_dasharray="6 4")]
    if not frame.narrow:
        body += [
            svg.text(0, max(line - 30, 12), say("word.what_the_customer_said"), 12, "muted", "start"),
            svg.text(0, line + 4, say("word.what_happened"), 12, "muted", "start"),
        ]
    body += signals
    for i, row in enumerate(rows):
        body += row_of(row, axis, frame.x, line + 14 + i * step, frame.width, frame.narrow, LEFT, RIGHT)
    return svg.drawing(frame.width, bottom + 8, *body, label=spoken, interactive=True)


def _signals(case: CaseDocument, axis: TimeAxis, frame: Frame) -> tuple[list[str], float]:
    """Pills in lanes that do not overlap, each with a stem to the line; and the height that they take."""
    lanes: list[float] = []
    placed: list[tuple[float, float, int | None, CaseSignalRow]] = []
    for signal in case["signals"]:
        x = frame.x(axis.at(datetime.fromisoformat(signal["at"])))
        width = svg.width_of(_short(signal), 12) + 18
        start = min(max(x - width / 2, 0.0 if frame.narrow else frame.left - 6), frame.width - width)
        lane = next((i for i, end in enumerate(lanes) if end + 6 <= start), len(lanes))
        if lane == len(lanes) and lane < LANES:
            lanes.append(0.0)
        if lane < len(lanes):
            lanes[lane] = start + width
        placed.append((x, start, lane if lane < LANES else None, signal))
    above = max(len(lanes), 1) * LANE + 4
    stems = [_stem(x, lane, signal, above) for x, _, lane, signal in placed if lane is not None]
    return [*stems, *(_signal(x, start, lane, signal, above) for x, start, lane, signal in placed)], above


def _stem(x: float, lane: int, signal: CaseSignalRow, above: float) -> str:
    """From a pill down to the line; all of them lie beneath the pills."""
    colour = COLOURS.get(signal["verdict"], COLOURS["neutral"])[0]
    return svg.line(
        x, above - (lane + 1) * LANE + 11, x, above + 24, colour if colour != "band" else "muted", stroke_width=1.5
    )


def _signal(x: float, start: float, lane: int | None, signal: CaseSignalRow, above: float) -> str:
    colour, ink = COLOURS.get(signal["verdict"], COLOURS["neutral"])
    words = _short(signal)
    tip = say(
        "case_mirror.about",
        signal_words=signal_words(signal),
        at=wording.local_moment(signal["at"]),
        about=about(signal),
    )
    if signal["comment"]:
        tip += f"\n“{signal['comment']}”"
    base = above + 24
    if lane is None:
        drawn = svg.element("circle", cx=x, cy=base - 8, r=4, fill=svg.light(colour), class_=f"c-{colour}")
    else:
        y = above - (lane + 1) * LANE
        width = svg.width_of(words, 12) + 18
        pill = svg.rect(start, y, width, 22, colour, rx=11, stroke=svg.light("line"), stroke_width=1)
        drawn = pill + svg.text(start + width / 2, y + 15.5, words, 12, ink)
    return svg.element(
        "g", drawn, tabindex=0, role="img", aria_label=tip.replace("\n", ", "), data_tip=tip, class_="has-tip"
    )


def _short(signal: CaseSignalRow) -> str:
    name = {
        "review": say("word.review"),
        "complaint": say("case_mirror.complaint"),
        "contact": say("case_mirror.contact"),
    }.get(signal["kind"], wording.signal_name(signal["kind"]))
    sign = {"bad": "−", "good": "+"}.get(signal["verdict"], "±")
    return f"{name} {signal['score']:g} {sign}" if signal["score"] is not None else f"{name} {sign}"


def _silences(axis: TimeAxis, frame: Frame, line: float, bottom: float) -> list[str]:
    """Times in which nothing happens and that were cut short: a band with their length."""
    found = []
    for start, end, seconds in axis.gaps:
        x, width = frame.x(start), (end - start) * (frame.right - frame.left)
        said = wording.duration(seconds)
        band = svg.rect(x + 2, line - 6, width - 4, bottom - line, "band", rx=4)
        words = svg.text(x + width / 2, line - 10, said, 10.5, "muted") if width > svg.width_of(said, 10.5) + 4 else ""
        found.append(
            svg.element("g", svg.element("title", say("case_mirror.cut_short_without_an", said=said)), band, words)
        )
    return found


def _dates(axis: TimeAxis, frame: Frame, line: float, bottom: float) -> list[str]:
    found, last = [], frame.left - LABELS
    for place, name in [(axis.at(axis.first), f"{axis.first.day} {axis.first:%b %H:%M}"), *ticks(axis)]:
        x = frame.x(place)
        if x - last < LABELS + (34 if last == frame.left else 0) or x > frame.right - 16:
            continue
        found.append(svg.line(x, line - 4, x, bottom, "line", stroke_width=1))
        found.append(svg.text(x, line + 14, name, 10.5, "muted", "start" if x == frame.left else "middle"))
        last = x
    return found


def _spoken(case: CaseDocument, rows: Sequence[Row]) -> str:
    said = [
        say(
            "case_mirror.about_signal_words",
            signal_words=signal_words(s),
            at=wording.local_moment(s["at"]),
            about=about(s),
        )
        for s in case["signals"]
    ]
    told = [f"{row.name}: {row.verdict}" for row in rows]
    heard = "; ".join(said[:20]) or say("case_mirror.nothing_was_said")
    return say("case_mirror.case_mirror_of_customer", case_id=case["case_id"], heard=heard, told="; ".join(told))
