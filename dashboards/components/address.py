"""Addresses: what a page was asked for, and links that stay in the same project."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode


@dataclass(frozen=True)
class Address:
    """The path and the query of a page."""

    path: str = "/"
    query: dict[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str | None:
        """One value of the query."""
        return self.query.get(key)

    def to(self, path: str, **query: str | None) -> str:
        """A link to another page of the same project; what is None is left out."""
        kept = {"project": self.get("project"), **query}
        written = urlencode({key: value for key, value in kept.items() if value})
        return f"{path}?{written}" if written else path

    def mismatch(self, identity: str) -> str:
        """A link to the page of a mismatch."""
        return self.to(f"/mismatch/{quote(identity, safe='')}")


def read_address(path: str | None, search: str | None) -> Address:
    """The address that a browser shows; of a key that comes twice, the last."""
    return Address(path or "/", dict(parse_qsl((search or "").removeprefix("?"))))
