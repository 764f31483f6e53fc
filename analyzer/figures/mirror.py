"""The mirror: the stages of the journey side by side, customers' pain above the line of visibility, the company's
own below it.

`mirror` gives one piece of HTML with three faces of the same numbers: columns where there is room, rows on a narrow
screen (the
page's stylesheet chooses by the width of the container), and a table for those who read rather than see.
"""

from __future__ import annotations

from html import escape
from typing import Any

from analyzer.document import AlignmentDocument
from analyzer.figures import svg
from analyzer.figures.mirror_links import Address, frame, linked
from analyzer.figures.mirror_rows import rows
from analyzer.figures.mirror_stages import (
    DERIVED,
    Half,
    MirrorStage,
    felt_words,
    measured_words,
    mirror_stages,
    scale_of,
)
from analyzer.words import wording
from analyzer.words.language import say
from analyzer.words.written import PERCENT, Written

GUTTER = 96.0  # left of the columns: what the halves are, and the scale
HEAD, HALF, FOOT = 104.0, 158.0, 74.0
PARTS = ("hidden", "shared", "unfelt")  # of a bar, as the key names them
BREAKS = (560, 680, 800, 920, 1040)  # container widths at which the stylesheet can turn columns to rows


def mirror(
    document: AlignmentDocument,
    address: Address | None = None,
    selected: str | None = None,
    scale: float | None = None,
) -> str:
    """The mirror as HTML. `address` gives the link of a stage, by its name; `selected` is the stage that is lit;
    `scale` is the share at the end of a half, where two mirrors are to have the same."""
    stages = mirror_stages(document)
    if not stages:
        return f'<p class="nothing">{say("mirror.no_stages")}</p>'
    width = GUTTER + max(len(stages) * 92.0, 864.0)
    below = min((b for b in BREAKS if b >= width * 0.7), default=BREAKS[-1])
    wide = columns(stages, width, address, selected, scale)
    end = scale or scale_of(stages)
    narrow, wider = (rows(stages, end, room, address, selected) for room in (360.0, 640.0))
    return (
        f'<div class="mirror rows-below-{below}">{_key()}<div class="mirror-columns">{wide}</div>'
        f'<div class="mirror-rows">{narrow}</div><div class="mirror-rows-wide">{wider}</div></div>'
    )


def caption(document: AlignmentDocument) -> str:
    """What one must know to read the mirror of this document."""
    stages = mirror_stages(document)
    whole = any(half.state != "split" for stage in stages for half in (stage.felt, stage.measured))
    said = [say("caption.mirror")]
    said += [say("caption.mirror.faint")] if whole else []
    said += [say("caption.mirror.derived", mark=DERIVED)] if any(stage.derived for stage in stages) else []
    return " ".join(said)


def _key() -> str:
    """What the three colours mean, above them; the words stand in the drawing too, so a saved picture does without."""
    marks = (
        f'<li><span class="mirror-{of}"></span><strong>{say(f"mirror.key.{of}")}:</strong>'
        f" {say(f'mirror.key.{of}.means')}</li>"
        for of in PARTS
    )
    return f'<ul class="mirror-key">{"".join(marks)}</ul>'


def columns(
    stages: list[MirrorStage],
    width: float = 960.0,
    address: Address | None = None,
    selected: str | None = None,
    scale: float | None = None,
) -> str:
    """The mirror as one SVG with a column a stage, all equally wide."""
    scale = scale or scale_of(stages)
    gap = 12.0 if len(stages) <= 8 else 8.0
    wide = (width - GUTTER - gap * (len(stages) - 1)) / len(stages)
    body = [svg.element("defs", svg.hatch("mirror-hatch", "line")), _axis(width, scale)]
    for number, stage in enumerate(stages):
        x = GUTTER + number * (wide + gap)
        body.append(linked(stage, _column(stage, x, wide, scale, stage.name == selected), address, selected))
    middle = HEAD + HALF
    body.append(
        svg.line(
            GUTTER - 8, middle, width, middle, "ink", stroke_width=1.6, stroke_dasharray="7 5", pointer_events="none"
        )
    )
    return svg.drawing(
        width + 4,  # the frame of the last stage
        HEAD + 2 * HALF + FOOT,
        *body,
        label=_label(stages),
        class_="mirror-drawing",
        interactive=True,
    )


