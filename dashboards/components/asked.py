"""What a page that does more than show the newest run is built from."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.components.address import Address
from dashboards.providers import Provider
from dashboards.providers.visitor import Visitor


@dataclass(frozen=True)
class Asked:
    """A project's data, the address that was asked for, and who asks."""

    provider: Provider
    at: Address
    visitor: Visitor
