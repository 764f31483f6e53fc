"""Drafting a journey: stages from the order of work and the words in names, from what customers name, and the likeliest
stage of an activity that none claims."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.engine import open_engine
from analyzer.ingest import read_log, read_signals
from analyzer.ingest.draft import draft
from analyzer.ingest.outline import heard_stages, outline
from analyzer.ingest.said import stages_said
from analyzer.journey import (
    Activity,
    Journey,
    Stage,
    Target,
    doubts,
    draft_journey,
    likeliest,
    load_journey,
    with_suggestions,
)
from analyzer.journey.naming import group_names
from analyzer.journey.planned_way import planned
from analyzer.settings import from_arguments, load_project
from analyzer.tables.outline import Before, Heard, Outline, PlacedActivity
from tests.conftest import ROOT

# Ten cases: order, pay, ship in this order; a rare one between the two of paying.
SHOP = Outline(
    cases=10,
    activities=(
        PlacedActivity("Place order", 10, 0.0),
        PlacedActivity("Confirm order", 10, 0.1),
        PlacedActivity("Send invoice", 10, 0.4),
        PlacedActivity("Dispute invoice", 1, 0.45),
        PlacedActivity("Settle invoice", 10, 0.5),
        PlacedActivity("Pack parcel", 10, 0.8),
        PlacedActivity("Hand over parcel", 10, 1.0),
    ),
    follows={
        ("Place order", "Confirm order"): 10,
        ("Confirm order", "Send invoice"): 10,
        ("Send invoice", "Settle invoice"): 9,
        ("Send invoice", "Dispute invoice"): 1,
        ("Dispute invoice", "Settle invoice"): 1,
        ("Settle invoice", "Pack parcel"): 10,
        ("Pack parcel", "Hand over parcel"): 10,
    },
)
HEARD = (Heard("Ordering", 40, 0.3, ("app",)), Heard("Parcels", 60, 1.0, ("courier",)))


def stages(journey: Journey) -> dict[str, list[str]]:
    return {stage.name: [activity.name for activity in stage.activities] for stage in journey.stages}


class TestDraft:
    def test_what_stands_together_and_shares_words_is_a_stage_in_the_order_of_work(self):
        drafted = draft_journey(SHOP)
        groups = list(stages(drafted).values())
        assert ["Place order", "Confirm order"] in groups
        assert ["Send invoice", "Dispute invoice", "Settle invoice"] in groups
        assert [a for group in groups for a in group] == [one.activity for one in SHOP.activities]

    def test_every_activity_is_in_one_stage(self):
        drafted = draft_journey(SHOP)
        assert sorted(drafted.stage_of) == sorted(one.activity for one in SHOP.activities)

    def test_a_stage_is_named_by_the_word_that_its_work_shares(self):
        assert {"Order", "Invoice"} <= set(stages(draft_journey(SHOP)))

    def test_customers_own_names_come_first_and_a_stage_without_work_stays(self):
        said = replace(SHOP, heard=(*HEARD, Heard("Taste", 5, 1.0)))
        found = stages(draft_journey(said))
        assert found["Ordering"] == ["Place order", "Confirm order"]
        assert found["Parcels"] == ["Pack parcel", "Hand over parcel"]
        assert found["Taste"] == []

    def test_touchpoints_come_from_the_signals(self):
        drafted = draft_journey(replace(SHOP, heard=HEARD))
        assert {s.name: s.touchpoints for s in drafted.stages}["Ordering"] == ("app",)

    def test_a_touchpoint_stands_in_one_stage_only(self):
        twice = (Heard("Ordering", 40, 0.3, ("app",)), Heard("Parcels", 60, 1.0, ("app",)))
        drafted = draft_journey(replace(SHOP, heard=twice))
        assert sum("app" in s.touchpoints for s in drafted.stages) == 1

    def test_no_target_is_invented_but_for_a_deadline_that_names_the_stage(self):
        drafted = draft_journey(SHOP, deadlines=("parcel_promised_at", "valid_until"))
        targets = {s.name: s.target.text for s in drafted.stages if s.target}
        assert list(targets.values()) == ["Hand over parcel by parcel_promised_at"]

    def test_a_team_that_does_most_of_a_stage_owns_it(self):
        teams = tuple(replace(p, team="Billing" if "invoice" in p.activity else "Sales") for p in SHOP.activities)
        drafted = draft_journey(replace(SHOP, activities=teams))
        assert next(s.owner for s in drafted.stages if s.name == "Invoice") == "Billing"

    @pytest.mark.parametrize("number", [1, 2, 3, 5])
    def test_few_activities_make_few_stages(self, number: int):
        few = replace(SHOP, activities=SHOP.activities[:number])
        assert 1 <= len(draft_journey(few).stages) <= max(number, 4)

    def test_a_log_without_events_has_no_stages(self):
        assert draft_journey(Outline(0, (), {})).stages == ()

    def test_the_same_outline_gives_the_same_draft(self):
        shuffled = replace(SHOP, follows=dict(reversed(list(SHOP.follows.items()))))
        assert draft_journey(shuffled) == draft_journey(SHOP)

    def test_names_in_any_script_and_with_anything_in_them(self):
        odd = ("<b>Bestellung</b>", "طلب", "注文", "🚚", "  ", "A_B", "T02 Check", "journey")
        made = tuple(PlacedActivity(name, 5, i / 8) for i, name in enumerate(odd))
        drafted = draft_journey(Outline(5, made, {}))
        names = [s.name.casefold() for s in drafted.stages]
        assert len(set(names)) == len(names)
        assert "journey" not in names
        assert all(name.strip() for name in names)


def with_orders(
    cases: int, activities: tuple[PlacedActivity, ...], orders: dict[tuple[str, str], tuple[int, float]]
) -> Outline:
    made = {pair: Before(*found) for pair, found in orders.items()}
    return Outline(cases, activities, {}, orders=made, looked_at=cases)


class TestThePlannedOrder:
    """What most cases live; hand-made outlines of logs on which drafts went wrong."""

    def test_what_most_cases_begin_with_comes_first_though_it_comes_back_later(self):
        # Accepted opens 85 of 100 cases and comes back all the time: the mean place of its events is late.
        outline = with_orders(
            100,
            (
                PlacedActivity("Queued", 60, 0.3),
                PlacedActivity("Accepted", 100, 0.6),
                PlacedActivity("Completed", 100, 1.0),
            ),
            {
                ("Accepted", "Queued"): (50, 60),
                ("Queued", "Accepted"): (10, 60),
                ("Accepted", "Completed"): (100, 9_000),
                ("Queued", "Completed"): (60, 8_000),
            },
        )
        assert [one.activity for one in planned(outline)] == ["Accepted", "Queued", "Completed"]

    def test_what_few_of_those_who_come_farther_have_lived_is_no_step(self):
        # 20 of the 100 that are resolved waited: a plan with Wait in it would be skipped by 80 %.
        outline = with_orders(
            100,
            (PlacedActivity("Work", 100, 0.2), PlacedActivity("Wait", 20, 0.5), PlacedActivity("Resolve", 100, 1.0)),
            {("Work", "Wait"): (20, 60), ("Wait", "Resolve"): (20, 60), ("Work", "Resolve"): (100, 60)},
        )
        assert [one.activity for one in planned(outline)] == ["Work", "Resolve"]
        drafted = draft_journey(outline)
        assert next(set(names) for names in stages(drafted).values() if "Wait" in names) == {"Work", "Wait"}

    def test_a_rejection_is_a_way_out_of_the_stage_in_which_it_falls_however_many_it_meets(self):
        # 70 of 100 are declined after the check, 30 get an offer and are approved. No case has both ends.
        outline = with_orders(
            100,
            (
                PlacedActivity("Apply", 100, 0.0),
                PlacedActivity("Check", 100, 0.4),
                PlacedActivity("Offer", 30, 0.7),
                PlacedActivity("Declined", 70, 1.0),
                PlacedActivity("Approved", 30, 1.0),
            ),
            {
                ("Apply", "Check"): (100, 3_600),
                ("Apply", "Offer"): (30, 90_000),
                ("Check", "Offer"): (30, 86_400),
                ("Apply", "Declined"): (70, 7_200),
                ("Check", "Declined"): (70, 3_600),
                ("Apply", "Approved"): (30, 200_000),
                ("Check", "Approved"): (30, 196_000),
                ("Offer", "Approved"): (30, 100_000),
            },
        )
        assert [one.activity for one in planned(outline)] == ["Apply", "Check", "Offer", "Approved"]
        drafted = draft_journey(outline)
        assert drafted.stage_of["Declined"] == drafted.stage_of["Check"]

    def test_a_rare_status_is_no_stage(self):
        outline = with_orders(
            1000,
            (
                PlacedActivity("Open", 1000, 0.0),
                PlacedActivity("Duplicate", 5, 0.5),
                PlacedActivity("Work", 990, 0.5),
                PlacedActivity("Close", 995, 1.0),
            ),
            {
                ("Open", "Work"): (990, 600),
                ("Open", "Close"): (995, 6_000),
                ("Work", "Close"): (985, 6_000),
                ("Open", "Duplicate"): (5, 60),
                ("Duplicate", "Close"): (5, 60),
            },
        )
        drafted = draft_journey(outline)
        assert drafted.stage_of["Duplicate"] == drafted.stage_of["Open"]
        assert len(drafted.stages) == 3


class TestNames:
    def test_an_abbreviation_names_no_stage(self):
        group = (PlacedActivity("IV Liquid", 90, 0.2), PlacedActivity("IV Antibiotics", 95, 0.3))
        (name,) = group_names([group])
        assert name.name != "IV"
        assert name.name != "Iv"
        assert name.asks

    def test_work_that_customers_have_a_word_for_goes_by_it(self):
        groups = [(PlacedActivity("order_shipped", 9, 0.1),), (PlacedActivity("Resolve ticket", 9, 0.5),)]
        assert [one.name for one in group_names(groups)] == ["Dispatch", "Solution"]

    def test_a_name_that_is_only_an_activitys_is_asked_about(self):
        outline = replace(SHOP, activities=(*SHOP.activities[:-1], PlacedActivity("Xyzzy", 10, 1.0)), follows={})
        drafted = draft_journey(outline)
        asked = doubts(drafted, outline)
        number = drafted.stage_of["Xyzzy"]
        assert drafted.stages[number].name == "Xyzzy"
        assert any("What do customers call" in words for words in asked[number])


def test_an_order_that_half_of_the_cases_live_is_asked_about():
    outline = with_orders(
        100,
        (PlacedActivity("Ring", 100, 0.4), PlacedActivity("Write", 100, 0.6)),
        {("Ring", "Write"): (55, 5_000), ("Write", "Ring"): (45, 5_000)},
    )
    drafted = draft_journey(outline)
    assert doubts(drafted, outline)[1][-1] == "Does it come after Ring? In 55% of the cases that live both it does."


def test_the_logs_own_verdict_becomes_the_target_of_the_stage_that_ends_the_waiting():
    outline = replace(SHOP, activities=(*SHOP.activities, PlacedActivity("Survey", 10, 1.1)))
    drafted = draft_journey(outline, verdicts=(Target(column="made_sla", good=("true",)),))
    (stage,) = [stage for stage in drafted.stages if stage.target]
    assert "Hand over parcel" in [activity.name for activity in stage.activities]
    assert (stage.target.column, stage.target.text) == ("made_sla", "made_sla is true")


class TestLikeliest:
    JOURNEY = Journey(
        "Shop",
        (
            Stage(0, "Order", activities=(Activity("Place order"), Activity("Confirm order"))),
            Stage(1, "Pay", activities=(Activity("Send invoice"), Activity("Settle invoice"))),
            Stage(2, "Ship", activities=(Activity("Pack parcel"), Activity("Hand over parcel"))),
        ),
    )

    def test_neighbours_and_words_say_where_an_activity_belongs_and_why(self):
        (found,) = likeliest(self.JOURNEY, SHOP)
        assert (found.activity, found.stage) == ("Dispute invoice", "Pay")
        assert found.reason == "happens between Send invoice and Settle invoice; shares the word “invoice”"

    def test_taken_suggestions_stand_where_they_happen(self):
        taken = with_suggestions(self.JOURNEY, likeliest(self.JOURNEY, SHOP), SHOP)
        assert stages(taken)["Pay"] == ["Send invoice", "Dispute invoice", "Settle invoice"]

    def test_nothing_is_suggested_where_all_is_mapped_or_no_stage_is(self):
        taken = with_suggestions(self.JOURNEY, likeliest(self.JOURNEY, SHOP), SHOP)
        assert likeliest(taken, SHOP) == ()
        assert likeliest(Journey("Empty", ()), SHOP) == ()


def test_a_source_that_is_about_a_stage_is_read_before_the_journey_is(tmp_path: Path) -> None:
    """The project says what its survey asks about; the journey that would know the stage is still to be drafted."""
    (tmp_path / "log.csv").write_text(
        "case_id,activity,timestamp\n"
        + "".join(f"{n},Pack,2026-03-02 09:00:00\n{n},Hand over,2026-03-03 09:00:00\n" for n in range(30))
    )
    (tmp_path / "answers.csv").write_text(
        "case_id,timestamp,score\n" + "".join(f"{n},2026-03-04 09:00:00,{1 + n % 5}\n" for n in range(30))
    )
    (tmp_path / "project.yaml").write_text(
        "log: log.csv\njourney: none.yaml\nsignals: [{path: answers.csv, kind: csat, about: Delivery}]\n"
    )
    with open_engine() as engine:
        settings = load_project(tmp_path / "project.yaml")
        assert stages_said(engine, settings) == ("Delivery",)
        found = draft(engine, settings)
    assert found.signals is not None and found.signals.used == 30
    assert {"Pack", "Hand over"} == {a.name for s in found.journey.stages for a in s.activities}


def drafted_from(log: Path, signals: Path | None = None, teams: bool = True) -> tuple[Journey, Outline]:
    settings = from_arguments(log, "none.yaml", [signals] if signals else [])
    with open_engine() as engine:
        read = read_log(engine, settings)
        names = stages_said(engine, settings)
        heard = ()
        if names:
            asked = Journey("asked", tuple(Stage(no, name) for no, name in enumerate(names)))
            heard = heard_stages(engine, read, read_signals(engine, settings, asked, read).table, names)
        made = outline(engine, read, heard)
    if not teams:
        made = replace(made, activities=tuple(replace(one, team=None) for one in made.activities))
    return draft_journey(made), made


def recovered(drafted: Journey, true: Journey) -> int:
    """Activities of which the drafted stage is the one that holds most of their true stage's, each stage once."""
    from itertools import permutations

    theirs = [{a.name for a in s.activities} for s in true.stages if s.activities]
    ours = [{a.name for a in s.activities} for s in drafted.stages if s.activities]
    ours += [set()] * max(0, len(theirs) - len(ours))
    return max(sum(len(a & b) for a, b in zip(order, theirs, strict=True)) for order in permutations(ours, len(theirs)))