def table(document: AlignmentDocument) -> list[dict[str, str]]:
    """The mirror's numbers as rows of words, for screen readers and for the download."""
    rows_ = []
    for stage in mirror_stages(document):
        split = stage.felt.state == "split"
        rows_.append(
            {
                say("column.stage"): stage.name,
                say("column.owner"): stage.owner or say("word.no_owner"),
                say("column.rated_visits"): wording.count(stage.felt.n),
                say("column.unhappy"): _total(stage.felt),
                say("column.hidden"): _part(stage.felt) if split else wording.NO_VALUE,
                say("column.seen_by_both"): wording.percent(stage.felt.shared) if split else wording.NO_VALUE,
                say("column.off_target"): _off_target(stage),
                say("column.unfelt"): _part(stage.measured) if split else wording.NO_VALUE,
                say("column.scores"): ", ".join(stage.chips) or wording.NO_VALUE,
            }
        )
    return rows_


def table_html(document: AlignmentDocument) -> str:
    """The same as an HTML table."""
    data = table(document)
    if not data:
        return ""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in data[0])
    body = "".join(
        "<tr>" + "".join(_cell(place, value) for place, value in enumerate(row.values())) + "</tr>" for row in data
    )
    parts = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<table class="numbers"><caption>{say("mirror.as_table")}</caption>{parts}</table>'


def _cell(place: int, value: str) -> str:
    return f'<th scope="row">{escape(value)}</th>' if place == 0 else f"<td>{escape(value)}</td>"


def _total(half: Half) -> str:
    return half.why if half.state == "nothing" else wording.percent(half.total)


def _off_target(stage: MirrorStage) -> str:
    total = _total(stage.measured)
    return Written(say("mirror.derived_target", total=total), stage.measured.total, PERCENT) if stage.derived else total


def _part(half: Half) -> str:
    return wording.share_between({"value": half.own, "low": half.low, "high": half.high})


def _label(stages: list[MirrorStage]) -> str:
    return say("word.the_mirror") + " ".join(stage.spoken for stage in stages)


def _axis(width: float, scale: float) -> str:
    middle = HEAD + HALF
    parts = []
    for step in (scale / 2, scale):
        for side in (-1, 1):
            y = middle + side * HALF * step / scale
            parts.append(svg.text(GUTTER - 10, y + 3.5, wording.percent(step), 10, "muted", "end"))
    for words, y in (
        (say("mirror.axis.felt").split("|"), middle - HALF * 0.8),
        (say("mirror.axis.measured").split("|"), middle + HALF * 0.72),
    ):
        parts += [
            svg.text(GUTTER - 10, y + 14 * i, word, 11.5, "ink", "end", font_weight=600) for i, word in enumerate(words)
        ]
    for i, word in enumerate(say("mirror.axis.line").split("|")):
        parts.append(svg.text(GUTTER - 12, middle - 4 + 13 * i, word, 10, "muted", "end", font_style="italic"))
    return "".join(parts)


def _column(stage: MirrorStage, x: float, wide: float, scale: float, lit: bool) -> str:
    middle, centre = HEAD + HALF, x + wide / 2
    parts = [svg.rect(x, HEAD, wide, 2 * HALF, "band", rx=6)]
    for step in (scale / 2,):
        for side in (-1, 1):
            y = middle + side * HALF * step / scale
            parts.append(svg.line(x, y, x + wide, y, "line", stroke_width=1))
    parts += [_half(stage.felt, -1, "hidden", x, wide, scale), _half(stage.measured, 1, "unfelt", x, wide, scale)]
    parts += [_head(stage, centre, wide), _foot(stage, centre, wide)]
    around = frame(x - 3, 2.0, wide + 6, HEAD + 2 * HALF + FOOT - 4, lit)
    return around + "".join(parts)


def _half(half: Half, side: int, colour: str, x: float, wide: float, scale: float) -> str:
    middle, centre = HEAD + HALF, x + wide / 2
    if half.state == "nothing":
        top = HEAD if side < 0 else middle
        hatched = svg.element("rect", x=x, y=top, width=wide, height=HALF, rx=6, fill="url(#mirror-hatch)")
        lines = svg.wrap(half.why, wide - 12, 11, 3)
        y = top + HALF / 2 - 7 * (len(lines) - 1) + 4
        return hatched + "".join(_on_hatch(centre, y + 14 * i, words) for i, words in enumerate(lines))
    shared, own = HALF * half.shared / scale, HALF * half.own / scale
    near = middle - shared if side < 0 else middle
    far = middle - shared - own if side < 0 else middle + shared
    parts = [svg.rect(x, near, wide, shared, "shared")]
    if half.state == "whole":
        parts.append(
            svg.rect(
                x + 1, far, wide - 2, own, colour, fill_opacity=0.35, stroke=svg.light(colour), stroke_dasharray="4 3"
            )
        )
    else:
        parts.append(svg.rect(x, far, wide, own, colour))
        name = "hidden" if side < 0 else "unfelt"
        label = f"{wording.percent(half.own)} {name}" if wide >= 92 else wording.percent(half.own)
        if own >= 20:
            parts.append(svg.text(centre, far + own / 2 + 4, label, 12, f"on-{colour}", font_weight=600))
    return "".join(parts) + _whisker(half, side, x + wide - 11, scale)


