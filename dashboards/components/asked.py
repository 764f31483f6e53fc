"""What a page that does more than show the newest run is built from."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.components.address import Address
from dashboards.providers import Projects, Provider
from dashboards.providers.visitor import Visitor


@dataclass(frozen=True)
class Asked:
    """A project's data, the address that was asked for, who asks, and all projects that the server shows."""

    provider: Provider
    at: Address
    visitor: Visitor
    projects: Projects | None = None
