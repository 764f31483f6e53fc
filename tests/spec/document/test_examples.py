"""The documents that tests of figures and pages rest on have the format, and no key that a run does not write."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.document import checked
from analyzer.document.schema import schema
from tests.real_document import empty, example, journey_of, quiet, real

DEFS = schema()["$defs"]


def unknown(value: Any, part: Any, place: str) -> list[str]:
    """The keys of a value that its part of the schema does not name."""
    found: list[str] = []
    for one in part.get("anyOf", [part]):
        named = DEFS[one["$ref"].rsplit("/", 1)[1]] if "$ref" in one else one
        keys = named.get("properties", {})
        if isinstance(value, dict) and keys:
            found += [f"{place}.{key}" for key in value if key not in keys]
            found += [
                f for key, item in value.items() if key in keys for f in unknown(item, keys[key], f"{place}.{key}")
            ]
        if isinstance(value, list) and isinstance(named.get("items"), dict):
            found += [f for item in value for f in unknown(item, named["items"], f"{place}[]")]
    return found


@pytest.mark.parametrize(
    "document",
    [real(), example(), empty(), quiet(), journey_of(3), journey_of(15)],
    ids=["a run", "example", "empty", "quiet", "three stages", "fifteen stages"],
)
def test_a_document_of_the_tests_has_the_format(document: Any) -> None:
    assert checked(document, "a test") is document
    assert unknown(document, schema(), "") == []


def test_a_key_that_nothing_writes_is_seen() -> None:
    document = real()
    document["process"]["conformance"]["cases"] = 3
    assert unknown(document, schema(), "") == [".process.conformance.cases"]
