"""XML as it may be read: nothing is loaded beside the file, no entities, no document type, no network."""

from __future__ import annotations

from typing import Any

from analyzer.ingest.sources.files import GivenFile

SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
}


def check_start(given: GivenFile) -> None:
    """Refuse what is no log in XML, and every document type, before anything in it can be expanded."""
    from lxml import etree

    with given.path.open("rb") as file:
        _, root = next(iter(etree.iterparse(file, events=("start",), **SAFE)))
        if root.getroottree().docinfo.internalDTD is not None:
            raise given.refuse(
                "XES without a document type",
                "a <!DOCTYPE …>, which may bring entities",
                "take the <!DOCTYPE …> out of the file",
            )
        if etree.QName(root).localname != "log":
            raise given.refuse(
                "XES, which starts with <log>",
                f"XML that starts with <{etree.QName(root).localname}>",
                "export the event log as XES or CSV",
            )
