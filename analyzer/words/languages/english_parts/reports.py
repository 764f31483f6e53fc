"""English, of the report, the digest and what is sent."""

from __future__ import annotations

REPORTS = {
    "chat.more_changed": "{rest} more {finding_has} changed.",
    "chat.data_up_to": "{project}, data up to {read_to}",
    "chat.before": "before: {before}",
    "chat.before_before": "Before: {before} {unit}",
    "chat.owner": "Owner: {owners}",
    "chat.no_owner": "No owner",
    "chat.its_share": "Its share: {shift}",
    "chat.open_the_dashboard": "Open the dashboard",
    "chat.finding_has": "finding has",
    "chat.findings_have": "findings have",
    "chat.open_the_finding": "Open the finding",
    "chat.cause": ", cause: ",
    "digest.alignment_score": "Alignment score {value}",
    "how_known.no_role": "an attribute: no role goes by this name",
    "how_known.name": "by its name, {name}",
    "how_known.chosen": "as you chose",
    "how_known.values": "as the file's values say",
    "html.drivers_of": "Drivers of {title}",
    "letter.the_pdf_is_missing": "The PDF is missing: {found}; {do}.",
    "recipients.you_are_named_for": "you are named for {names}",
    "recipients.you_are_named_for_the": "you are named for the whole project",
}
