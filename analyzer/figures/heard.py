"""Who was heard: kinds of signals, how they found their stage, how many visits were rated and how many were bad."""

from __future__ import annotations

from analyzer.document import AlignmentDocument
from analyzer.figures.bars import Bar
from analyzer.words import wording
from analyzer.words.language import say
from analyzer.words.sentences import by_way


def opening(document: AlignmentDocument) -> str:
    """How many signals there are and what part of the visits they rate, in a sentence."""
    signals, noun = document["signals"], document.get("case_noun") or "case"
    if not signals["total"]:
        return say("word.no_customer_voice_yet")
    rated, visits = document["alignment"].get("rated") or 0, document["alignment"].get("visits") or 0
    said = say(
        "heard.signals_of_them_linked", total=wording.count(signals["total"]), linked=wording.count(signals["linked"])
    )
    said += f" {_a(noun)} {noun}"
    return say("heard.customers_rated_of_all", said=said, rated=wording.percent(rated / visits if visits else None))


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
            f"{wording.signal_name(kind)}\n"
            + say("heard.signals_of_all", n=wording.count(n), n_b=wording.percent(n / total)),
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
            f"{words}\n"
            + say("heard.of_linked_signals", key=wording.count(found.get(key, 0)), total=wording.count(total)),
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
        words = say("heard.of", rated=wording.count(rated), visits=wording.count(visits)) if visits else ""
        warning = stage["coverage"].get("warning")
        share = stage["coverage"].get("share") if visits else None
        tip = "\n".join(
            part
            for part in (
                stage["name"],
                say("heard.visits_rated", words=words) if words else say("word.no_event"),
                warning,
            )
            if part
        )
        rows.append(
            Bar(
                stage["name"],
                share,
                wording.percent(share) if visits else say("word.no_visit"),
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
        written = wording.percent(share["value"]) if share["value"] is not None else say("word.not_heard")
        beside = f"n {wording.count(rated)}" if rated else ""
        tip = f"{stage['name']}\n{say('heard.of_the_rated_visits', written=written)}"
        tip += f" ({limits}), {beside}" if limits else ""
        rows.append(Bar(stage["name"], share["value"], written, tip, share["low"], share["high"], "hidden", beside))
    return rows


def bar_rows(rows: list[Bar], first: str) -> list[dict[str, str]]:
    """Any bars as rows of words."""
    return [
        {
            first: row.name,
            say("column.value"): row.written,
            say("column.says"): row.tip.split("\n", 1)[-1].replace("\n", "; "),
        }
        for row in rows
    ]


def warnings(document: AlignmentDocument) -> list[str]:
    """Where those who answered differ from those who did not."""
    return [f"{s['name']}: {s['coverage']['warning']}" for s in document["stages"] if s["coverage"].get("warning")]


def _a(noun: str) -> str:
    return "an" if noun[:1].lower() in "aeiou" else "a"
