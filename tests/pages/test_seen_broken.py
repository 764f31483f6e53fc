"""What was once seen broken on the pages, and the test that holds each of them mended.

- the form of an action proposed the wrong owner, and its list lacked owners:
  `test_the_form_proposes_who_answers_for_the_cause_and_lists_everybody`
- trends jumped to 100 % on one visit:
  spec/figures/test_charts.py: `test_a_month_of_few_visits_has_no_point`
- a score that the wide mirror hid and the narrow one showed:
  spec/figures/test_mirror.py: `test_every_score_stands_in_each_face`
- *Its order* opened eight orders:
  test_slices.py: `test_a_quote_opens_its_one_case`
- a picked segment doubled the height of its control:
  browser/test_slices.py: `test_a_picked_segment_changes_the_numbers_to_those_of_the_files`
- a hundred bare numbers in the menu of segments:
  `test_numbers_in_the_menu_of_segments_do_not_stand_bare`
- a grey box with a camera over charts:
  browser/test_alignment.py: `test_no_graph_has_a_toolbar_and_none_offers_to_share`
- two tracks that looked the same, one to 15 %, one to 100 %:
  `test_a_track_stands_for_the_whole_or_is_not_there`
- "neutral" in the table, "content" in the mirror:
  `test_one_word_for_who_is_not_unhappy`
- red for content on Journey, amber for a stage:
  `test_the_colours_of_pain_mean_nothing_else`
- a message named a field that the form calls otherwise:
  `test_a_message_names_the_field_as_the_form_does`
- a comment was removed without a question:
  `test_a_comment_is_removed_after_a_question`
- a headline kept its count after a card was moved:
  test_people.py: `test_the_second_of_two_who_move_the_same_is_told`
- Enter on a stage lost the focus:
  browser/test_alignment.py: `test_the_mirror_works_by_keyboard`
- Escape did not close the menu on a phone:
  browser/test_alignment.py: `test_on_a_phone_the_navigation_opens_and_closes`
- `?stage=Nope` was accepted in silence:
  test_alignment_page.py: `test_a_stage_that_does_not_exist_is_said`
- a way to no orders at all:
  test_room_pages.py: `test_a_stage_without_hidden_unhappy_visits_has_no_way_to_them`
- lists of cases without heads, customer or quote:
  test_slices.py: `test_a_list_of_cases_says_whose_they_are_and_what_was_said`
- the seventh column of the blueprint, and stages of the journey's editor, cut off without a cue:
  browser/test_rooms.py: `test_what_goes_on_beside_its_window_fades_out_there`
- "no visit judged by both sides is unhappy" where nobody was asked:
  test_alignment_page.py: `test_a_stage_where_nobody_was_asked_is_not_called_content`
- a small map in the corner of an empty canvas:
  browser/test_rooms.py: `test_the_map_is_zoomed_and_dragged`
- one title of the window for all pages:
  test_places.py: `test_each_page_has_its_own_title`
- "costliest first" over findings without a cost:
  test_alignment_page.py: `test_the_costliest_first_is_said_of_what_has_a_cost`
- negative priorities in the CSV:
  spec/reports/test_sheet.py: `test_a_priority_is_of_unhappy_customers_or_it_is_not_there`
- what a ratio was adjusted for was not said:
  spec/words/test_findings.py: `test_a_driver_says_what_it_was_adjusted_for`
- duration and median time were two things under like names:
  `test_pages_and_method_say_what_a_time_is`
- a driver began a line with a small letter:
  `test_a_driver_begins_its_line_with_a_capital`
- ±100 of the NPS was cut off on a phone:
  `test_the_ends_of_a_scale_stay_inside_a_narrow_drawing`
- topics of short comments were mixed:
  spec/outside_in/test_topics.py: `test_short_comments_are_not_thrown_together`
- "Drag to move" on paper:
  `test_what_is_for_the_pointer_is_not_printed`
- times over time were UTC's, not the project's:
  spec/slices/test_throughput.py: `test_a_week_begins_at_the_project_s_own_midnight`
- a verdict on one signal:
  spec/words/test_verdict_card.py
- words that need a page of the method:
  `test_first_words_are_plain`
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from analyzer.catalog import list_actions
from analyzer.figures.bars import Bar, bars
from analyzer.figures.dots import Axis, Dot, dots
from analyzer.figures.forest import forest
from analyzer.figures.kept import kept
from analyzer.figures.palette import PALETTE, STAGES
from analyzer.improvement import all_owners, proposed_owner
from analyzer.words import wording
from analyzer.words.language import say
from dashboards.components.action_form import action_form
from dashboards.components.address import Address
from dashboards.components.comment_list import comment_list
from dashboards.components.filter_bar import filter_bar
from dashboards.pages import alignment, mismatch, workbench
from dashboards.pages.rooms import ROOMS
from dashboards.providers import Provider
from dashboards.providers.comments import Comment
from dashboards.providers.improvement import Board, save
from dashboards.providers.slices import Filters
from dashboards.providers.visitor import Visitor
from tests.conftest import ROOT
from tests.kept_project import small_project
from tests.pages.tree import of_class, of_type, walk, words
from tests.real_document import example, real

ASSETS = ROOT / "dashboards" / "assets"
DRAWN = [path for path in ROOMS if path not in workbench.TITLES]  # from the document; the others ask the kept tables


def by_id(tree, name):
    return next(one for one in walk(tree) if getattr(one, "id", None) == name)


def board() -> Board:
    document = example()
    stages, found = document["journey"]["stages"], document["mismatches"]
    owners = all_owners(stages, [m.get("owner") for m in found])
    proposed = {m["id"]: owner for m in found if (owner := proposed_owner(m, stages))}
    return Board([], [], found, owners, date(2026, 7, 1), proposed, [s["name"] for s in stages], {})


def test_the_form_proposes_who_answers_for_the_cause_and_lists_everybody():
    # customers blame Delivery, which is Logistics'; the cause, Demand prepayment, lies in Payment, which is Finance's
    owner = by_id(action_form("panel", board(), None, {}, "hidden-friction-delivery-182bfb"), "panel-owner")
    assert owner.value == "Finance"
    assert {s["owner"] for s in example()["journey"]["stages"] if s.get("owner")} <= set(owner.data)


def test_numbers_in_the_menu_of_segments_do_not_stand_bare():
    def menu(values: list[str]) -> list[dict]:
        attribute = {"name": "items", "values": [{"value": v, "cases": 7} for v in values], "more": 0}
        offered = {"attributes": [attribute], "stages": [], "activities": [], "kinds": [], "months": ["2026-01"]}
        groups = by_id(filter_bar(offered, Filters(), Address("/")), "filter-segment").data
        return [item["label"] for group in groups for item in group["items"]]

    assert menu(["1", "2.5"]) == ["items: 1 · 7", "items: 2.5 · 7"]
    assert menu([str(n) for n in range(101)]) == [], "a range of them stands under More filters"
    assert menu(["North"]) == ["North · 7"]


def test_a_track_stands_for_the_whole_or_is_not_there():
    row = [Bar("Delivery", 0.15, "15 %", "Delivery")]
    track = PALETTE["band"].light
    assert track in bars(row, "Share of visits rated", 1.0)
    assert track not in bars(row, "Unhappy share")


def test_one_word_for_who_is_not_unhappy():
    said = (ROOT / "analyzer" / "words" / "languages" / "english.py").read_text(encoding="utf-8")
    assert '"customer.good": "not unhappy"' in said
    for path in DRAWN:
        assert not re.search(r"\bcontent\b", words(ROOMS[path](example(), Address(path)))), path


def test_the_colours_of_pain_mean_nothing_else():
    drawn = kept(example())
    pain = {PALETTE[name].light for name in ("hidden", "unfelt", "shared")}
    assert not [colour for colour in pain if colour in drawn]

    def hue(colour: str) -> tuple[int, int, int]:
        return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))

    amber = hue(PALETTE["unfelt"].light)
    for stage in STAGES:
        assert sum(abs(a - b) for a, b in zip(hue(stage.light), amber, strict=True)) > 70, stage


def test_a_message_names_the_field_as_the_form_does(tmp_path: Path):
    provider = Provider(small_project(tmp_path / "orders"))
    fields = {"title": "", "mismatch_id": None, "owner": "", "note": "", "effort": None, "status": "new"}
    dates = dict.fromkeys(("starts_on", "due_on", "review_on", "tried_on", "expected"))
    refused = save(provider, Visitor(), None, 0, {**fields, **dates}).refused
    assert refused == "What to do: 1 to 200 characters needed, not 0 characters."
    assert list_actions(provider.catalog()) == []


def test_a_comment_is_removed_after_a_question():
    said = Comment("c1", "mismatch:m", "Finance knows", "Vera", datetime(2026, 7, 1, tzinfo=UTC), None)
    (asks,) = of_type(comment_list([said], Visitor(role="analyst")), "ConfirmDialogProvider")
    assert asks.message == "Remove this comment for everybody? It cannot be brought back."
    assert words(asks.children) == "Remove"


def test_pages_and_method_say_what_a_time_is():
    page = words(ROOMS["/journey"](example(), Address("/journey")))
    assert "From the opening of a visit to its last event" in page
    method = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    assert "| time (on pages: median time, P90) | opening to last event" in method


def test_a_driver_begins_its_line_with_a_capital():
    document = example()
    first = document["mismatches"][0]["drivers"][0]
    first["label"] = "items: 2 or more"
    row = next(one for one in of_class(alignment.page(document, Address("/")), "verdict-row") if "reason" in words(one))
    assert words(row).startswith("Likely reason Items: 2 or more")
    assert ">Items: 2 or more<" in forest(document["mismatches"][0]["drivers"])
    assert wording.opening("eTag is 7") == "eTag is 7"


def test_the_ends_of_a_scale_stay_inside_a_narrow_drawing():
    axis = Axis(-100, 100, (-100, 0, 100), lambda value: f"{value:+.0f}")
    narrow = dots([Dot("Delivery", 61.0, 50.0, 70.0, "+61", "Delivery")], axis, "NPS").split('class="face-narrow"')[1]
    texts = re.findall(r'<text x="([^"]+)"[^>]*text-anchor="(\w+)"[^>]*>([^<]*)<', narrow)
    ends = {label: (float(x), anchor) for x, anchor, label in texts if label in ("-100", "+100")}
    assert ends == {"-100": (0.0, "start"), "+100": (350.0, "end")}


def test_what_is_for_the_pointer_is_not_printed():
    shown = mismatch.page(example(), example()["mismatches"][0], Address("/mismatch/x"))
    assert {words(one) for one in of_class(shown, "keys")} == {say("pan_zoom.drag_to_move_zoom")}
    printed = (ASSETS / "alignment.css").read_text(encoding="utf-8").partition("@media print {")[2]
    assert re.search(r"\.keys\b[^{]*\{ display: none !important \}", printed)


PLAIN = ("rated visits", "weight of the stage", "goes with", "q above", "has no place for it", "at least 2")


@pytest.mark.parametrize("path", ["/", *DRAWN])
def test_first_words_are_plain(path: str):
    page = (alignment.page if path == "/" else ROOMS[path])(real(), Address(path))
    opened = " ".join(words(one) for one in of_class(page, "as-table"))
    said = words(page)
    for exact in PLAIN:
        assert said.count(exact) == opened.count(exact), exact
