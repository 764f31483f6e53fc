"""What a document says, in sentences: the three measures, the headline, and what the numbers rest on. Said once,
shown everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.document.parts.mismatches import MismatchRow
from analyzer.document.parts.signals import SignalsSection
from analyzer.document.parts.stages import StageRow
from analyzer.document.parts.whole import AlignmentDocument
from analyzer.tables.interval import IntervalRow
from analyzer.words import wording
from analyzer.words.language import figures, say
from analyzer.words.quality_words import reason_words
from analyzer.words.verdict import found_first

COLOURS: dict[Literal["visibility", "relevance", "score"], str] = {
    "visibility": "hidden",
    "relevance": "unfelt",
    "score": "accent",
}


@dataclass(frozen=True)
class Measure:
    """One of the three figures, ready to be shown."""

    key: str
    title: str
    colour: str
    interval: IntervalRow
    sentence: str
    formula: str


def measures(document: AlignmentDocument) -> list[Measure]:
    """Seen by our measures, felt by customers, alignment score; with their sentences."""
    alignment = document["alignment"]
    found = []
    for key, colour in COLOURS.items():
        value = alignment[key]["value"]
        if value is not None:
            sentence = say(f"measure.{key}.says", share=wording.percent(value))
        else:
            sentence = say(f"measure.{key}.none") if alignment["rated"] else say("measure.needs_voice")
        formula = say(f"measure.{key}.formula")
        found.append(Measure(key, say(f"measure.{key}"), colour, alignment[key], sentence, formula))
    return found


def no_voice() -> str:
    """What is said where no customer was heard."""
    return say("no_voice")


def headline(document: AlignmentDocument, stage: str | None = None) -> str:
    """The first sentence of all, of the first finding of the ranking; with `stage`, of the first that touches it."""
    if not document["alignment"]["rated"]:
        return no_voice()
    first = found_first(document, stage)
    if first is None:
        return say("headline.nothing_at", stage=stage) if stage else say("nothing_found")
    if first["kind"] == "hidden_friction" and first["id"] == document["mismatches"][0]["id"]:
        said = say("headline.hidden_friction", stage=first["stage"])
    else:
        said = first["title"]
    return say("headline.whole_run", headline=said) if "slice" in document else said


def flowing(document: AlignmentDocument) -> str:
    """The discovered process in a line: variants, and how well the model and the log fit; empty without a process."""
    process = document.get("process")
    if not process or not process["variants_total"]:
        return ""
    said = say("flow", variants=wording.counted(process["variants_total"], say("noun.variant")))
    fit = process["conformance"]
    if fit and fit["fitness"] is not None and fit["precision"] is not None:
        fitness, precision = figures(f"{fit['fitness']:.2f}"), figures(f"{fit['precision']:.2f}")
        share = wording.percent(fit["share_of_cases"])
        said += say("flow.fit", fitness=fitness, precision=precision, share=share)
    return said


def lit_by(mismatch: MismatchRow) -> str | tuple[str, str] | None:
    """What a mismatch's first driver lights in the process map: an activity, or the way from one to another."""
    if not mismatch["drivers"]:
        return None
    driver = mismatch["drivers"][0]
    if "from" in driver and "to" in driver:
        return driver["from"], driver["to"]
    return driver.get("activity")


def rests_on(document: AlignmentDocument) -> list[tuple[str, list[str]]]:
    """What the numbers rest on: coverage, how signals found their stage, targets, what is still open, the quality of
    the log."""
    blocks = [
        (say("rests.log"), _log(document)),
        (say("rests.voice"), _voice(document)),
        (say("rests.found"), _stage_from(document["signals"])),
        (say("rests.heard"), [_heard(stage) for stage in document["stages"]]),
        (say("rests.targets"), _targets(document)),
        (say("rests.open"), _open(document)),
    ]
    return [(title, lines) for title, lines in blocks if lines]


def _log(document: AlignmentDocument) -> list[str]:
    log, quality = document["log"], document["quality"]
    size = {"events": wording.count(log["events"]), "activities": wording.count(log["activities"])}
    lines = [say("rests.log.size", cases=wording.counted(log["cases"], document["case_noun"] or "case"), **size)]
    if quality["refused"]:
        why = reason_words(quality["reasons"])
        refused, rows = wording.count(quality["refused"]), wording.count(quality["rows"])
        lines.append(say("rests.log.refused", refused=refused, rows=rows, why=why))
    reactions = document["signals"].get("reactions")
    if reactions:
        lines.append(say("rests.log.reactions", activities=", ".join(reactions)))
    return lines + quality["warnings"]


