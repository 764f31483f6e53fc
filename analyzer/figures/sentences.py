"""What a document says, in sentences: the three measures, the headline, and what the numbers rest on. Said once,
shown everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.document.parts.signals import SignalsSection
from analyzer.document.parts.stages import StageRow
from analyzer.figures import wording
from analyzer.tables.interval import IntervalRow

BASES = {"rated": "rated visits: those who answered", "weighted": "rated visits, weighted for those who did not answer"}
OF_CASES = ("blind_spot", "invisible_work", "out_of_order", "missing_touchpoint", "ad_hoc_touchpoint")
RULES = {"last_ended": "the last stage that had ended", "under_way": "the stage that was under way"}
NOTHING_FOUND = (
    "No mismatch is supported by this data: where customers are unhappy, nothing that the log knows sets them apart."
)
NEEDS_VOICE = "Needs what customers say: signals fill it."
NO_SCORE = "At least one side found nothing wrong in the visits that both judged, so that there is nothing to compare"
NO_VOICE = "No customer voice yet: add signals (surveys, reviews, complaints) and this fills."


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
    rated = bool(alignment.get("rated"))
    none = "No visit judged by both sides is {}, so that there is nothing to compare." if rated else NEEDS_VOICE
    seen, felt, score = alignment["visibility"], alignment["relevance"], alignment["score"]
    return [
        Measure(
            "visibility",
            "Seen by our measures",
            "hidden",
            seen,
            _sentence(
                seen,
                "Our own measures see {} of the unhappy visits. The rest looks fine to us.",
                none.format("unhappy"),
            ),
            "visits that are bad on both sides ÷ visits that are bad for the customer",
        ),
        Measure(
            "relevance",
            "Felt by customers",
            "unfelt",
            felt,
            _sentence(
                felt,
                "Customers felt {} of the visits that we count as off target. The rest nobody minded.",
                none.format("off target"),
            ),
            "visits that are bad on both sides ÷ visits that are off target",
        ),
        Measure(
            "score",
            "Alignment score",
            "accent",
            score,
            _sentence(
                score,
                "How far both views agree on what went wrong: {}, where 100 % would be one view.",
                f"{NO_SCORE}." if rated else NEEDS_VOICE,
            ),
            "harmonic mean of the two",
        ),
    ]


def headline(document: AlignmentDocument) -> str:
    """The first sentence of all: where the two views part, in one line."""
    found = document.get("mismatches", [])
    if not document["alignment"].get("rated"):
        return NO_VOICE
    if not found:
        return NOTHING_FOUND
    hidden = next((m for m in found if m["kind"] == "hidden_friction"), None)
    if hidden and hidden["stage"]:
        return f"We fool ourselves most at {hidden['stage']}: {_lower(hidden['title'], hidden['stage'])}"
    return str(found[0]["title"])


def rests_on(document: AlignmentDocument) -> list[tuple[str, list[str]]]:
    """What the numbers rest on: coverage, how signals found their stage, targets, what is still open, the quality of
    the log."""
    blocks = [
        ("The log", _log(document)),
        ("Customers' voice", _voice(document)),
        ("How signals found their stage", _stage_from(document)),
        ("Who was heard, stage by stage", _coverage(document)),
        ("Targets", _targets(document)),
        ("Still open", _open(document)),
    ]
    return [(title, lines) for title, lines in blocks if lines]


def basis(mismatch: MismatchRow) -> str:
    """What the numbers of a mismatch rest on; empty where that is not said."""
    said = str((mismatch.get("evidence") or {}).get("basis") or "")
    return BASES.get(said, said)


def affected(mismatch: MismatchRow, noun: str) -> str:
    """What a mismatch's `affected_visits` count: visits, or cases for the kinds that are about whole cases."""
    return f"{wording.plural(noun, 2) if mismatch['kind'] in OF_CASES else 'visits'} affected"


def flowing(document: AlignmentDocument) -> str:
    """The discovered process in a line: variants, and how well the model and the log fit; empty without a process."""
    process = document.get("process") or {}
    if not process.get("variants_total"):
        return ""
    n = process["variants_total"]
    said = f"{wording.count(n)} {wording.plural('variant', n)}."
    fit = process.get("conformance")
    if fit and fit["fitness"] is not None and fit["precision"] is not None:
        said += f" The discovered model replays the log with fitness {fit['fitness']:.2f} and precision"
        said += f" {fit['precision']:.2f}, on {wording.percent(fit['share_of_cases'])} of the cases."
    return said


def lit_by(mismatch: MismatchRow) -> str | tuple[str, str] | None:
    """What a mismatch's first driver lights in the process map: an activity, or the way from one to another."""
    if not mismatch["drivers"]:
        return None
    driver = mismatch["drivers"][0]
    if "from" in driver and "to" in driver:
        return driver["from"], driver["to"]
    return driver.get("activity")


def story_parts(mismatch: MismatchRow) -> list[tuple[str, bool]]:
    """A mismatch's story as (words, bold) in order: its first driver is bold where the story first names it."""
    story, drivers = str(mismatch["story"]), mismatch["drivers"]
    if not drivers or drivers[0]["label"] not in story:
        return [(story, False)]
    before, after = story.split(drivers[0]["label"], 1)
    return [part for part in ((before, False), (drivers[0]["label"], True), (after, False)) if part[0]]


