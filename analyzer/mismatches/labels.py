"""What a driver is called."""

from __future__ import annotations

from typing import Any


def label(kind: str, keys: dict[str, Any], stage: str | None) -> str:
    """A driver in a few words: its activity, path, wait, value."""
    from analyzer.settings.spoken import spoken

    where = f" in {stage}" if stage else ""
    if kind == "activity":
        return str(keys["activity"])
    if kind == "missing":
        return f"no {keys['activity']}"
    if kind == "repeat":
        return f"{keys['activity']}, {keys['at_least']} times or more"
    if kind == "path":
        return f"{keys['from']} directly followed by {keys['to']}"
    if kind in ("wait", "duration"):
        beyond = "more" if "over_seconds" in keys else "less"
        took = f"{beyond} than {spoken(float(keys.get('over_seconds', keys.get('under_seconds', 0.0))))}"
        return f"{took} from {keys['from']} to {keys['to']}" if kind == "wait" else f"{took}{where}"
    if kind == "attribute":
        spelled = {"=": "is", "!=": "is not", ">=": "at least", "<": "below"}[str(keys["op"])]
        taken = {"max": "highest ", "min": "lowest ", "first": "first "}.get(str(keys.get("take")), "")
        return f"{taken}{keys['attribute']} {spelled} {_plain(keys['value'])}"
    if kind == "returns":
        return f"coming back{where}" if not stage else f"coming back to {stage}"
    if kind == "handovers":
        count = int(keys["at_least"])
        return f"{count} {'handover' if count == 1 else 'handovers'} or more{where}"
    return f"{kind} {keys['value']}{where}"


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
