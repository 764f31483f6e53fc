"""English, of the report, the digest and what is sent."""

from __future__ import annotations

REPORTS = {
    "chat.data_up_to": "{project}, data up to {read_to}",
    "chat.before": "before: {before}",
    "chat.before_before": "Before: {before} {unit}",
    "chat.owner": "Owner: {owners}",
    "chat.no_owner": "No owner",
    "chat.its_share": "Its share: {shift}",
    "chat.open_the_dashboard": "Open the dashboard",
    "chat.open_the_finding": "Open the finding",
    "chat.cause": ", cause: ",
    "chat.more_one": "{rest} more finding has changed.",
    "chat.more_many": "{rest} more findings have changed.",
    "digest.alignment_score": "Alignment score {value}",
    "digest.read_first": "Read this first",
    "digest.owner": "Owner:",
    "digest.cause": "cause:",
    "digest.rest_one": "{rest} more finding has changed: see the workbook",
    "digest.rest_many": "{rest} more findings have changed: see the workbook",
    "digest.or": "or",
    "digest.the_dashboard": "the dashboard",
    "digest.restated": (
        "Restated, no cause for alarm (only the ruler, the settings or numbers of an old period changed):"
    ),
    "digest.brackets": (
        "Numbers in brackets are limits of {level} confidence. What a finding is linked to is not proven to be its "
        "cause."
    ),
    "digest.because": "You get this mail because {reason}.",
    "digest.choose": "Only when it gets worse, or not at all",
    "digest.left_out": "To be left out, answer to {sender}.",
    "digest.run": "Run {id}",
    "digest.dashboard": "Dashboard: {link}",
    "how_known.no_role": "an attribute: no role goes by this name",
    "how_known.name": "by its name, {name}",
    "how_known.chosen": "as you chose",
    "how_known.values": "as the file's values say",
    "html.drivers_of": "Drivers of {title}",
    "letter.the_pdf_is_missing": "The PDF is missing: {found}; {do}.",
    "recipients.you_are_named_for": "you are named for {names}",
    "recipients.you_are_named_for_the": "you are named for the whole project",
    "report.process_alignment": "process alignment",
    "report.measures": "Three measures",
    "report.mismatches": "{mismatches}, the costliest first",
    "report.nothing": (
        "Nothing is supported by this data. A mismatch is listed only when it is both statistically supported and "
        "large enough to matter."
    ),
    "report.owner": "owner",
    "report.avoidable": "avoidable a month",
    "report.drivers": "Drivers, adjusted for each other",
    "report.difference_map": "The difference map",
    "report.clear_first": "Clear differences first",
    "report.both_verdicts": "Both verdicts",
    "report.said_more": "Said more by the unhappy:",
    "report.process": "The process behind it",
    "report.paths": "The most frequent paths",
    "report.how_to_read": "How to read this",
    "report.method.rate": (
        "The company and the customer rate the same thing: one stage, as one customer lived it (a {visit}). The "
        "company rates it by its target, the customer by what they say. Where one says good and the other bad, the "
        "two views part."
    ),
    "report.method.visit": "visit",
    "report.method.listed": (
        "A mismatch is listed only if it is statistically supported after correction for everything that was tried, "
        "and large enough to matter. Drivers are adjusted for each other and judged only on what happened before the "
        'customer spoke. "Goes with" is said on purpose: an association becomes a cause only when changing it has '
        "helped."
    ),
    "report.method.shares": (
        'Shares of unhappy customers rest on those who answered. Intervals are at 95 %. "Avoidable" is how many '
        "fewer unhappy visits a month there would be, had the visits with the driver gone like the rest."
    ),
    "report.run_finished": "Run {id}, finished {at}.",
    "report.run": "Run {id}.",
    "report.made_by": (
        "Made by the Process Alignment Analyzer, free software under the GNU Affero General Public License, version "
        "3 or later."
    ),
    "sheet.card": "Score card",
    "sheet.star": "★ a moment of truth. A share stands only where 20 visits or more were heard.",
    "sheet.in_common": "What the unhappy customers have in common",
    "sheet.linked": "Linked to unhappiness; no proof of a cause.",
    "sheet.nothing_common": "Nothing that the run found is more frequent among them.",
    "sheet.went_well": "What went well",
    "sheet.none_verified": "No improvement is verified yet.",
    "sheet.own_only": "Own visits only. Peers stand as an unnamed band.",
}
