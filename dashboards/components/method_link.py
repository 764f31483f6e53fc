"""A link from a number to the paragraph of the method that says how it is made."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from analyzer.words.language import say
from dashboards.components.attributes import attributes

# What stands on the pages, by the beginning of its name → the anchor of its paragraph (docs/method.md).
PARAGRAPHS = {
    "mirror": "the-mirror",
    "measure": "4-measures",
    "share": "4-measures",
    "trend": "4-measures",
    "verdicts": "4-measures",
    "unhappy": "4-measures",
    "nps": "4-measures",
    "csat": "4-measures",
    "ces": "4-measures",
    "review": "4-measures",
    "stories": "5-when-a-mismatch-is-supported",
    "rank": "7-ranking",
    "drivers": "6-drivers",
    "slice-drivers": "6-drivers",
    "blame": "what-is-reported",
    "comparison": "the-comparison-beside-the-drivers",
    "difference": "the-comparison-beside-the-drivers",
    "words": "8-customers-words",
    "slice": "a-part-of-the-whole",
    "coverage": "coverage",
    "rests-on": "coverage",
    "kinds": "verdict",
    "signals": "verdict",
    "stage-from": "stage",
    "journey": "1-visits",
    "stages": "1-visits",
    "times": "1-visits",
    "promises": "2-the-companys-verdict",
    "case": "1-visits",
    "blueprint": "1-visits",
    "value-effort": "value-against-effort",
    "process": "the-process-itself",
    "variants": "the-process-itself",
    "covered": "the-process-itself",
    "conformance": "the-process-itself",
    "deviations": "the-process-itself",
    "model": "the-process-itself",
    "rework": "the-process-itself",
    "handovers": "the-process-itself",
    "handover-network": "the-process-beside-its-map",
    "handover-names": "the-process-beside-its-map",
    "dotted-chart": "the-process-beside-its-map",
    "spectrum": "the-process-beside-its-map",
    "durations": "the-process-beside-its-map",
    "weekly-flow": "the-process-beside-its-map",
    "paths": "the-process-beside-its-map",
    "rules": "the-process-beside-its-map",
    "own-model": "the-process-beside-its-map",
    "own-model-drawn": "the-process-beside-its-map",
    "replay": "the-process-beside-its-map",
    "mirror-a": "two-parts-side-by-side",
    "mirror-b": "two-parts-side-by-side",
    "both": "two-parts-side-by-side",
    "differences": "two-parts-side-by-side",
    "difference-hidden": "two-parts-side-by-side",
    "difference-unhappy": "two-parts-side-by-side",
    "difference-off": "two-parts-side-by-side",
    "difference-unfelt": "two-parts-side-by-side",
    "topics-a": "two-parts-side-by-side",
    "topics-b": "two-parts-side-by-side",
    "roles": "the-process-itself",
}


def paragraph_of(name: str) -> str | None:
    """The anchor for what is called so; the longest beginning counts."""
    fits = [key for key in PARAGRAPHS if name == key or name.startswith(f"{key}-")]
    return PARAGRAPHS[max(fits, key=len)] if fits else None


def how(name: str) -> list[Component]:
    """A link "How it is measured"; none where the method says nothing of it."""
    anchor = paragraph_of(name)
    if anchor is None:
        return []
    what = name.replace("-", " ")
    label = attributes(aria_label=say("method_link.how_it_is_measured", what=what))
    return [html.A(say("word.how_it_is_measured"), href=f"/method#{anchor}", className="how", **label)]
