"""English, of the page Process and its cards, and of what two parts show side by side."""

from __future__ import annotations

PROCESS_PAGES = {
    "beside.a_is_the_whole": (
        "A is the whole run, and nothing is left of it to compare with. Pick filters above, or another B."
    ),
    "beside.a_chooses_no_cases": (
        "A chooses no cases: a stage or a kind of signal says what is looked at. Nothing is left for the rest. Pick "
        "another filter above, or another B."
    ),
    "beside.a_leaves_out_what": (
        "A leaves out what its filters leave out twice over: the rest of it cannot be written as filters. Pick "
        "another B."
    ),
    "beside.this_named_filter_is": "This named filter is not kept any more: choose another B.",
    "beside_cards.one_side_has_no": "One side has no case: there is nothing to hold against it.",
    "beside_cards.of_activities_are_drawn": "{drawn} of {n} activities are drawn.",
    "beside_cards.the_mirror_of_both": "The mirror of both",
    "beside_cards.how_both_flow": "How both flow",
    "beside_cards.the_table_holds_the": "The table holds the {n} clearest of {more} differences.",
    "beside_cards.how_often": "How often",
    "beside_cards.how_long": "How long",
    "beside_cards.all_differences_as_a": "All differences as a table",
    "beside_cards.the_mirror_of": "The mirror of {name}",
    "beside_cards.a_minus_b": "{measure}: A − B",
    "both_said.what_sets_unhappy_visits": "What sets unhappy visits apart, in A and in B",
    "both_said.drivers_are_looked_for": (
        "Drivers are looked for in each side by itself, by the rules of the whole run. That takes a while."
    ),
    "both_said.drivers_were_not_looked": (
        "Drivers were not looked for in these two sides. An analyst can have them looked for here."
    ),
    "both_said.no_driver_is_supported": (
        "No driver is supported in A, and none in B. Each holds fewer visits than the whole: weaker ones stay unseen."
    ),
    "both_said.not_found_in_a": (
        "Not found in a side is not disproved there: it may hold too few visits. Two ratios differ only where their "
        "intervals lie apart."
    ),
    "both_said.too_few_comments_for": "{name}: too few comments for topics; fifty or more of them fill this.",
    "both_said.topics_are_found_in": (
        "Topics are found in each side by itself, so the same words may stand in topics of two names."
    ),
    "both_said.comments": "{topic_name}\n{comments} comments\n{topic}",
    "both_said.look_for_drivers_in": "Look for drivers in both",
    "both_said.of_comments": "{share} of comments",
    "both_said.what_customers_of_speak": "What customers of {name} speak about",
    "both_said.topics_of": "Topics of {name}",
    "both_said.unhappy": "{value} unhappy",
    "both_said.no_score": "no score",
    "both_said.side": "Side {name}",
    "compare_card.what_unhappy_customers_cases": "What unhappy customers' cases do more or less often",
    "compare_card.no_rated_visit_of": (
        "No rated visit of this stage looks fine to us: answers to surveys, reviews or complaints about it would "
        "fill this."
    ),
    "compare_card.unhappy_and_other_visits": (
        "{bad} unhappy and {good} other visits to {stage}, all of them fine by our measure."
    ),
    "compare_card.customers_of_which_stage": "Customers of which stage",
    "map_card.activities_of": "Activities: {activities} of {n}",
    "map_card.hide_arrows_rarer_than": "Hide arrows rarer than {paths} % of the most frequent",
    "map_card.find_an_activity": "Find an activity",
    "map_card.how_it_flows": "How it flows",
    "map_card.frequency": "Frequency",
    "map_card.unhappy_against_happy": "Unhappy against happy",
    "map_card.right_before_it": "Right before it",
    "map_card.right_after_it": "Right after it",
    "map_card.with_it": "{many} with it",
    "map_card.unhappy_customers_go_with": "Unhappy customers go with it",
    "map_card.about": "About {activity}",
    "models.the_file_has_more": "The file has more than {most} MB: use `analyzer conform {name}`, which takes 5 MB.",
    "models.this_model_is_not": "This model is not kept any more: choose its file again.",
    "models.the_file_did_not": "The file did not arrive whole: choose it again.",
    "models.expected_found": "Expected {expected}, found {found} ({where}): {do}.",
    "only_cases.the_way_between_them": "The way between them leads through activities that the map hides.",
    "only_cases.times_directly_one_after": (
        "{times} times directly one after the other; {median_s} between them (median)."
    ),
    "only_cases.with_the_rest": " with the rest: {words}",
    "only_cases.only_with_this": "Only {many} with this",
    "only_cases.only_without_this": "Only {many} without this",
    "only_cases.only_with_this_more": "Only {many} with this more than once",
    "only_cases.only_with_directly_before": "Only {many} with {activity} directly before it",
    "only_cases.only_with_directly_after": "Only {many} with {activity} directly after it",
    "only_cases.only_in_which_the": "Only {many} in which the second comes at any time later",
    "only_cases.with_what_comes_before": "With what comes before or after",
    "only_cases.about": "About {title}",
    "over_time_cards.no_event_of_the": (
        "No event of the second activity comes right after one of the first in this part. Choose other activities."
    ),
    "over_time_cards.fewer_than_two_weeks": "Fewer than two weeks have five ended {many}: a longer log fills this.",
    "over_time_cards.every_event_case_by": "Every event, case by case",
    "over_time_cards.every_way_from_to": "Every way from {first} to {second}",
    "over_time_cards.ended_half_of_them": (
        "{ended} ended {many}: half of them within {median_s} from first to last event, nine of ten within {p_s}. "
    ),
    "over_time_cards.unhappy_share_by_the": "Unhappy share by the time it took",
    "over_time_cards.start_time": "Start time",
    "over_time_cards.longest_first": "Longest first",
    "over_time_cards.a_row_for_each": "{title}: a row for each {noun}, a dot for each event",
    "over_time_cards.from_one_activity_to": "From one activity to the next",
    "over_time_cards.colour_of_the_lines": "Colour of the lines",
    "over_time_cards.how_long_take": "How long {noun} take",
    "over_time_cards.still_run_and_are": "{running} still run and are not counted: the last weeks rest on few.",
    "over_time_cards.from_first_to_last": "From first to last event, by the week in which {many} end",
    "over_time_cards.by_the_time_from": "{many} by the time from first to last event",
    "over_time_cards.keep_to_the_of": "Keep to the {many} of one class, or compare them",
    "over_time_cards.rows_by": "Rows by",
    "over_time_cards.colour_by": "Colour by",
    "over_time_cards.no_event_lies_in": "No event lies in this part.",
    "over_time_cards.directly_to": "Directly to",
    "over_time_cards.how_long_it_took": "How long it took",
    "over_time_cards.what_customers_say": "What customers say",
    "over_time_cards.none_of_these_has": "None of these {many} has ended yet.",
    "over_time_cards.all_took_about_the": "All took about the same time.",
    "over_time_cards.by_class": "{many} by class",
    "pan_zoom.drag_to_move_zoom": (
        "Drag to move. Zoom with the buttons, with + and −, or with Ctrl and the wheel; 0 shows all of it."
    ),
    "pan_zoom.zoom_in": "Zoom in",
    "pan_zoom.zoom_out": "Zoom out",
    "pan_zoom.fit": "Fit",
    "pan_zoom.show_all_of_it": "Show all of it",
    "pan_zoom.actual_size": "Actual size",
    "paths_card.unhappy_share_of_the": (
        "Unhappy share of the heard customers, with its 95 % interval. Of a path that few take it says little."
    ),
    "paths_card.page_of": "Page {page} of {pages}.",
    "paths_card.of_paths_taken_by": "{found} of {total} paths, taken by {taken}. {pages}",
    "paths_card.a_part_of_an": "A part of an activity's name; with > between two, one comes after the other",
    "paths_card.most_frequent": "Most frequent",
    "paths_card.most_unhappy_customers": "Most unhappy customers",
    "paths_card.most_events": "Most events",
    "paths_card.keep_to_the_of": "Keep to the {many} of one path, or compare them",
    "paths_card.in_numbers": "In numbers",
    "paths_card.find_an_activity_or": "Find an activity, or Call > Refund",
    "paths_card.no_path_holds_this": "No path holds this. Search for a part of an activity's name.",
    "paths_card.pages_of_paths": "Pages of paths",
    "process.the_log_holds_no": (
        "The log holds no event that counts, so that there is nothing to draw. A log with events fills this page."
    ),
    "process.the_model_how_well": (
        "The model, how well it fits, and who does what were found over the whole run: clear the filters to see them."
    ),
    "process.no_model_was_found": (
        "No model was found within the time that a run gives it; a longer budget or a smaller log fills this."
    ),
    "process.of_what_happened_can": "of what happened can be replayed by the model (fitness).",
    "process.of_what_the_model": "of what the model allows did happen (precision).",
    "process.both_rest_on_of": "Both rest on {share_of_cases} of the cases. ",
    "process.the_model_leaves_out": "The model leaves out what is rarer than {noise_threshold} at its place.",
    "process.people_who_do_the": (
        "People who do the same activities in like proportion are taken together; the log names no role."
    ),
    "process.share_of_cases_covered": "Share of cases covered by the variants",
    "process.the_paths_that_cases": "The paths that cases take",
    "process.a_model_of_it": "A model of it, and where the log departs",
    "process.done_more_than_once": "Done more than once",
    "process.handovers_who_passes_work": "Handovers: who passes work on to whom",
    "process.handed_over": "Handed over",
    "process.who_does_what": "Who does what",
    "process.no_process_yet": "No process yet",
    "process.share_of_cases_in": "Share of cases in which an activity happens more than once",
    "process.how_many_paths_cover": "How many paths cover how much",
    "process.the_model_as_a": "The model as a BPMN diagram",
    "process.where_the_log_departs": "Where the log departs from the model",
    "process.no_activity_happens_twice": "No activity happens twice in a case.",
    "process.no_case_that_was": "No case that was replayed departs from the model.",
    "process_views.map": "Map",
    "process_views.over_time": "Over time",
    "process_views.rules_and_models": "Rules and models",
    "process_views.views_of_the_process": "Views of the process",
    "replay_card.no_case_of_the": (
        "No case of the sample has two activities that the map shows: there is no way to move on."
    ),
    "replay_card.of_activities_are_drawn": "{activities} of {n} activities are drawn.",
    "replay_card.how_many_activities_the": "How many activities the map shows",
    "replay_card.all_activities": "All {size} activities",
    "replay_card.activities": "{size} activities",
    "rules_cards.no_rule_yet_add": "No rule yet: add one here, or under `rules` in the project file, which keeps it.",
    "rules_cards.unhappy_share_of_the": (
        "Unhappy share of the heard customers, with its 95 % interval: where a rule is broken, and where it is kept. "
        "Such cases may differ in much else: the difference is no cause."
    ),
    "rules_cards.a_model_as_bpmn": (
        "A model as BPMN 2.0 or PNML, whose tasks are named as the log names its activities. Every variant is "
        "aligned with it, the most frequent first, for as long as a page may take."
    ),
    "rules_cards.no_case_that_was": "No case that was aligned departs from the model.",
    "rules_cards.only_analysts_may_add": "Only analysts may add a model; you may look at those that are kept.",
    "rules_cards.a_model_of_your": "A model of your own",
    "rules_cards.of_ended_were_aligned": "{aligned} of {cases} ended {many} were aligned.",
    "rules_cards.rules": "Rules",
    "rules_cards.add_this_rule": "Add this rule",
    "rules_cards.only_the_that_break": "Only the {count} that break: {rule_words} ({difference})",
    "rules_cards.models_that_were_chosen": "Models that were chosen before",
    "rules_cards.the_model": "The model {name}",
    "rules_cards.must_be_followed_by": "must be followed by",
    "rules_cards.never_together_with": "never together with",
    "rules_cards.other_activity": "Other activity",
    "rules_cards.choose_a_bpmn_or": "Choose a .bpmn or .pnml file, or drop it here",
    "rules_cards.as_the_model_allows": "as the model allows",
    "rules_cards.unhappy_share_of_the_heard": "Unhappy share of the heard customers",
    "rules_cards.where_the_log_departs": "Where the log departs from it",
    "rules_cards.the_model_has_nodes": (
        "The model has {nodes} nodes; beyond {most_nodes} it is not drawn. The table holds every deviation."
    ),
    "rules_cards.rule": "Rule",
    "rules_cards.within_only_for_what": "Within (only for what must follow)",
    "rules_cards.add_a_rule": "Add a rule",
    "rules_cards.unhappy_share_by_whether": "Unhappy share by whether the model allows the case",
    "rules_cards.take_the_rule_away": "take the rule away",
    "rules_cards.cases_that_break_a": "Cases that break a rule",
    "sides_card.what_is_compared": "What is compared",
    "sides_card.the_whole_run": "the whole run",
    "sides_card.a_side_is_chosen": (
        "A side is chosen by what both sides say of its visits: that its shares of unhappy or off-target visits "
        "differ is how it was chosen. Look at what else differs."
    ),
    "sides_card.the_rest_of_them": "the rest of them",
    "sides_card.alone": "{name} alone",
    "sides_card.holds_nothing_take_a": "{empty} holds nothing: take a filter away, or choose another side.",
    "sides_card.pick_filters_above_they": "Pick filters above: they make A.",
    "sides_card.b_the_rest_of": "B: the rest of A",
    "sides_card.b_what_a_is": "B: what A is now; then change A above",
    "sides_card.of": "{count} of {of} {noun}",
    "sides_card.exchange_a_and_b": "Exchange A and B",
    "sides_card.choose_what_is_compared": "Choose what is compared",
    "sides_card.half_of_the_ended": ", half of the ended ones within {took_s}",
    "sides_card.b_without_the_cases": "B without the cases of A",
    "slice_drivers.no_driver_is_supported": (
        "No driver is supported in this part of the run. It holds fewer visits than the whole: weaker drivers stay "
        "unseen."
    ),
    "slice_drivers.looking_into_many_parts": (
        "Looking into many parts finds something by chance in the end: take this as a lead. What is listed comes "
        "together with unhappy visits; that is no proof of a cause."
    ),
    "slice_drivers.look_for_drivers_in": "Look for drivers in this slice",
    "slice_drivers.what_sets_unhappy_visits": "What sets unhappy visits apart in this slice",
    "slice_drivers.unhappy_of_visits_we": (
        "{bad} unhappy of {visits} visits we heard about that are fine by our measure."
    ),
    "slice_drivers.drivers_of": "Drivers of {stage}",
    "sliced.no_visit_lies_in": (
        "No visit lies in this part of the run. Take one of the filters away, or widen the period, to fill this page."
    ),
    "sliced.mismatches_drivers_and_models": (
        "Mismatches, drivers and models on this page were found over the whole run, not in this part of it."
    ),
    "sliced.rated_in_of": "{visits} {visits_b} ({rated} rated) in {cases} of {of_cases} {noun}.",
    "sliced.this_part": "this part",
    "sliced.a_blind_spot": "A blind spot",
    "sliced.these_filters_leave_nothing": "These filters leave nothing",
    "sliced.see_these": "See these {noun}",
    "sliced.show_everything": "Show everything",
    "sliced.what_was_said": "What was said",
    "sliced.no_event_one": (
        "No event of the log belongs to {stage}, and yet {spoken} {signals} speaks of it: our own measures see "
        "nothing there. Voice shows what was said."
    ),
    "sliced.no_event_many": (
        "No event of the log belongs to {stage}, and yet {spoken} {signals} speak of it: our own measures see "
        "nothing there. Voice shows what was said."
    ),
    "slices.this_run_was_made": (
        "This run was made by an older version or on a Spark cluster, or its tables are gone: the next analysis that "
        "keeps tables brings this."
    ),
    "team_card.nobody_passes_work_on": "Nobody passes work on to anybody else in this part.",
    "team_card.who_passes_work_on": "Who passes work on to whom",
    "team_card.keep_to_the_of": "Keep to the {many} of one handover, or compare them",
    "team_card.unhappy_share_by_who": "Unhappy share by who worked on it",
    "team_card.what_customers_say_where": "What customers say where they worked",
    "team_card.who_did_it": "Who did it",
    "throughput_card.the_log_of_this": "The log of this part has one week only: a longer one fills this.",
    "throughput_card.started_and_in_progress": "{many} started and in progress, by week",
    "throughput_card.unhappy_share_of_the": "Unhappy share of the visits we heard about, by week",
    "throughput_card.week_by_week": "Week by week",
    "throughput_card.too_few_visits_were": "Too few visits were rated to show a share week by week.",
    "workbench.reading_the_run_tables": "Reading the run's tables …",
    "workbench.nothing_lies_in_this": "Nothing lies in this part of the run.",
    "workbench.the_process_over_time": "The process over time",
    "workbench.every_path_that_is": "Every path that is taken",
    "workbench.rules_and_a_model": "Rules, and a model of your own",
    "workbench.two_parts_side_by": "Two parts side by side",
}
