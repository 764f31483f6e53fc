"""How a notebook shows a result: headline, mirror, mismatches; HTML without a script, every text escaped."""

from __future__ import annotations

from html import escape

from analyzer.document import AlignmentDocument
from analyzer.figures import palette
from analyzer.figures.mirror import caption, mirror
from analyzer.words import sentences, wording

MOST = 20  # mismatches that are listed
DARK = ('[data-jp-theme-light="false"]', "")  # as JupyterLab marks its dark ground
HEADS = ("", "mismatch", "stage", "visits", "avoidable a month", "linked to")


def shown(document: AlignmentDocument) -> str:
    """The result as a piece of HTML."""
    log, noun = document["log"], document.get("case_noun") or "case"
    read = (
        f"{wording.count(log['cases'])} {wording.plural(noun, log['cases'])}, {wording.count(log['events'])} events, "
        f"{wording.count(document['signals']['linked'])} signals"
    )
    return (
        f"<style>{_css()}</style>"
        f'<div class="alignment-result" style="max-width:960px"><p><strong>{escape(sentences.headline(document))}'
        f"</strong><br>{escape(read)}</p>{mirror(document)}<p><small>{escape(caption(document))}</small></p>"
        f"{_table(document)}</div>"
    )


def _table(document: AlignmentDocument) -> str:
    rows = []
    for number, one in enumerate(document["mismatches"][:MOST], start=1):
        avoidable = one.get("avoidable_bad_per_month") or {}
        value = avoidable.get("value")
        first = one["drivers"][0]["label"] if one["drivers"] else wording.NO_VALUE
        cells = (
            str(number),
            one["title"],
            one["stage"] or wording.NO_VALUE,
            wording.count(one["affected_visits"]),
            wording.number(value) if value is not None else wording.NO_VALUE,
            first,
        )
        rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    if not rows:
        return ""
    more = len(document["mismatches"]) - MOST
    rest = f"<p>and {more} more in <code>.mismatches</code></p>" if more > 0 else ""
    heads = "".join(f"<th>{escape(head)}</th>" for head in HEADS)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>{rest}"


def _css() -> str:
    from importlib.resources import files

    own = files("analyzer").joinpath("figures", "figures.css").read_text(encoding="utf-8")
    return palette.css(DARK) + own
