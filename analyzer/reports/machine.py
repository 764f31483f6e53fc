"""alignment.json: the document as it is, keys in the contract's order, no number that is none."""

from __future__ import annotations

import json
from typing import Any, cast

from analyzer.document import AlignmentDocument

ORDER = (
    "format",
    "name",
    "case_noun",
    "period",
    "journey",
    "log",
    "signals",
    "quality",
    "alignment",
    "stages",
    "mismatches",
    "blame",
    "trend",
    "process",
)


def document_json(document: AlignmentDocument) -> str:
    """The document as JSON with a newline at its end. Further keys follow the known ones by name, `run` comes last.

    Raises ValueError for NaN and infinities: a measure without data is null.
    """
    known = [key for key in ORDER if key in document]
    further = sorted(key for key in document if key not in ORDER and key != "run")
    last = ["run"] if "run" in document else []
    content = cast("dict[str, Any]", document)
    ordered = {key: content[key] for key in (*known, *further, *last)}
    return json.dumps(ordered, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
