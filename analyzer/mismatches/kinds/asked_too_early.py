"""Asked too early: surveys reach customers before the visit they ask about is over, so they measure something else."""

from __future__ import annotations

from analyzer.mismatches.evidence import Evidence, identifier
from analyzer.statistics.proportions import wilson
from analyzer.tables.mismatch import Mismatch


def asked_too_early(seen: Evidence) -> list[Mismatch]:
    """A mismatch for each stage with at least 20 surveys that are known to be about it (or 20 in its visits off
    target), where the lower Wilson limit of the share asked before the visit ended is at least 20 %; its size is the
    effective one where customers answered several."""
    found = []
    for stage, numbers in seen.stages():
        early = numbers.early
        sides = [("", "visits"), ("_bad", "visits_off_target")]
        for suffix, basis in sides:
            surveys, before = int(early.get(f"surveys{suffix}", 0)), int(early.get(f"early{suffix}", 0))
            share = wilson(before, surveys, design_effect=float(early.get(f"design{suffix}", 1.0)))
            if surveys < seen.thresholds.early_surveys or share.low is None or share.low < seen.thresholds.early_share:
                continue
            found.append(
                Mismatch(
                    id=identifier("asked_too_early", stage.name),
                    kind="asked_too_early",
                    stage=stage.name,
                    affected_visits=before,
                    avoidable=None,
                    weight=stage.weight,
                    owner=stage.owner,
                    evidence={"basis": basis, "surveys": surveys, "early": before, "share": share.as_dict()},
                )
            )
            break
    return found