def _voice(document: AlignmentDocument) -> list[str]:
    signals = document["signals"]
    if not signals["total"]:
        return [no_voice()]
    kinds = ", ".join(
        f"{wording.signal_name(kind)} {wording.count(n)}" for kind, n in sorted(signals["by_kind"].items())
    )
    links = signals["links"]
    linked = say(
        "rests.voice.linked",
        linked=wording.count(signals["linked"]),
        by_case=wording.count(links["case"]),
        case=document["case_noun"] or "case",
        by_customer=wording.count(links["customer"]),
    )
    seen = behaviour(document)
    return [say("rests.voice.kinds", n=wording.count(signals["total"]), kinds=kinds), linked, *seen]


def behaviour(document: AlignmentDocument) -> list[str]:
    """What customers were seen to do, a sentence a source of it: apart from what they said, with its own numbers."""
    noun = document["case_noun"] or "case"
    lines = []
    for one in document["signals"].get("behaviour") or []:
        n, cases = one["signals"], one["cases"]
        told = {"n": wording.count(n), "cases": wording.count(cases), "noun": wording.plural(noun, cases)}
        share = wording.percent(n / cases if cases else None)
        within, names = wording.duration(one["within_s"]), ", ".join(one["activities"])
        lines.append(say(f"rests.voice.{one['kind']}", **told, share=share, within=within, activities=names))
    return lines


def by_way(signals: SignalsSection) -> dict[str, int]:
    """How many signals found their stage by each way that any did."""
    found = signals["stage_from"]
    ways = {
        "stated": found["stated"],
        "touchpoint": found["touchpoint"],
        "about": found["about"],
        "timing": found["timing"],
        "none": found["none"],
    }
    return {way: n for way, n in ways.items() if n}


def rules(signals: SignalsSection) -> list[str]:
    """What became of signals that state no stage: the rule of each group that has one, and how well it did."""
    rule = signals.get("rule")
    groups = [("others", rule["others"]), ("surveys", rule["surveys"])] if rule else []
    return [_rule(group, name, signals) for group, name in groups if name]


def _stage_from(signals: SignalsSection) -> list[str]:
    found = by_way(signals)
    lines = [say("rests.found.way", n=wording.count(n), way=wording.way_name(way)) for way, n in found.items()]
    return lines + rules(signals)


def _rule(group: str, rule: str, signals: SignalsSection) -> str:
    seen = (signals.get("agreement") or {}).get(group) or {}
    proof = say("rests.rule.unproved")
    if seen.get(rule):
        proof = say("rests.rule.proved", share=wording.percent(seen[rule]), n=wording.count(seen["n"]))
    return say(f"rests.rule.{group}", rule=say(f"rests.rule.{rule}"), proof=proof)


def _heard(stage: StageRow) -> str:
    coverage, name = stage["coverage"], wording.isolated(stage["name"])
    if not stage["visits"]:
        return say("rests.heard.none", stage=name)
    warning = f" {coverage['warning']}" if coverage["warning"] else ""
    return say(
        "rests.heard.stage",
        stage=name,
        rated=wording.count(coverage["rated"]),
        visits=wording.count(stage["visits"]),
        share=wording.percent(coverage["share"]),
        warning=_per(stage) + warning + _weighted(stage),
    )


def _per(stage: StageRow) -> str:
    return say("rests.heard.per", type=wording.isolated(stage["per"])) if stage.get("per") else ""


def _weighted(stage: StageRow) -> str:
    """The share of unhappy visits as rated and as weighted for those who did not answer; the warning names both."""
    weighted, raw = stage.get("weighted"), stage["felt_bad"]
    if weighted is None or weighted["warning"] or raw["value"] is None or weighted["felt_bad"]["value"] is None:
        return ""
    return say(
        "rests.heard.weighted",
        rated=wording.percent(raw["value"]),
        shown=wording.percent(weighted["felt_bad"]["value"]),
        limits=wording.percent_limits(weighted["felt_bad"]),
    )


def _targets(document: AlignmentDocument) -> list[str]:
    derived, given = [], []
    for stage in document["stages"]:
        name, inside = wording.isolated(stage["name"]), stage["inside_out"]
        if inside["derived"]:
            derived.append(name)
        elif inside["target"]:
            given.append(say("rests.targets.given", stage=name, target=inside["target"]))
    return given + ([say("rests.targets.derived", stages=", ".join(derived))] if derived else [])


def _open(document: AlignmentDocument) -> list[str]:
    waiting = [(wording.isolated(s["name"]), s["open"]) for s in document["stages"] if s["open"]]
    return [say("rests.open.stage", stage=name, visits=wording.counted(n, say("noun.visit"))) for name, n in waiting]
