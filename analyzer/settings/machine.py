"""Which addresses mean this machine and no other."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def is_this_machine(host: str) -> bool:
    """Whether only this machine is meant by a host name or address, with or without port; IPv6 with or without
    brackets. A name other than localhost is taken as one that others answer to."""
    text = host.strip()
    bare = text.count(":") > 1 and not text.startswith("[")
    try:
        name = text if bare else urlsplit(f"//{text}").hostname or ""
        return name.casefold() == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
