"""What a journey file may say, and what the journey is then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzer.errors import JourneyError
from analyzer.journey import (
    Activity,
    AttributeRule,
    Journey,
    Stage,
    Target,
    journey_yaml,
    load_journey,
    save_journey,
    target_notes,
)
from analyzer.words.quality_words import note_lines

FULL = """\
journey: Ordering fresh produce, as the customer lives it
persona: Independent restaurant owner
stages:
  - name: Ordering
    activities: [Place order, Confirm order]
  - name: Delivery
    goal: Everything for tonight's menu arrives before ten
    owner: Logistics
    moment_of_truth: true
    activities:
      - Pick order
      - {name: Load truck, lane: backstage, team: Warehouse, system: WMS, partner: ColdChain Ltd}
      - Hand over goods
    touchpoints: [driver, delivery app]
    target: {from: Confirm order, to: Hand over goods, within: 24h}
    promise: {from: Place order, to: Hand over goods, within: 48h}
  - name: Complaint
    weight: 3
    activities: []
attributes: {prepayment_policy: controllable, region: given}
"""


def test_the_journey_of_the_manual(journey):
    found = journey(FULL)
    ordering, delivery, complaint = found.stages
    assert found.name == "Ordering fresh produce, as the customer lives it"
    assert found.persona == "Independent restaurant owner"
    assert [stage.no for stage in found.stages] == [0, 1, 2]
    assert ordering == Stage(no=0, name="Ordering", activities=(Activity("Place order"), Activity("Confirm order")))
    assert delivery.goal == "Everything for tonight's menu arrives before ten"
    assert delivery.owner == "Logistics"
    assert (delivery.moment_of_truth, delivery.weight) == (True, 2.0)  # a moment of truth weighs double
    assert delivery.activities == (
        Activity("Pick order"),
        Activity("Load truck", "backstage", "Warehouse", "WMS", "ColdChain Ltd"),
        Activity("Hand over goods"),
    )
    assert delivery.touchpoints == ("driver", "delivery app")
    assert delivery.target == Target(
        within_s=24 * 3600,
        start="Confirm order",
        end="Hand over goods",
        within="24h",
        text="within 24h from Confirm order to Hand over goods",
    )
    assert delivery.promise.within_s == 48 * 3600
    assert (complaint.weight, complaint.activities, complaint.target) == (3.0, (), None)
    assert found.attributes == {
        "prepayment_policy": AttributeRule("controllable"),
        "region": AttributeRule("given"),
    }
    assert found.stage_of["Load truck"] == 1
    assert str(delivery.place).endswith("journey.yaml, line 6")
    assert str(delivery.activities[1].place).endswith("journey.yaml, line 12")
    assert str(delivery.target.place).endswith("journey.yaml, line 15")
    assert target_notes(found) == ()


def test_every_check_of_a_target(journey):
    (stage,) = journey(
        """
        stages:
          - name: Delivery
            activities: [Ship, Hand over]
            target: {to: Hand over, by: promised_at, max_repeats: 1, never: [Damage, Lose], must: [Sign]}
        """
    ).stages
    target = stage.target
    assert (target.by, target.max_repeats, target.never, target.must) == (
        "promised_at",
        1,
        ("Damage", "Lose"),
        ("Sign",),
    )
    assert target.text == "Hand over by promised_at, at most 1 repeat, never Damage or Lose, must have Sign"


class TestTheLogsOwnVerdict:
    def test_good_values_of_a_column(self, journey):
        (stage,) = journey("stages: [{name: A, activities: [x], target: {column: made_sla, good: [true, Yes]}}]").stages
        assert (stage.target.column, stage.target.good, stage.target.bad) == ("made_sla", ("true", "Yes"), ())
        assert stage.target.text == "made_sla is true or Yes"

    def test_bad_values_in_place_of_good_ones(self, journey):
        (stage,) = journey("stages: [{name: A, activities: [x], promise: {column: breached, bad: [1]}}]").stages
        assert (stage.promise.good, stage.promise.bad) == ((), ("1",))
        assert stage.promise.text == "breached is not 1"

    def test_it_can_fail_in_a_stage_of_one_activity(self, journey):
        assert (
            target_notes(journey("stages: [{name: A, activities: [x], target: {column: made_sla, good: [true]}}]"))
            == ()
        )

    def test_it_is_saved_as_people_write_it(self, journey, tmp_path):
        found = journey("stages: [{name: A, activities: [x], target: {column: made_sla, good: [true]}}]")
        save_journey(found, tmp_path / "again.yaml")
        assert load_journey(tmp_path / "again.yaml") == found
        assert "- true" in (tmp_path / "again.yaml").read_text(encoding="utf-8")


def test_a_draft_says_so_until_a_person_takes_the_word_out(journey, tmp_path):
    drafted = journey("draft: true\nstages: [{name: A, activities: [x]}]")
    assert drafted.draft
    save_journey(drafted, tmp_path / "again.yaml")
    assert load_journey(tmp_path / "again.yaml") == drafted
    assert not journey("stages: [{name: A, activities: [x]}]").draft


def test_what_demands_an_activity_or_a_target(journey, tmp_path):
    found = journey(
        """
        stages:
          - name: A
            activities: [x, {name: y, required_by: ISO 27001 A.8}]
            target: {must: [y], required_by: "Art. 5, GDPR"}
        """
    )
    (stage,) = found.stages
    assert [one.required_by for one in stage.activities] == [None, "ISO 27001 A.8"]
    assert stage.target.required_by == "Art. 5, GDPR"
    save_journey(found, tmp_path / "again.yaml")
    assert load_journey(tmp_path / "again.yaml") == found


def test_working_time(journey):
    (stage,) = journey("stages: [{name: A, activities: [x, y], target: {within: 8 working hours}}]").stages
    assert (stage.target.within_s, stage.target.working) == (28_800, True)
    assert stage.target.text == "within 8 working hours"


def test_a_weight_goes_before_the_moment_of_truth(journey):
    (stage,) = journey("stages: [{name: A, moment_of_truth: yes, weight: 1.5}]").stages
    assert (stage.moment_of_truth, stage.weight) == (True, 1.5)


def test_names_are_the_text_that_was_written_without_outer_spaces(journey):
    """YAML 1.1 would read false, 750 and a date."""
    (stage,) = journey("stages: [{name: ' Delivery ', activities: [No, 12:30, 2026-01-01, ' Ship ']}]").stages
    assert stage.name == "Delivery"
    assert [activity.name for activity in stage.activities] == ["No", "12:30", "2026-01-01", "Ship"]


def test_a_stage_is_found_whatever_its_letter_case(journey):
    found = journey(FULL)
    assert found.number("delivery ") == 1
    assert found.number("Nowhere") is None


def test_no_environment_variable_is_read(journey, monkeypatch):
    """A journey can be edited in the browser; a variable of the server must not show in it."""
    monkeypatch.setenv("SECRET", "geheim")
    assert journey("stages: [{name: '${SECRET}'}]").stages[0].name == "${SECRET}"


class TestATargetThatCannotFail:
    @pytest.mark.parametrize(
        "stage",
        [
            "{name: A, activities: [x], target: {within: 24h}}",
            "{name: A, activities: [x], target: {within: 24h, to: x}}",
            "{name: A, activities: [x], promise: {within: 24h}}",
            "{name: A, target: {within: 24h}}",
        ],
    )
    def test_is_warned_about(self, journey, stage):
        (warning,) = note_lines(target_notes(journey(f"stages:\n  - {stage}\n")))
        what = "promise" if "promise" in stage else "target"
        assert warning.startswith(f"the {what} of A cannot fail: ")
        assert ("x is its only activity" if "activities" in stage else "it has no activity") in warning
        assert "add from:" in warning

    @pytest.mark.parametrize(
        "stage",
        [
            "{name: A, activities: [x], target: {within: 24h, from: before}}",
            "{name: A, activities: [x], target: {within: 24h, to: after}}",
            "{name: A, activities: [x, y], target: {within: 24h}}",
            "{name: A, activities: [x], target: {by: due}}",
            "{name: A, activities: [x], target: {within: 24h, max_repeats: 0}}",
            "{name: A, activities: [x]}",
        ],
    )
    def test_others_are_not(self, journey, stage):
        assert target_notes(journey(f"stages: [{stage}]")) == ()


class TestSaving:
    def test_what_is_read_again_is_the_same(self, journey, tmp_path):
        found = journey(FULL)
        save_journey(found, tmp_path / "again.yaml")
        assert load_journey(tmp_path / "again.yaml") == found
        assert sorted(path.name for path in tmp_path.iterdir()) == ["again.yaml", "journey.yaml"]

    def test_names_that_yaml_would_read_otherwise(self, tmp_path):
        names = (
            "No",
            "12:30",
            "null",
            "~",
            "{a: b}",
            "- x",
            "# y",
            "a: b",
            "'q'",
            '"q"',
            "é ☕",
            "${X}",
            "1e3",
            "*a",
            "&a",
            "!t",
        )
        stage = Stage(no=0, name="true", owner="yes", activities=tuple(Activity(name) for name in names))
        rules = {
            "on": AttributeRule("given"),
            "no": AttributeRule(None, "max"),
            "x": AttributeRule(None, "last", "code"),
        }
        wanted = Journey(name="2026-01-01", stages=(stage,), attributes=rules)
        save_journey(wanted, tmp_path / "j.yaml")
        assert load_journey(tmp_path / "j.yaml") == wanted

    def test_an_edited_target_is_written_in_words(self, journey):
        found = journey("stages: [{name: A, activities: [x, y], target: {within: 24h}}]")
        edited = replace(found.stages[0].target, within_s=7200.0, within=None)
        text = journey_yaml(replace(found, stages=(replace(found.stages[0], target=edited),)))
        assert "within: 2h" in text

    def test_the_file_keeps_its_rights_and_is_never_half_written(self, journey, tmp_path, monkeypatch):
        found, file = journey(FULL), tmp_path / "journey.yaml"
        file.chmod(0o640)
        monkeypatch.setattr("analyzer.settings.writing.os.fsync", _full_disk)
        with pytest.raises(JourneyError, match="No space left"):
            save_journey(found, file)
        assert file.read_text(encoding="utf-8") == FULL
        assert [path.name for path in tmp_path.iterdir()] == ["journey.yaml"], "no half file beside it"
        monkeypatch.undo()
        save_journey(found, file)
        assert file.stat().st_mode & 0o777 == 0o640


def _full_disk(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_the_real_journey(shared_data):
    found = load_journey(shared_data / "olist" / "journey.yaml")
    assert [stage.name for stage in found.stages] == ["Order", "Payment", "Dispatch", "Delivery"]
    assert found.stages[3].target.by == "estimated_delivery"
    assert target_notes(found) == ()


def test_a_column_that_was_filled_in_afterwards_is_left_out_of_the_drivers_or_kept_in(journey, tmp_path):
    found = journey(
        """
        stages: [{name: A, activities: [x]}]
        attributes:
          close_code: exclude
          note: {exclude: true, as: code}
          made_sla: {exclude: false}
          region: given
        """
    )
    assert [found.excludes(name) for name in ("close_code", "note", "made_sla", "region", "other")] == [
        True,
        True,
        False,
        None,
        None,
    ]
    save_journey(found, tmp_path / "again.yaml")
    assert load_journey(tmp_path / "again.yaml").attributes == found.attributes
    assert "close_code: exclude" in (tmp_path / "again.yaml").read_text(encoding="utf-8")
