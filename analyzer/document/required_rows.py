"""What of a mismatch is required by a law, a norm or a contract: its price is no waste."""

from __future__ import annotations

from analyzer.document.parts.mismatches import RequiredRow
from analyzer.journey import Journey
from analyzer.tables.mismatch import Mismatch

ACTIVITY_KEYS = ("activity", "from", "to")


def required_rows(mismatch: Mismatch, journey: Journey) -> list[RequiredRow]:
    """The targets and activities that a mismatch rests on and that the journey marks `required_by`: of a silent defect
    the target of its stage, of any mismatch the activities that its drivers name (a missing one is not: leaving it out
    is what nobody requires). Each once, the target first."""
    found: list[RequiredRow] = []
    no = journey.number(mismatch.stage) if mismatch.stage else None
    target = journey.stages[no].target if no is not None else None
    if mismatch.kind == "silent_defect" and target is not None and target.required_by:
        found.append({"what": "target", "name": mismatch.stage or "", "by": target.required_by})
    by = {one.name: one.required_by for stage in journey.stages for one in stage.activities if one.required_by}
    for driver in mismatch.drivers:
        for key in ACTIVITY_KEYS if driver.type != "missing" else ():
            name = dict(driver.keys).get(key)
            row: RequiredRow = {"what": "activity", "name": str(name), "by": by.get(str(name)) or ""}
            if row["by"] and row not in found:
                found.append(row)
    return found
