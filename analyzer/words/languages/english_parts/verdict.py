"""English, of the headline and the verdict beneath it."""

from __future__ import annotations

VERDICT = {
    "headline.whole_run": "Over the whole run: {headline}",
    "headline.nothing_at": "No mismatch is supported at {stage}.",
    # the verdict beneath the headline
    "present.drivers": "What sets the unhappy visits apart",
    "present.both": "Both verdicts on the same visits",
    "verdict.where": "Where",
    "verdict.where.journey": "The whole journey",
    "verdict.where.hidden": "{share} unhappy though on target (n = {n})",
    "verdict.why": "Likely reason",
    "verdict.why.exact": "What goes with it most, adjusted for what else does: an association, not proof of a cause.",
    "verdict.why.driver": "{ratio} as likely to be unhappy ({limits}); {share} of the unhappy",
    "verdict.why.target": "Missing our own target",
    "verdict.why.target.ratio": "{ratio} as likely to be unhappy ({limits})",
    "verdict.why.none": "Not known",
    "verdict.why.none.more": "nothing that the log knows is named for it",
    "verdict.who": "Who answers for it",
    "verdict.who.stage": "{owner} ({stage})",
    "verdict.who.nobody": "Nobody",
    "verdict.who.blamed": "blamed by customers: {who}",
    "verdict.who.same": "where customers feel it, and where it lies",
    "verdict.who.no_cause": "where customers feel it; no stage's work is named",
    "verdict.customers": "What customers say",
    "verdict.customers.none": "Nobody has been heard",
    "verdict.customers.few": "Hardly anybody: {signals}",
    "verdict.customers.add": "only the log speaks here: surveys or complaints, added on Data, tell whether it hurts",
    "verdict.gain": "To gain",
    "verdict.gain.month": "{value} a month",
    "verdict.gain.if": "fewer unhappy of those who answer{limits}, if these visits went like the rest",
    "verdict.gain.none": "No count of customers",
    "verdict.gain.affected": "{affected} affected",
    "verdict.since": "Since, and which way",
    "verdict.since.month": "Since {month}",
    "verdict.since.known": "Known since {day}",
    "verdict.since.first_run": "; known since {day}",
    "verdict.way.up": "worse: {before} of the answers, {after} from {month} on",
    "verdict.way.down": "better: {before} of the answers, {after} from {month} on",
    "verdict.way.none": "no clear change: {before} of the answers, {after} from {month} on",
    "verdict.way.unknown": "too few answers to say which way it moves",
    "verdict.assign": "Assign to {owner}",
    "verdict.assign.nobody": "Assign it",
    "verdict.whole_run": "Headline, verdict and stories were found over the whole run, not in this part of it.",
    "verdict.part": (
        "In this part it hurts most unseen at {stage}: {share} of {n} visits we heard about ({limits}) are unhappy "
        "though on target."
    ),
}
