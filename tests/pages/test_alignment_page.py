"""The page `/` as a tree of components."""

from __future__ import annotations

from dashboards.components.address import Address
from dashboards.components.page_parts import Slots
from dashboards.pages import alignment
from tests.pages.tree import drawings, of_class, of_type, words
from tests.real_document import empty, example, journey_of, quiet

HOME = Address("/")


def test_it_opens_with_the_sentence_that_matters():
    page = words(alignment.page(example(), HOME))
    assert page.startswith(
        "Ordering fresh produce · as lived by: Independent restaurant owner · 2 Jan – 30 Jun 2026 "
        "We fool ourselves most at Delivery: it looks fine to us, and hurts customers."
    )


def test_it_says_when_the_run_rests_on_other_files_than_the_project_s():
    def opened(of: str) -> str:
        log = {"name": "new.csv", "size": 740, "at": None, "files": 1, "data_set": "d-1"}
        shown = example()
        shown["run"]["source"] = {"of": of, "log": log, "signals": []}
        return words(alignment.page(shown, HOME))

    assert "This run read what was uploaded: new.csv." in opened("uploads")
    assert "This is the sample, not data of yours." in opened("sample")
    for page in (opened("project"), words(alignment.page(example(), HOME))):
        assert "Choose what is read" not in page


def test_the_mirror_links_to_each_stage():
    svg = drawings(alignment.page(example(), HOME))
    assert 'href="/?stage=Delivery"' in svg
    assert 'href="/?stage=Use+%26+return"' in svg


def test_three_figures_with_intervals_sentences_and_the_period():
    page = alignment.page(example(), HOME)
    cards = [c for c in of_class(page, "card") if "data-measure" in c.to_plotly_json()["props"]]
    assert [c.to_plotly_json()["props"]["data-measure"] for c in cards] == ["visibility", "relevance", "score"]
    for card in cards:
        assert "%" in words(card)
        assert "2 Jan – 30 Jun 2026" in words(card)
    # 132 visits are bad on both sides, of 798 unhappy ones
    both = [stage["both"] for stage in example()["stages"]]
    share = sum(b["bad_bad"] for b in both) / sum(b["bad_bad"] + b["good_bad"] for b in both)
    assert f"Our own measures see {100 * share:.0f} % of the unhappy visits." in words(cards[0])


def test_stories_stand_in_the_order_of_the_ranking_each_with_owner_and_number():
    rows = of_class(alignment.page(example(), HOME), "story")
    assert len(rows) == 6
    first = words(rows[0])
    assert first.startswith("1 Hidden friction Delivery Logistics Delivery looks fine to us")
    assert "31 avoidable a month (25–35)" in first
    assert "1,386 orders affected" in words(rows[2])
    assert "226 visits affected" in words(rows[3])
    assert "214 orders affected" in words(rows[4])
    assert "nobody" in words(rows[5])
    assert words(of_class(rows[5], "story-amount")[0]) == ""


def test_the_first_driver_is_bold_where_the_story_names_it():
    (strong, *_) = of_type(of_class(alignment.page(example(), HOME), "story")[0], "Strong")
    assert words(strong) == "Demand prepayment"


def test_a_stage_filters_what_stands_below_the_mirror():
    page = alignment.page(example(), Address("/", {"stage": "Payment"}))
    # of Payment itself, and of Delivery, whose first driver lies there
    assert [words(row).split(" ", 1)[0] for row in of_class(page, "story")] == ["1", "2"]
    assert "2 mismatches at Payment" in words(page)
    assert "with a driver in Payment" in words(page)
    # Payment: 57 of 219 unhappy visits are off target
    assert "Our own measures see 26 % of the unhappy visits." in words(page)
    assert 'aria-current="true"' in drawings(page)


def test_a_second_click_takes_the_filter_away():
    svg = drawings(alignment.page(example(), Address("/", {"stage": "Payment"})))
    assert 'href="/" data-stage="Payment"' in svg


def test_a_stage_that_does_not_exist_filters_nothing():
    assert len(of_class(alignment.page(example(), Address("/", {"stage": "Nowhere"})), "story")) == 6


def test_links_stay_in_the_project():
    page = alignment.page(example(), Address("/", {"project": "North"}))
    links = [link.href for link in of_type(page, "Link")]
    assert links and all("project=North" in href for href in links)
    assert "/?project=North&amp;stage=Delivery" in drawings(page)


def test_the_same_ranking_as_a_table():
    page = alignment.page(example(), Address("/", {"view": "table"}))
    (grid,) = of_type(page, "AgGrid")
    assert [row["rank"] for row in grid.rowData] == [1, 2, 3, 4, 5, 6]
    assert grid.rowData[0]["driver"] == "Demand prepayment"
    assert grid.rowData[0]["title"].endswith("](/mismatch/hidden-friction-delivery-182bfb)")
    assert of_class(page, "story") == []


