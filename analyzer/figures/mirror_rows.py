"""The mirror turned for a narrow screen: a row a stage, customers' pain left of the line of visibility, ours right."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.figures import svg
from analyzer.figures.mirror_links import Address, frame, linked
from analyzer.figures.mirror_stages import DERIVED, Half, MirrorStage, felt_words, measured_words
from analyzer.words import wording
from analyzer.words.language import say

ROW, TOP, BAR = 96.0, 34.0, 26.0


@dataclass(frozen=True)
class _Paper:
    """What is drawn on: its width, and the share at which both sides end."""

    width: float
    scale: float

    @property
    def middle(self) -> float:
        return self.width / 2

    @property
    def reach(self) -> float:
        return self.width / 2 - 4

    @property
    def hatching(self) -> str:
        return f"mirror-hatch-{self.width:.0f}"


def rows(
    stages: list[MirrorStage],
    scale: float,
    width: float,
    address: Address | None = None,
    selected: str | None = None,
) -> str:
    """The mirror as one SVG of a width with a row a stage; `scale` is the share at which both sides end."""
    paper = _Paper(width, scale)
    middle, height = paper.middle, TOP + ROW * len(stages)
    dashes = {"stroke_width": 1.4, "stroke_dasharray": "6 4", "pointer_events": "none"}
    body = [
        svg.element("defs", svg.hatch(paper.hatching, "line")),
        svg.text(middle - 10, 14, say("mirror_rows.what_customers_feel"), 11.5, "ink", "end", font_weight=600),
        svg.text(middle + 10, 14, say("mirror_rows.what_we_measure"), 11.5, "ink", "start", font_weight=600),
    ]
    for number, stage in enumerate(stages):
        row = _row(stage, TOP + number * ROW, paper, stage.name == selected)
        body.append(linked(stage, row, address, selected))
        top = TOP + number * ROW
        body.append(svg.line(middle, top + 22, middle, top + ROW - 12, "ink", **dashes))  # names stay clear of it
    label = say("word.the_mirror") + " ".join(stage.spoken for stage in stages)
    return svg.drawing(width, height, *body, label=label, class_="mirror-drawing", interactive=True)


def _row(stage: MirrorStage, y: float, paper: _Paper, lit: bool) -> str:
    chips = " · ".join(stage.chips)
    name = svg.shorten(stage.name, paper.width - 50 - svg.width_of(chips, 10.5), 14)
    bar, right = y + 26, paper.width - 4
    parts = [
        frame(0, y, paper.width, ROW - 6, lit),
        svg.text(4, y + 16, name, 14, "ink", "start", font_weight=650),
        svg.text(right, y + 16, chips, 10.5, "muted", "end"),
        svg.rect(paper.middle - paper.reach, bar, 2 * paper.reach, BAR, "band", rx=4),
        _half(stage.felt, -1, "hidden", bar, paper),
        _half(stage.measured, 1, "unfelt", bar, paper),
        svg.text(4, bar + BAR + 15, _figure(felt_words(stage), stage.felt, ""), 11.5, "ink", "start"),
        svg.text(
            right,
            bar + BAR + 15,
            _figure(measured_words(stage), stage.measured, DERIVED if stage.derived else ""),
            11.5,
            "ink",
            "end",
        ),
        svg.text(
            4, bar + BAR + 30, stage.owner or say("word.no_owner"), 11, "muted" if stage.owner else "hidden", "start"
        ),
    ]
    if stage.moment_of_truth:
        parts.append(svg.star(4 + svg.width_of(name, 14) * 0.9 + 12, y + 11, 6.5))
    return "".join(parts)


def _figure(words: tuple[str, str], half: Half, mark: str) -> str:
    value, word = words
    return word if half.state == "nothing" else f"{value} {word}{mark} · n {wording.count(half.n)}"


def _half(half: Half, side: int, colour: str, y: float, paper: _Paper) -> str:
    middle, reach = paper.middle, paper.reach
    if half.state == "nothing":
        x = middle - reach if side < 0 else middle
        return svg.element("rect", x=x, y=y, width=reach, height=BAR, rx=4, fill=f"url(#{paper.hatching})")
    shared, own = reach * half.shared / paper.scale, reach * half.own / paper.scale
    near = middle - shared if side < 0 else middle
    far = middle - shared - own if side < 0 else middle + shared
    faint = {"fill_opacity": 0.35} if half.state == "whole" else {}
    parts = [svg.rect(near, y, shared, BAR, "shared"), svg.rect(far, y, own, BAR, colour, **faint)]
    if own >= 46 and half.state == "split":
        parts.append(svg.text(far + own / 2, y + 17, wording.percent(half.own), 11.5, f"on-{colour}", font_weight=600))
    return "".join(parts) + _whisker(half, side, y + BAR - 5, paper)


def _whisker(half: Half, side: int, y: float, paper: _Paper) -> str:
    if half.low is None or half.high is None:
        return ""
    shares = [min(half.shared + end, paper.scale) for end in (half.low, half.high)]
    near, far = (paper.middle + side * paper.reach * share / paper.scale for share in shares)
    stroke = {"stroke_width": 1.3, "stroke_opacity": 0.75}
    ends = "".join(svg.line(x, y - 3, x, y + 3, "ink", **stroke) for x in (near, far))
    return svg.line(near, y, far, y, "ink", **stroke) + ends
