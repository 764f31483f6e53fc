"""Variants: the paths that cases took, each as a chain of activities coloured by stage, with how many cases took it."""

from __future__ import annotations

from analyzer.document.parts.process import ProcessSection, VariantRow
from analyzer.figures import svg
from analyzer.figures.palette import STAGES, stage_colour
from analyzer.figures.process_tables import written_share
from analyzer.words import wording
from analyzer.words.language import say

WIDTH, ROW, CHAIN = 960.0, 42.0, 190.0
SHOWN = 10


def variants(process: ProcessSection, stages: list[str], shown: int = SHOWN) -> str:
    """The most frequent variants as SVG; empty where there are none. `stages` are the journey's, in order."""
    first = process.get("variants", [])[:shown]
    if not first:
        return ""
    number = {name: i for i, name in enumerate(stages)}
    of = {
        a["activity"]: number.get(a["stage"]) if a["stage"] is not None else None for a in process.get("activities", [])
    }
    most = max(variant["cases"] for variant in first)
    body = [_variant(variant, i * ROW, most, of) for i, variant in enumerate(first)]
    label = say("variants.label") + " ".join(
        say("variants.cases", cases=v["cases"], activities=", ".join(v["activities"])) for v in first
    )
    return svg.drawing(WIDTH, ROW * len(first), *body, label=label, class_="variants", interactive=True)


def _variant(variant: VariantRow, y: float, most: int, stage_of: dict[str, int | None]) -> str:
    steps = variant["activities"]
    wide = min((WIDTH - CHAIN - 4) / max(len(steps), 1), 120.0)
    cases, share = wording.count(variant["cases"]), written_share(variant["share"], 1.0)
    parts = [
        svg.rect(0, y + 11, 80 * variant["cases"] / most, 14, "aligned", rx=2),
        svg.text(88, y + 22, f"{cases} · {share}", 11.5, "ink", "start"),
    ]
    parts += [_step(step, CHAIN + i * wide, y + 4, wide, stage_of.get(step)) for i, step in enumerate(steps)]
    how = say("variants.cases_median", cases=cases, median_s=wording.duration(variant["median_s"]))
    path = " → ".join(steps)
    spoken = {"aria_label": f"{how}: {path}", "data_tip": f"{how}\n{path}"}
    return svg.element("g", *parts, tabindex=0, role="img", class_="has-tip", **spoken)


def _step(name: str, x: float, y: float, wide: float, stage: int | None) -> str:
    tip = min(6.0, wide / 3)
    shape = f"M{x:.1f} {y:.1f}h{wide - tip - 1:.1f}l{tip:.1f} 16l{-tip:.1f} 16h{tip + 1 - wide:.1f}l{tip:.1f} -16Z"
    colour = "stage-none" if stage is None else f"stage-{stage % len(STAGES)}"
    place = {"x": x + tip, "y": y + 29, "width": max(wide - 2 * tip - 2, 1), "height": 3.0}
    mark = svg.element("rect", **place, fill=stage_colour(stage).light, class_=colour)
    lines = svg.wrap(name, wide - tip - 8, 9.5, 2) if wide > 30 else []
    top = y + (18 if len(lines) == 1 else 13)
    words = (svg.text(x + wide / 2 + 2, top + 11 * i, one, 9.5) for i, one in enumerate(lines))
    return svg.path(shape, "band", stroke="none") + mark + "".join(words)