def story_html(mismatch: MismatchRow) -> str:
    """The same as HTML, everything escaped."""
    return "".join(
        f"<strong>{escape(words)}</strong>" if bold else escape(words) for words, bold in story_parts(mismatch)
    )


def _sentence(interval: IntervalRow, sentence: str, none: str) -> str:
    return none if interval.get("value") is None else sentence.format(wording.percent(interval["value"]))


def _lower(title: str, stage: str) -> str:
    rest = title.removeprefix(stage).strip(" :,")
    return f"it {rest}." if title.startswith(stage) and rest else f"{title}."


def _log(document: AlignmentDocument) -> list[str]:
    log, quality = document["log"], document["quality"]
    noun = document.get("case_noun") or "case"
    lines = [
        f"{wording.count(log['cases'])} {wording.plural(noun, log['cases'])}, {wording.count(log['events'])} events, "
        f"{log['activities']} activities."
    ]
    if quality.get("refused"):
        why = ", ".join(f"{reason} {wording.count(n)}" for reason, n in sorted(quality.get("reasons", {}).items()))
        lines.append(
            f"{wording.count(quality['refused'])} of {wording.count(quality['rows'])} rows could not be used: {why}."
        )
    reactions = document["signals"].get("reactions") or []
    if reactions:
        lines.append(f"Taken as reactions to complaints and left out of visits and drivers: {', '.join(reactions)}.")
    return lines + [str(warning) for warning in quality.get("warnings", [])]


def _voice(document: AlignmentDocument) -> list[str]:
    signals = document["signals"]
    if not signals["total"]:
        return [NO_VOICE]
    kinds = ", ".join(
        f"{wording.signal_name(kind)} {wording.count(n)}" for kind, n in sorted(signals["by_kind"].items())
    )
    links = signals.get("links") or {}
    noun = document.get("case_noun") or "case"
    by_case, by_customer = wording.count(links.get("case", 0)), wording.count(links.get("customer", 0))
    return [
        f"{wording.count(signals['total'])} signals: {kinds}.",
        f"{wording.count(signals['linked'])} linked: {by_case} by {noun}, {by_customer} by customer and time.",
    ]


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


def _stage_from(document: AlignmentDocument) -> list[str]:
    signals = document["signals"]
    found = by_way(signals)
    rule = signals.get("rule")
    rules = [("others", rule["others"]), ("surveys", rule["surveys"])] if rule else []
    lines = [f"{wording.count(found[key])} {words}." for key, words in wording.STAGE_FROM.items() if key in found]
    return lines + [_rule(group, rule, signals) for group, rule in rules if rule]


def _rule(group: str, rule: str, signals: SignalsSection) -> str:
    who = {"surveys": "Surveys", "others": "Complaints, contacts and praise"}.get(group, group)
    seen = (signals.get("agreement") or {}).get(group) or {}
    proof = (
        f" (right in {wording.percent(seen[rule])} of {wording.count(seen['n'])} that state theirs)"
        if seen.get(rule)
        else " (unproved)"
    )
    return f"{who} without a stage count for {RULES.get(rule, rule)}{proof}."


def _coverage(document: AlignmentDocument) -> list[str]:
    lines = []
    for stage in document["stages"]:
        coverage = stage["coverage"]
        if not stage["visits"]:
            lines.append(f"{wording.isolated(stage['name'])}: no event exists.")
            continue
        rated = f"{wording.count(coverage['rated'])} of {wording.count(stage['visits'])} visits rated"
        line = f"{wording.isolated(stage['name'])}: {rated} ({wording.percent(coverage['share'])})."
        lines.append(line + (f" {coverage['warning']}" if coverage.get("warning") else "") + _weighted(stage))
    return lines


def _weighted(stage: StageRow) -> str:
    """The share of unhappy visits as rated and as weighted for those who did not answer; the warning names both."""
    weighted, raw = stage.get("weighted"), stage["felt_bad"]
    if weighted is None or weighted["warning"] or raw["value"] is None or weighted["felt_bad"]["value"] is None:
        return ""
    shown = wording.percent(weighted["felt_bad"]["value"])
    limits = wording.percent_limits(weighted["felt_bad"])
    rated = wording.percent(raw["value"])
    return f" Unhappy: {rated} of those rated; weighted to all finished visits {shown} ({limits})."


def _targets(document: AlignmentDocument) -> list[str]:
    derived = [wording.isolated(s["name"]) for s in document["stages"] if s["inside_out"].get("derived")]
    given = [
        f"{wording.isolated(s['name'])}: {s['inside_out']['target']}."
        for s in document["stages"]
        if s["inside_out"].get("target") and not s["inside_out"].get("derived")
    ]
    if derived:
        given.append(
            f"Derived from the data, for want of a target: {', '.join(derived)}. "
            "Nothing is called a failure by a derived target alone."
        )
    return given


def _open(document: AlignmentDocument) -> list[str]:
    waiting = [(s["name"], s["open"]) for s in document["stages"] if s.get("open")]
    return [
        f"{wording.isolated(name)}: {wording.count(n)} {wording.plural('visit', n)} not over when the log ends."
        for name, n in waiting
    ]
