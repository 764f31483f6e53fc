"""A stage of the mirror as something one can point at, reach by keyboard and follow."""

from __future__ import annotations

from collections.abc import Callable

from analyzer.figures import svg
from analyzer.figures.mirror_stages import MirrorStage

Address = Callable[[str], str]


def linked(stage: MirrorStage, body: str, address: Address | None, selected: str | None) -> str:
    """A stage with its tooltip; a link where `address` gives one; dim where another stage is selected."""
    words = {
        "data_tip": "\n".join(stage.tip),
        "class_": "stage-link" + (" dim" if selected not in (None, stage.name) else ""),
        "aria_label": stage.spoken,
    }
    if address is None:
        return svg.element("g", body, tabindex=0, role="img", **words)
    current = "true" if selected == stage.name else None
    return svg.element("a", body, href=address(stage.name), data_stage=stage.name, aria_current=current, **words)


def frame(x: float, y: float, width: float, height: float, lit: bool) -> str:
    """What shows that a stage is pointed at, or lit."""
    size = {"x": x, "y": y, "width": width, "height": height}
    names = "frame lit" if lit else "frame"
    return svg.element("rect", **size, rx=9, fill="transparent", stroke="none", stroke_width=2, class_=names)
