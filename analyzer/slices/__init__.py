"""Slices: a run's tables kept on disk, and every view of the run again for a part of it: a period, a segment, a
stage, some kinds of signal; and single cases."""

from analyzer.slices.all_paths import PATH_ORDERS, PathOrder, all_paths
from analyzer.slices.answer import PARTS, Part, answer
from analyzer.slices.asking import ASKING, read_question
from analyzer.slices.case import one_case
from analyzer.slices.cases import ORDERS, PAGE, Cases, Order, Question, asked_for, list_cases
from analyzer.slices.causes import cause_text, read_cause
from analyzer.slices.choices import choices
from analyzer.slices.comparison import happy_against_unhappy
from analyzer.slices.conditions import (
    CONDITION_KEYS,
    VERDICTS,
    Condition,
    activities_of,
    check_conditions,
    in_order,
    read_condition,
)
from analyzer.slices.dotted import DOTTED_ORDERS, DottedOrder, dotted_chart
from analyzer.slices.drivers import slice_drivers
from analyzer.slices.effect_counts import effect_counts
from analyzer.slices.filters import KEYS, Filters, check_filters, read_filters, segment
from analyzer.slices.handed_over import handover_text, read_handover
from analyzer.slices.in_place import drop_in_place, place_of
from analyzer.slices.kept import FOLDER, Kept, has_tables, keep_tables, kept_table, link_tables, open_run, table_names
from analyzer.slices.kept_answers import answer_once, clear_answers, stamp_of
from analyzer.slices.model_check import check_model
from analyzer.slices.parts import check_part
from analyzer.slices.plans import foreseen, proposed_split
from analyzer.slices.rules_kept import rules_kept
from analyzer.slices.said import Quote, Quotes, find_quotes, said_about, stage_quotes
from analyzer.slices.side_by_side import cases_beside, process_pair, share_pairs
from analyzer.slices.spectrum import performance_spectrum
from analyzer.slices.teamwork import team_network
from analyzer.slices.throughput import throughput
from analyzer.slices.throughput_times import throughput_times

__all__ = [
    "ASKING",
    "CONDITION_KEYS",
    "DOTTED_ORDERS",
    "FOLDER",
    "KEYS",
    "ORDERS",
    "PAGE",
    "PARTS",
    "PATH_ORDERS",
    "VERDICTS",
    "Cases",
    "Condition",
    "DottedOrder",
    "Filters",
    "Kept",
    "Order",
    "Part",
    "PathOrder",
    "Question",
    "Quote",
    "Quotes",
    "activities_of",
    "all_paths",
    "answer",
    "answer_once",
    "asked_for",
    "cases_beside",
    "cause_text",
    "check_conditions",
    "check_filters",
    "check_model",
    "check_part",
    "choices",
    "clear_answers",
    "dotted_chart",
    "drop_in_place",
    "effect_counts",
    "find_quotes",
    "foreseen",
    "handover_text",
    "happy_against_unhappy",
    "has_tables",
    "in_order",
    "keep_tables",
    "kept_table",
    "link_tables",
    "list_cases",
    "one_case",
    "open_run",
    "performance_spectrum",
    "place_of",
    "process_pair",
    "proposed_split",
    "read_cause",
    "read_condition",
    "read_filters",
    "read_handover",
    "read_question",
    "rules_kept",
    "said_about",
    "segment",
    "share_pairs",
    "slice_drivers",
    "stage_quotes",
    "stamp_of",
    "table_names",
    "team_network",
    "throughput",
    "throughput_times",
]
