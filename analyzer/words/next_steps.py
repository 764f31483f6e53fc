"""What to do next about a mismatch, by its kind and its first driver: a proposal, not a finding."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.document.parts.mismatches import MismatchRow
from analyzer.words.language import say

BY_KIND = {
    "silent_defect": "retarget",
    "broken_promise": "promise",
    "blind_spot": "record",
    "invisible_work": "place",
    "out_of_order": "plan",
    "missing_touchpoint": "plan",
    "ad_hoc_touchpoint": "plan",
    "unowned": "own",
    "asked_too_early": "later",
}
SEEN_BY_A_RUN = ("blind_spot", "invisible_work", "unowned", "asked_too_early")  # gone as soon as it is mended
TAKEN_AWAY = ("activity", "repeat")  # of drivers: what can be left out altogether


@dataclass(frozen=True)
class NextStep:
    """A proposal: what, how, and what it takes to see whether it helped."""

    what: str
    how: str
    proof: str


def next_step(mismatch: MismatchRow) -> NextStep:
    """The step that practitioners take for a mismatch of this kind. Friction and failures follow their first driver:
    one that the company can change is taken away or changed on a part first, one that it cannot is explained; without
    a driver people are asked. Nothing in it is measured."""
    way = BY_KIND.get(mismatch["kind"]) or _by_driver(mismatch)
    driver = mismatch["drivers"][0] if mismatch["drivers"] else None
    place = mismatch["stage"] or mismatch["evidence"].get("touchpoint") or ""
    given = {"driver": f"“{driver['label']}”" if driver else "", "place": place}
    proof = "next.proof.rerun" if mismatch["kind"] in SEEN_BY_A_RUN else "next.proof"
    return NextStep(say(f"next.{way}"), say(f"next.{way}.how", **given), say(proof))


def _by_driver(mismatch: MismatchRow) -> str:
    if not mismatch["drivers"]:
        return "repair" if mismatch["kind"] == "shared_failure" else "ask"
    first = mismatch["drivers"][0]
    if not first["controllable"]:
        return "serve" if first["type"] == "attribute" else "explain"
    return "remove" if first["type"] in TAKEN_AWAY else "pilot"
