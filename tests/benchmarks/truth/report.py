"""The score table as text, Markdown, JSON and a chart."""

import json
from pathlib import Path
from typing import Any

from .targets import Measure, all_measures, by_sort, recall_grid

Record = dict[str, Any]
COLOURS = {500: "#8a8f98", 1500: "#c2571a", 3000: "#8a6d00", 6000: "#0b6e99", 50_000: "#5b3f8c"}


def lines(scores: list[Record]) -> list[str]:
    """The table as Markdown, one line a measure."""
    text = [f"# Truth benchmark: {len(scores)} data sets", ""]
    for title, measures in all_measures(scores).items():
        text += [f"## {title}", "", "| measure | value | counts | oracle | target | |", "|---|---|---|---|---|---|"]
        text += [_row(measure) for measure in measures]
        text.append("")
    text += ["## Recall of hidden friction by size and observed risk ratio", ""]
    text += ["| cases | risk ratio | planted | found | oracle |", "|---|---|---|---|---|"]
    for row in recall_grid(scores):
        upto = f"{row['from']}–{row['to']}" if row["to"] < 99 else f"{row['from']} and more"
        text.append(
            f"| {row['cases']:,} | {upto} | {row['planted']} | {row['found'] / row['planted']:.2f} "
            f"| {row['oracle'] / row['planted']:.2f} |"
        )
    rows = by_sort(scores)
    text += ["", "## By sort", "", "| " + " | ".join(rows[0]) + " |", "|---" * len(rows[0]) + "|"]
    text += ["| " + " | ".join(str(value) for value in row.values()) + " |" for row in rows]
    return [*text, ""]


def _row(measure: Measure) -> str:
    value = "–" if measure.value is None else f"{measure.value:.3f}"
    oracle = "" if measure.beside is None else f"{measure.beside:.3f}"
    counts, asked = f"{measure.hits}/{measure.of}", aim(measure.low, measure.high)
    return f"| {measure.name} | {value} | {counts} | {oracle} | {asked} | {measure.verdict} |"


def missed(scores: list[Record]) -> int:
    """How many targets are not reached."""
    return sum(m.verdict == "NOT REACHED" for group in all_measures(scores).values() for m in group)


def write(scores: list[Record], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "truth.md").write_text("\n".join(lines(scores)), encoding="utf-8")
    (folder / "truth.svg").write_text(chart(scores), encoding="utf-8")
    measures = {
        title: [
            {"name": m.name, "value": m.value, "hits": m.hits, "of": m.of, "oracle": m.beside, "low": m.low,
             "high": m.high, "verdict": m.verdict}
            for m in group
        ]
        for title, group in all_measures(scores).items()
    }  # fmt: skip
    outcome = {"measures": measures, "recall": recall_grid(scores), "by_sort": by_sort(scores), "count": len(scores)}
    (folder / "truth.json").write_text(json.dumps(outcome, indent=1, sort_keys=True), encoding="utf-8")
    (folder / "sets.json").write_text(json.dumps(scores, sort_keys=True), encoding="utf-8")


def chart(scores: list[Record]) -> str:
    """Recall by observed risk ratio, a line a size; the oracle's recall dashed in the same colour."""
    grid = recall_grid(scores)
    sizes = sorted({row["cases"] for row in grid})
    ratios = sorted({(row["from"], row["to"]) for row in grid})
    wide, high, left, top = 560, 300, 60, 30
    step = wide / max(1, len(ratios) - 1)
    x = {ratio: left + k * step for k, ratio in enumerate(ratios)}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide + left + 170} {high + top + 60}" '
        'font-family="sans-serif" font-size="12" role="img" aria-label="Recall by observed risk ratio">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = top + high * (1 - share)
        parts.append(f'<line x1="{left}" x2="{left + wide}" y1="{y}" y2="{y}" stroke="#dddddd"/>')
        parts.append(f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{share:.0%}</text>')
    for ratio in ratios:
        label = f"{ratio[0]}–{ratio[1]}" if ratio[1] < 99 else f"{ratio[0]}+"
        parts.append(f'<text x="{x[ratio]:.1f}" y="{top + high + 20}" text-anchor="middle">{label}</text>')
    parts.append(f'<text x="{left + wide / 2}" y="{top + high + 42}" text-anchor="middle">observed risk ratio</text>')
    for place, cases in enumerate(sizes):
        own = [row for row in grid if row["cases"] == cases]
        for what, dash in (("found", ""), ("oracle", ' stroke-dasharray="5 4"')):
            points = " ".join(
                f"{x[(r['from'], r['to'])]:.1f},{top + high * (1 - r[what] / r['planted']):.1f}" for r in own
            )
            parts.append(f'<polyline points="{points}" fill="none" stroke="{COLOURS[cases]}" stroke-width="2"{dash}/>')
        y = top + 16 + 20 * place
        parts.append(f'<text x="{left + wide + 16}" y="{y}" fill="{COLOURS[cases]}">{cases:,} cases</text>')
    parts.append(f'<text x="{left + wide + 16}" y="{top + 26 + 20 * len(sizes)}">dashed: the oracle</text>')
    return "\n".join([*parts, "</svg>", ""])


def aim(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{low:.2f}–{high:.2f}"
    return f"≥ {low:.2f}" if low is not None else "" if high is None else f"≤ {high:.2f}"