def _on_hatch(x: float, y: float, words: str) -> str:
    wide = svg.width_of(words, 11) + 8
    return svg.rect(x - wide / 2, y - 11, wide, 15, "band", rx=3) + svg.text(x, y, words, 11, "muted")


def _whisker(half: Half, side: int, x: float, scale: float) -> str:
    if half.low is None or half.high is None:
        return ""
    middle = HEAD + HALF
    near, far = (middle + side * HALF * min(half.shared + end, scale) / scale for end in (half.low, half.high))
    stroke = {"stroke_width": 1.4, "stroke_opacity": 0.75}
    return svg.line(x, near, x, far, "ink", **stroke) + "".join(
        svg.line(x - 4, y, x + 4, y, "ink", **stroke) for y in (near, far)
    )


def _head(stage: MirrorStage, centre: float, wide: float) -> str:
    names = svg.wrap(stage.name, wide - (18 if stage.moment_of_truth else 2), 13.5, 2)
    parts = [
        svg.text(centre, 20 + 16 * i + (8 if len(names) == 1 else 0), name, 13.5, font_weight=650)
        for i, name in enumerate(names)
    ]
    if stage.moment_of_truth:
        first = svg.width_of(names[0], 13.5) * 0.44 + 13  # most fonts are narrower than the bound
        parts.append(svg.star(centre - min(first, wide / 2 - 5), 15 + (8 if len(names) == 1 else 0), 6.5))
    parts.append(_chips(stage.chips, centre, 54.0, wide))
    if stage.felt.state != "nothing":
        parts.append(_figure(felt_words(stage), "", centre, 80, wide))
        parts.append(svg.text(centre, 95, f"n {wording.count(stage.felt.n)}", 10.5, "muted"))
    return "".join(parts)


def _figure(words: tuple[str, str], mark: str, centre: float, y: float, wide: float) -> str:
    """A share set larger than its word, as in **27 %** unhappy."""
    value, word = words
    if wide < 104:
        word = word.partition(" ")[0]
    word += mark
    size = 14 if wide >= 92 else 12.5
    spans = svg.element("tspan", value, font_size=size, font_weight=700)
    if wide >= 84:
        spans += svg.element("tspan", f" {escape(word, quote=False)}", font_size=11.5)
    return svg.element("text", spans, x=centre, y=y, text_anchor="middle", fill=svg.light("ink"), class_="c-ink")


def _chips(chips: tuple[str, ...], centre: float, y: float, wide: float) -> str:
    sizes = [svg.width_of(words, 10.5) + 12 for words in chips]
    if sum(sizes) + 4 * (len(sizes) - 1) > wide + 6:
        return _chip_lines(chips, centre, y, wide + 6)
    x = centre - (sum(sizes) + 4 * (len(sizes) - 1)) / 2 if sizes else centre
    parts = []
    for words, size in zip(chips, sizes, strict=False):
        box = svg.element(
            "rect", x=x, y=y - 11, width=size, height=16.0, rx=8, fill="none", stroke=svg.light("line"), class_="s-line"
        )
        parts += [box, svg.text(x + size / 2, y + 1, words, 10.5, "muted")]
        x += size + 4
    return "".join(parts)


def _chip_lines(chips: tuple[str, ...], centre: float, y: float, wide: float) -> str:
    """Scores that have no room side by side, in as many lines as they need: none is left out."""
    lines: list[str] = []
    for words in chips:
        longer = f"{lines[-1]} · {words}" if lines else words
        if lines and svg.width_of(longer, 10.5) <= wide:
            lines[-1] = longer
        else:
            lines.append(words)
    first, step = (y - 5.5, 12.0) if len(lines) < 3 else (y - 6, 11.0)
    return "".join(svg.text(centre, first + step * i, words, 10.5, "muted") for i, words in enumerate(lines))


def _foot(stage: MirrorStage, centre: float, wide: float) -> str:
    y = HEAD + 2 * HALF
    parts = []
    if stage.measured.state != "nothing":
        parts = [
            _figure(measured_words(stage), DERIVED if stage.derived else "", centre, y + 22, wide),
            svg.text(centre, y + 37, f"n {wording.count(stage.measured.n)}", 10.5, "muted"),
        ]
    owner = svg.shorten(stage.owner, wide, 12) if stage.owner else say("word.no_owner")
    style: dict[str, Any] = {"font_weight": 500} if stage.owner else {"font_style": "italic"}
    return "".join(parts) + svg.text(centre, y + 58, owner, 12, "ink" if stage.owner else "hidden", **style)
