"""English. TEXTS: what is said, with names in braces for what is put in; the functions: its grammar and its numbers."""

from __future__ import annotations

from analyzer.words.languages.english_parts import PARTS

THOUSANDS, DECIMAL = ",", "."
AND = "and"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def plural(noun: str, n: int) -> str:
    """A noun that fits its count: 1 order, 2 orders, 2 categories."""
    if n == 1:
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


TEXTS = PARTS | {
    # kinds of mismatch: name, and what it means
    "kind.hidden_friction": "Hidden friction",
    "kind.silent_defect": "Off target, unfelt",
    "kind.shared_failure": "Shared failure",
    "kind.broken_promise": "Broken promise",
    "kind.blind_spot": "Blind spot",
    "kind.invisible_work": "Invisible work",
    "kind.out_of_order": "Out of order",
    "kind.missing_touchpoint": "Missing touchpoint",
    "kind.ad_hoc_touchpoint": "Ad hoc touchpoint",
    "kind.unowned": "Unowned",
    "kind.asked_too_early": "Asked too early",
    "meaning.hidden_friction": "fine by our measure, not by the customers",
    "meaning.silent_defect": "our target is missed and no customer minds",
    "meaning.shared_failure": "our target is missed and customers feel it",
    "meaning.broken_promise": "our target is met, what the customer was told is not",
    "meaning.blind_spot": "customers speak of it, no internal event exists",
    "meaning.invisible_work": "work that belongs to no stage of the journey",
    "meaning.out_of_order": "lived in another place than planned",
    "meaning.missing_touchpoint": "planned, and skipped",
    "meaning.ad_hoc_touchpoint": "left, and returned to",
    "meaning.unowned": "nobody answers for it",
    "meaning.asked_too_early": "customers were asked before it was over",
    # titles
    "title.hidden_friction": "{stage} looks fine to us, and hurts customers",
    "title.silent_defect": "{stage} misses its target, and customers do not mind",
    "title.shared_failure": "{stage} misses its target, and customers feel it",
    "title.broken_promise": "{stage} meets our target and breaks our promise",
    "title.blind_spot": "Customers speak about {place}, and we record nothing",
    "title.invisible_work": "Work that belongs to no stage of the journey",
    "title.missing_touchpoint": "{stage} is skipped",
    "title.ad_hoc_touchpoint": "{stage} is lived more than once",
    "title.out_of_order": "{stage} comes out of its place",
    "title.unowned": "Nobody answers for {stage}",
    "title.unowned.others": "{owner} answers for {stage}, others do it",
    "title.asked_too_early": "{stage}: asked before it was over",
    # stories
    "story.hidden_friction": (
        "{stage} looks fine to us in {fine} of {visits} visits, yet of those who answered about visits on target "
        "{unhappy} are unhappy ({bad} of {judged}). {share} of that is linked to {driver}{where}: {ratio} as likely "
        "(95 %: {limits}).{rest} If those visits had gone like the rest: about {avoidable} fewer unhappy customers a "
        "month{spread} among those who answered.{no_target}{outcome}"
    ),
    "story.hidden_friction.where": " ({stage})",
    "story.hidden_friction.owned": " ({stage}, owner: {owner})",
    "story.hidden_friction.one_more": " 1 further driver adds to it.",
    "story.hidden_friction.more": " {n} further drivers add to it.",
    "story.hidden_friction.no_target": (
        " No target is set for {stage}: what looks fine here is held against a target taken from the log itself."
    ),
    "story.silent_defect": (
        "{stage} is off target in {missed} of {visits} visits. Of those who answered, {off} are unhappy off target "
        "(n = {n_off}) and {on} on target (n = {n_on}): the difference is at most {upper} with 95 % confidence, below "
        "the margin of {margin}. The target measures something that customers do not feel."
    ),
    "story.shared_failure": (
        "{stage} is off target in {missed} of {visits} visits. Of those who answered, {off} are unhappy off target "
        "(n = {n_off}) and {on} on target (n = {n_on}): {ratio} as likely ({limits}). That is linked to {share} "
        "of all unhappy visits here ({share_limits})."
    ),
    "story.broken_promise": (
        "Of {visits} visits to {stage} that meet our own target ({target}), {share} ({limits}) break what the customer "
        "was told ({promise}).{felt}"
    ),
    "story.broken_promise.felt": " Of those who answered after a broken promise, {share} are unhappy (n = {n}).",
    "story.blind_spot": (
        "{share} of all {all} ({cases}) have something to say about {place}, {bad} of them nothing good ({signals}), "
        "and no event in the log belongs to it."
    ),
    "story.invisible_work": (
        "{shares} goes into activities that no stage claims, in {cases}; most of it into {activities}."
    ),
    "story.invisible_work.cycle_time": "{share} of all cycle time",
    "story.invisible_work.cost": "{share} of all cost",
    "story.missing_touchpoint": (
        "{share} of {all} ended {cases} ({n}) skip {stage}, although later stages follow.{voice}"
    ),
    "story.ad_hoc_touchpoint": (
        "{share} of {all} ended {cases} ({n}) come back to {stage} after they had left it.{voice}"
    ),
    "story.out_of_order": "{share} of {all} ended {cases} ({n}) live {stage} out of its planned place.{voice}",
    "story.departure.voice": (
        " Of those who answered, {share} of them are unhappy somewhere (n = {n}), {others} of the others "
        "(n = {n_others})."
    ),
    "story.unowned": "No one answers for {stage}: {visits} visits, and no owner in the journey.",
    "story.unowned.others": (
        "{owner} answers for {stage} and does {share} of its work (n = {events} events); {most} does {most_share}."
    ),
    "story.asked_too_early": (
        "{share} of the {surveys} surveys about visits of {stage} were answered before the visit had ended ({limits}). "
        "They speak about waiting, not about the outcome."
    ),
    "story.asked_too_early.off_target": (
        "{share} of the {surveys} surveys about visits off target of {stage} were answered before the visit had ended "
        "({limits}). They speak about waiting, not about the outcome."
    ),
    # drivers
    "driver.activity": "{activity}",
    "driver.missing": "no {activity}",
    "driver.repeat": "{activity}, {at_least} times or more",
    "driver.path": "{start} directly followed by {end}",
    "driver.wait.over": "more than {time} from {start} to {end}",
    "driver.wait.under": "less than {time} from {start} to {end}",
    "driver.duration.over": "more than {time} in {stage}",
    "driver.duration.under": "less than {time} in {stage}",
    "driver.taken.max": "highest {attribute}",
    "driver.taken.min": "lowest {attribute}",
    "driver.taken.first": "first {attribute}",
    "driver.attribute.=": "{attribute} is {value}",
    "driver.attribute.!=": "{attribute} is not {value}",
    "driver.attribute.>=": "{attribute}: {value} or more",
    "driver.attribute.<": "{attribute} below {value}",
    "driver.returns": "coming back",
    "driver.returns.stage": "coming back to {stage}",
    "driver.handovers": "{handovers} or more",
    "driver.handovers.stage": "{handovers} or more in {stage}",
    "driver.resource": "resource {value}",
    "driver.team": "team {value}",
    "driver.system": "system {value}",
    "driver.partner": "partner {value}",
    "driver.named.stage": "{driver} in {stage}",
    # what the counts of a mismatch rest on
    "basis.rated": "those who answered",
    "basis.weighted": "those who answered, weighted for those who did not",
    "basis.visits": "visits",
    "basis.visits_on_target": "visits on target",
    "basis.visits_off_target": "visits off target",
    "basis.cases": "{cases}",
    "basis.ended_cases": "ended {cases}",
    "basis.events": "events",
    "affected": "{what} affected",
    # targets that the journey does not give
    "target.derived": "within {time} of opening, nothing repeated",
    "target.derived.once": "nothing repeated",
    # signals
    "signal.nps": "NPS",
    "signal.csat": "CSAT",
    "signal.ces": "CES",
    "signal.review": "Reviews",
    "signal.complaint": "Complaints",
    "signal.contact": "Contacts",
    "signal.praise": "Praise",
    "signal.again": "Came back (behaviour)",
    "signal.comment": "Comments without a score",
    "signal.gave_up": "Gave up (behaviour)",
    "way.stated": "stated by the customer",
    "way.touchpoint": "by the touchpoint",
    "way.about": "by what the survey asks about",
    "way.timing": "by timing",
    "way.none": "no stage: counted overall only",
    # the three measures
    "measure.visibility": "Seen by our measures",
    "measure.visibility.says": "Our own measures see {share} of the unhappy visits. The rest looks fine to us.",
    "measure.visibility.formula": "visits that are bad on both sides ÷ visits that are bad for the customer",
    "measure.visibility.none": "No visit judged by both sides is unhappy, so that there is nothing to compare.",
    "measure.relevance": "Felt by customers",
    "measure.relevance.says": (
        "Customers felt {share} of the visits that we count as off target. The rest nobody minded."
    ),
    "measure.relevance.formula": "visits that are bad on both sides ÷ visits that are off target",
    "measure.relevance.none": "No visit judged by both sides is off target, so that there is nothing to compare.",
    "measure.score": "Alignment score",
    "measure.score.says": "How far both views agree on what went wrong: {share}, where 100 % would be one view.",
    "measure.score.formula": "harmonic mean of the two",
    "measure.score.none": (
        "At least one side found nothing wrong in the visits that both judged, so that there is nothing to compare."
    ),
    "measure.needs_voice": "Needs what customers say: signals fill it.",
    # the whole
    "headline.hidden_friction": "We fool ourselves most at {stage}: it looks fine to us, and hurts customers.",
    "nothing_found": (
        "No mismatch is supported by this data: where customers are unhappy, nothing that the log knows sets them "
        "apart."
    ),
    "no_voice": "No customer voice yet: add signals (surveys, reviews, complaints) and this fills.",
    "flow": "{variants}.",
    "flow.fit": (
        " The discovered model replays the log with fitness {fitness} and precision {precision}, on {share} of the "
        "cases."
    ),
    # what the numbers rest on
    "rests.log": "The log",
    "rests.log.size": "{cases}, {events} events, {activities} activities.",
    "rests.log.refused": "{refused} of {rows} rows could not be used: {why}.",
    "rests.log.reactions": "Taken as reactions to complaints and left out of visits and drivers: {activities}.",
    "rests.voice": "Customers' voice",
    "rests.voice.kinds": "{n} signals: {kinds}.",
    "rests.voice.linked": "{linked} linked: {by_case} by {case}, {by_customer} by customer and time.",
    "rests.voice.again": "Seen, not said: after {n} of {cases} {noun} ({share}) customers came back within {within}.",
    "rests.voice.gave_up": "Seen, not said: in {cases} {noun} customers gave up {n} times ({activities}).",
    "rests.found": "How signals found their stage",
    "rests.found.way": "{n} {way}.",
    "rests.rule.surveys": "Surveys without a stage count for {rule}{proof}.",
    "rests.rule.others": "Complaints, contacts and praise without a stage count for {rule}{proof}.",
    "rests.rule.last_ended": "the last stage that had ended",
    "rests.rule.under_way": "the stage that was under way",
    "rests.rule.proved": " (right in {share} of {n} that state theirs)",
    "rests.rule.unproved": " (unproved)",
    "rests.heard": "Who was heard, stage by stage",
    "rests.heard.none": "{stage}: no event exists.",
    "rests.heard.stage": "{stage}: {rated} of {visits} visits rated ({share}).{warning}",
    "rests.heard.per": " One visit for each object of type {type}.",
    "rests.heard.weighted": " Unhappy: {rated} of those rated; weighted to all finished visits {shown} ({limits}).",
    "rests.targets": "Targets",
    "rests.targets.given": "{stage}: {target}.",
    "rests.targets.derived": (
        "Derived from the data, for want of a target: {stages}. Nothing is called a failure by a derived target alone."
    ),
    "rests.open": "Still open",
    "rests.open.stage": "{stage}: {visits} not over when the log ends.",
    # who answered differs from who did not
    "answered.off_target": (
        "Those who answered differ: {answered} of the visits that were answered are off target, {others} of the others."
    ),
    "answered.longer": "Those who answered differ: their visits took {times} times as long at the median.",
    "answered.shorter": "Those who answered differ: their visits took {times} times as short at the median.",
    "weighted.differs": (
        "Weighted to all finished visits {weighted} are unhappy ({limits}), of those rated {raw}: those who answered "
        "differ by {by}."
    ),
    "weighted.complaints": (
        "Weighted to all finished visits {weighted} are unhappy ({limits}), of those rated {raw}: complaints come by "
        "themselves and weigh on the second figure."
    ),
    # actions
    "status.new": "New",
    "status.accepted": "Accepted",
    "status.under way": "Under way",
    "status.done": "Done",
    "status.dropped": "Dropped",
    "due": "due {day}",
    "due.late": "overdue by {late} (due {day})",
    "to_gain": "{value} avoidable a month",
    "to_gain.limits": "{value} avoidable a month ({limits})",
    "board.nothing": "Nothing is decided yet.",
    "board.nothing.waiting": "Nothing is decided yet: {waiting} without an action.",
    "board.open": "{actions}{overdue}.",
    "board.open.waiting": "{actions}{overdue}; {waiting} without one.",
    "board.actions": "{n} open {actions}",
    "board.overdue": ", {n} of them overdue",
    "known_since": "known since {day}",
    "acted.none": "no action yet",
    "acted.one": "action {status}",
    "acted.more": "{n} actions, {status}",
    "noun.action": "action",
    "noun.mismatch": "mismatch",
    # one case
    "company.good": "on target",
    "company.bad": "off target",
    "company.unknown": "not known yet",
    "customer.good": "not unhappy",
    "customer.bad": "unhappy",
    "customer.unknown": "not heard",
    "promise.good": "kept",
    "promise.bad": "broken",
    "promise.unknown": "–",
    "meant.good": "good",
    "meant.neutral": "neutral",
    "meant.bad": "bad",
    "case.both": "{stage}: off target and unhappy",
    "case.unhappy": "{stage}: unhappy",
    "case.off_target": "{stage}: off target",
    "case.content": "not unhappy where heard, on target",
    "case.not_heard": "on target, not heard",
    "case.about_whole": "the whole journey",
    "case.about_none": "no stage known",
    "case.opening.hidden": "Unhappy with {stages}, which looked fine to us",
    "case.opening.seen": "Unhappy with {stages}, and our measures saw it",
    "case.opening.unfelt": "{stages} off target, and the customer did not mind",
    "case.opening.content": "Not unhappy where the customer was heard",
    "case.opening.silent": "No word from the customer about this {case}",
    # files
    "files.project": "project files",
    "files.uploads": "uploaded files",
    "files.sample": "the sample",
    "files.is_sample": "This is the sample, not data of yours.",
    "files.is_uploads": "This run read what was uploaded: {names}.",
    "files.other": (
        "These two runs read different files. What differs between them may come from the files alone: it says nothing "
        "about whether anything got better."
    ),
    "files.missing": "not there",
    "files.several": "{n} files, ",
    # what an analysis is doing
    "step.reading": "Reading the journey, the log and the signals",
    "step.calibrating": "Making visits",
    "step.judging": "Judging visits from inside and outside",
    "step.measuring": "Looking for what sets unhappy visits apart",
    "step.discovering": "Discovering the process",
    "step.writing": "Writing it up",
    "step.waiting": "Waiting until another run of this project has ended",
    "step.tables": "Reading the tables of the run",
    # numbers with their units
    "unit.day": "day",
    "unit.hour": "hour",
    "unit.minute": "minute",
    "unit.second": "second",
    "unit.week": "week",
    "unit.point": "point",
    "noun.handover": "handover",
    "noun.signal": "signal",
    "noun.variant": "variant",
    "noun.visit": "visit",
    "ratio.beyond": "more than {times}×",
    "ratio.open": "{low} or more",
}