class TestTheSample:
    FOLDER = ROOT / "data" / "samples" / "food_distribution"

    @pytest.mark.parametrize(
        ("signals", "teams", "least"),
        [
            # 27 activities in 6 stages. Teams part them cleanly. Without teams the work after the truck (goods,
            # invoice, returns: 9 activities) runs side by side in time and only words are left: two thirds, no more.
            (True, True, 26),
            (False, True, 26),
            (True, False, 18),
            (False, False, 16),
        ],
    )
    def test_its_mapping_is_recovered(self, signals: bool, teams: bool, least: int):
        true = load_project(self.FOLDER)
        journey = load_journey(true.resolve(true.journey))
        drafted, _ = drafted_from(self.FOLDER / "log.csv", self.FOLDER / "signals.csv" if signals else None, teams)
        number = recovered(drafted, journey)
        assert number >= least, f"{number} of 27 activities are in their stage: {stages(drafted)}"

    def test_the_stages_that_customers_name_are_there_in_order(self):
        drafted, _ = drafted_from(self.FOLDER / "log.csv", self.FOLDER / "signals.csv")
        names = [stage.name for stage in drafted.stages]
        said = [name for name in names if name in ("Ordering", "Picking", "Delivery", "Invoicing", "Service")]
        assert said == ["Ordering", "Picking", "Delivery", "Invoicing", "Service"]
        assert next(stage for stage in drafted.stages if stage.name == "Freshness").activities == ()


