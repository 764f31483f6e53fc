"""The method's own text, by paragraph: what every number on the pages links to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from analyzer.settings.shipped import shipped

HEADING = re.compile(r"^(#{1,3}) (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Paragraph:
    """A heading of the method, its level (1 the title), the anchor that links mean, and the Markdown beneath it."""

    level: int
    title: str
    anchor: str
    text: str


@cache
def paragraphs() -> tuple[Paragraph, ...]:
    """The whole method in its order; empty where the file did not come with the installation."""
    place = shipped("docs/method.md")
    if place is None:
        return ()
    words = place.read_text(encoding="utf-8")
    heads = list(HEADING.finditer(words))
    ends = [*(head.start() for head in heads[1:]), len(words)]
    return tuple(
        Paragraph(len(head[1]), head[2], anchor(head[2]), words[head.end() : end].strip())
        for head, end in zip(heads, ends, strict=True)
    )


def anchor(title: str) -> str:
    """A heading's anchor, as documentation sites make it: small letters, hyphens for spaces, nothing else."""
    return re.sub(r"[^\w\- ]", "", title.casefold()).replace(" ", "-")
