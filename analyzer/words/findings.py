"""Findings in words: the title and the story of a mismatch, the label of a driver, from their facts alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, cast

from analyzer.document.parts.mismatches import CauseRow, DriverRow, EvidenceRow, MismatchRow
from analyzer.document.parts.stages import StageRow
from analyzer.document.parts.whole import AlignmentDocument
from analyzer.tables.interval import IntervalRow
from analyzer.words.compliance_words import required_words
from analyzer.words.coverage import coverage_warning, weighted_warning
from analyzer.words.language import knows, listed, plural, say, say_parts
from analyzer.words.outcome_words import outcome_told
from analyzer.words.quality_words import note_words
from analyzer.words.understood_words import told_detected
from analyzer.words.wording import (
    count,
    counted,
    number,
    percent,
    percent_limits,
    points_of,
    ratio_limits,
    spoken,
    times,
)

Told = list[tuple[str, bool]]  # words, and whether they are bold


def told(document: AlignmentDocument) -> AlignmentDocument:
    """The same document with everything in words that its facts are said in: titles, stories, labels, derived targets,
    how columns were understood, warnings. Changes the document that is given."""
    quality = document["quality"]
    told_detected(quality["detected"])
    told_detected(quality["signals"]["detected"])
    if "notes" in quality:
        quality["warnings"] = [note_words(note["kind"], note["values"]) for note in quality["notes"]]
    told_stages(document["stages"])
    planned = document["journey"]["stages"]
    for plan, stage in zip(planned, document["stages"], strict=True):
        plan["target"] = stage["inside_out"]["target"]
    for mismatch in document["mismatches"]:
        for driver in mismatch["drivers"]:
            labelled(driver)
        mismatch["title"] = title(mismatch)
        mismatch["story"] = story(mismatch, document["case_noun"])
    return document


def told_stages(stages: list[StageRow]) -> list[StageRow]:
    """Stages with their derived targets and their warnings in words."""
    for stage in stages:
        inside = stage["inside_out"]
        if inside["derived"]:
            inside["target"] = derived_target(inside.get("derived_within_s"), inside.get("derived_repeats", False))
        weighted = stage["weighted"]
        if weighted:
            weighted["warning"] = weighted_warning(stage["felt_bad"], weighted)
        warnings = (coverage_warning(stage), weighted["warning"] if weighted else None)
        stage["coverage"]["warning"] = " ".join(warning for warning in warnings if warning) or None
    return stages


def derived_target(within_s: float | None, repeats: bool = False) -> str:
    """A target that was taken from the data: within 36 hours of opening, nothing repeated. `repeats`: these are
    ordinary and fail nothing."""
    if within_s is None:
        return say("target.derived.once")
    return say("target.derived.time" if repeats else "target.derived", time=spoken(within_s))


def labelled(driver: DriverRow) -> DriverRow:
    """A driver with its label, those of its twins, and those of what it was adjusted for."""
    driver["label"] = label(driver)
    for twin in driver["also"]:
        labelled(twin)
    given = driver.get("given", [])
    for cause in given:
        cause["label"] = label(cause)
    driver["adjusted_for"] = [cause["label"] for cause in given]
    return driver


def label(cause: CauseRow) -> str:
    """A driver in a few words: its activity, path, wait, value."""
    kind, stage = cause["type"], cause["stage"]
    if kind in ("activity", "missing"):
        return say(f"driver.{kind}", activity=cause["activity"])
    if kind == "repeat":
        return say("driver.repeat", activity=cause["activity"], at_least=cause["at_least"])
    if kind == "path":
        return say("driver.path", start=cause["from"], end=cause["to"])
    if kind in ("wait", "duration"):
        side = "over" if "over_seconds" in cause else "under"
        time = spoken(float(cause["over_seconds"] if side == "over" else cause["under_seconds"]))
        ends = {"start": cause.get("from"), "end": cause.get("to"), "stage": stage}
        return say(f"driver.{kind}.{side}", time=time, **ends)
    if kind == "attribute":
        return _attribute(cause)
    if kind == "returns":
        return say("driver.returns.stage", stage=stage) if stage else say("driver.returns")
    if kind == "handovers":
        handovers = counted(int(cause["at_least"]), say("noun.handover"))
        return say("driver.handovers.stage" if stage else "driver.handovers", handovers=handovers, stage=stage)
    named = say(f"driver.{kind}", value=cause["value"])
    return say("driver.named.stage", driver=named, stage=stage) if stage else named


def _attribute(cause: CauseRow) -> str:
    name, taken = cause["attribute"], f"driver.taken.{cause.get('take')}"
    attribute = say(taken, attribute=name) if knows(taken) else name
    return say(f"driver.attribute.{cause['op']}", attribute=attribute, value=_plain(cause["value"]))


def title(mismatch: MismatchRow) -> str:
    """What a mismatch is, in one line."""
    facts, key = mismatch["evidence"], f"title.{mismatch['kind']}"
    if mismatch["kind"] == "unowned" and facts.get("owner"):
        key = "title.unowned.others"
    if mismatch["kind"] == "silent_defect" and mismatch.get("required"):
        key = "title.silent_defect.required"
    place = mismatch["stage"] or facts.get("touchpoint")
    return say(key, stage=mismatch["stage"], place=place, owner=facts.get("owner"))


def story(mismatch: MismatchRow, noun: str) -> str:
    """A mismatch in a few sentences with its numbers; `noun` is what people call a case."""
    return "".join(words for words, _ in _parts(mismatch, noun))


def story_parts(mismatch: MismatchRow) -> Told:
    """The story of a document as (words, bold) in order: the first driver is bold, where there is one."""
    if not mismatch["drivers"] or "judged_visits" not in mismatch["evidence"]:  # a run of an earlier version
        return [(mismatch["story"], False)]
    return _parts(mismatch, "")


def story_html(mismatch: MismatchRow) -> str:
    """The same as HTML, everything escaped."""
    return "".join(
        f"<strong>{escape(words)}</strong>" if bold else escape(words) for words, bold in story_parts(mismatch)
    )


def _parts(mismatch: MismatchRow, noun: str) -> Told:
    key, given = STORIES[mismatch["kind"]](mismatch, noun)
    parts = say_parts(key, "driver", **{"stage": mismatch["stage"], **given})
    required = required_words(mismatch)
    return [*parts, (f" {required}", False)] if required else parts


Given = tuple[str, Mapping[str, object]]  # the key of a text, and what stands for its names


def _friction(mismatch: MismatchRow, noun: str) -> Given:
    facts, drivers, avoidable = mismatch["evidence"], mismatch["drivers"], mismatch["avoidable_bad_per_month"]
    first = drivers[0]
    further = len(drivers) - 1
    more = "story.hidden_friction.one_more" if further == 1 else "story.hidden_friction.more"
    low, high = avoidable["low"], avoidable["high"]
    return "story.hidden_friction", {
        "fine": percent(facts["company_good_share"]),
        "visits": count(facts["judged_visits"]),
        "unhappy": percent(facts["company_good_bad"] / facts["company_good_rated"]),
        "bad": count(facts["company_good_bad"]),
        "judged": count(facts["company_good_rated"]),
        "share": percent(first["share"]["value"]),
        "driver": first["label"],
        "where": _where(mismatch, first),
        "ratio": times(first["risk_ratio"]["value"]),
        "limits": ratio_limits(first["risk_ratio"]),
        "rest": say(more, n=further) if further else "",
        "avoidable": number(avoidable["value"]),
        "spread": "" if low is None or high is None else f" ({number(low)}–{number(high)})",
        "no_target": say("story.hidden_friction.no_target", stage=mismatch["stage"]) if facts["derived_target"] else "",
        "outcome": outcome_told(facts),
    }


def _where(mismatch: MismatchRow, driver: DriverRow) -> str:
    """The stage of a driver where it is another one, with who answers for it where that is somebody else."""
    owner = mismatch["evidence"].get("cause_owner")
    if not driver["stage"] or driver["stage"] == mismatch["stage"]:
        return ""
    if owner and owner != mismatch["owner"]:
        return say("story.hidden_friction.owned", stage=driver["stage"], owner=owner)
    return say("story.hidden_friction.where", stage=driver["stage"])


def _off_and_on(facts: EvidenceRow) -> dict[str, object]:
    """What customers say of visits off target and of those on it."""
    return {
        "missed": percent(facts["company_bad_share"]),
        "visits": count(facts["judged_visits"]),
        "off": percent(facts["bad_off_target"]),
        "n_off": count(facts["rated_off_target"]),
        "on": percent(facts["bad_on_target"]),
        "n_on": count(facts["rated_on_target"]),
    }


def _defect(mismatch: MismatchRow, noun: str) -> Given:
    facts = mismatch["evidence"]
    upper, margin = points_of(facts["difference_upper"]), points_of(facts["margin"])
    return "story.silent_defect", {**_off_and_on(facts), "upper": upper, "margin": margin}


def _failure(mismatch: MismatchRow, noun: str) -> Given:
    facts = mismatch["evidence"]
    share = _interval(facts)
    return "story.shared_failure", {
        **_off_and_on(facts),
        "ratio": times(facts["risk_ratio"]["value"]),
        "limits": ratio_limits(facts["risk_ratio"]),
        "share": percent(share["value"]),
        "share_limits": percent_limits(share),
    }


def _promise(mismatch: MismatchRow, noun: str) -> Given:
    facts = mismatch["evidence"]
    share, rated = _interval(facts), facts["felt_rated"]
    felt = say("story.broken_promise.felt", share=percent(facts["felt"] / rated), n=count(rated)) if rated else ""
    return "story.broken_promise", {
        "visits": count(facts["visits"]),
        "target": facts["target"] or "",
        "share": percent(share["value"]),
        "limits": percent_limits(share),
        "promise": facts["promise"],
        "felt": felt,
    }


def _blind_spot(mismatch: MismatchRow, noun: str) -> Given:
    facts = mismatch["evidence"]
    return "story.blind_spot", {
        "share": percent(_share(facts)),
        "all": counted(facts["of_cases"], noun),
        "cases": count(facts["cases"]),
        "place": mismatch["stage"] or facts["touchpoint"],
        "bad": count(facts["bad_cases"]),
        "signals": counted(facts["signals"], say("noun.signal")),
    }


def _invisible(mismatch: MismatchRow, noun: str) -> Given:
    facts = mismatch["evidence"]
    shares = {"cycle_time": facts["share_of_cycle_time"], "cost": facts["share_of_cost"]}
    said = [say(f"story.invisible_work.{of}", share=percent(shares[of])) for of in facts["over"]]
    return "story.invisible_work", {
        "shares": listed(said),
        "cases": counted(mismatch["affected_visits"], noun),
        "activities": ", ".join(facts["activities"]),
    }


def _departure(mismatch: MismatchRow, noun: str) -> Given:
    facts = mismatch["evidence"]
    voice = ""
    if facts["rated"] and facts["rated_others"]:
        voice = say(
            "story.departure.voice",
            share=percent(facts["bad"] / facts["rated"]),
            n=count(facts["rated"]),
            others=percent(facts["bad_others"] / facts["rated_others"]),
            n_others=count(facts["rated_others"]),
        )
    return f"story.{mismatch['kind']}", {
        "share": percent(_share(facts)),
        "all": count(facts["ended_cases"]),
        "cases": plural(noun, facts["ended_cases"]),
        "n": count(facts["cases"]),
        "voice": voice,
    }


def _unowned(mismatch: MismatchRow, noun: str) -> Given:
    facts = mismatch["evidence"]
    if not facts["owner"]:
        return "story.unowned", {"visits": count(mismatch["affected_visits"])}
    return "story.unowned.others", {
        "owner": facts["owner"],
        "share": percent(_share(facts)),
        "events": count(facts["events"]),
        "most": facts["most"],
        "most_share": percent(facts["most_share"]),
    }


def _early(mismatch: MismatchRow, noun: str) -> Given:
    facts = mismatch["evidence"]
    share = _interval(facts)
    key = "story.asked_too_early.off_target" if facts["basis"] == "visits_off_target" else "story.asked_too_early"
    said = {"share": percent(share["value"]), "surveys": count(facts["surveys"]), "limits": percent_limits(share)}
    return key, said


STORIES: dict[str, Callable[[MismatchRow, str], Given]] = {
    "hidden_friction": _friction,
    "silent_defect": _defect,
    "shared_failure": _failure,
    "broken_promise": _promise,
    "blind_spot": _blind_spot,
    "invisible_work": _invisible,
    "out_of_order": _departure,
    "missing_touchpoint": _departure,
    "ad_hoc_touchpoint": _departure,
    "unowned": _unowned,
    "asked_too_early": _early,
}


OF_CASES = ("blind_spot", "invisible_work", "out_of_order", "missing_touchpoint", "ad_hoc_touchpoint")


def affected(mismatch: MismatchRow, noun: str) -> str:
    """What a mismatch's `affected_visits` count: visits, or cases for the kinds that are about whole cases."""
    return say("affected", what=plural(noun if mismatch["kind"] in OF_CASES else say("noun.visit"), 2))


def basis(mismatch: MismatchRow, noun: str) -> str:
    """What the numbers of a mismatch rest on; empty where that is not said."""
    key = f"basis.{mismatch['evidence'].get('basis') or ''}"
    return say(key, cases=plural(noun, 2)) if knows(key) else ""


def _interval(facts: EvidenceRow) -> IntervalRow:
    return cast(IntervalRow, facts["share"])


def _share(facts: EvidenceRow) -> float | None:
    return cast("float | None", facts["share"])


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