@pytest.mark.parametrize("file", ["helpdesk.xes.gz", "receipt.xes.gz", "bpic2012.xes.gz", "olist/log.csv"])
def test_real_logs_get_four_to_eight_stages_with_all_their_activities(shared_data: Path, file: str):
    drafted, made = drafted_from(shared_data / file)
    assert 4 <= len(drafted.stages) <= 8
    assert sorted(drafted.stage_of) == sorted(one.activity for one in made.activities)
    first = {one.activity: one.position for one in made.activities}
    opens = [min(first[a.name] for a in stage.activities) for stage in drafted.stages]
    assert opens[0] == min(opens), "the first stage holds the first work"


def test_the_help_desk_ends_with_closing(shared_data: Path):
    drafted, _ = drafted_from(shared_data / "helpdesk.xes.gz")
    assert "Closed" in stages(drafted)[drafted.stages[-1].name]
    assert drafted.stages[0].activities[-1].name == "Assign seriousness"


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(content: str) -> Path:
        path = tmp_path / "log.csv"
        path.write_text(content)
        return path

    return write


def test_positions_are_the_mean_place_in_the_case(written):
    # case 1: A B C → 0, 0.5, 1; case 2: A C → 0, 1; case 3: B alone → 0.5. So A 0, B 0.5, C 1.
    path = written(
        "case_id,activity,timestamp\n1,A,2026-01-01\n1,B,2026-01-02\n1,C,2026-01-03\n"
        "2,A,2026-01-01\n2,C,2026-01-02\n3,B,2026-01-01\n"
    )
    with open_engine() as engine:
        made = outline(engine, read_log(engine, from_arguments(path, "none.yaml")))
    assert [(one.activity, one.cases, one.position) for one in made.activities] == [
        ("A", 2, 0.0),
        ("B", 2, 0.5),
        ("C", 2, 1.0),
    ]
    assert made.follows == {("A", "B"): 1, ("A", "C"): 1, ("B", "C"): 1}


