"""What is to be known about the input of a run; `.one`: where its count is one."""

READING = {
    "note.draft": "The stages are a draft that nobody has confirmed. Stages without an owner, skipped, lived again "
    "or out of their place: these come once you have confirmed the stages",
    # the journey
    "note.no_activity": "stage {stage}: the log has no activity {activity}",
    "note.no_activity_of_target": "target of stage {stage}: the log has no activity {activity}",
    "note.no_activity_of_promise": "promise of stage {stage}: the log has no activity {activity}",
    "note.target_of_one_activity": "the target of {stage} cannot fail: it counts from the stage's first to its "
    "last event, and {activity} is its only activity; add from: with the activity at which its time starts",
    "note.target_of_no_activity": "the target of {stage} cannot fail: it counts from the stage's first to its "
    "last event, and it has no activity; add from: with the activity at which its time starts",
    "note.promise_of_one_activity": "the promise of {stage} cannot fail: it counts from the stage's first to its "
    "last event, and {activity} is its only activity; add from: with the activity at which its time starts",
    "note.promise_of_no_activity": "the promise of {stage} cannot fail: it counts from the stage's first to its "
    "last event, and it has no activity; add from: with the activity at which its time starts",
    # files
    "note.nul_characters": "{n} NUL characters were left out",
    "note.nul_characters.one": "1 NUL character was left out",
    "note.rows_in_several_files": "{n} rows stand in several files and count once",
    "note.rows_in_several_files.one": "1 row stands in several files and counts once",
    "note.columns_of_one_name": "{columns} columns are called {name}; by that name the first is meant, and the "
    "next is {name} (2)",
    "note.columns_of_like_names": "the columns {names} have nearly one name; {first} was taken where a name was looked "
    "for",
    "note.foreign_bytes": "{n} bytes are no UTF-8, which the rest of the file is: they were read as Windows-1252",
    "note.foreign_bytes.one": "1 byte is no UTF-8, which the rest of the file is: it was read as Windows-1252",
    "note.traces_of_one_name": "{n} traces have the name of an earlier one: their events stand together in one "
    "case, and each counts",
    "note.traces_of_one_name.one": "1 trace has the name of an earlier one: their events stand together in one "
    "case, and each counts",
    # events and cases
    "note.no_complete": "no row has the lifecycle transition complete, so every row counts as an event",
    "note.several_customers": "{n} cases name more than one customer; the first one counts",
    "note.several_customers.one": "1 case names more than one customer; the first one counts",
    "note.events_at_zero": "{n} events are at 1970-01-01 00:00 UTC, which many systems write where they have no time: "
    "check them",
    "note.events_at_zero.one": "1 event is at 1970-01-01 00:00 UTC, which many systems write where they have no time: "
    "check it",
    "note.all_before_1980": "all times lie before 1980: is this the right column, and its numbers a unit of time?",
    "note.all_instant": "each of the {n} cases with several events lasts less than a millisecond: is this the right "
    "column of times?",
    "note.late_starts": "{n} events start after they end: the start is left out",
    "note.late_starts.one": "1 event starts after it ends: the start is left out",
    "note.moment_by_few": "{n} cases have their last event or signal {days} days or more after all others (those end "
    "on {before}; the latest is of {last}). It sets the moment of looking: what was open on {before} counts as ended "
    "or overdue. Are these times right? If not, correct them or take the rows out",
    "note.moment_by_few.one": "1 case has its last event or signal {days} days after all others (those end on "
    "{before}; this one on {last}). It sets the moment of looking: what was open on {before} counts as ended or "
    "overdue. Is this time right? If not, correct it or take the row out",
    "note.stray_numbers": "{n} of {values} values of {column} are no number: they count as missing",
    "note.stray_numbers.one": "1 of {values} values of {column} is no number: it counts as missing",
    "note.stray_times": "{n} of {values} values of {column} are no time: they count as missing",
    "note.stray_times.one": "1 of {values} values of {column} is no time: it counts as missing",
    "note.stray_truths": "{n} of {values} values of {column} are neither true nor false: they count as missing",
    "note.stray_truths.one": "1 of {values} values of {column} is neither true nor false: it counts as missing",
    "note.stray_rest": "{n} further columns have such values, {values} in all",
    "note.stray_rest.one": "1 further column has such values, {values} in all",
    "note.attribute_changes": "{attribute} changes within {changed} of {cases} cases: a visit takes the value "
    "known when it ended",
    # several sources
    "note.of_source": "{source}: {said}",
    "note.not_on_the_map": "{events} events of {cases} {of} are left out: {map} says no {to} for them",
    "note.events_of_several": "{n} events belong to several {to}: each counts in every one of them",
    "note.events_of_several.one": "1 event belongs to several {to}: it counts in every one of them",
    "note.cases_of_one_source": "{alone} of {cases} cases ({left} of {events} events) are in no other source",
    "note.objects_named_alone": "of {n} objects of type {type} that a column of another source names for a case, "
    "{alone} have no event of that case in the object-centric source: each is a visit of its own. Check their names",
    "note.objects_named_alone.one": "the 1 object of type {type} that a column of another source names for a case has "
    "no event of that case in the object-centric source: it is a visit of its own. Check its name",
    "note.clock_behind": "its clock may be behind. In {turned} of {places} places its events lie before what comes "
    "before them in the journey, told by other sources; the middle one by {hours} h. Check its times, and its timezone "
    "in the project file; or the stages are lived in another order. Nothing was corrected",
    "note.clock_ahead": "its clock may be ahead. In {turned} of {places} places its events lie after what comes "
    "after them in the journey, told by other sources; the middle one by {hours} h. Check its times, and its timezone "
    "in the project file; or the stages are lived in another order. Nothing was corrected",
    # object-centric logs
    "note.objects_unrelated": "the file relates no objects to each other: those that share an event are taken as "
    "related",
    "note.type_unrelated": "no object of type {type} is related to one of type {other}",
    "note.events_of_several_cases": "{shared} of {events} events belong to several objects of type {type} (up to "
    "{most}): each counts in every one of them",
    "note.events_of_no_case": "{left} of {events} events belong to no object of type {type}: they are left out",
    "note.cases_without_events": "{left} of {cases} objects of type {type} have no event: they are no cases",
    "note.event_ids_again": "{n} events have an id that an earlier one has",
    "note.event_ids_again.one": "1 event has an id that an earlier one has",
    "note.objects_not_listed": "events name {n} objects that the file does not list: they are passed over",
    "note.objects_not_listed.one": "events name 1 object that the file does not list: it is passed over",
    "note.several_customer_objects": "{n} objects of type {type} have more than one of type {customer}; the first "
    "by name counts",
    "note.several_customer_objects.one": "1 object of type {type} has more than one of type {customer}; the first "
    "by name counts",
    # signals
    "note.few_signals_linked": "only {linked} of {signals} signals name a case or a customer that the log has",
    "note.objects_not_of_case": "{lost} of {n} signals that name an object of type {type} name one that their case "
    "does not have: they were placed by their time",
    "note.low_scores": "all scores of {signal} lie within {scores}, the lower half of their scale {scale}: if they "
    "were given on another scale, say so for this source, such as scale: {{bad: 1-2, good: 4-5}}",
    "note.unproved_surveys_last_ended": "{n} surveys name no stage and none can prove a rule: they were placed in "
    "the last stage that had ended",
    "note.unproved_surveys_last_ended.one": "1 survey names no stage and none can prove a rule: it was placed in "
    "the last stage that had ended",
    "note.unproved_surveys_under_way": "{n} surveys name no stage and none can prove a rule: they were placed in "
    "the stage that was under way",
    "note.unproved_surveys_under_way.one": "1 survey names no stage and none can prove a rule: it was placed in "
    "the stage that was under way",
    "note.unproved_others_last_ended": "{n} complaints, contacts or praises name no stage and none can prove a "
    "rule: they were placed in the last stage that had ended",
    "note.unproved_others_last_ended.one": "1 complaint, contact or praise names no stage and none can prove a "
    "rule: it was placed in the last stage that had ended",
    "note.unproved_others_under_way": "{n} complaints, contacts or praises name no stage and none can prove a "
    "rule: they were placed in the stage that was under way",
    "note.unproved_others_under_way.one": "1 complaint, contact or praise names no stage and none can prove a "
    "rule: it was placed in the stage that was under way",
    "note.outcome_certain_visits": "the column {column} tells the customers' verdict itself: {with_it} of {unhappy} "
    "unhappy visits on target in {stage} have one of its values, and {others_with} of {others} others. It is left out "
    "of the drivers. If it was known beforehand, write attributes: {{{column}: {{exclude: false}}}} in the journey",
    "note.outcome_certain_cases": "the column {column} tells the customers' verdict itself: {with_it} of {unhappy} "
    "unhappy cases have one of its values, and {others_with} of {others} others. It is left out of the drivers. If it "
    "was known beforehand, write attributes: {{{column}: {{exclude: false}}}} in the journey",
    "target.derived.time": "within {time} of opening",
    "note.joined_not_in_place": "the log was read from its database to this machine, and not analysed where it lies: "
    "a source of it lies elsewhere or has one row a case, or this engine joins no logs. Name one table or query there "
    "that has one row an event",
    "note.engine_not_tried": "the analysis ran in {engine}, on which it was never tried: its SQL was compiled, and no "
    "answer of it was seen. Hold one run against another with engine left out before its figures are used",
    "note.no_owners": "no stage has an owner yet: nobody hears of what is found. Write who answers for each, `owner: "
    "NAME`, in the journey or on the page Blueprint",
    "note.few_owners": "only {n} of {stages} stages have an owner: nobody hears of what is found in the others. Write "
    "who answers for each, `owner: NAME`, in the journey or on the page Blueprint",
    "note.few_owners.one": "only 1 of {stages} stages has an owner: nobody hears of what is found in the others. Write "
    "who answers for each, `owner: NAME`, in the journey or on the page Blueprint",
    "note.outcome_doubtful": "the column {column} goes with the customers' verdict very closely: {with_it} of "
    "{unhappy} unhappy visits on target in {stage} have one of its values, and {others_with} of {others} others. If it "
    "was written after the customer was heard, write attributes: {{{column}: exclude}} in the journey; if not, "
    "{{{column}: {{exclude: false}}}}",
    # why a row was refused, by what the document says of it
    "refused.no_case": "no case",
    "refused.no_activity": "no activity",
    "refused.no_time": "no time",
    "refused.unreadable_time": "unreadable time",
    "refused.year_outside_1970_2100": "year outside 1970–2100",
    "refused.ragged": "another number of fields",
    "refused.no_case_and_no_customer": "no case and no customer",
    "refused.no_kind": "no kind",
    "refused.no_score": "no score",
    "refused.kept_out": "Kept out: {reasons}.",
    "story.hidden_friction.doubtful": " Look first whether {columns} was written after the customer was heard.",
    "story.hidden_friction.left_out": " Not looked at: {columns}, which tells how the case ended.",
}
