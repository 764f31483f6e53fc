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

TOLD = ("regressed", "worse", "new", "not_measurable", "better", "resolved", "restated")

LABELS: dict[str, str] = {
    "new": "New",
    "regressed": "Back again",
    "worse": "Worse",
    "better": "Better",
    "resolved": "Resolved",
    "not_measurable": "Not measurable",
    "restated": "Restated",
    "unchanged": "Unchanged",
}
COUNTED: dict[str, str] = {
    "new": "{n} new",
    "regressed": "{n} back again",
    "worse": "{n} worse",
    "better": "{n} better",
    "resolved": "{n} resolved",
    "not_measurable": "{n} not measurable any more",
    "restated": "{n} restated",
}
WHY: dict[str, str] = {
    "regressed": "was resolved, and has come back",
    "not_measurable": "cannot be measured now: too few customers answer to tell whether it is still there",
    "resolved": "is resolved: the data shows that its cause has no noticeable effect any more",
    "restated": "is restated: only the ruler, the settings or numbers of an old period changed",
}
MEANING: dict[str, str] = {
    "no_new_data": "The findings are those of the last data; whether anything changed since, nobody can tell.",
    "volume": "Counts of this night are not comparable with those of other nights until it is known why.",
    "column": "What rested on that column is missing or was measured without it.",
    "unlinked": "Customers' answers without a case are counted in no stage, so that shares rest on fewer answers.",
    "refused": "Rows that cannot be read are left out: what they hold is missing in every number.",
    "answers_stopped": "Without answers nothing new can be said of how customers feel; old findings stay as they were.",
    "process": "The process itself has changed, so that a finding may have another cause than before.",
    "ruler": "A new calibration would judge some visits differently: `analyzer calibrate --dry-run` shows it.",
}
ESCAPES = "\x1b\\[[0-?]*[ -/]*[@-~]"  # a terminal's colours and moves
UNSEEN = "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff\ud800-\udfff]"
INVISIBLE = re.compile(f"{ESCAPES}|{UNSEEN}")  # also what turns the direction of writing
AVOIDABLE = "unhappy customers a month that could be avoided"
ISOLATES = re.compile("[\u2066-\u2069]")


def inert(text: str) -> str:
    """A text from the data in one line that changes nothing around it: no control characters or terminal sequences, no
    characters that turn the direction of writing. A name that is written from right to left is closed in."""
    return wording.isolated(" ".join(ISOLATES.sub("", INVISIBLE.sub(" ", text)).split()))


def headline(counts: Mapping[str, int], ongoing: int, baseline: bool) -> str:
    """The first line: what changed, or that nothing did."""
    if baseline:
        found = sum(counts.values()) + ongoing
        return f"First night: {_mismatches(found)} found. From now on you hear of what changes."
    said = [COUNTED[change].format(n=counts[change]) for change in TOLD if counts.get(change)]
    if not said:
        return f"Nothing changed. {_stay(ongoing)}"
    first = ", ".join(said[:-1]) + (" and " if said[:-1] else "") + said[-1]
    return f"{first[0].upper()}{first[1:]}."


def ongoing_words(ongoing: int) -> str:
    """The mismatches that are as they were."""
    return _stay(ongoing) if ongoing else ""


def sentence(title: str, change: str, mismatch: MismatchRow | None) -> str:
    """A finding in one sentence: its title, why its change was said, and what it goes with first."""
    said = title.rstrip(".")
    if change in WHY:
        return f"“{said}” {WHY[change]}."
    drivers = mismatch["drivers"] if mismatch else []
    if not drivers:
        return f"{said}."
    first = drivers[0]
    where = (
        f" in {inert(first['stage'])}" if first["stage"] and mismatch and first["stage"] != mismatch["stage"] else ""
    )
    return f"{said}; it goes with {inert(first['label'])}{where}."


def measured(mismatch: MismatchRow, document: AlignmentDocument) -> tuple[str, str, LimitsRow | None]:
    """The number of a finding as (value with its limits, what it counts, the interval): avoidable unhappy customers a
    month; else the share that its kind rests on, with its limits or the counts it is made of; else what is affected."""
    avoidable = mismatch["avoidable_bad_per_month"]
    if avoidable and avoidable["value"] is not None:
        words = amount(avoidable["value"], avoidable)
        return words, AVOIDABLE, avoidable
    share = mismatch["evidence"].get("share")
    stage = next((one for one in document["stages"] if one["name"] == mismatch["stage"]), None)
    noun = wording.plural(document.get("case_noun") or "case", 2) if mismatch["kind"] in OF_CASES else "visits"
    if isinstance(share, dict) and share.get("value") is not None:
        return _share(share["value"], share), f"of {noun}", share
    if mismatch["kind"] in ("silent_defect", "shared_failure") and stage and stage["inside_out"]["yield"] is not None:
        bad = _complement(stage["inside_out"]["yield"], stage["inside_out"]["low"], stage["inside_out"]["high"])
        return _share(bad["value"], bad), "of visits off target", bad
    counted = _counted(mismatch["evidence"])
    return (
        (counted, f"of {noun}", None)
        if counted
        else (wording.count(mismatch["affected_visits"]), f"{noun} affected", None)
    )


def shift(said: ChangedFinding | None) -> str:
    """A comparison of two periods: the shares before and now, and their difference with limits that hold over all
    nights together. Empty where none was made."""
    if said is None or said.before is None or said.after is None or not said.before[1] or not said.after[1]:
        return ""
    before, after = (wording.percent(bad / n) for bad, n in (said.before, said.after))
    since = f" since {wording.local_day(said.since)}" if said.since else ""
    limits = point_limits({"value": said.difference, "low": said.low, "high": said.high})
    difference = f": {points(said.difference)}" if said.difference is not None else ""
    return f"{before} before, {after}{since}{difference}" + (f" ({limits}, over all nights)" if limits else "")


def amount(value: float | None, interval: LimitsRow | None) -> str:
    """A number with its limits, as in 32 (26–37)."""
    limits = wording.limits(interval)
    return f"{wording.number(value)} ({limits})" if limits else wording.number(value)


def names(found: Sequence[str]) -> str:
    """Names in a row: A, B and C."""
    return ", ".join(found[:-1]) + (" and " if found[:-1] else "") + (found[-1] if found else "")


def _counted(evidence: EvidenceRow) -> str:
    """A share of all cases, which is counted and not estimated: 2.3 % (172 of 7,600)."""
    part, whole, share = (
        evidence.get("cases"),
        evidence.get("of_cases") or evidence.get("ended_cases"),
        evidence.get("share"),
    )
    if part is None or not whole or not isinstance(share, float):
        return ""
    return f"{wording.percent(share)} ({wording.count(part)} of {wording.count(whole)})"


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
    return f"{n} {'mismatch' if n == 1 else 'mismatches'}"


def _stay(ongoing: int) -> str:
    if not ongoing:
        return "No mismatch is open."
    return (
        f"{_mismatches(ongoing)} {'stays' if ongoing == 1 else 'stay'} as {'it was' if ongoing == 1 else 'they were'}."
    )
