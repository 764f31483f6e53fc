"""How often wrong passwords may be tried: by name and address together, so that nobody keeps another one out, and by
address alone, so that nobody tries many names."""

from __future__ import annotations

import ipaddress

import flask

from analyzer.catalog import begin_try, forget_tries, take_back_try
from analyzer.settings.machine import is_this_machine
from dashboards.providers import Projects

FREE_TOGETHER, FREE_BY_ADDRESS = 5, 50  # before the waiting begins


def begin(projects: Projects, name: str) -> float:
    """Count a try with a name from the address of this request; or give how many seconds it has to wait first."""
    free = {_together(name): FREE_TOGETHER, _address(): FREE_BY_ADDRESS}
    return begin_try(projects.all[0].catalog(), free)


def right(projects: Projects, name: str) -> None:
    """The password was right. Many people may share an address, so what one of them typed rightly does not count
    there; what others typed wrongly does."""
    catalog = projects.all[0].catalog()
    forget_tries(catalog, _together(name))
    take_back_try(catalog, _address())


def address() -> str:
    """Where this request comes from: what a proxy on this machine says it came from, else who has connected. Of an
    IPv6 address the network, for a machine has as many of them as it likes."""
    where = flask.request.remote_addr or ""
    if is_this_machine(where):
        where = flask.request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or where
    try:
        found = ipaddress.ip_address(where)
    except ValueError:
        return where[:100]
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def _address() -> str:
    return f"address {address()}"


def _together(name: str) -> str:
    return f"both {address()} {name.strip().casefold()}"
