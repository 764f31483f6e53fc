"""The process in rows: what stands around an activity, rework, deviations, handovers, roles, how many variants cover
how many cases."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import DriverRow, MismatchRow
from analyzer.document.parts.process import DeviationRow, FlowRow, ProcessSection
from analyzer.figures.bars import Bar
from analyzer.words import wording
from analyzer.words.language import say

KINDS = {"missing": "word.left_out", "extra": "word.where_the_model_does"}
ROWS = 500  # of a table that goes with a chart


def opening(document: AlignmentDocument) -> str:
    """The process in one sentence: how far the most frequent path goes; empty without one."""
    process, noun = document.get("process") or {}, document.get("case_noun") or "case"
    variants = process.get("variants") or []
    if not variants:
        return ""
    cases, total = document["log"]["cases"], process.get("variants_total") or len(variants)
    first = say(
        "process_tables.of",
        share=wording.percent(variants[0]["share"]),
        cases=wording.count(cases),
        noun=wording.plural(noun, cases),
    )
    if total == 1:
        return say("process_tables.all_take_the_same", cases=wording.count(cases), noun=wording.plural(noun, cases))
    return say("process_tables.take_the_same_path", first=first, total=wording.count(total))


def facts(document: AlignmentDocument) -> list[tuple[str, str, str]]:
    """(what, number, beside it) of the log and its paths."""
    log, process, noun = document["log"], document.get("process") or {}, document.get("case_noun") or "case"
    found = [
        (wording.plural(noun, log["cases"]), wording.count(log["cases"]), ""),
        (say("column.events"), wording.count(log["events"]), ""),
        (say("column.activities"), wording.count(log["activities"]), ""),
    ]
    if process.get("variants_total"):
        found.append((say("process_tables.variants"), wording.count(process["variants_total"]), covering(process, 0.8)))
    return found


def covering(process: ProcessSection, share: float) -> str:
    """How many of the most frequent variants hold a share of the cases; empty where the listed ones do not reach it."""
    covered = 0.0
    for number, variant in enumerate(process.get("variants") or [], start=1):
        covered += variant["share"]
        if covered >= share - 1e-9:
            return say(
                "process_tables.hold_many" if number > 1 else "process_tables.holds_one",
                number=number,
                share=wording.percent(share),
            )
    return ""


def flow_rows(process: ProcessSection) -> list[dict[str, str]]:
    """The arrows of the map as rows of words, the most frequent first."""
    return [
        {
            say("column.from"): f["from"],
            say("column.to"): f["to"],
            say("column.times"): wording.count(f["count"]),
            say("column.cases"): wording.count(f["cases"]),
            say("column.median"): wording.duration(f["median_s"]),
            say("column.ninetieth"): wording.duration(f["p90_s"]),
        }
        for f in process["flows"][:ROWS]
    ]


def neighbours(process: ProcessSection, activity: str, shown: int = 6) -> tuple[list[dict[str, str]], ...]:
    """What comes right before an activity and right after it, the most frequent first."""

    def rows(found: list[tuple[str, FlowRow]]) -> list[dict[str, str]]:
        return [
            {
                say("column.activity"): other,
                say("column.times"): wording.count(f["count"]),
                say("column.median"): wording.duration(f["median_s"]),
                say("column.ninetieth"): wording.duration(f["p90_s"]),
            }
            for other, f in found[:shown]
        ]

    before = [(f["from"], f) for f in process["flows"] if f["to"] == activity]
    return rows(before), rows([(f["to"], f) for f in process["flows"] if f["from"] == activity])


def about(document: AlignmentDocument, activity: str) -> str | None:
    """What is known of an activity, in a sentence; None where the log does not have it."""
    process, noun = document["process"], document.get("case_noun") or "case"
    row = next((a for a in process["activities"] if a["activity"] == activity), None)
    if row is None:
        return None
    cases = row["cases"]
    said = say(
        "word.events_in",
        events=wording.count(row["events"]),
        cases=wording.count(cases),
        noun=wording.plural(noun, cases),
    )
    said += say("process_tables.of_all", cases=written_share(cases, document["log"]["cases"]))
    again = row.get("repeated_cases") or 0
    said += (
        say("process_tables.more_than_once_in", again=wording.count(again), again_b=written_share(again, cases))
        if again
        else "."
    )
    for found in _deviations(process):
        if found["activity"] == activity:
            said += (
                f" {wording.count(found['cases'])} {wording.plural(noun, found['cases'])}: {say(KINDS[found['kind']])}."
            )
    return said


def going_with(document: AlignmentDocument, activity: str, kinds: Sequence[str] = ()) -> list[MismatchRow]:
    """The mismatches one of whose drivers names an activity (`kinds`: only drivers of these types)."""

    def names(driver: DriverRow) -> bool:
        return activity in (driver.get("activity"), driver.get("from"), driver.get("to")) and (
            not kinds or driver["type"] in kinds
        )

    return [m for m in document["mismatches"] if any(names(driver) for driver in m["drivers"])]


def _deviations(process: ProcessSection) -> list[DeviationRow]:
    fit = process.get("conformance")
    return fit["deviations"] if fit else []


def deviation_rows(document: AlignmentDocument) -> list[dict[str, str]]:
    """Where log and model part, the most frequent first, with the mismatches whose drivers say the same."""
    found = _deviations(document["process"])
    cases = document["log"]["cases"]
    types = {"missing": ("missing",), "extra": ("activity", "repeat")}
    return [
        {
            say("column.activity"): d["activity"],
            say("column.deviation"): say(KINDS[d["kind"]]),
            say("column.cases"): wording.count(d["cases"]),
            say("column.share"): written_share(d["cases"], cases),
            say("column.linked_to"): "; ".join(
                m["title"] for m in going_with(document, d["activity"], types[d["kind"]])
            )
            or wording.NO_VALUE,
        }
        for d in found[:ROWS]
    ]


def rework(process: ProcessSection, noun: str, shown: int = 12) -> list[Bar]:
    """The share of the cases with an activity in which it happens more than once, by their number."""
    again = [a for a in process["activities"] if a.get("repeated_cases")]
    again.sort(key=lambda a: (-a["repeated_cases"], a["activity"]))
    return [
        Bar(
            a["activity"],
            _part(a["repeated_cases"], a["cases"]),
            written_share(a["repeated_cases"], a["cases"]),
            say(
                "process_tables.more_than_once_in_of",
                activity=a["activity"],
                repeated_cases=wording.count(a["repeated_cases"]),
                cases=wording.count(a["cases"]),
                noun=wording.plural(noun, a["cases"]),
            ),
            colour="unfelt",
            note=say(
                "process_tables.of_repeated_cases",
                repeated_cases=wording.count(a["repeated_cases"]),
                cases=wording.count(a["cases"]),
            ),
        )
        for a in again[:shown]
    ]


def rework_axis(rows: Sequence[Bar]) -> float:
    """Where the axis of rework ends: at the largest share, and never below 5 %, so that little looks little."""
    return max([0.05, *(row.value or 0.0 for row in rows)])


def rework_rows(process: ProcessSection) -> list[dict[str, str]]:
    """The same in words, all of it."""
    again = [a for a in process["activities"] if a.get("repeated_cases")]
    again.sort(key=lambda a: (-a["repeated_cases"], a["activity"]))
    return [
        {
            say("column.activity"): a["activity"],
            say("column.stage"): a["stage"] or say("word.no_stage"),
            say("column.cases_with_it"): wording.count(a["cases"]),
            say("column.more_than_once"): wording.count(a["repeated_cases"]),
            say("column.share"): written_share(a["repeated_cases"], a["cases"]),
        }
        for a in again[:ROWS]
    ]


def handover_rows(process: ProcessSection) -> list[dict[str, str]]:
    """Handovers, the most frequent first."""
    ranked = sorted(process.get("handovers") or [], key=lambda h: (-h["count"], h["from"], h["to"]))
    return [
        {say("column.from"): h["from"], say("column.to"): h["to"], say("column.times"): wording.count(h["count"])}
        for h in ranked[:ROWS]
    ]


def role_rows(process: ProcessSection) -> list[dict[str, str]]:
    """Roles: people whose work is alike, and what they do."""
    return [
        {
            say("column.role"): role["role"],
            say("column.resources"): wording.count(role["resources"]),
            say("column.activities"): ", ".join(role["activities"]),
        }
        for role in process.get("roles") or []
    ]


def variant_rows(process: ProcessSection) -> list[dict[str, str]]:
    """The listed variants with the share of cases that they and all more frequent ones cover."""
    covered, rows = 0.0, []
    for number, variant in enumerate(process.get("variants") or [], start=1):
        covered += variant["share"]
        rows.append(
            {
                say("column.variant"): str(number),
                say("column.cases"): wording.count(variant["cases"]),
                say("column.share"): written_share(variant["share"], 1.0),
                say("column.covered_so_far"): wording.percent(min(covered, 1.0)),
                say("column.median_duration"): wording.duration(variant["median_s"]),
                say("column.steps"): str(len(variant["activities"])),
                say("column.path"): " → ".join(variant["activities"]),
            }
        )
    return rows


def _part(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def written_share(part: float, whole: float) -> str:
    """A share of a count, which is never written as nothing where there is something."""
    share = _part(part, whole)
    return f"< 0.1{wording.NARROW}%" if 0 < share < 0.0005 else wording.percent(share)
