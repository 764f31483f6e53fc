"""The section on the benchmark in the method page, written from docs/truth/truth.json."""

from pathlib import Path
from typing import Any

from .report import aim

Record = dict[str, Any]
HEADING = "## 9. What is found"
SHOWN = {
    "strong: found, of the oracle's": "6,000 cases, risk ratio ≥ 2.3, driver in ≥ 6 %: found, of what the oracle finds",
    "strong, 1,500: found, of the oracle's": "1,500 cases or more, risk ratio ≥ 3.5: found, of what the oracle finds",
    "weaker or rarer: found, of the oracle's": "weaker or rarer: found, of what the oracle finds",
    "weaker or rarer: found, of what the oracle sees that pays for a search": (
        "weaker or rarer: found, of what an oracle finds that pays for 100 candidates a stage"
    ),
    "all sets: precision of mismatches": "listed mismatches that are true",
    "all sets: precision of drivers": "listed drivers that are true",
    "strong: first driver right": "strong effects: the first driver is the cause",
    "decoys instead of the cause": "a decoy named instead of the cause",
    "mediators instead of the cause": "a mediator named instead of the cause",
    "silent_defect found": "silent defects found at 6,000 cases",
    "a felt 8-point difference called silent": "a difference that customers feel, called silent",
    "true bad share of a stage inside its 95 % interval": "true share of a stage inside its 95 % interval",
    "true risk ratio inside its 95 % interval": "true risk ratio inside its 95 % interval",
    "true driver's share inside its 95 % interval": "true share of a driver inside its 95 % interval",
    "placed by timing in the wrong stage": "signals placed by timing that are in the wrong stage",
}


def paragraph(outcome: Record) -> str:
    """The method page's section on the benchmark, from what truth.json holds."""
    by_name = {m["name"]: m for group in outcome["measures"].values() for m in group}
    text = [
        HEADING, "",
        f"Measured by `make truth` on {outcome['count']:,} made data sets with known causes. The generator was written",
        "before the method was tuned, and not changed for it. The *oracle* is told the cause and tests that one alone,",
        "at p < 0.01 and a share of 10 %. All measures, by sort too, are in `docs/truth/truth.md`.", "",
        "| measure | value | counts | aim |", "|---|---|---|---|",
    ]  # fmt: skip
    text += [_row(said, by_name[name]) for name, said in SHOWN.items() if name in by_name]
    for m in outcome["measures"]["Other kinds"][2:]:
        text.append(_row(m["name"].removesuffix(" found").replace("_", " ") + ": found", m))
    for m in outcome["measures"]["Sets with nothing planted"]:
        sort = m["name"].removeprefix("empty_").split(":")[0].replace("_", " ")
        text.append(_row(f"nothing planted, {sort}: sets that report anything", m))
    for m in outcome["measures"].get("Real logs", []):
        text.append(_row(m["name"], m))
    text += ["", "Hidden friction found, by size and observed risk ratio (in brackets what the oracle finds):", ""]
    sizes = sorted({row["cases"] for row in outcome["recall"]})
    ratios = sorted({(row["from"], row["to"]) for row in outcome["recall"]})
    text += ["| cases | " + " | ".join(_span(*ratio) for ratio in ratios) + " |", "|---" * (len(ratios) + 1) + "|"]
    for cases in sizes:
        own = {(row["from"], row["to"]): row for row in outcome["recall"] if row["cases"] == cases}
        text.append(f"| {cases:,} | " + " | ".join(_cell(own.get(ratio)) for ratio in ratios) + " |")
    return "\n".join([*text, ""])


def _row(said: str, measure: Record) -> str:
    value = "–" if measure["value"] is None else f"{measure['value']:.3f}"
    counts = f"{measure['hits']:,} of {measure['of']:,}"
    return f"| {said} | {value} | {counts} | {aim(measure['low'], measure['high'])} |"


def _span(low: float, high: float) -> str:
    return f"{low:g}–{high:g}" if high < 99 else f"{low:g} and more"


def _cell(row: Record | None) -> str:
    if row is None:
        return ""
    return f"{row['found'] / row['planted']:.2f} ({row['oracle'] / row['planted']:.2f}), n = {row['planted']}"


def put_into(method: Path, outcome: Record) -> None:
    """Write the section into the method page, in the place of the one that stands there."""
    text = method.read_text(encoding="utf-8")
    before, _, after = text.partition(HEADING)
    rest = after[after.index("\n## ") + 1 :] if "\n## " in after else ""
    parts = [before.rstrip(), "", paragraph(outcome).rstrip(), *(["", rest.rstrip()] if rest else [])]
    method.write_text("\n".join([*parts, ""]), encoding="utf-8")
