"""What `align` prints: the mismatches as a table and a sentence each, the measures, and what was read.

Plain text on a pipe, coloured and fitted to its width on a terminal.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Container
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.document import AlignmentDocument
    from analyzer.document.parts.reading import CountsSection

HEADS = ("#", "mismatch", "stage", "affected visits", "avoidable a month", "linked to")
NUMBERS = (0, 3, 4)  # columns that stand to the right


def outcome(document: AlignmentDocument, terminal: bool) -> str:
    """The outcome of an analysis as text."""
    rows = mismatch_rows(document)
    table = [_table(rows) if terminal else plain_table(rows)] if rows else []
    said = conclusions(document)
    return "\n".join([*what_was_read(document), "", *table, *(map(_fitted, said) if terminal else said)])


def what_was_read(document: AlignmentDocument) -> list[str]:
    """Rows read, used and refused with the reasons; signals and how many found a case; warnings."""
    from analyzer.words import wording

    log, quality, signals = document["log"], document["quality"], document["signals"]
    noun = document.get("case_noun") or "case"
    lines = [
        f"{wording.counted(quality['rows'], 'row')} read, {wording.count(quality['used'])} used, "
        f"{wording.count(quality['refused'])} refused{_reasons(quality)}.",
        f"{wording.counted(log['events'], 'event')} in {wording.counted(log['cases'], noun)}; "
        f"{wording.counted(signals['total'], 'signal')}, {wording.count(signals['linked'])} of them linked.",
    ]
    return lines + _as_they_stood(document) + [f"Warning: {warning}" for warning in quality.get("warnings", [])]


def _as_they_stood(document: AlignmentDocument) -> list[str]:
    """Duplicate rows, rows out of order, events in the future and signals that are there twice, where there are any."""
    from analyzer.words import wording

    run, duplicates = document.get("run", {}), document["quality"].get("duplicates", 0)
    found = [
        (duplicates, "repeat another in every column (kept)"),
        (run.get("out_of_order", 0), "stood before an earlier one of their case (put in order by time)"),
        (run.get("future", 0), "lie in the future"),
    ]
    said = "; ".join(f"{wording.count(n)} {what}" for n, what in found if n)
    twice = (document["quality"].get("signals") or {}).get("duplicates", 0)
    signals = [f"Of the signals: {wording.count(twice)} repeat another in every column (each counts)."] if twice else []
    return [f"Of the rows: {said}.", *signals] if said else signals


def _reasons(quality: CountsSection) -> str:
    from analyzer.words.quality_words import reason_words

    reasons = quality.get("reasons", {})
    return f" ({reason_words(reasons)})" if reasons else ""


def mismatch_rows(document: AlignmentDocument) -> list[tuple[str, ...]]:
    """The ranked mismatches as rows of text."""
    from analyzer.words import wording

    rows: list[tuple[str, ...]] = []
    for no, mismatch in enumerate(document["mismatches"], 1):
        avoidable = mismatch.get("avoidable_bad_per_month")
        limits = wording.limits(avoidable)
        month = wording.number(avoidable["value"]) if avoidable else wording.NO_VALUE
        drivers = mismatch.get("drivers") or []
        rows.append(
            (
                str(no),
                wording.kind_name(mismatch["kind"]),
                mismatch["stage"] or wording.NO_VALUE,
                wording.count(mismatch["affected_visits"]),
                f"{month} ({limits})" if limits else month,
                drivers[0]["label"] if drivers else wording.NO_VALUE,
            )
        )
    return rows


def conclusions(document: AlignmentDocument) -> list[str]:
    """A sentence for every mismatch and for the measures."""
    from analyzer.words import sentences

    lines = [f"{no}. {m['story']}" for no, m in enumerate(document["mismatches"], 1)]
    if not lines:
        lines = [sentences.headline(document)]
    rated = [measure.sentence for measure in sentences.measures(document) if measure.interval.get("value") is not None]
    if not rated and document["mismatches"]:
        rated = [sentences.no_voice()]
    return [*(f"\n{line}" for line in lines), *([""] if rated else []), *rated]


def plain_table(rows: list[tuple[str, ...]], heads: tuple[str, ...] = HEADS, numbers: Container[int] = NUMBERS) -> str:
    """Columns under their heads, set apart by two spaces, nothing cut off; those of `numbers` end at one edge."""
    table = [heads, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(heads))]
    lines = []
    for row in table:
        cells = [cell.rjust(widths[no]) if no in numbers else cell.ljust(widths[no]) for no, cell in enumerate(row)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _table(rows: list[tuple[str, ...]]) -> str:
    """The table in colour, fitted to the terminal."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, header_style="bold")
    for no, head in enumerate(HEADS):
        table.add_column(head, justify="right" if no in NUMBERS else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console()
    with console.capture() as captured:
        console.print(table)
    return captured.get().rstrip("\n")


def _fitted(line: str) -> str:
    """A sentence that breaks between words, indented below its number where it has one."""
    width = min(shutil.get_terminal_size().columns, 110)
    indent = "   " if line.strip()[:1].isdigit() else ""
    return ("\n" if line.startswith("\n") else "") + textwrap.fill(line.strip("\n"), width, subsequent_indent=indent)
