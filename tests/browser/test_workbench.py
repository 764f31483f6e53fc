"""The views of the process beside its map, in a browser: they stand, do what their controls say, and cases move."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, at_rest, becomes
from tests.spec.slices.test_own_model import bpmn

WAY = ("Place order", "Confirm order", "Check credit", "Release order", "Print pick list", "Pick order", "Load truck")
TRIANGLE = "[...document.querySelectorAll('.replay-marks path')].find(one => one.style.display !== 'none')"


def opened(watch: Callable, served: Served, path: str, **how: object) -> Page:
    page: Page = watch(**how).open(served.url + path)
    expect(page.locator("#workbench-body > .card").first).to_be_visible()
    at_rest(page)
    return page


def test_the_dotted_chart_the_spectrum_and_the_times_stand(watch: Callable, served: Served) -> None:
    page = opened(watch, served, "/process/time?has=Demand+prepayment")
    for card in ("dotted-chart", "spectrum", "throughput-times"):
        expect(page.locator(f"#{card} .main-svg").first).to_be_visible()
    page.locator("#dotted-chart .views").get_by_text("Longest first").click()
    expect(page).to_have_url(re.compile("order=duration"))
    expect(page.locator("#dotted-chart .views [aria-current]").first).to_have_text("Longest first")


def test_an_arrow_of_the_handovers_keeps_to_its_cases(watch: Callable, served: Served) -> None:
    page = opened(watch, served, "/process/teams")
    arrow = page.locator('#teams [data-filter="handover=team:Credit>Service"]')
    arrow.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".picked").first).to_contain_text("Credit hands over to Service")
    expect(page).to_have_url(re.compile("handover=team%3ACredit%3EService"))


def test_a_rule_is_added_and_a_model_is_drawn(watch: Callable, served: Served) -> None:
    page = opened(
        watch, served, "/process/rules?rule=must_follow:Place+order%3EConfirm+order&handover=team:Credit%3EService"
    )
    expect(page.locator("#rules")).to_contain_text("Confirm order after Place order")
    expect(page.locator("#rules")).to_contain_text("compare")
    file = {"name": "way.bpmn", "mimeType": "text/xml", "buffer": bpmn(*WAY)}
    page.locator("#model-file input[type=file]").set_input_files([file])  # type: ignore[list-item]
    expect(page.locator('#own-model [data-activity="Pick order"]')).to_be_visible()
    expect(page.locator("#own-model")).to_contain_text("were aligned")


def test_paths_are_searched_and_lead_to_a_comparison(watch: Callable, served: Served) -> None:
    page = opened(watch, served, "/process/paths?q=Demand+prepayment")
    page.locator("#paths summary", has_text="of one path").click()
    page.locator("#paths .path-cases a", has_text="compare").first.click()
    expect(page).to_have_url(re.compile("/process/compare.*path="))
    expect(page.locator("#sides")).to_contain_text("the rest of them")


class TestCompare:
    def test_mirror_map_drivers_and_words_stand_side_by_side(self, watch: Callable, served: Served) -> None:
        page = opened(watch, served, "/process/paths?has=Demand+prepayment")
        page.locator("#filters").get_by_text("Compare with the rest").click()
        expect(page.locator("#mirrors .mirror")).to_have_count(2)
        # Planted: Delivery hurts where prepayment was demanded (data/samples/food_distribution).
        expect(page.locator("#mirrors > p").first).to_contain_text(
            "Delivery, unhappy, and our measure does not see it: +"
        )
        expect(page.locator("#both-map svg.drawing [data-activity='Demand prepayment']")).to_be_visible()
        expect(page.locator("#both-drivers")).to_contain_text("Look for drivers in both")
        expect(page.locator("#both-topics h3")).to_have_count(2)
        page.locator("#both-map .views").get_by_text("How long").click()
        expect(page).to_have_url(re.compile("measure=times"))
        page.locator("#sides").get_by_text("Exchange A and B").click()
        expect(page.locator(".picked").first).to_contain_text("all but: with Demand prepayment")

    def test_a_drawing_that_is_saved_says_what_it_shows(self, watch: Callable, served: Served) -> None:
        page = opened(watch, served, "/process/teams?has=Demand+prepayment")
        with page.expect_download() as saved:
            page.locator("#teams .saves-menu summary").first.click()
            page.locator("#teams [data-save=svg]").first.click()
        svg = saved.value.path().read_text(encoding="utf-8")
        said = " ".join(re.findall(r">([^<]+)</text>", svg))
        for words in (
            "Who passes work on to whom", "Food distribution", "2 Jan – 30 Jun 2026", "Only: with Demand prepayment",
            "of 7,600 orders", "Red: more often unhappy",
        ):  # fmt: skip
            assert words in said.replace("\u202f", " "), words
        expect(page.locator("#teams")).to_contain_text("A click on an arrow keeps to its orders.")
        assert "click" not in said, "it is a picture now"


class TestReplay:
    def test_it_stands_still_where_less_motion_is_asked_for(self, watch: Callable, served: Served) -> None:
        page = opened(watch, served, "/process/replay")
        expect(page.locator(".replay-still")).to_be_visible()
        expect(page.locator("[data-replay-do=play]")).to_be_hidden()
        expect(page.locator(".replay-date")).to_contain_text(re.compile(r"2026.* · \d+ under way"))
        before = page.evaluate(f"{TRIANGLE}.getAttribute('transform')")
        page.wait_for_timeout(300)
        assert page.evaluate(f"{TRIANGLE}.getAttribute('transform')") == before
        said = page.locator(".replay-date").text_content()
        page.locator("[data-replay-do=seek]").focus()
        page.keyboard.press("ArrowRight")
        assert page.locator(".replay-date").text_content() != said

    def test_it_plays_and_pauses(self, watch: Callable, served: Served) -> None:
        page: Page = watch().page
        page.emulate_media(reduced_motion="no-preference")
        page.goto(served.url + "/process/replay?since=start")
        button = page.locator("[data-replay-do=play]")
        expect(button).to_have_text("Pause")
        first = page.locator(".replay-date").text_content()
        becomes(lambda: page.locator(".replay-date").text_content() != first, True)
        button.click()
        expect(button).to_have_text("Play")
        held = page.locator(".replay-date").text_content()
        page.wait_for_timeout(300)
        assert page.locator(".replay-date").text_content() == held
        expect(page.locator("#replay")).to_contain_text("300 of 7,600 orders, drawn by lot")
        assert page.evaluate("document.querySelectorAll('.replay-marks > path').length") > 0
        assert page.evaluate("document.querySelectorAll('.replay-marks > circle').length") > 0
        page.get_by_role("link", name="Calendar").click()  # the same map and the same buttons, other times
        expect(page.locator(".replay-date")).to_contain_text("2026")
        expect(button).to_have_text("Pause")
        assert page.evaluate("document.querySelectorAll('.replay-marks').length") == 1
        button.click()
        expect(button).to_have_text("Play")