def test_the_order_of_rows_changes_nothing(written):
    rows = [
        f"{case},{step},2026-01-{day:02d}T{case:02d}:00:00,{team}"
        for case in range(1, 9)
        for day, (step, team) in enumerate(
            [
                ("Place order", "Sales"),
                ("Confirm order", "Sales"),
                ("Send invoice", "Billing"),
                ("Pack", "Stock"),
                ("Ship", "Stock"),
            ][: 3 + case % 3],
            1,
        )
    ]
    header = "case_id,activity,timestamp,team"
    drafts = []
    for order in (rows, rows[::-1], sorted(rows, key=lambda row: row[::-1])):
        drafts.append(drafted_from(written("\n".join([header, *order]) + "\n")))
    assert drafts[0] == drafts[1] == drafts[2]


def test_an_owner_is_asked_for_where_only_some_stages_have_one():
    orders = {("Ring", "Write"): (100, 5_000)}
    for team, asks in (("Desk", True), (None, False)):
        work = (PlacedActivity("Ring", 100, 0.4, team), PlacedActivity("Write", 100, 0.6))
        outline = with_orders(100, work, orders)
        drafted = draft_journey(outline)
        assert [stage.owner for stage in drafted.stages] == [team, None]
        asked = doubts(drafted, outline)
        assert any("Who answers" in words for words in asked[1]) == asks
        assert not any("Who answers" in words for words in asked[0])
