"""The project's time zone, by its name in the IANA database."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from analyzer.settings.nearest import nearest

EXPECTED = "a time zone of the IANA database, such as Europe/Berlin or UTC"


_LONGEST = 100  # letters; the longest name of the IANA database has some thirty


def is_zone(name: str) -> bool:
    """Whether the IANA database has a zone of this name."""
    if len(name) > _LONGEST:  # a path of some hundred folders ends the standard library's search by recursion
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def nearest_zone(name: str) -> str:
    """What to do about an unknown zone: the nearest name, by the whole or by its last part (`Sao Paulo`)."""
    zones = available_timezones()
    whole = nearest(name, zones, alike=75)
    if whole is None:
        last = {zone.rsplit("/", 1)[-1]: zone for zone in sorted(zones, reverse=True) if "/" in zone}
        part = nearest(name.rsplit("/", 1)[-1], last, alike=75)
        whole = last[part] if part is not None else None
    return f"write {whole}" if whole else "write the name of a region and city, such as Europe/Berlin"
