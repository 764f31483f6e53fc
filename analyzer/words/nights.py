"""A night in words: first what changed, or that nothing did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.document import AlignmentDocument
from analyzer.words import wording

NAMES = {
    "regressed": "back again",
    "worse": "worse",
    "new": "new",
    "not_measurable": "not measurable any more",
    "better": "better",
    "resolved": "resolved",
    "restated": "restated",
    "unchanged": "unchanged",
}


def night_words(document: AlignmentDocument, content: Mapping[str, Any]) -> str:
    """The first line, a line for each finding that changed, and what is out of the ordinary in the data."""
    titles = {row["id"]: row["title"] for row in document["mismatches"]}
    lines = [_first_line(content)]
    for word, name in NAMES.items():
        if word != "unchanged":
            lines += [f"  {name}: {wording.isolated(titles.get(one, one))}" for one in content[word]]
    lines += [f"Note: {one['fact']}" for one in content["details"]["warnings"]]
    return "\n".join(lines)


def _first_line(content: Mapping[str, Any]) -> str:
    if content["since"] is None:
        found = len(content["new"])
        return f"The first night: {found} {wording.plural('mismatch', found)}, with which later nights are compared."
    parts = [f"{len(content[w])} {name}" for w, name in NAMES.items() if w != "unchanged" and content[w]]
    same = len(content["unchanged"])
    kept = f"{same} unchanged"
    return (
        f"Since {content['since']}: {', '.join([*parts, kept])}."
        if parts
        else (f"Nothing changed since {content['since']} ({kept}).")
    )
