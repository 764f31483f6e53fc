"""The mirror turned for a narrow screen: a row a stage, customers' pain to the left of the line of visibility, the
company's to the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analyzer.figures import svg, wording
from analyzer.figures.mirror_stages import Half, MirrorStage, felt_words, measured_words

WIDTH, ROW, TOP = 360.0, 96.0, 34.0
MIDDLE, REACH, BAR = WIDTH / 2, WIDTH / 2 - 4, 26.0


def rows(
    stages: list[MirrorStage], scale: float, address: Callable[[str], str] | None = None, selected: str | None = None
) -> str:
    """The mirror as one SVG with a row a stage; `scale` is the share at which both sides end."""
    height = TOP + ROW * len(stages)
    body = [
        svg.element("defs", svg.hatch("mirror-hatch-rows", "line")),
        svg.text(MIDDLE - 10, 14, "what customers feel", 11.5, "ink", "end", font_weight=600),
        svg.text(MIDDLE + 10, 14, "what we measure", 11.5, "ink", "start", font_weight=600),
    ]
    for number, stage in enumerate(stages):
        y = TOP + number * ROW
        words: dict[str, Any] = {
            "data_tip": "\n".join(stage.tip),
            "class_": "stage-link" + (" dim" if selected not in (None, stage.name) else ""),
        }
        inside = _row(stage, y, scale, stage.name == selected)
        if address is None:
            body.append(svg.element("g", inside, tabindex=0, role="img", aria_label=stage.spoken, **words))
        else:
            body.append(
                svg.element(
                    "a", inside, href=address(stage.name), data_stage=stage.name, aria_label=stage.spoken, **words
                )
            )
    body.append(
        svg.line(MIDDLE, 22, MIDDLE, height - 6, "ink", stroke_width=1.4, stroke_dasharray="6 4", pointer_events="none")
    )
    label = "The mirror. " + " ".join(stage.spoken for stage in stages)
    return svg.drawing(WIDTH, height, *body, label=label, class_="mirror-drawing", interactive=address is not None)


def _row(stage: MirrorStage, y: float, scale: float, lit: bool) -> str:
    chips = " · ".join(stage.chips)
    room = WIDTH - 12 - svg.width_of(chips, 10.5)
    name = svg.shorten(stage.name, room - 30, 14)
    bar = y + 26
    parts = [
        svg.element(
            "rect",
            x=0,
            y=y,
            width=WIDTH,
            height=ROW - 6,
            rx=8,
            fill="transparent",
            class_="frame lit" if lit else "frame",
            stroke="none",
        ),
        svg.text(4, y + 16, name, 14, "ink", "start", font_weight=650),
        svg.text(WIDTH - 4, y + 16, chips, 10.5, "muted", "end"),
        svg.rect(MIDDLE - REACH, bar, 2 * REACH, BAR, "band", rx=4),
        _half(stage.felt, -1, "hidden", bar, scale),
        _half(stage.measured, 1, "unfelt", bar, scale),
        svg.text(4, bar + BAR + 15, _figure(felt_words(stage), stage.felt), 11.5, "ink", "start"),
        svg.text(WIDTH - 4, bar + BAR + 15, _figure(measured_words(stage), stage.measured), 11.5, "ink", "end"),
        svg.text(4, bar + BAR + 30, stage.owner or "no owner", 11, "muted" if stage.owner else "hidden", "start"),
    ]
    if stage.moment_of_truth:
        parts.append(svg.star(4 + svg.width_of(name, 14) + 14, y + 11, 6.5))
    return "".join(parts)


def _figure(words: str, half: Half) -> str:
    return words if half.state == "nothing" else f"{words} · n {wording.count(half.n)}"


def _half(half: Half, side: int, colour: str, y: float, scale: float) -> str:
    if half.state == "nothing":
        x = MIDDLE - REACH if side < 0 else MIDDLE
        return svg.element("rect", x=x, y=y, width=REACH, height=BAR, rx=4, fill="url(#mirror-hatch-rows)")
    shared, own = REACH * half.shared / scale, REACH * half.own / scale
    near = MIDDLE - shared if side < 0 else MIDDLE
    far = MIDDLE - shared - own if side < 0 else MIDDLE + shared
    faint = {"fill_opacity": 0.35} if half.state == "whole" else {}
    parts = [svg.rect(near, y, shared, BAR, "shared"), svg.rect(far, y, own, BAR, colour, **faint)]
    if own >= 46 and half.state == "split":
        parts.append(svg.text(far + own / 2, y + 17, wording.percent(half.own), 11.5, f"on-{colour}", font_weight=600))
    if half.low is not None and half.high is not None:
        ends = [MIDDLE + side * REACH * min(half.shared + end, scale) / scale for end in (half.low, half.high)]
        parts.append(svg.line(ends[0], y + BAR - 5, ends[1], y + BAR - 5, "ink", stroke_width=1.3, stroke_opacity=0.75))
        parts += [svg.line(x, y + BAR - 8, x, y + BAR - 2, "ink", stroke_width=1.3, stroke_opacity=0.75) for x in ends]
    return "".join(parts)
