"""The words of a digest and of a night in the terminal; `.one`: where its count is one."""

DIGEST = {
    # a change from night to night: its name, its count, why it is said
    "digest.label.new": "New",
    # who is named in a comment, as @name, is told
    "mention.subject": "{project}: {author} mentions you on {about}",
    "mention.body": "{author} wrote on {about}:\n\n{text}\n",
    "mention.told": "Mailed to {names}.",
    "mention.failed": "The comment is kept, but its mail was not taken: {why}",
    "mention.many": "as many mails as an hour allows have gone. Tell them another way, or write again later.",
    "mention.hint": "Written with an @, these names are told by mail: {names}.",
    "digest.label.regressed": "Back again",
    "digest.label.worse": "Worse",
    "digest.label.better": "Better",
    "digest.label.resolved": "Resolved",
    "digest.label.not_measurable": "Not measurable",
    "digest.label.restated": "Restated",
    "digest.label.unchanged": "Unchanged",
    "digest.counted.new": "{n} new",
    "digest.counted.regressed": "{n} back again",
    "digest.counted.worse": "{n} worse",
    "digest.counted.better": "{n} better",
    "digest.counted.resolved": "{n} resolved",
    "digest.counted.not_measurable": "{n} not measurable any more",
    "digest.counted.restated": "{n} restated",
    "digest.why.regressed": "“{title}” was resolved, and has come back.",
    "digest.why.not_measurable": "“{title}” cannot be measured now: too few customers answer to tell whether it is "
    "still there.",
    "digest.why.resolved": "“{title}” is resolved: the data shows that its cause has no noticeable effect any more.",
    "digest.why.restated": "“{title}” is restated: only the ruler, the settings or numbers of an old period changed.",
    # what is out of the ordinary in the data means for the findings
    "digest.meaning.no_new_data": "The findings are those of the last data; whether anything changed since, nobody "
    "can tell.",
    "digest.meaning.volume": "Counts of this night are not comparable with those of other nights until it is known "
    "why.",
    "digest.meaning.column": "What rested on that column is missing or was measured without it.",
    "digest.meaning.unlinked": "Customers' answers without a case are counted in no stage, so that shares rest on "
    "fewer answers.",
    "digest.meaning.refused": "Rows that cannot be read are left out: what they hold is missing in every number.",
    "digest.meaning.answers_stopped": "Without answers nothing new can be said of how customers feel; old findings "
    "stay as they were.",
    "digest.meaning.process": "The process itself has changed, so that a finding may have another cause than before.",
    "digest.meaning.ruler": "A new calibration would judge some visits differently: `analyzer calibrate --dry-run` "
    "shows it.",
    # the first line
    "digest.first_night": "First night: {mismatches} found. From now on you hear of what changes.",
    "digest.nothing": "Nothing changed. {stay}",
    "digest.stay": "{mismatches} stay as they were.",
    "digest.stay.one": "{mismatches} stays as it was.",
    "digest.none_open": "No mismatch is open.",
    "digest.mismatches": "{n} mismatches",
    "digest.mismatches.one": "{n} mismatch",
    # a finding
    "digest.title": "{title}.",
    "digest.goes_with": "{title}; it is linked to {label}.",
    "digest.goes_with.elsewhere": "{title}; it is linked to {label} in {stage}.",
    "digest.avoidable": "unhappy customers a month that could be avoided",
    "digest.of": "of {noun}",
    "digest.of_off_target": "of visits off target",
    "digest.affected": "{noun} affected",
    "digest.shift": "{before} before, {after}{since}{difference}{limits}",
    "digest.shift.since": " since {day}",
    "digest.shift.limits": " ({limits}, over all nights)",
    # what is out of the ordinary in the data of a night
    "concern.no_data": "No event and no signal came since the night before; the newest is of {moment} UTC.",
    "concern.volume": "{came} new {rows} came, where nights of this weekday bring about {usual}.",
    "concern.columns": "The columns {names} are not in the log any more, or empty.",
    "concern.columns.one": "The column {names} is not in the log any more, or empty.",
    "concern.refused": "{now} of the rows cannot be read; the night before it was {before}.",
    "concern.unlinked": "{now} of the signals belong to no case; the night before it was {before}.",
    "concern.answers": "No new signal came; the nights before brought about {usual} each.",
    "concern.activities": "Activities that no night had seen before: {names}.",
    "concern.activities.one": "Activity that no night had seen before: {names}.",
    "concern.variant": "Another variant is now the most frequent: {variant}, {now} of the {cases} cases that came, "
    "{before} before.",
    "concern.times": "Times moved: the median visit of {stage} was {before} and is {now}, over all that was read.",
    "concern.ruler": "The ruler was fitted to {fitted} cases, and there are {now} now: it may measure otherwise "
    "than one fitted to all of them.",
    "concern.more": "{names} and {n} more",
}
