"""Draw the README's picture from the sample's outcome: `make picture`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from analyzer.figures.mirror import columns
from analyzer.figures.mirror_stages import mirror_stages

GROUND = '<rect width="100%" height="100%" fill="#ffffff"/>'


def main(document: Path, picture: Path) -> None:
    """The mirror of alignment.json as one SVG on a white ground, so that it can be read on a dark page too."""
    drawing = columns(mirror_stages(json.loads(document.read_text(encoding="utf-8"))))
    head, rest = drawing.split(">", 1)
    if "xmlns=" not in head:
        head += ' xmlns="http://www.w3.org/2000/svg"'
    picture.write_text(f"{head}>{GROUND}{rest}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
