"""The service blueprint as a drawing: stages side by side, what customers see above the line of visibility, what they
do not below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.figures import svg
from analyzer.figures.blueprint_cells import ROWS, BlueprintColumn, Item, columns
from analyzer.figures.faces import faces
from analyzer.figures.palette import stage_colour
from analyzer.words.language import say
from analyzer.words.wording import kind_name

SIDE, LEAST, GAP, PAD = 106.0, 146.0, 10.0, 12.0
ROOM = 900.0  # few stages share it, many go beyond it
NARROW = 350.0
MARKS = {"hidden_friction": "hidden", "silent_defect": "unfelt", "shared_failure": "shared"}
Address = Callable[[str], str]


def service_blueprint(document: AlignmentDocument, address: Address | None = None) -> str:
    """The blueprint as HTML with a wide SVG and, for narrow screens, one SVG a stage; empty without stages.

    `address` gives the address of a mismatch by its id; without it mismatches are named and lead nowhere.
    """
    every = columns(document)
    if not every:
        return ""
    width = max(ROOM, SIDE + len(every) * (LEAST + GAP))
    wide = _wide(every, width, address)
    narrow = "".join(_narrow(column, address) for column in every)
    scrolled = f'<div class="scroll" tabindex="0"><div style="min-width:{0.85 * width:.0f}px">{wide}</div></div>'
    return faces("blueprint-drawing", scrolled, narrow)


def _wide(every: Sequence[BlueprintColumn], width: float, address: Address | None) -> str:
    wide = (width - SIDE) / len(every) - GAP
    heads = [_head(column, SIDE + i * (wide + GAP), 0, wide, address) for i, column in enumerate(every)]
    y = max(height for _, height in heads) + 14
    body = [drawn for drawn, _ in heads]
    for key, of, line in ROWS:
        name = say(of)
        cells = [_cell(c.cells.get(key, ()), SIDE + i * (wide + GAP), y + PAD, wide) for i, c in enumerate(every)]
        high = max([30.0, *(height for _, height in cells)]) + 2 * PAD
        words = svg.wrap(name, SIDE - 8, 12, 3)
        body += [
            svg.text(0, y + PAD + 17 + 15 * i, w, 12, "muted", "start", font_weight=600) for i, w in enumerate(words)
        ]
        body += [drawn for drawn, _ in cells]
        y += high
        body.append(_line(y, width - GAP, line))
        y += 20 if line else 0
    return svg.drawing(width - GAP, y, *body, label=_spoken(every), interactive=True, class_="blueprint")


def _narrow(column: BlueprintColumn, address: Address | None) -> str:
    head, y = _head(column, 0, 0, NARROW, address)
    body = [head]
    y += 10
    for key, of, line in ROWS:
        name = say(of)
        items = column.cells.get(key, ())
        if items:
            drawn, high = _cell(items, 0, y + 24, NARROW)
            body += [svg.text(0, y + 16, name, 12, "muted", "start", font_weight=600), drawn]
            y += high + 34
        if line:
            body.append(_line(y, NARROW, line))
            y += 22
    return svg.drawing(NARROW, y + 18, *body, label=_spoken([column]), interactive=True, class_="blueprint")


def _head(column: BlueprintColumn, x: float, y: float, width: float, address: Address | None) -> tuple[str, float]:
    """The name of a stage, its numbers, and its mismatches; with the height that it takes."""
    shade = stage_colour(column.number)
    place = "stage-none" if column.number is None else f"stage-{column.number % 8}"
    parts = [svg.element("rect", x=x, y=y, width=width, height=5.0, rx=2.5, fill=shade.light, class_=place)]
    lines = svg.wrap(column.name, width - (22 if column.star else 2), 15, 2)
    y += 26
    parts += [svg.text(x, y + 18 * i, line, 15, "ink", "start", font_weight=650) for i, line in enumerate(lines)]
    if column.star:
        star = svg.star(x + width - 9, y - 5, 8)
        parts.append(
            svg.element(
                "g",
                star,
                role="img",
                aria_label=say("service_blueprint.moment_of_truth"),
                data_tip=say("service_blueprint.moment_of_truth_weighs"),
            )
        )
    y += 18 * len(lines)
    notes = [svg.shorten(line, width, 11.5) for line in column.note.split("\n")]
    parts += [svg.text(x, y + 15 * i, note, 11.5, "muted", "start") for i, note in enumerate(notes)]
    y += 15 * len(notes) + 6
    for mismatch in column.mismatches[:4]:
        parts.append(_mismatch(mismatch, x, y, width, address))
        y += 20
    return "".join(parts), y


def _mismatch(mismatch: MismatchRow, x: float, y: float, width: float, address: Address | None) -> str:
    mark = svg.rect(x, y - 1, 9, 9, MARKS.get(mismatch["kind"], "muted"), rx=2)
    colour = "accent" if address else "ink"
    words = svg.text(x + 15, y + 8, svg.shorten(kind_name(mismatch["kind"]), width - 18, 12), 12, colour, "start")
    if address is None:
        return mark + words
    where = address(str(mismatch["id"]))
    return svg.element(
        "a",
        mark,
        words,
        href=where,
        data_stage="",
        data_tip=mismatch["title"],
        aria_label=mismatch["title"],
        class_="way",
    )


def _cell(items: Sequence[Item], x: float, y: float, width: float) -> tuple[str, float]:
    """The entries of a cell one beneath the other; with the height that they take."""
    drawn, begin = [], y
    for item in items:
        part, high = _item(item, x, y, width)
        drawn.append(part)
        y += high + 7
    return "".join(drawn), max(y - 7 - begin, 0.0)


def _item(item: Item, x: float, y: float, width: float) -> tuple[str, float]:
    lines = svg.wrap(item.name, width - 20, 12.5, 3)
    notes = svg.wrap(item.note, width - 20, 11, 2) if item.note else []
    high = 12 + 16.0 * len(lines) + 14 * len(notes) - (4 if item.plain else 0)
    colour = "muted" if item.hole or item.plain else "ink"
    inset = 0 if item.plain else 10
    words = [svg.text(x + inset, y + 18 + 16 * i, line, 12.5, colour, "start") for i, line in enumerate(lines)]
    below = y + 18 + 16 * len(lines) - 2
    words += [svg.text(x + inset, below + 14 * i, note, 11, "muted", "start") for i, note in enumerate(notes)]
    if item.plain:
        return "".join(words), high
    kind = {"stroke_dasharray": "4 4"} if item.hole else {}
    ground, edge = ("surface", "given") if item.hole else ("band", "line")
    box = svg.element("rect", x=x + 0.5, y=y + 0.5, width=width - 1, height=high - 1, rx=7, fill=svg.light(ground),
                      stroke=svg.light(edge), class_=f"c-{ground} s-{edge}", **kind)  # fmt: skip
    tip = item.tip or (say("service_blueprint.a_hole_nothing_is", name=item.name) if item.hole else item.name)
    said = tip.replace("\n", ", ")
    return svg.element("g", box, *words, tabindex=0, role="img", aria_label=said, data_tip=tip, class_="has-tip"), high


def _line(y: float, width: float, key: str | None) -> str:
    """What parts two rows: a hair, or one of the three lines of a blueprint with its name."""
    if key is None:
        return svg.line(0, y, width, y, "line", stroke_width=1)
    visible = key == "blueprint_cells.line_of_visibility"
    shape = svg.line(
        0, y, width, y, "ink" if visible else "given", stroke_width=2.0 if visible else 1.4,
        stroke_dasharray=None if visible else "7 5",
    )  # fmt: skip
    return shape + svg.text(0, y + 14, say(key), 11, "ink" if visible else "muted", "start", font_style="italic")


def _spoken(every: Sequence[BlueprintColumn]) -> str:
    said = []
    for column in every:
        gaps = [item.name for items in column.cells.values() for item in items if item.hole]
        said.append(
            f"{column.name}: {column.note.replace(chr(10), ', ')}"
            + (say("service_blueprint.holes", gaps=", ".join(gaps)) if gaps else "")
            + "."
        )
    return say("service_blueprint.service_blueprint") + " ".join(said)
