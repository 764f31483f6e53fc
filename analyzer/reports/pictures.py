"""Figures as pictures for files that cannot draw them: an SVG of ours on white, as PNG."""

from __future__ import annotations

import re
from functools import cache

from analyzer.errors import SettingsError

FAMILIES = ("DejaVu Sans", "Liberation Sans", "Noto Sans", "Arial", "Helvetica", "Segoe UI", "Roboto")
PROBE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><text x="2" y="15" font-size="14">mm</text></svg>'
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


def png(drawing: str, width: int = 1600) -> bytes:
    """The first SVG of a drawing as PNG, `width` pixels wide. The same drawing gives the same bytes on one machine;
    fonts differ between machines. Raises SettingsError where the machine has no font that letters can be drawn with."""
    import resvg_py

    family = _family()
    found = re.search(r"<svg\b.*?</svg>", drawing, re.DOTALL)
    if found is None:
        raise ValueError("A drawing without an SVG has no picture.")
    svg = found[0] if NAMESPACE in found[0].split(">", 1)[0] else found[0].replace("<svg", f"<svg {NAMESPACE}", 1)
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, width=width, background="#ffffff", font_family=family, sans_serif_family=family
        )
    )


@cache
def _family() -> str:
    """The first family that draws letters at all."""
    import resvg_py

    blank = bytes(resvg_py.svg_to_bytes(svg_string=PROBE.replace(">mm<", "> <"), background="#ffffff"))
    for family in FAMILIES:
        drawn = resvg_py.svg_to_bytes(
            svg_string=PROBE, background="#ffffff", font_family=family, sans_serif_family=family
        )
        if bytes(drawn) != blank:
            return family
    raise SettingsError(
        expected="a font without serifs to draw pictures with, such as DejaVu Sans",
        found="none on this machine",
        where="the fonts of the system",
        do="install one (on Debian and Ubuntu: apt install fonts-dejavu-core)",
    )
