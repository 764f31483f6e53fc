"""A driver as a filter: the cases in which it is present, whoever found it.

    ?cause=activity;activity=Demand prepayment      ?cause=wait;from=Pick order;to=Load truck;over_seconds=7200

Its type first, then its keys as in the document (`stage` where it has one). Who worked: with a stage, in that stage;
with `stages=several`, in more than one of the case, which is the driver without a stage. In a name write `%` as `%25`,
`;` as `%3B`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from analyzer.errors import ArgumentError
from analyzer.mismatches.trait_words import LEAST, WHO
from analyzer.settings import suggestion

WHERE = "the address of the page"
WAITS = ("over_seconds", "under_seconds")
NUMBERS = ("at_least", *WAITS)
# Type of driver → the keys that it must have.
NEEDED: dict[str, tuple[str, ...]] = {
    "activity": ("activity",),
    "missing": ("activity",),
    "repeat": ("activity", "at_least"),
    "path": ("from", "to"),
    "wait": ("from", "to"),
    "duration": ("stage",),
    "attribute": ("attribute", "op", "value"),
    "resource": ("value",),
    "team": ("value",),
    "system": ("value",),
    "partner": ("value",),
    "returns": ("stage",),
    "handovers": ("at_least", "stage"),
}
FURTHER = ("stage", "take", *WAITS)  # that a driver may have
SEVERAL = ("stages", "several")  # of WHO in place of a stage: they worked in more than one
OPERATORS = ("=", "!=", ">=", "<")


def cause_text(driver: Mapping[str, Any]) -> str:
    """A driver, a row of the document, as a value of an address; the same driver gives the same text."""
    kind = str(driver["type"])
    keys = [key for key in (*NEEDED[kind], *FURTHER) if driver.get(key) is not None]
    parts = [f"{key}={_escaped(driver[key])}" for key in dict.fromkeys(keys)]
    if kind in WHO and driver.get("stage") is None:
        parts.append("=".join(SEVERAL))
    return ";".join([kind, *parts])


def read_cause(text: str) -> dict[str, Any]:
    """The driver of an address.

    Raises ArgumentError for a type that does not exist, a key that is missing, unknown or no number. Whether the run
    has what it names its cases say: where it does not, no case has it.
    """
    kind, *parts = (part.strip() for part in text.split(";"))
    if kind not in NEEDED:
        raise _refused("a type of driver", text, suggestion(kind, list(NEEDED)))
    driver: dict[str, Any] = {"type": kind, "stage": None}
    if kind in WHO:
        parts = _without_several(parts, text)
    for part in parts:
        key, equals, value = part.partition("=")
        if not equals or key not in (*NEEDED[kind], *FURTHER):
            known = ", ".join(dict.fromkeys((*NEEDED[kind], *FURTHER)))
            raise _refused(f"keys of a driver of the type {kind}: {known}", text, "write each as key=value")
        driver[key] = unquote(value)
    for key in NEEDED[kind]:
        if driver.get(key) is None:
            raise _refused(f"{key}=… of a driver of the type {kind}", text, f"add ;{key}=…")
    if kind in ("wait", "duration") and not any(key in driver for key in WAITS):
        raise _refused("over_seconds=… or under_seconds=…", text, "add one of the two")
    _numbers(driver, text)
    return driver


def _without_several(parts: list[str], text: str) -> list[str]:
    """The parts of a driver that says who worked, without `stages=several`; that or a stage has to be there."""
    several = [part for part in parts if tuple(x.strip() for x in part.split("=")) == SEVERAL]
    if bool(several) == any(part.partition("=")[0] == "stage" for part in parts):
        raise _refused("stage=… or stages=several, one of the two", text, "add ;stage=… and the stage they worked in")
    return [part for part in parts if part not in several]


def _numbers(driver: dict[str, Any], text: str) -> None:
    """Put numbers in the place of texts."""
    if driver["type"] == "attribute" and driver["op"] not in OPERATORS:
        raise _refused("op=… of =, !=, >=, <", text, suggestion(driver["op"], OPERATORS))
    numeric = [key for key in NUMBERS if key in driver]
    if driver.get("op") in (">=", "<"):
        numeric.append("value")
    for key in numeric:
        try:
            driver[key] = int(driver[key]) if key == "at_least" else float(driver[key])
        except ValueError:
            raise _refused(f"a number as {key}", text, f"write {key} in digits") from None
    known = LEAST.get(driver["type"], ())
    if known and driver["at_least"] not in known:
        raise _refused(f"at_least={' or '.join(map(str, known))}", text, "take one of these")


def _escaped(value: Any) -> str:
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    return text.replace("%", "%25").replace(";", "%3B")


def _refused(expected: str, text: str, do: str) -> ArgumentError:
    return ArgumentError(expected=expected, found=f"cause={text}", where=WHERE, do=do)
