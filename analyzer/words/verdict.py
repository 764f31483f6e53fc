"""The verdict on one finding, in short: where it hurts, what goes with it, who answers for the cause and who is blamed,
what there is to gain, since when and which way it moves."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.document.parts.mismatches import MismatchRow
from analyzer.document.parts.shown import ShownDocument
from analyzer.document.parts.stages import StageRow
from analyzer.document.parts.whole import AlignmentDocument
from analyzer.improvement import Standing, proposed_owner
from analyzer.tables.interval import IntervalRow
from analyzer.words import wording
from analyzer.words.findings import OF_CASES
from analyzer.words.language import say
from analyzer.words.next_steps import next_step

HEARD = 10  # signals, from which on the card speaks of what customers feel
MOST_PAIN = 30  # rated visits of a stage, from which on a part of a run may name it as the one that hurts most


@dataclass(frozen=True)
class Halves:
    """The affected share of the rated visits before and from a month on; `change` is the second minus the first with
    its interval, all shares 0–1. `since` is the first month with a rated visit."""

    since: str
    split: str
    before: float
    after: float
    change: IntervalRow


@dataclass(frozen=True)
class Verdict:
    """What is said of a finding. `rows`: (question, answer, what stands smaller beneath it); `assign_to`: who answers
    for the stage of the cause, empty where nobody does."""

    finding: str
    rows: tuple[tuple[str, str, str], ...]
    assign_to: str


def verdict(
    document: AlignmentDocument, mismatch: MismatchRow, halves: Halves | None, standing: Standing | None = None
) -> Verdict:
    """The verdict on a mismatch of the document. The stage of the cause is the one of the first driver; where that lies
    in no stage, or there is none, the mismatch's own stage is taken."""
    owners = {stage["name"]: stage["owner"] for stage in document["stages"]}
    cause = mismatch["drivers"][0]["stage"] if mismatch["drivers"] else None
    blamed = mismatch["stage"]
    assign_to = proposed_owner(mismatch, document["journey"]["stages"]) or ""
    step = next_step(mismatch)
    signals = document["signals"]["total"]
    heard = signals >= HEARD
    rows: tuple[tuple[str, str, str], ...] = (
        (say("verdict.where"), *_where(mismatch)),
        (say("verdict.why"), *_why(mismatch)),
        (say("verdict.who"), *_who(cause, blamed, owners, mismatch["owner"], heard)),
        (say("verdict.gain"), *_gain(mismatch, document["case_noun"] or "case")),
        (say("verdict.since"), *_since(halves, standing)),
        (say("next.title"), step.what, step.how),
    )
    if not heard:  # what customers feel, gain and since when is not known: only what the log itself shows
        few = say("verdict.customers.few", signals=wording.counted(signals, say("noun.signal")))
        who = few if signals else say("verdict.customers.none")
        asked = (say("verdict.customers"), who, say("verdict.customers.add"))
        rows = (rows[0], rows[2], asked, rows[5])
    return Verdict(mismatch["id"], rows, assign_to)


def _where(mismatch: MismatchRow) -> tuple[str, str]:
    facts = mismatch["evidence"]
    place = mismatch["stage"] or facts.get("touchpoint") or say("verdict.where.journey")
    if mismatch["kind"] == "hidden_friction" and facts.get("company_good_rated"):
        share = wording.percent(facts["company_good_bad"] / facts["company_good_rated"])
        return place, say("verdict.where.hidden", share=share, n=wording.count(facts["company_good_rated"]))
    return place, wording.kind_meaning(mismatch["kind"])


