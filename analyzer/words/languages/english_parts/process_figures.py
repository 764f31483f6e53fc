"""English, of the figures of the process: maps, models, paths, times."""

from __future__ import annotations

PROCESS_FIGURES = {
    "bpmn.exclusive_choice_one_of": "exclusive choice: one of the ways",
    "bpmn.parallel_all_of_the": "parallel: all of the ways",
    "bpmn.one_or_more_of": "one or more of the ways",
    "bpmn.bpmn_model_of_the": "BPMN model of the process: {n} activities",
    "bpmn.a_discovered_model_with": "A discovered model with the activities {listed}.",
    "bpmn.stage": "{name}; stage {stage}",
    "coverage_curve.of_the_cases_this": "{c} of the cases; this one {cases}",
    "coverage_curve.variants_cover": "%{{x}} variants cover %{{customdata}}<extra></extra>",
    "coverage_curve.variants_the_most_frequent": "variants, the most frequent first ({total} in all)",
    "difference_map.difference_map": "Difference map: {against}",
    "difference_map.in_the_cases_of": "In the cases of {whose} (under a name: share {bad} / {good}):",
    "difference_map.against_those_of": "{bad}, against those of {good}",
    "difference_map.visits_against_ones": "{bad} visits, against {good} ones",
    "difference_map.activities": " Activities: {limits}.",
    "difference_map.difference_map_large": "Difference map",
    "difference_map.stage": "{name}: {said}; stage {stage}",
    "difference_map.points_or_more": "+{much} points or more",
    "difference_map.to": "+{some} to +{much}",
    "difference_map.within": "within {some}",
    "difference_map.to_some": "−{some} to −{much}",
    "difference_map.or_less": "−{much} or less",
    "difference_map.dashed_may_be_chance": "dashed: may be chance",
    "difference_map.dotted_through_hidden_activities": "dotted: through hidden activities",
    "difference_map.shown_of_group": (
        "{difference_sentence}{listed} {n} of {activities} activities are shown. A difference comes together with a "
        "group; it is no proof of a cause."
    ),
    "difference_map.shown_of_verdict": (
        "{difference_sentence}{listed} {n} of {activities} activities are shown. A difference comes together with a "
        "verdict; it is no proof of a cause."
    ),
    "dotted_chart.since_the_first_event": "{unit} since the first event",
    "dotted_chart.on": "%{{x:.1f}} {unit} on",
    "handovers.to_times": "<b>%{{y}}</b> to <b>%{{x}}</b>: %{{customdata}} times<extra></extra>",
    "map_choice.of_arrows_the_analysis": (
        "Of {total} arrows the analysis keeps {held}: the most frequent one into and out of each activity, and the "
        "most frequent of the others."
    ),
    "map_choice.at_most_of_the": "At most {most} of the {have} activities are drawn; find any other by its name.",
    "map_choice.only_the_most_frequent": (
        "Only the {most_arrows} most frequent arrows are drawn, and those that hold the map together."
    ),
    "map_parts.no_activities": "No activities",
    "map_parts.start_of_cases": "Start of cases",
    "map_parts.end_of_cases": "End of cases",
    "map_parts.no_events_no_map": "No events, no map.",
    "own_model.event": "Event",
    "own_model.place": "Place",
    "own_model.a_step_that_leaves": "A step that leaves no event",
    "own_model.the_model_activities_with": "The model {name}: {n} activities, with the deviations of the log",
    "own_model.leave_it_out": "leave it out",
    "own_model.do_it_where_the": "do it where the model does not expect it",
    "own_model.out_of_place": "out of place",
    "process_map.process_map_of_activities": "Process map: {n} of {n_b} activities",
    "process_map.most_cases_start_with": "Most cases start with {starts} and end with {ends}. Most frequent: {flows}.",
    "process_map.no_time": "no time",
    "process_map.events_in_cases_stage": "{name}: {events} events in {cases} cases; stage {stage}",
    "process_map.to_times": "{a} to {b}, {counts} times",
    "process_map.cases": "{cases} cases",
    "process_tables.of": "{share} of {cases} {noun}",
    "process_tables.take_the_same_path": "{first} take the same path. In all there are {total} paths.",
    "process_tables.of_all": " ({cases} of all)",
    "process_tables.all_take_the_same": "All {cases} {noun} take the same path.",
    "process_tables.more_than_once_in": ", more than once in {again} ({again_b}).",
    "process_tables.more_than_once_in_of": (
        "{activity}\nmore than once in {repeated_cases} of {cases} {noun} that have it"
    ),
    "process_tables.of_repeated_cases": "{repeated_cases} of {cases}",
    "process_tables.variants": "variants",
    "process_tables.hold_many": "{number} hold {share}",
    "process_tables.holds_one": "one holds {share}",
    "replay.your_system_asks_for": (
        "Your system asks for less motion: this is one moment as a picture. The slider shows others."
    ),
    "replay.as_it_is": "as it is",
    "replay.four_times": "4 times",
    "replay.eight_times": "8 times",
    "replay.of_drawn_by_lot": (
        "{cases} of {cases_b} {many}, drawn by lot, the same in every look; {under_way} under way at the busiest "
        "moment."
    ),
    "replay.from_one_event_to": (
        "From one event to the next a mark moves evenly: what happened in between is not known."
    ),
    "replay.of_steps_go_over": (
        "{waiting} of {steps} steps go over arrows that the map hides: such {noun} wait at their activity."
    ),
    "replay.half": "half",
    "replay.twice": "twice",
    "replay.play": "Play",
    "replay.speed": "Speed",
    "replay.moment": "Moment",
    "rule_tables.points_to": "{value} points ({low} to {high})",
    "rule_tables.the_model_allows_of": (
        "The model allows {allowed} of {aligned} ended {noun} as they are; their mean fitness is {fitness}."
    ),
    "rule_tables.of": "{part} of {whole}",
    "rule_tables.of_value": "{value} of {heard} ({limits})",
    "rule_tables.none_of_these_could": (
        "None of these {many} could be aligned with the model within the time that a page has."
    ),
    "rule_tables.that_rests_on_of": " That rests on {aligned} of {cases}, the most regular ones.",
    "rule_tables.that_still_run_are": " {running} that still run are left aside.",
    "rule_tables.that_break_it": "{many} that break it",
    "rule_tables.the_log_has_no": "The log has no activity of these names of the model",
    "rule_tables.the_model_names_none": "The model names none of these activities of the log",
    "rule_tables.left_out_because_they": "Left out, because they answer complaints",
    "rule_tables.and_more": " and {n} more",
    "spectrum_lines.to": "{over_s} to {up_to_s}",
    "spectrum_lines.more_than": "more than {over_s}",
    "spectrum_lines.any_time": "any time",
    "spectrum_lines.up_to": "up to {up_to_s}",
    "spectrum_lines.from_to": "{left} to {reached}: {took}",
    "stage_flow.of_the_steps_from": "{total} of the steps from stage to stage go as planned",
    "stage_flow.skips_a_stage": "skips a stage",
    "stage_flow.that_come_to_it": "{noun} that come to it",
    "stage_flow.skip_a_stage": "skip a stage",
    "stage_flow.go_back_to_an": "go back to an earlier one",
    "team_network.handovers_between_of_names": "Handovers between {n} of {named} names, {n_b} of {n_c} arrows",
    "team_network.to_times_in_between": (
        "{giver} to {taker}: {times} times in {cases}, {median_s} between (median). {heard}."
    ),
    "team_network.events_in": "{name}: {events} events in {cases}. {heard}.",
    "team_network.events": "{events} events · {share}",
    "throughput_figures.ninetieth_percentile": "90th percentile",
    "two_times_map.map_of_times_cases": "Map of times: {bad} cases of A against {good} of B",
    "two_times_map.of_activities_are_shown": "{two_times_caption} {n} of {n_b} activities are shown.",
    "two_times_map.in_of_the_cases": "in {bad_share} of the cases of A, {good_share} of B",
    "two_times_map.median_in_a_in": "median {median_s_bad} in A, {median_s_good} in B; {shares}",
    "two_times_map.in_of_the_cases_of": "{name}: in {under} of the cases of A / B; stage {stage}",
    "two_times_map.map_of_times": "Map of times",
    "variants.cases_median": "{cases} cases, median {median_s}",
    "variants.cases": "{cases} cases: {activities}.",
    "variants.label": "Variants. ",
    "weekly_flow.in_progress": "in progress",
}
