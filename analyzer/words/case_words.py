"""A case in words: its verdicts, signals and visits as rows of lists and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from analyzer.document.parts.case import CaseDocument, CaseEventRow, CaseSignalRow
from analyzer.words import wording
from analyzer.words.language import listed, say


def visit_name(stage: str, thing: str | None) -> str:
    """A visit by its stage, and its object where it has one."""
    return f"{stage} ({thing})" if thing else stage


def verdict_words(unhappy: Sequence[str], off_target: Sequence[str], rated: int) -> list[tuple[str, str]]:
    """(words, mark) of a case's visits: those that both see, those customers feel, those we measure; else one line."""
    both = [stage for stage in unhappy if stage in off_target]
    found = [(say("case.both", stage=stage), "off unhappy") for stage in both]
    found += [(say("case.unhappy", stage=stage), "unhappy") for stage in unhappy if stage not in both]
    found += [(say("case.off_target", stage=stage), "off") for stage in off_target if stage not in both]
    return found or [(say("case.content" if rated else "case.not_heard"), "")]


def signal_words(signal: CaseSignalRow) -> str:
    """A signal in a few words: its kind, its score, how it was meant."""
    meant = say(f"meant.{signal['verdict']}")
    score = "" if signal["score"] is None else f" {signal['score']:g}"
    return f"{wording.signal_name(signal['kind'])}{score}, {meant}"


def about(signal: CaseSignalRow) -> str:
    """What a signal speaks about."""
    if signal["whole"] or not signal["stage"]:
        return say("case.about_whole" if signal["whole"] else "case.about_none")
    return visit_name(signal["stage"], signal["object"])


def visit_rows(case: CaseDocument) -> list[dict[str, Any]]:
    """The visits of a case as a table."""
    return [
        {
            say("column.stage"): visit_name(visit["stage"], visit["object"]),
            say("column.our_measure"): say(f"company.{visit['company']}"),
            say("column.customer"): say(f"customer.{visit['customer']}"),
            say("column.promise"): say(f"promise.{visit['promise']}"),
            say("column.opened"): wording.local_moment(visit["opened_at"]),
            say("column.ended"): say("case_words.under_way")
            if visit["open"]
            else wording.local_moment(visit["last_at"]),
            say("column.waited"): wording.duration(visit["wait_s"]),
            say("column.took"): wording.duration(visit["duration_s"]),
            say("column.target_due"): wording.local_moment(visit["target_due_at"]),
            say("column.promised_for"): wording.local_moment(visit["promise_due_at"]),
        }
        for visit in case["visits"]
    ]


def signal_rows(case: CaseDocument) -> list[dict[str, Any]]:
    """What the customer said, as a table; comments are masked already."""
    return [
        {
            say("column.when"): wording.local_moment(signal["at"]),
            say("column.signal"): signal_words(signal),
            say("column.about"): about(signal),
            say("column.stage_found"): wording.way_name(signal["stage_from"]),
            say("column.comment"): signal["comment"] or "–",
        }
        for signal in case["signals"]
    ]


def event_rows(case: CaseDocument) -> list[dict[str, Any]]:
    """What happened, as a table."""
    return [
        {
            say("column.when"): wording.local_moment(event["at"]),
            say("column.activity"): event["activity"],
            say("column.stage"): _place(event),
            say("column.by"): ", ".join(str(event[k]) for k in ("resource", "team", "system", "partner") if event[k])
            or "–",
        }
        for event in case["events"]
    ]


def _stage_of(event: CaseEventRow) -> str:
    return visit_name(event["stage"], ", ".join(event["objects"])) if event["stage"] else say("word.no_stage")


def opening(case: CaseDocument, noun: str) -> str:
    """The case in a sentence: how long, how many unhappy visits, which ones we did not see."""
    verdicts = {"hidden": ("bad", "good"), "seen": ("bad", "bad"), "unfelt": ("good", "bad")}
    for key, wanted in verdicts.items():
        visits = [v for v in case["visits"] if (v["customer"], v["company"]) == wanted]
        stages = [visit_name(v["stage"], v["object"]) for v in visits]
        if stages:
            return say(f"case.opening.{key}", stages=listed(list(dict.fromkeys(stages))))
    if any(v["customer"] == "good" for v in case["visits"]):
        return say("case.opening.content")
    return say("case.opening.silent", case=noun)


def case_facts(case: CaseDocument) -> list[tuple[str, str, str]]:
    """(what, number, beside it): when the case began, how long it took, how many of its known visits went wrong."""
    visits = case["visits"]
    off = sum(visit["company"] == "bad" for visit in visits)
    unhappy = sum(visit["customer"] == "bad" for visit in visits)
    rated = sum(visit["customer"] != "unknown" for visit in visits)
    judged = sum(visit["company"] != "unknown" for visit in visits)
    began = wording.local_moment(case["events"][0]["at"]) if case["events"] else wording.NO_VALUE
    return [
        (say("case_words.began"), began, ""),
        (
            say("column.took"),
            wording.duration(case["took_s"]),
            say("case_words.events", n=wording.count(len(case["events"]))),
        ),
        (say("case_words.off_target"), wording.count(off), say("case_words.of_judged_visits", judged=judged)),
        (say("word.unhappy"), wording.count(unhappy), say("case_words.of_heard_about", rated=rated)),
    ]


def story_rows(case: CaseDocument) -> list[dict[str, Any]]:
    """What happened and what was said as one table, in the order of time; at the same moment events stand first."""
    time, what, stage = say("column.time"), say("column.what"), say("column.stage")
    rows = [{time: _at(one), what: one["activity"], stage: _place(one)} for one in case["events"]]
    rows += [{time: _at(one), what: signal_words(one), stage: about(one)} for one in case["signals"]]
    moments = [datetime.fromisoformat(row["at"]).timestamp() for row in (*case["events"], *case["signals"])]
    return [row for _, row in sorted(zip(moments, rows, strict=True), key=lambda pair: pair[0])]


def _at(one: Mapping[str, Any]) -> str:
    return wording.local_moment(one["at"])


def _place(event: CaseEventRow) -> str:
    return say("case_words.answer_to_a_complaint") if event["reaction"] else _stage_of(event)