def _why(mismatch: MismatchRow) -> tuple[str, str]:
    if mismatch["drivers"]:
        first = mismatch["drivers"][0]
        given = {
            "ratio": wording.times(first["risk_ratio"]["value"]),
            "limits": wording.ratio_limits(first["risk_ratio"]),
            "share": wording.percent(first["share"]["value"]),
        }
        return wording.opening(first["label"]), say("verdict.why.driver", **given)
    ratio = mismatch["evidence"].get("risk_ratio")
    if mismatch["kind"] == "shared_failure" and ratio:
        given = {"ratio": wording.times(ratio["value"]), "limits": wording.ratio_limits(ratio)}
        return say("verdict.why.target"), say("verdict.why.target.ratio", **given)
    return say("verdict.why.none"), say("verdict.why.none.more")


def _who(cause: str | None, blamed: str | None, owners: dict[str, str], owner: str, heard: bool) -> tuple[str, str]:
    def named(stage: str | None, who: str) -> str:
        return say("verdict.who.stage", owner=who or say("verdict.who.nobody"), stage=stage) if stage else who

    if cause and blamed and cause != blamed:
        return named(cause, owners.get(cause, "")), say("verdict.who.blamed", who=named(blamed, owner))
    answers = named(blamed, owner) or say("verdict.who.nobody")
    if not heard:
        return answers, ""
    return answers, say("verdict.who.same") if cause else say("verdict.who.no_cause")


def _gain(mismatch: MismatchRow, noun: str) -> tuple[str, str]:
    avoidable = mismatch["avoidable_bad_per_month"]
    if avoidable["value"] is None:
        n = mismatch["affected_visits"]
        what = say("noun.visit") if mismatch["stage"] and mismatch["kind"] not in OF_CASES else noun
        return say("verdict.gain.none"), say("verdict.gain.affected", affected=wording.counted(n, what)) if n else ""
    value, limits = wording.number(avoidable["value"]), wording.limits(avoidable)
    return say("verdict.gain.month", value=value), say("verdict.gain.if", limits=f" ({limits})" if limits else "")


def _since(halves: Halves | None, standing: Standing | None) -> tuple[str, str]:
    known = wording.day(standing.since) if standing and standing.since else ""
    if halves is None:
        return (say("verdict.since.known", day=known) if known else wording.NO_VALUE), say("verdict.way.unknown")
    first = say("verdict.since.month", month=wording.month(halves.since))
    low, high = halves.change["low"], halves.change["high"]
    way = "none" if low is None or high is None or low <= 0 <= high else "up" if low > 0 else "down"
    moved = say(
        f"verdict.way.{way}",
        before=wording.percent(halves.before),
        after=wording.percent(halves.after),
        month=wording.month(halves.split),
    )
    return first, moved + (say("verdict.since.first_run", day=known) if known else "")


def found_first(document: AlignmentDocument, stage: str | None = None) -> MismatchRow | None:
    """The finding that headline, verdict and first story speak of: the first of the ranking, or the first that is of a
    stage or has a driver there; None where there is none."""
    return next((m for m in document["mismatches"] if stage is None or touches(m, stage)), None)


def touches(mismatch: MismatchRow, stage: str) -> bool:
    """Whether a mismatch is of a stage, or has a driver there."""
    return mismatch["stage"] == stage or any(driver["stage"] == stage for driver in mismatch["drivers"])


def not_of_this_part(document: ShownDocument) -> str:
    """That the findings were made over the whole run while a part of it is shown, and where it hurts most unseen in
    that part; empty where the whole run is shown."""
    if "slice" not in document:
        return ""
    rated = [stage for stage in document["stages"] if _judged(stage) >= MOST_PAIN and stage["hidden"]["value"]]
    worst = max(rated, key=lambda stage: stage["hidden"]["value"] or 0.0, default=None)
    if worst is None:
        return say("verdict.whole_run")
    share, limits = wording.percent(worst["hidden"]["value"]), wording.percent_limits(worst["hidden"])
    part = say("verdict.part", stage=worst["name"], share=share, limits=limits, n=wording.count(_judged(worst)))
    return f"{say('verdict.whole_run')} {part}"


def _judged(stage: StageRow) -> int:
    both = stage["both"]
    return both["good_good"] + both["good_bad"] + both["bad_good"] + both["bad_bad"]
