"""The words of a digest: what a change is called, what a warning means for the findings, the first line, and texts from
data made harmless."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import EvidenceRow, MismatchRow
from analyzer.tables.interval import IntervalRow, LimitsRow
from analyzer.tables.nights import ChangedFinding
from analyzer.words import wording
from analyzer.words.difference_words import point_limits, points
from analyzer.words.findings import OF_CASES
from analyzer.words.language import knows, listed, say

TOLD = ("regressed", "worse", "new", "not_measurable", "better", "resolved", "restated")

ESCAPES = "\x1b\\[[0-?]*[ -/]*[@-~]"  # a terminal's colours and moves
UNSEEN = "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff\ud800-\udfff]"
INVISIBLE = re.compile(f"{ESCAPES}|{UNSEEN}")  # also what turns the direction of writing
ISOLATES = re.compile("[\u2066-\u2069]")


def label(change: str) -> str:
    """What a change from night to night is called."""
    return say(f"digest.label.{change}")


def meaning(kind: str) -> str:
    """What something out of the ordinary in the data means for the findings; empty for a kind that is not known."""
    return say(f"digest.meaning.{kind}") if knows(f"digest.meaning.{kind}") else ""


def avoidable_words() -> str:
    """What the number of a finding with drivers counts."""
    return say("digest.avoidable")


def inert(text: str) -> str:
    """A text from the data in one line that changes nothing around it: no control characters or terminal sequences, no
    characters that turn the direction of writing. A name that is written from right to left is closed in."""
    return wording.isolated(" ".join(ISOLATES.sub("", INVISIBLE.sub(" ", text)).split()))


def headline(counts: Mapping[str, int], ongoing: int, baseline: bool) -> str:
    """The first line: what changed, or that nothing did."""
    if baseline:
        found = sum(counts.values()) + ongoing
        return say("digest.first_night", mismatches=_mismatches(found))
    said = [say(f"digest.counted.{change}", n=counts[change]) for change in TOLD if counts.get(change)]
    if not said:
        return say("digest.nothing", stay=_stay(ongoing))
    first = names(said)
    return f"{first[0].upper()}{first[1:]}."


def ongoing_words(ongoing: int) -> str:
    """The mismatches that are as they were."""
    return _stay(ongoing) if ongoing else ""


def sentence(title: str, change: str, mismatch: MismatchRow | None) -> str:
    """A finding in one sentence: its title, why its change was said, and what it goes with first."""
    said = title.rstrip(".")
    if knows(f"digest.why.{change}"):
        return say(f"digest.why.{change}", title=said)
    drivers = mismatch["drivers"] if mismatch else []
    if mismatch is None or not drivers:
        return say("digest.title", title=said)
    first = drivers[0]
    cause = {"title": said, "label": inert(first["label"])}
    if first["stage"] and first["stage"] != mismatch["stage"]:
        return say("digest.goes_with.elsewhere", stage=inert(first["stage"]), **cause)
    return say("digest.goes_with", **cause)


def measured(mismatch: MismatchRow, document: AlignmentDocument) -> tuple[str, str, LimitsRow | None]:
    """The number of a finding as (value with its limits, what it counts, the interval): avoidable unhappy customers a
    month; else the share that its kind rests on, with its limits or the counts it is made of; else what is affected."""
    avoidable = mismatch["avoidable_bad_per_month"]
    if avoidable and avoidable["value"] is not None:
        words = amount(avoidable["value"], avoidable)
        return words, avoidable_words(), avoidable
    share = mismatch["evidence"].get("share")
    stage = next((one for one in document["stages"] if one["name"] == mismatch["stage"]), None)
    noun = (
        wording.plural(document.get("case_noun") or "case", 2) if mismatch["kind"] in OF_CASES else say("column.visits")
    )
    if isinstance(share, dict) and share.get("value") is not None:
        return _share(share["value"], share), say("digest.of", noun=noun), share
    if mismatch["kind"] in ("silent_defect", "shared_failure") and stage and stage["inside_out"]["yield"] is not None:
        bad = _complement(stage["inside_out"]["yield"], stage["inside_out"]["low"], stage["inside_out"]["high"])
        return _share(bad["value"], bad), say("digest.of_off_target"), bad
    counted = _counted(mismatch["evidence"])
    if counted:
        return counted, say("digest.of", noun=noun), None
    return wording.count(mismatch["affected_visits"]), say("digest.affected", noun=noun), None


def shift(said: ChangedFinding | None) -> str:
    """A comparison of two periods: the shares before and now, and their difference with limits that hold over all
    nights together. Empty where none was made."""
    if said is None or said.before is None or said.after is None or not said.before[1] or not said.after[1]:
        return ""
    before, after = (wording.percent(bad / n) for bad, n in (said.before, said.after))
    since = say("digest.shift.since", day=wording.local_day(said.since)) if said.since else ""
    limits = point_limits({"value": said.difference, "low": said.low, "high": said.high})
    return say(
        "digest.shift",
        before=before,
        after=after,
        since=since,
        difference=f": {points(said.difference)}" if said.difference is not None else "",
        limits=say("digest.shift.limits", limits=limits) if limits else "",
    )


def amount(value: float | None, interval: LimitsRow | None) -> str:
    """A number with its limits, as in 32 (26–37)."""
    limits = wording.limits(interval)
    return f"{wording.number(value)} ({limits})" if limits else wording.number(value)


def names(found: Sequence[str]) -> str:
    """Names in a row: A, B and C."""
    return listed(list(found)) if found else ""


def _counted(evidence: EvidenceRow) -> str:
    """A share of all cases, which is counted and not estimated: 2.3 % (172 of 7,600)."""
    part, whole, share = (
        evidence.get("cases"),
        evidence.get("of_cases") or evidence.get("ended_cases"),
        evidence.get("share"),
    )
    if part is None or not whole or not isinstance(share, float):
        return ""
    return say("digest_words.of", share=wording.percent(share), part=wording.count(part), whole=wording.count(whole))


def _share(value: float | None, interval: LimitsRow) -> str:
    limits = wording.percent_limits(interval)
    return f"{wording.percent(value)} ({limits})" if limits else wording.percent(value)


def _complement(value: float | None, low: float | None, high: float | None) -> IntervalRow:
    return {
        "value": None if value is None else 1 - value,
        "low": None if high is None else 1 - high,
        "high": None if low is None else 1 - low,
    }


def _mismatches(n: int) -> str:
    return say("digest.mismatches.one" if n == 1 else "digest.mismatches", n=n)


def _stay(ongoing: int) -> str:
    if not ongoing:
        return say("digest.none_open")
    return say("digest.stay.one" if ongoing == 1 else "digest.stay", mismatches=_mismatches(ongoing))
