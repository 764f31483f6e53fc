"""The JSON Schema of alignment.json, made from the types: `python -m analyzer.document.schema` writes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analyzer.document.parts.whole import FORMAT, AlignmentDocument

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PUBLISHED = Path(__file__).parents[2] / "docs" / "alignment.schema.json"


def schema() -> dict[str, Any]:
    """The schema (JSON Schema, draft 2020-12). Objects may have further keys: a newer program may add some."""
    import msgspec

    made = msgspec.json.schema(AlignmentDocument)
    made["$defs"]["AlignmentDocument"]["properties"]["format"] = {"const": FORMAT}
    return {"$schema": DIALECT, "title": FORMAT, **made}


def schema_text() -> str:
    """The schema as its file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PUBLISHED.write_text(schema_text(), encoding="utf-8")
