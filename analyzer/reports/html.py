"""report.html: the whole outcome in one file that opens offline, prints, and follows the reader's light or dark.

All figures are SVG made here, so that the file holds no library; a short script shows tooltips, and nothing is lost
without it.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.figures import blame, palette
from analyzer.figures.difference_map import difference_map
from analyzer.figures.forest import forest, forest_rows
from analyzer.figures.interval_bar import amount_bar, share_bar
from analyzer.figures.mirror import caption, mirror, table_html
from analyzer.figures.mosaic import both_of, mosaic
from analyzer.figures.process_map import process_map
from analyzer.figures.svg import UNDRAWABLE
from analyzer.figures.variants import variants
from analyzer.improvement import ImprovingSummary
from analyzer.reports.improving import improving_section
from analyzer.reports.marked import emphasized, marked
from analyzer.words import findings, sentences, wording
from analyzer.words.difference_words import difference_caption, difference_rows, difference_sentence
from analyzer.words.language import say
from analyzer.words.money import monthly_money

TEMPLATES = {"report": "report.html.j2", "improving": "report_improving.html.j2"}
COMPARED = 20  # rows of a comparison that the report lists
DARK = ("@media screen and (prefers-color-scheme: dark){:root", "}")


def report_html(document: AlignmentDocument, improving: ImprovingSummary | None = None) -> str:
    """The report as one HTML page, with a section about improving where it is given. The same gives the same bytes;
    every text is escaped, and what HTML does not allow (control characters) is replaced."""
    return UNDRAWABLE.sub("\ufffd", _template().render(**context(document, improving)))


def context(document: AlignmentDocument, improving: ImprovingSummary | None = None) -> dict[str, Any]:
    """What the template shows. Values of type str are escaped by it; figures are marked as safe because figures
    escape."""
    from markupsafe import Markup

    top = max((_high(m) for m in document["mismatches"]), default=0.0)
    named, causes, visits = blame.blame_matrix(document)
    return {
        "document": document,
        "run": {"id": None, "finished": None, **(document.get("run") or {})},
        "say": wording,
        "t": marked,
        "emphasized": emphasized,
        "headline": sentences.headline(document),
        "css": Markup(_css()),
        "script": Markup(_read("figures", "tips.js")),
        "mirror": Markup(mirror(document)),
        "mirror_table": Markup(table_html(document)),
        "caption": caption(document),
        "marks": say("caption.drivers"),
        "blame_caption": say("caption.blame"),
        "measures": [(m, Markup(share_bar(m.interval, m.colour, m.title))) for m in sentences.measures(document)],
        "stories": [_story(document, mismatch, top) for mismatch in document["mismatches"]],
        "blame": list(zip(named, visits, strict=True)),
        "causes": causes,
        "improving": improving_section(improving),
        "rests_on": sentences.rests_on(document),
        "flowing": sentences.flowing(document),
        "process_map": Markup(_map(document)),
        "variants": Markup(variants(document.get("process") or {}, [s["name"] for s in document["stages"]])),
    }


def _map(document: AlignmentDocument) -> str:
    process = document.get("process") or {}
    if not process.get("activities"):
        return ""
    first = next((m for m in document["mismatches"] if m["drivers"]), None)
    names = [stage["name"] for stage in document["stages"]]
    return process_map(process, names, highlight=sentences.lit_by(first) if first else None)


def _story(document: AlignmentDocument, mismatch: MismatchRow, top: float) -> dict[str, Any]:
    from markupsafe import Markup

    both, noun = both_of(document, mismatch), document.get("case_noun") or "case"
    drivers = mismatch["drivers"]
    return {
        "mismatch": mismatch,
        "basis": findings.basis(mismatch, noun),
        "affected": findings.affected(mismatch, noun),
        "text": Markup(findings.story_html(mismatch)),
        "money": monthly_money(mismatch),
        "bar": Markup(
            amount_bar(
                mismatch.get("avoidable_bad_per_month") or {}, top, "hidden", say("word.avoidable_unhappy_customers_a")
            )
        ),
        "forest": Markup(forest(drivers, say("html.drivers_of", title=mismatch["title"]))),
        "rows": forest_rows(drivers),
        "mosaic": Markup(mosaic(both, mismatch["stage"] or "")) if both else "",
        "difference": _difference(document, mismatch),
        "bad_words": mismatch.get("words", [])[:8],
    }


def _difference(document: AlignmentDocument, mismatch: MismatchRow) -> dict[str, Any] | None:
    """The comparison of a mismatch's two groups of visits: sentence, map, caption, table."""
    from markupsafe import Markup

    comparison, process = mismatch.get("comparison"), document.get("process")
    if not comparison or not comparison["activities"] or not process:
        return None
    names = [stage["name"] for stage in document["stages"]]
    return {
        "sentence": difference_sentence(comparison),
        "map": Markup(difference_map(process, comparison, names, identity=f"difference-{mismatch['id']}")),
        "caption": difference_caption(comparison),
        "rows": difference_rows(comparison, COMPARED),
    }


def _high(mismatch: MismatchRow) -> float:
    interval = mismatch.get("avoidable_bad_per_month") or {}
    return float(interval.get("high") or interval.get("value") or 0.0)


def _css() -> str:
    return palette.css(DARK) + "\n" + _read("figures", "figures.css") + _read("reports", "templates", "report.css")


def _read(*parts: str) -> str:
    return files("analyzer").joinpath(*parts).read_text(encoding="utf-8")


def _template() -> Any:
    from jinja2 import DictLoader, Environment, StrictUndefined

    environment = Environment(
        loader=DictLoader({name: _read("reports", "templates", file) for name, file in TEMPLATES.items()}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("report")