def test_a_title_cannot_write_markdown_in_the_table():
    document = example()
    document["mismatches"][0]["title"] = "[x](javascript:alert(1)) <img src=x>"
    (grid,) = of_type(alignment.page(document, Address("/", {"view": "table"})), "AgGrid")
    assert grid.rowData[0]["title"].startswith("[\\[x\\]\\(javascript:alert\\(1\\)\\) \\<img src=x\\>](/mismatch/")


def test_without_signals_it_says_what_would_fill_it():
    page = alignment.page(empty(), HOME)
    assert "No customer voice yet: add signals" in words(page)
    assert words(page).count("Needs what customers say") == 3
    assert of_type(page, "Graph") == []


def test_without_a_mismatch_it_says_why_nothing_is_listed():
    page = words(alignment.page(quiet(), HOME))
    assert "No mismatch is supported" in page
    assert "0 mismatches" in page


def test_what_the_numbers_rest_on_closes_the_page():
    page = words(alignment.page(example(), HOME))
    assert page.index("What the numbers rest on") > page.index("Nobody answers for Discover")
    assert "Delivery: 1,244 of 3,041 visits rated (41 %)." in page


def test_one_stage_and_fifteen():
    assert drawings(alignment.page(journey_of(1), HOME)).count("data-stage") == 3
    assert drawings(alignment.page(journey_of(15), HOME)).count("data-stage") == 45


def verdict_rows(page) -> dict[str, str]:
    return {words(row.children[0]): words(row.children[1]) for row in of_class(page, "verdict-row")}


def test_the_verdict_says_where_why_who_how_many_and_which_way():
    rows = verdict_rows(alignment.page(example(), HOME))
    assert rows["Where"].startswith("Delivery")
    assert rows["Likely reason"] == "Demand prepayment 3.9× as likely to be unhappy (3.3–4.7); 36 % of the unhappy"
    # Payment, where the first driver lies, is Finance's; customers name Delivery, which is Logistics'
    assert rows["Who answers for it"] == "Finance (Payment) blamed by customers: Logistics (Delivery)"
    assert rows["To gain"].startswith("31 a month fewer unhappy of those who answer (25–35)")
    assert rows["Since, and which way"].startswith("Since Jan 2026 ")


def test_the_verdict_assigns_the_finding_to_the_owner_of_the_cause():
    (button,) = [one for one in of_type(alignment.page(example(), HOME), "Link") if getattr(one, "id", "") == "assign"]
    assert words(button) == "Assign to Finance"
    assert button.href == "/improvement?action=new&mismatch=hidden-friction-delivery-182bfb"


def test_a_viewer_is_offered_no_button_to_assign():
    page = alignment.page(example(), HOME, Slots(may_edit=False))
    assert "Assign to" not in words(page)


def test_headline_verdict_and_first_story_are_of_the_same_finding():
    document = example()
    document["mismatches"] = [document["mismatches"][2], *document["mismatches"][:2]]  # hidden friction is not first
    first = document["mismatches"][0]
    page = alignment.page(document, HOME)
    assert words(of_type(page, "H1")[0]) == first["title"]
    (more,) = of_class(page, "verdict-more")
    story = of_class(page, "story-link")[0]
    assert more.href == story.href == f"/mismatch/{first['id']}"


def test_headline_and_verdict_follow_the_chosen_stage():
    page = alignment.page(example(), Address("/", {"stage": "Discover"}))
    assert words(of_type(page, "H1")[0]) == words(of_class(page, "story-link")[0])
    quiet_one = alignment.page(example(), Address("/", {"stage": "Reorder"}))
    assert words(of_type(quiet_one, "H1")[0]) == "No mismatch is supported at Reorder."
    assert of_class(quiet_one, "verdict") == []


def test_in_a_part_of_the_run_the_headline_says_that_it_is_of_the_whole():
    document = example()
    document["slice"] = {"filters": [], "visits": 10, "rated": 5, "cases": 4, "of_cases": 3144}
    page = alignment.page(document, HOME)
    assert words(of_type(page, "H1")[0]).startswith("Over the whole run: ")
    # the largest share of the rated visits that is unhappy though on target: Delivery, 304 of 1,244
    assert "In this part it hurts most unseen at Delivery: 24 % of 1,244 visits we heard about" in words(page)


def test_a_stage_that_does_not_exist_is_said():
    page = alignment.page(example(), Address("/", {"stage": "Nowhere"}))
    assert "The journey has no stage “Nowhere”" in words(page)


def test_a_stage_where_nobody_was_asked_is_not_called_content():
    page = words(alignment.page(example(), Address("/", {"stage": "Discover"})))
    assert page.count("Needs what customers say") == 3
    assert "No visit judged by both sides" not in page


def test_the_costliest_first_is_said_of_what_has_a_cost():
    assert "6 mismatches, the costliest first; those without a count of customers last" in words(
        alignment.page(example(), HOME)
    )
    document = example()
    document["mismatches"] = [m for m in document["mismatches"] if m["avoidable_bad_per_month"]["value"] is None]
    assert "costliest" not in words(alignment.page(document, HOME))
