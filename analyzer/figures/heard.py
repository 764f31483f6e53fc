"""Who was heard: kinds of signals, how they found their stage, how many visits were rated and how many were bad."""

from __future__ import annotations

from analyzer.document import AlignmentDocument
from analyzer.figures.bars import Bar
from analyzer.words import wording
from analyzer.words.sentences import by_way


def opening(document: AlignmentDocument) -> str:
    """How many signals there are and what part of the visits they rate, in a sentence."""
    signals, noun = document["signals"], document.get("case_noun") or "case"
    if not signals["total"]:
        return "No customer voice yet"
    rated, visits = document["alignment"].get("rated") or 0, document["alignment"].get("visits") or 0
    said = f"{wording.count(signals['total'])} signals, {wording.count(signals['linked'])} of them linked to"
    said += f" {_a(noun)} {noun}"
    return f"{said}: customers rated {wording.percent(rated / visits if visits else None)} of all visits."


def kinds(document: AlignmentDocument) -> list[Bar]:
    """Signals by kind, the most frequent first."""
    signals = document["signals"]
    ranked = sorted((signals.get("by_kind") or {}).items(), key=lambda pair: (-pair[1], pair[0]))
    total = sum(n for _, n in ranked) or 1
    return [
        Bar(
            wording.signal_name(kind),
            float(n),
            wording.count(n),
            f"{wording.signal_name(kind)}\n{wording.count(n)} signals, {wording.percent(n / total)} of all",
            colour="controllable",
        )
        for kind, n in ranked
    ]


def found_by(document: AlignmentDocument) -> list[Bar]:
    """Linked signals by how they found their stage."""
    found = by_way(document["signals"])
    total = sum(found.values())
    return [
        Bar(
            words[0].upper() + words[1:],
            found.get(key, 0) / total,
            wording.percent(found.get(key, 0) / total),
            f"{words}\n{wording.count(found.get(key, 0))} of {wording.count(total)} linked signals",
            colour="given" if key == "none" else "controllable",
            note=wording.count(found.get(key, 0)),
        )
        for key, words in ((way, wording.way_name(way)) for way in wording.WAYS)
        if total and found.get(key)
    ]


def coverage(document: AlignmentDocument) -> list[Bar]:
    """The share of the visits that customers rated, stage by stage; not known where the log has no visit."""
    rows = []
    for stage in document["stages"]:
        rated, visits = stage["coverage"]["rated"], stage["visits"]
        words = f"{wording.count(rated)} of {wording.count(visits)}" if visits else ""
        warning = stage["coverage"].get("warning")
        share = stage["coverage"].get("share") if visits else None
        tip = "\n".join(
            part for part in (stage["name"], f"{words} visits rated" if words else "no event", warning) if part
        )
        rows.append(
            Bar(
                stage["name"],
                share,
                wording.percent(share) if visits else "no visit",
                tip,
                colour="controllable",
                note=words,
            )
        )
    return rows


def unhappy(document: AlignmentDocument) -> list[Bar]:
    """The unhappy share of the rated visits, stage by stage, with the document's interval."""
    rows = []
    for stage in document["stages"]:
        share, rated = stage["felt_bad"], stage["coverage"]["rated"]
        limits = wording.percent_limits(share)
        written = wording.percent(share["value"]) if share["value"] is not None else "not heard"
        beside = f"n {wording.count(rated)}" if rated else ""
        tip = f"{stage['name']}\n{written} of the rated visits unhappy" + (f" ({limits}), {beside}" if limits else "")
        rows.append(Bar(stage["name"], share["value"], written, tip, share["low"], share["high"], "hidden", beside))
    return rows


def bar_rows(rows: list[Bar], first: str) -> list[dict[str, str]]:
    """Any bars as rows of words."""
    return [
        {first: row.name, "value": row.written, "says": row.tip.split("\n", 1)[-1].replace("\n", "; ")} for row in rows
    ]


def warnings(document: AlignmentDocument) -> list[str]:
    """Where those who answered differ from those who did not."""
    return [f"{s['name']}: {s['coverage']['warning']}" for s in document["stages"] if s["coverage"].get("warning")]


def _a(noun: str) -> str:
    return "an" if noun[:1].lower() in "aeiou" else "a"
