"""The published schema of alignment.json is the one that the types make; the types name every key of every kind."""

from __future__ import annotations

import json
from typing import get_type_hints

from analyzer.document.parts.mismatches import EvidenceRow
from analyzer.document.schema import PUBLISHED, schema, schema_text
from analyzer.tables.facts import OF_KIND
from analyzer.tables.mismatch import KINDS_OF_MISMATCH


def test_the_published_schema_is_made_from_the_types() -> None:
    """Where this fails: `python -m analyzer.document.schema` writes it again."""
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text()


def test_it_asks_for_what_the_contract_promises_and_allows_more() -> None:
    whole = schema()["$defs"]["AlignmentDocument"]
    promised = {"format", "log", "signals", "quality", "alignment", "stages", "mismatches"}
    assert promised <= set(whole["required"])
    assert whole["properties"]["format"] == {"const": "alignment/1"}
    assert not [name for name, part in schema()["$defs"].items() if part.get("additionalProperties") is False]
    assert json.loads(schema_text()) == schema()


def test_every_kind_has_facts_and_the_document_names_all_of_them() -> None:
    assert set(OF_KIND) == set(KINDS_OF_MISMATCH)
    named = {key for facts in OF_KIND.values() for key in get_type_hints(facts)}
    assert named == set(get_type_hints(EvidenceRow))
