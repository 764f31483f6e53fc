"""What is said of risks: controls, how often, how grave, what is left."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.improvement import Risk
from analyzer.journey import Journey
from analyzer.words import wording
from analyzer.words.language import listed, say

HIGH = 15  # of 25


def controls_of(journey: Journey) -> dict[str, list[str]]:
    """Stage → what the journey puts in place there: targets and promises, never and must."""
    found: dict[str, list[str]] = {}
    for stage in journey.stages:
        said = []
        for kind, rule in (("target", stage.target), ("promise", stage.promise)):
            if rule is not None:
                said.append(say(f"risk.control.{kind}", text=rule.text))
                said += [say("risk.control.never", names=listed(list(rule.never)))] if rule.never else []
                said += [say("risk.control.must", names=listed(list(rule.must)))] if rule.must else []
        found[stage.name] = said
    return found


def risk_headline(found: Sequence[Risk]) -> str:
    """How many risks there are, and how many are high."""
    if not found:
        return say("risk.none")
    high = sum((risk.score or 0) >= HIGH for risk in found)
    return say("risk.headline", n=len(found), risks=wording.plural(say("noun.risk"), len(found)), high=high)


def risk_row(risk: Risk) -> dict[str, str]:
    """A risk as the register shows it, and as its files hold it."""
    residual = wording.NO_VALUE if risk.residual is None else str(risk.residual)
    return {
        say("column.risk"): risk.title,
        say("column.kind"): wording.kind_name(risk.kind),
        say("column.stage"): risk.stage or wording.NO_VALUE,
        say("column.owner"): risk.owner or wording.NO_VALUE,
        say("column.visits_affected"): wording.percent(risk.share),
        say("column.part_of_all_unhappiness"): wording.percent(risk.part),
        say("column.likelihood"): str(risk.likelihood),
        say("column.impact"): wording.NO_VALUE if risk.impact is None else str(risk.impact),
        say("column.score"): wording.NO_VALUE if risk.score is None else str(risk.score),
        say("column.controls"): "; ".join(risk.controls) or wording.NO_VALUE,
        say("column.residual"): residual,
        say("column.rests_on"): say(f"risk.basis.{risk.basis}"),
    }
