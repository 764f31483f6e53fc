"""The 2×2 of one stage as a mosaic: widths are the company's verdicts, heights the customers' within them, areas the
visits."""

from __future__ import annotations

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.document.parts.stages import BothRow
from analyzer.figures import svg
from analyzer.words import wording
from analyzer.words.language import say

WIDTH, HEIGHT = 400.0, 300.0
LEFT, TOP, RIGHT, BOTTOM = 0.0, 34.0, 400.0, 268.0
GAP = 4.0
CELLS = {
    "good_good": ("aligned", "mosaic.both_fine"),
    "good_bad": ("hidden", "mosaic.hidden_friction"),
    "bad_good": ("unfelt", "mosaic.off_target_unfelt"),
    "bad_bad": ("shared", "mosaic.both_see_it"),
}


KINDS = ("hidden_friction", "silent_defect", "shared_failure", "broken_promise")  # mismatches that are read off the 2×2


def both_of(document: AlignmentDocument, mismatch: MismatchRow) -> BothRow | None:
    """The 2×2 of a mismatch's stage, where the mismatch is one of the two verdicts and any visit was rated."""
    if mismatch["kind"] not in KINDS:
        return None
    both = next((s["both"] for s in document["stages"] if s["name"] == mismatch["stage"]), None)
    return both if both and any(both.values()) else None


def mosaic(both: BothRow, stage: str) -> str:
    """The mosaic as SVG. `both` holds good_good, good_bad, bad_good, bad_bad: company verdict _ customer verdict.
    Empty without visits."""
    n = both["good_good"] + both["good_bad"] + both["bad_good"] + both["bad_bad"]
    if not n:
        return ""
    room = RIGHT - LEFT - GAP
    fine = both["good_good"] + both["good_bad"]
    split = LEFT + room * fine / n
    body = [
        _side(
            both["good_bad"],
            both["good_good"],
            "good",
            LEFT,
            split - LEFT,
            n,
            say("mosaic.on_target", fine=wording.percent(fine / n)),
        ),
        _side(
            both["bad_bad"],
            both["bad_good"],
            "bad",
            split + GAP,
            RIGHT - split - GAP,
            n,
            say("mosaic.off", part=wording.percent(1 - fine / n)),
        ),
        svg.text(
            LEFT,
            HEIGHT - 8,
            say("mosaic.visits_we_heard_about", n=wording.count(n)),
            11,
            "muted",
            "start",
        ),
    ]
    spoken = ", ".join(f"{say(CELLS[cell][1])} {visits}" for cell, visits in cells_of(both))
    return svg.drawing(
        WIDTH,
        HEIGHT,
        *body,
        label=say("mosaic.rated_visits", stage=stage, n=n, spoken=spoken),
        class_="mosaic",
        interactive=True,
    )


def cells_of(both: BothRow) -> list[tuple[str, int]]:
    """The four cells, company verdict _ customer verdict, with their visits."""
    return [
        ("good_good", both["good_good"]),
        ("good_bad", both["good_bad"]),
        ("bad_good", both["bad_good"]),
        ("bad_bad", both["bad_bad"]),
    ]


def _side(bad: int, good: int, verdict: str, x: float, width: float, n: int, title: str) -> str:
    total = good + bad
    if not total:
        return ""
    room = BOTTOM - TOP - GAP
    unhappy = room * bad / total
    cells = ((f"{verdict}_bad", bad, TOP, unhappy), (f"{verdict}_good", good, TOP + unhappy + GAP, room - unhappy))
    heading = svg.text(x, TOP - 12, title, 12, "ink", "start", font_weight=600) if width >= 90 else ""
    if width < 90:
        heading = svg.text(x + width, TOP - 12, title, 12, "ink", "end", font_weight=600)
    return heading + "".join(_cell(cell, visits, total, n, x, y, width, height) for cell, visits, y, height in cells)


def _cell(cell: str, visits: int, total: int, n: int, x: float, y: float, width: float, height: float) -> str:
    colour, key = CELLS[cell]
    name = say(key)
    mood = say("word.unhappy") if cell.endswith("bad") else say("mosaic.fine_or_neutral")
    of_all = say("mosaic.visits_of_all_rated", visits=wording.count(visits), visits_b=wording.percent(visits / n))
    tip = say("mosaic.of_this_side", name=name, of_all=of_all, visits=wording.percent(visits / total), mood=mood)
    parts = [svg.rect(x, y, width, height, colour, rx=3)]
    if width >= svg.width_of(name, 12) + 16 and height >= 40:
        parts.append(svg.text(x + 10, y + 19, name, 12, f"on-{colour}", "start", font_weight=600))
        parts.append(
            svg.text(x + 10, y + 34, say("mosaic.visits", visits=wording.count(visits)), 11, f"on-{colour}", "start")
        )
    elif width >= 30 and height >= 18:
        said = f"{name} · {wording.count(visits)}"
        fits = width >= svg.width_of(said, 12) + 16
        words = said if fits else wording.count(visits)
        parts.append(svg.text(x + width / 2, y + height / 2 + 4, words, 11, f"on-{colour}"))
    return svg.element(
        "g", *parts, tabindex=0, role="img", aria_label=tip.replace("\n", ": "), data_tip=tip, class_="has-tip"
    )
