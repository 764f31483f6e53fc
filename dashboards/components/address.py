"""Addresses: what a page was asked for, and links that stay in the same project and keep its filters."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlencode

from dashboards.providers.slices import KEYS

FILTERS = KEYS
REPEATED = ("rule",)  # beside the filters: each of its values counts
OTHER = "b."  # before the key of a filter: it is one of the other side of a comparison
COMPARED = "/process/compare"

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Address:
    """The path and the query of a page; `query` has the last value of each key, `pairs` all of them in their order."""

    path: str = "/"
    query: dict[str, str] = field(default_factory=dict)
    pairs: Pairs = ()

    def get(self, key: str) -> str | None:
        """One value of the query."""
        return self.query.get(key)

    @property
    def filters(self) -> Pairs:
        """The part of the query that says which part of the run is looked at."""
        return tuple(pair for pair in self.pairs or tuple(self.query.items()) if pair[0] in FILTERS and pair[1])

    @property
    def other(self) -> Pairs:
        """The filters of the other side of a comparison."""
        named = [(key.removeprefix(OTHER), value) for key, value in self.pairs if key.startswith(OTHER) and value]
        return tuple(pair for pair in named if pair[0] in FILTERS)

    def to(self, path: str, /, **query: str | Sequence[str] | None) -> str:
        """A link to another page of the same project with the same filters; what is None is left out, a sequence of
        values stands once for each."""
        kept = [pair for pair in self.filters if pair[0] not in query]
        given = [("project", self.get("project")), *_each(query)] if "project" not in query else _each(query)
        project = [pair for pair in given if pair[0] == "project"]
        written = urlencode([pair for pair in (*project, *kept, *(p for p in given if p not in project)) if pair[1]])
        return f"{path}?{written}" if written else path

    def here(self, /, **query: str | Sequence[str] | None) -> str:
        """A link to this page with another part of its query."""
        rest: dict[str, str | Sequence[str] | None] = {k: v for k, v in self.query.items() if k not in FILTERS}
        every = [key for key in rest if key in REPEATED or key.startswith(OTHER)]
        rest.update({key: [v for k, v in self.pairs if k == key] for key in every})
        return self.to(self.path, **{**rest, **query})

    def without(self, key: str, value: str) -> str:
        """A link to this page without one of its filters."""
        return self.here(**{key: [v for k, v in self.filters if k == key and v != value]})

    def everything(self) -> str:
        """A link to this page without filters."""
        return self.here(**dict.fromkeys(FILTERS))

    def mismatch(self, identity: str) -> str:
        """A link to the page of a mismatch."""
        return self.to(f"/mismatch/{quote(identity, safe='')}")

    def case(self, case_id: str) -> str:
        """A link to the mirror of a case, whatever its name is made of."""
        return self.to(f"/case/{quote(case_id, safe='')}")

    def quoted(self, identity: str, words: str) -> str:
        """A link to the one case of a mismatch in which something was said; the first, where several hold it."""
        return self.to("/cases", mismatch=identity, said=words, one="1")

    def rest(self, desk: str) -> str:
        """What stands behind a desk in the path, as it was before it was written into an address."""
        return unquote(self.path.removeprefix(desk).removeprefix("/"))


def read_address(path: str | None, search: str | None) -> Address:
    """The address that a browser shows."""
    pairs = tuple(parse_qsl((search or "").removeprefix("?")))
    return Address(path or "/", dict(pairs), pairs)


def path_key(activities: Sequence[str]) -> str:
    """A path that cases take, in an address: short, and the same from run to run."""
    return hashlib.sha256("\0".join(activities).encode()).hexdigest()[:12]


def _each(query: dict[str, str | Sequence[str] | None]) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    for key, value in query.items():
        found += [(key, value)] if value is None or isinstance(value, str) else [(key, one) for one in value]
    return found
