"""The page `/data` as trees of components: what is read, columns on real rows, the journey's editor, runs; for analysts
and for viewers, with odd files and odd names."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from dash.development.base_component import Component
from werkzeug.exceptions import Forbidden

from analyzer.catalog import claim_job, end_job, findings, keep_run, open_catalog
from analyzer.journey import load_journey
from analyzer.reports import write
from analyzer.settings import load_project
from analyzer.words.language import say
from dashboards import access
from dashboards.components.address import Address
from dashboards.components.asked import Asked
from dashboards.pages import data, data_columns, data_journey, first_run
from dashboards.providers import Projects, Provider, journey_desk, run_pairs, samples, sources
from dashboards.providers.history import history
from dashboards.providers.journey_edits import replayed
from dashboards.providers.overview import glances
from dashboards.providers.visitor import Visitor
from tests.pages.tree import of_class, of_type, walk, words
from tests.real_document import example
from tests.spec.ingest.objects.small_objects import json_2

LOG = """\
order_id,step,timestamp,team
1,Order,2026-03-02 09:00:00,Sales
1,Pay,2026-03-02 12:00:00,Billing
1,Ship,2026-03-03 10:00:00,Stock
2,Order,2026-03-03 11:00:00,Sales
2,Dispute,2026-03-03 12:00:00,Billing
2,Pay,2026-03-04 11:00:00,Billing
"""
JOURNEY = """\
stages:   # in order
  - name: Order
    activities: [{name: Order, lane: backstage}]
  - name: Pay
    activities: [Pay]
  - name: Delivery
    activities: [Ship]
"""
VIEWER, ANALYST = Visitor("vera", "viewer"), Visitor("ann")


@pytest.fixture
def provider(tmp_path: Path) -> Callable[..., Provider]:
    made: list[Provider] = []

    def of(
        log: str | bytes = LOG, journey: str | None = JOURNEY, signals: str | None = None, more: str = ""
    ) -> Provider:
        folder = tmp_path / "shop"
        folder.mkdir(exist_ok=True)
        (folder / "log.csv").write_bytes(log.encode() if isinstance(log, str) else log)
        if journey is not None:
            (folder / "journey.yaml").write_text(journey, encoding="utf-8")
        if signals is not None:
            (folder / "signals.csv").write_text(signals, encoding="utf-8")
            more += "signals: [signals.csv]\n"
        (folder / "project.yaml").write_text(
            f"name: Shop\nlog: log.csv\njourney: journey.yaml\n{more}", encoding="utf-8"
        )
        made.append(Provider(folder / "project.yaml", works=True))
        return made[-1]

    yield of
    for one in made:
        one.close()


def page(provider: Provider, path: str = "/data", who: Visitor = ANALYST, **query: str) -> Component:
    return data.page(Asked(provider, Address(path, query), who))


def columns(provider: Provider, *asks: dict[str, Any], source: str = "log") -> Component:
    """The answer of the step Columns after some picks."""
    at = Address("/data/columns", {"source": source})
    _, base = data_columns._answered(provider, at, {}, {"base": "", "asks": []})
    return data_columns._answered(provider, at, base, {"base": base["id"], "asks": list(asks)})[0]


def desk(provider: Provider, *asks: dict[str, Any]) -> journey_desk.JourneyDesk:
    base = journey_desk.desk(provider).base
    return journey_desk.desk(provider, base, {"base": base["id"], "asks": list(asks)})


def editor(shown: journey_desk.JourneyDesk, may_edit: bool = True) -> Component:
    from dash import html

    parts = data_journey._parts(shown, Address("/data/journey"), may_edit)
    return html.Div([part for part in parts if part is not None])


@pytest.fixture(autouse=True)
def everyone_is_analyst(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (data_columns, data):
        monkeypatch.setattr(module, "visitor", lambda provider: ANALYST)
        monkeypatch.setattr(module, "must_edit", lambda provider: ANALYST)


class TestFiles:
    def test_what_the_next_analysis_reads(self, provider):
        said = words(page(provider(signals="order_id,date,kind\n1,2026-03-05,praise\n")))
        assert f"log.csv Columns and quality Event log {len(LOG)} bytes" in said
        assert "signals.csv Columns and quality Read no signals Customer signals" in said

    def test_a_viewer_sees_all_and_can_change_nothing(self, provider):
        tree = page(provider(), who=VIEWER)
        assert "log.csv" in words(tree)
        assert of_class(tree, "upload") == []
        assert [b for b in of_type(tree, "Button") if "data-ask" in b.to_plotly_json()["props"]] == []
        assert of_type(tree, "Textarea") == []

    def test_the_analysis_is_asked_for_and_its_job_shown(self, provider):
        one = provider()
        assert data._acted(one, "ann", {"do": "analyse"}) is None
        assert "Waits for its turn" in words(page(one))
        assert [b for b in of_type(page(one), "Button") if words(b) == "Analyse"] == []

    def test_an_upload_is_used_instead_of_the_project_s_own_and_back(self, provider, tmp_path):
        one = provider()
        file = tmp_path / "new.csv"
        file.write_text(LOG)
        made = one.datasets.add("20261122T101500Z-1a2b3c4d", file, "new <b>log</b>.csv", "log", "0" * 64, "ann")
        assert "Uploaded, not read" in words(page(one))
        columns(one, {"do": "save"}, source=made.id)
        assert [s.name for s in sources.read_now(one)] == ["new <b>log</b>.csv"]
        assert "Read the project's own again" in words(page(one))
        (told, *_) = history(one)
        assert (told.who, told.what) == ("ann", "changed which files are read")
        assert told.details == ["log: log.csv → new <b>log</b>.csv"]
        data._acted(one, "ann", {"do": "own-log"})
        assert [s.name for s in sources.read_now(one)] == ["log.csv"]
        assert (tmp_path / "shop" / "project.yaml").read_text() == "name: Shop\nlog: log.csv\njourney: journey.yaml\n"

    def test_signals_can_be_left_out_and_taken_again(self, provider):
        one = provider(signals="order_id,date,kind\n1,2026-03-05,praise\n")
        data._acted(one, "ann", {"do": "no-signals"})
        assert "No signals are read" in words(page(one))
        assert len(sources.read_now(one)) == 1
        data._acted(one, "ann", {"do": "own-signals"})
        assert [s.name for s in sources.read_now(one)] == ["log.csv", "signals.csv"]

    def test_without_a_log_the_sample_is_one_click_away(self, provider, tmp_path):
        """It brings its own journey, time zone, calendar and noun, and nothing of the project changes."""
        one = provider(more="timezone: Asia/Tokyo\ncase_noun: ticket\n")
        (tmp_path / "shop" / "log.csv").unlink()
        before = {file.name: file.read_bytes() for file in (tmp_path / "shop").iterdir() if file.is_file()}
        for tree in (page(one), first_run.page(Asked(one, Address("/"), ANALYST))):
            assert "Analyse the sample" in words(tree)
            assert "Look for the red tower above Delivery" in words(tree)
        assert samples.take(one, "ann") is None
        assert [s.name for s in sources.read_now(one)] == ["sample log.csv", "sample signals.csv"]
        read, own = sources.fresh(one), load_project(samples.sample_folder())
        assert (read.timezone, read.case_noun, read.calendar) == ("America/Chicago", "order", own.calendar)
        assert read.signals[0].window_s == 30 * 86_400
        assert load_journey(read.resolve(read.journey)).stages[3].name == "Delivery"
        assert [(job.kind, job.under_way) for job in one.jobs.all()] == [("analyse", True)]
        assert {file.name: file.read_bytes() for file in (tmp_path / "shop").iterdir() if file.is_file()} == before
        assert "America/Chicago" in words(page(one))

    def test_from_the_sample_one_click_leads_back_and_again_to_it(self, provider):
        one = provider(more="timezone: Asia/Tokyo\n")
        own = sources.fresh(one)
        samples.take(one, "ann")
        kept = one.datasets.all()
        assert "Read the project's own files again" in words(page(one))
        data._acted(one, "ann", {"do": "own"})
        assert sources.fresh(one) == own
        assert "Read the project's own files again" not in words(page(one))
        samples.take(one, "ann")
        assert one.datasets.all() == kept

    @pytest.mark.parametrize("left", ["stages:\n  - name: Ord", "stages: [{name: Mine, activities: [Ship]}]\n"])
    def test_taken_again_the_sample_comes_with_its_own_journey(self, provider, left):
        """A copy that was cut off, and one that somebody edited, which is kept beside it."""
        one, own = provider(), load_project(samples.sample_folder())
        samples.take(one, "ann")
        read = sources.fresh(one)
        journey = read.resolve(read.journey)
        journey.write_text(left, encoding="utf-8")
        data._acted(one, "ann", {"do": "own"})
        samples.take(one, "ann")
        assert journey.read_bytes() == own.resolve(own.journey).read_bytes()
        assert journey.with_name("journey.yaml.bak").read_text(encoding="utf-8") == left

    def test_the_sample_is_read_whole_or_not_at_all(self, provider, tmp_path):
        """Another log, or the sample's gone, and its journey, zone and voices go with it."""
        one = provider(more="timezone: Asia/Tokyo\n")
        own = sources.fresh(one)
        (tmp_path / "new.csv").write_text(LOG)
        new = one.datasets.add("20261122T101500Z-1a2b3c4d", tmp_path / "new.csv", "new.csv", "log", "0" * 64, "ann")
        samples.take(one, "ann")
        columns(one, {"do": "save"}, source=new.id)
        assert [s.name for s in sources.read_now(one)] == ["new.csv"]
        assert (sources.fresh(one).timezone, sources.fresh(one).journey) == ("Asia/Tokyo", "journey.yaml")
        samples.take(one, "ann")
        data._acted(one, "ann", {"do": "remove", "of": sources.read_now(one)[0].data_set.id})
        assert sources.fresh(one) == own

    def test_a_viewer_is_offered_no_sample_and_shown_no_folder(self, provider, tmp_path):
        one = provider()
        (tmp_path / "shop" / "log.csv").unlink()
        said = words(first_run.page(Asked(one, Address("/"), VIEWER)))
        assert said.startswith("No log yet There is no file log.csv yet. An analyst of this project can add one.")
        assert "log.csv Columns and quality Event log not there" in words(page(one)), "no number of files"
        assert "Analyse the sample" not in said
        one.project.write_text("name: Shop\nlogg: log.csv\n")
        assert str(tmp_path) in words(page(one))
        assert "project.yaml, line 2" in words(page(one, who=VIEWER))
        assert str(tmp_path) not in words(page(one, who=VIEWER))

    def test_of_an_analysis_that_failed_a_viewer_reads_file_names_only(self, provider, tmp_path):
        """The journey is missing: the message of the job names the project file, and where it lies."""
        one = provider(journey=None)
        job = one.jobs.start("analyse")
        claim_job(one.catalog(), job, "a worker")
        message = f"Where:    {tmp_path}/shop/project.yaml, line 3; the log is in /srv/logs/2026/orders.csv."
        end_job(one.catalog(), job, "a worker", "failed", message)
        read = "Where: project.yaml, line 3; the log is in orders.csv."
        for path in ("/", "/data"):
            shown = first_run.page if path == "/" else data.page
            assert read in words(shown(Asked(one, Address(path), VIEWER)))
            assert message in str(shown(Asked(one, Address(path), ANALYST)))

    @pytest.mark.parametrize("path", ["/data", "/data/columns", "/data/journey", "/data/runs"])
    def test_a_project_file_that_was_broken_meanwhile_is_said_in_words(self, provider, path):
        one = provider()
        one.project.write_text("name: Shop\nlogg: log.csv\n")
        assert "write log" in words(page(one, path))

    def test_a_log_in_a_warehouse_says_that_it_is_read_later(self, provider):
        one = provider()
        one.project.write_text("log: {url: 'postgres://db.example/x', table: events}\njourney: journey.yaml\n")
        assert "table events of a warehouse" in words(page(one))
        assert "it is read when the analysis runs" in words(columns(one))

    def test_notes_are_shown(self, provider):
        assert "May is missing" in str(page(provider(more="notes: May is missing\n")))


class TestColumns:
    def test_roles_stand_over_real_rows_with_why(self, provider):
        tree = columns(provider())
        (head, *_) = of_class(tree, "has-role")
        assert "order_id" in words(head)
        assert "by its name, order_id" in words(head)
        assert "2026-03-02 09:00:00" in words(tree)
        assert "orders" not in words(tree)
        assert "rows 6" in words(tree)

    def test_a_picked_role_is_previewed_and_saved_into_the_project_file(self, provider):
        one = provider()
        pick = {"column": "team", "role": "resource"}
        assert "as you chose" in words(columns(one, pick))
        assert load_project(one.project).log.columns == {}
        assert "Saved" in words(columns(one, pick, {"do": "save"}))
        assert load_project(one.project).log.columns == {"resource": "team"}

    def test_a_table_with_one_row_a_case_is_recognised_and_read_so_once_that_is_said(self, provider):
        one = provider(
            "ticket_id,created_at,replied_at,resolved_at\n1,2026-03-02,2026-03-03,2026-03-04\n2,2026-03-02,,2026-03-05\n"
        )
        assert "Created (created_at), Replied (replied_at), Resolved (resolved_at)" in words(columns(one))
        yes = {"do": "stamps", "of": "yes"}
        assert "events 5" in words(columns(one, yes))
        columns(one, yes, {"do": "save"})
        stamps = {"Created": "created_at", "Replied": "replied_at", "Resolved": "resolved_at"}
        assert load_project(one.project).log.stamps == stamps
        columns(one, {"do": "stamps", "of": "no"}, {"do": "save"})
        assert load_project(one.project).log.stamps == {}, "and back again"

    def test_an_object_centric_log_asks_for_the_case(self, provider):
        """The type of the case and those that lend it their events are picked, previewed and saved."""
        one = provider("x")
        json_2(one.project.parent / "log.csv")  # the content says what a file is
        tree = columns(one)
        assert "Order 2 3 2 0" in words(tree), "objects, events, activities, events of several"
        assert "the object type that is the case" in words(tree)
        order, item = {"do": "case", "of": "Order"}, {"do": "with", "of": "Item"}
        assert "events 3" in words(columns(one, order))
        columns(one, order, item, {"do": "with", "of": "Delivery"}, item, {"do": "save"})
        read = load_project(one.project).log
        assert (read.case, read.others) == ("Order", ("Delivery",)), "Item was added and left out again"

    def test_an_open_order_of_days_shows_both_readings_and_the_choice(self, provider):
        one = provider("case_id,activity,timestamp\n1,A,03/04/2026 10:00\n1,B,05/04/2026 10:00\n")
        tree = columns(one)
        assert "3 April 2026 (day first)" in words(tree)
        assert "4 March 2026 (month first)" in words(tree)
        assert of_class(tree, "column-fault")
        settled = columns(one, {"day_first": "false"})
        assert "The first event is at 2026-03-04 10:00" in words(settled)
        columns(one, {"day_first": "false"}, {"do": "save"})
        assert load_project(one.project).log.day_first is False

    def test_a_file_without_a_case_can_be_mapped_by_hand(self, provider):
        one = provider("a,b,c\n1,Order,2026-03-02\n1,Ship,2026-03-03\n")
        assert "Expected a column for the case" in words(columns(one))
        picks = [
            {"column": "a", "role": "case_id"},
            {"column": "b", "role": "activity"},
            {"column": "c", "role": "timestamp"},
        ]
        assert "events 2" in words(columns(one, *picks))

    def test_refused_rows_are_shown_with_their_line(self, provider):
        tree = columns(provider(LOG + "3,,2026-03-04 11:00:00,Sales\n"))
        assert "Kept out: no activity 1." in words(tree)
        assert "8 no activity 3, 2026-03-04 11:00:00, Sales" in words(tree)

    def test_a_save_upon_an_older_version_is_refused_with_words(self, provider):
        one = provider()
        at = Address("/data/columns", {"source": "log"})
        _, base = data_columns._answered(one, at, {}, {"base": "", "asks": []})
        sources.keep_notes(one, "by somebody else", None)
        asks = [{"column": "team", "role": "resource"}, {"do": "save"}]
        tree, after = data_columns._answered(one, at, base, {"base": base["id"], "asks": asks})
        assert "somebody saved it" in words(tree)
        assert load_project(one.project).log.columns == {}
        assert after["mapping"]["columns"] == {"resource": "team"}, "what was picked is not lost"

    @pytest.mark.parametrize("log", ["", "case_id,activity,timestamp\n", b"\x00\x01\x02\x03"])
    def test_a_file_that_is_no_table_says_what_to_do(self, provider, log):
        assert of_class(columns(provider(log)), "fault")

    def test_one_row_and_sixty_columns_of_any_name(self, provider):
        odd = ["<img src=x onerror=alert(1)>", "🚚", "تسليم", *(f"c{n}" for n in range(54))]
        log = ",".join(["case_id", "activity", "timestamp", *odd]) + "\n1,A,2026-03-02," + ",".join("x" * 57) + "\n"
        tree = columns(provider(log))
        assert len(of_class(tree, "picker")) == 60
        assert of_class(tree, "column-name")[3].children == "<img src=x onerror=alert(1)>"

    def test_signals_are_read_against_the_journey(self, provider):
        one = provider(signals="order_id,date,kind,stage\n1,2026-03-05,praise,Paying\n")
        (fault, *_) = of_class(columns(one, source="signals-0"), "fault")
        assert "Paying" in words(fault)

    def test_viewers_see_what_customers_wrote_masked_whatever_role_they_ask_for(self, provider, monkeypatch):
        one = provider(signals="order_id,date,kind,comment\n1,2026-03-05,praise,Ask ann@example.com\n")
        assert "ann@example.com" in words(columns(one, source="signals-0"))
        monkeypatch.setattr(data_columns, "visitor", lambda provider: VIEWER)
        for asks in ((), ({"column": "comment", "role": "channel"},)):
            seen = words(columns(one, *asks, source="signals-0"))
            assert "Ask [mail]" in seen
            assert "ann@example.com" not in seen

    def test_what_a_file_of_signals_lacks_can_be_said(self, provider, tmp_path):
        one = provider()
        file = tmp_path / "nps.csv"
        file.write_text("order_id,answered_at,score\n1,2026-03-05,9\n2,2026-03-06,3\n")
        made = one.datasets.add("20261122T101500Z-aaaaaaaa", file, "nps.csv", "signals", "0" * 64, "ann")
        assert "Expected a column for the kind of signal" in words(columns(one, source=made.id))
        asks = [{"kind": "nps"}, {"about": "Delivery"}]
        assert "Every row can be read." in words(columns(one, *asks, source=made.id))
        columns(one, *asks, {"do": "save"}, source=made.id)
        (read,) = one.datasets.chosen().signals
        assert (read.kind, read.about) == ("nps", "Delivery")

    def test_a_source_that_is_gone(self, provider):
        assert "not there any more" in words(page(provider(), "/data/columns", source="nowhere"))


class TestJourney:
    def test_activities_of_no_stage_come_with_the_likeliest_one_and_why(self, provider):
        tree = editor(desk(provider()))
        assert "1 activity of no stage" in words(tree)
        assert "→ Pay : it happens right before Pay; is done by Billing, as most of Pay." in words(tree)

    def test_all_suggestions_at_once(self, provider):
        shown = desk(provider(), {"do": "take"})
        assert shown.unmapped == ()
        assert "Every activity of the log belongs to a stage." in words(editor(shown))

    def test_nothing_is_saved_before_it_is_asked_for(self, provider):
        one = provider()
        shown = desk(one, {"do": "take"}, {"do": "set", "of": 0, "field": "owner", "value": "Sales"})
        assert (one.project.parent / "journey.yaml").read_text() == JOURNEY
        after = journey_desk.saved(one, shown)
        assert after.said == say("journey_desk.saved_the_pages_show")
        assert not after.changed
        text = (one.project.parent / "journey.yaml").read_text()
        assert "# in order" in text
        assert "{name: Order, lane: backstage}" in text
        assert load_journey(one.project.parent / "journey.yaml").stages[0].owner == "Sales"

    def test_what_is_wrong_stands_at_its_stage_in_the_loader_s_words(self, provider):
        shown = desk(provider(), {"do": "set", "of": 1, "field": "target.within", "value": "4 parsecs"})
        assert shown.fault_at == (1, "target")
        tree = editor(shown)
        (fault,) = of_class(tree, "field-fault")
        assert "a duration such as 90m" in words(fault)
        (save,) = [b for b in of_type(tree, "Button") if words(b) == "Save the journey"]
        assert save.disabled

    def test_whoever_saves_second_keeps_the_edits_and_is_told(self, provider):
        one = provider()
        first, second = (desk(one, {"do": "set", "of": 0, "field": "owner", "value": name}) for name in ("A", "B"))
        journey_desk.saved(one, first)
        refused = journey_desk.saved(one, second)
        assert "somebody saved it" in (refused.said or "")
        assert refused.content["stages"][0]["owner"] == "B"
        assert load_journey(one.project.parent / "journey.yaml").stages[0].owner == "A"

    def test_a_project_without_a_journey_begins_with_a_draft(self, provider):
        one = provider(journey=None)
        shown = desk(one)
        assert [s["name"] for s in shown.content["stages"]]
        assert shown.unmapped == ()
        assert "Saved: this is what the file says" not in words(editor(shown))
        assert "the project has no journey file" in words(editor(shown))
        journey_desk.saved(one, shown)
        assert load_journey(one.project.parent / "journey.yaml").stages

    def test_a_draft_stays_one_until_a_person_confirms_it(self, provider):
        one = provider(journey=None)
        journey_desk.saved(one, desk(one))
        assert load_journey(one.project.parent / "journey.yaml").draft
        kept = desk(one)
        assert "these come once you have confirmed the stages" in words(editor(kept))
        assert "Confirm the stages" in [words(b) for b in of_type(editor(kept), "Button")]
        journey_desk.saved(one, desk(one, {"do": "confirm"}))
        assert not load_journey(one.project.parent / "journey.yaml").draft
        assert "Confirm the stages" not in [words(b) for b in of_type(editor(desk(one)), "Button")]

    def test_what_is_uncertain_in_a_draft_is_asked(self, provider):
        shown = desk(provider(journey=None))
        names = [str(stage["name"]) for stage in shown.content["stages"]]
        asked = words(editor(shown))
        assert shown.doubts
        for no, questions in shown.doubts.items():
            assert names[no] in asked
            assert all(question in asked for question in questions)

    def test_a_draft_keeps_what_is_known_of_activities(self, provider):
        shown = desk(provider(), {"do": "draft"})
        listed = [one for stage in shown.content["stages"] for one in stage["activities"]]
        assert {"name": "Order", "lane": "backstage"} in listed

    def test_stages_that_signals_name_and_the_journey_lacks(self, provider):
        one = provider(signals="order_id,date,kind,stage\n1,2026-03-05,praise,Taste\n")
        assert "Taste (1)" in words(editor(desk(one)))

    def test_a_log_that_cannot_be_read_leaves_the_editor_standing(self, provider):
        shown = desk(provider(""))
        assert "the file is empty" in (shown.unread or "")
        assert len(of_class(editor(shown), "stage-card")) == 3

    def test_a_viewer_reads_and_changes_nothing(self, provider):
        tree = editor(desk(provider()), may_edit=False)
        assert "Delivery" in words(tree)
        assert of_type(tree, "Button") == of_type(tree, "Select") == of_type(tree, "Input") == []

    def test_names_stay_text(self, provider):
        odd = '<img src=x onerror=alert(1)> 🚚 "تسليم"'
        shown = desk(provider(), {"do": "set", "of": 0, "field": "name", "value": odd})
        assert shown.fault is None
        assert odd in [getattr(c, "value", None) for c in walk(editor(shown))]


class TestViewersAreRefusedByTheServer:
    @pytest.fixture(autouse=True)
    def a_viewer_asks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(access, "visitor", lambda provider: VIEWER)
        monkeypatch.setattr(data_columns, "must_edit", access.must_edit)

    def test_a_mapping(self, provider):
        one = provider()
        with pytest.raises(Forbidden):
            columns(one, {"column": "team", "role": "resource"}, {"do": "save"})
        assert load_project(one.project).log.columns == {}


def callback_of(module: Any, one: Provider, store: str) -> Callable[..., Any]:
    """The callback of a page that an input starts."""
    callbacks = []

    class App:
        def callback(self, *arguments: Any, **_: Any) -> Callable[[Any], Any]:
            return lambda function: callbacks.append((arguments, function)) or function

    class Picks:
        def pick(self, name: str | None) -> Provider:
            return one

    module.register(App(), Picks())
    (found,) = [f for arguments, f in callbacks if any(getattr(a, "component_id", "") == store for a in arguments)]
    return found


class TestTheSampleIsTaken:
    def test_on_the_page_data_it_renews_the_files_the_way_back_and_the_job(self, provider, tmp_path, monkeypatch):
        one = provider()
        (tmp_path / "shop" / "log.csv").unlink()
        (button,) = [b for b in of_type(page(one), "Button") if words(b) == "Analyse the sample"]
        ask = {"do": button.to_plotly_json()["props"]["data-ask"], "of": None}
        monkeypatch.setattr(data, "ctx", SimpleNamespace(triggered_id="data-asked"))
        files, work = callback_of(data, one, "data-asked")(ask, [], "")
        shown = " ".join(words(part) for part in files if part is not None)
        assert "sample log.csv" in shown
        assert "Read the project's own files again" in shown
        assert "There is no file" not in shown
        assert "Waits for its turn" in " ".join(words(part) for part in work)
        assert history(one)[0].what == "changed which files are read"

    def test_refused_on_the_first_page_the_words_stay(self, provider, monkeypatch):
        """The page is drawn anew every 1.5 s: it waits until the button is pressed once more."""
        one = provider()
        monkeypatch.setattr(first_run, "must_edit", lambda provider: ANALYST)
        take = callback_of(first_run, one, "take-sample")
        with monkeypatch.context() as broken:
            broken.setattr(samples, "sample_folder", lambda: None)
            assert take(1, "") == (False, "The sample is not at hand on this server.", True)
        assert take(2, "") == (True, None, False)

    def test_nobody_is_told_of_a_sample_or_a_place_to_drop_that_is_not_there(self, provider, tmp_path, monkeypatch):
        one = provider()
        (tmp_path / "shop" / "log.csv").unlink()
        assert "no file log.csv yet. An analyst of this project can add one." in words(page(one, who=VIEWER))
        monkeypatch.setattr(samples, "sample_folder", lambda: None)
        for tree in (page(one), first_run.page(Asked(one, Address("/"), ANALYST))):
            assert "Drop a log" in words(tree)
            assert "sample" not in words(tree)


@pytest.mark.parametrize(
    "asked",
    [
        ("journey-work", "journey-asked", {"base": "", "asks": [{"do": "save"}]}),
        ("data-files", "data-asked", {"do": "analyse"}),
    ],
)
def test_no_callback_changes_anything_for_a_viewer(provider, monkeypatch: pytest.MonkeyPatch, asked):
    one = provider()
    for module in (access, data, data_columns, data_journey):
        monkeypatch.setattr(module, "visitor", lambda provider: VIEWER)
        if module is not access:
            monkeypatch.setattr(module, "must_edit", access.must_edit)
    _output, store, value = asked
    act = callback_of(data, one, store)
    given = (value, [], "") if store == "data-asked" else (value, None, "")
    with pytest.raises(Forbidden):
        act(*given)
    assert one.jobs.all() == []
    assert (one.project.parent / "journey.yaml").read_text() == JOURNEY


class TestSteps:
    CONTENT: ClassVar[dict[str, Any]] = {
        "journey": "J",
        "stages": [{"name": "A", "activities": ["x", {"name": "y", "team": "T"}]}, {"name": "B", "activities": ["z"]}],
    }

    def names(self, *asks: dict[str, Any]) -> list[list[str]]:
        found = replayed(self.CONTENT, asks)["stages"]
        return [[a["name"] if isinstance(a, dict) else a for a in s["activities"]] for s in found]

    def test_moves(self):
        assert self.names({"do": "move", "activity": "x", "to": 1, "before": "z"}) == [["y"], ["x", "z"]]
        assert self.names({"do": "move", "activity": "x", "to": None}) == [["y"], ["z"]]
        assert self.names({"do": "shift", "activity": "x", "by": 1}) == [["y", "x"], ["z"]]

    def test_stages(self):
        assert [s["name"] for s in replayed(self.CONTENT, [{"do": "order", "of": 0, "by": 1}])["stages"]] == ["B", "A"]
        assert [s["name"] for s in replayed(self.CONTENT, [{"do": "add"}, {"do": "add"}])["stages"]][2:] == [
            "New stage",
            "New stage 2",
        ]
        assert self.names({"do": "remove", "of": 0}) == [["z"]]

    def test_fields(self):
        made = replayed(
            self.CONTENT,
            [
                {"do": "set", "of": 0, "field": "touchpoints", "value": "app\n\n desk "},
                {"do": "set", "of": 0, "field": "target.within", "value": "24h"},
                {"do": "set", "of": 0, "field": "moment_of_truth", "value": True},
                {"do": "set", "of": 1, "field": "promise.within", "value": "2d"},
                {"do": "set", "of": 1, "field": "promise.within", "value": ""},
                {"do": "set", "of": None, "field": "persona", "value": "Ann"},
            ],
        )
        assert made["persona"] == "Ann"
        assert made["stages"][0] | {} == {
            **made["stages"][0],
            "touchpoints": ["app", "desk"],
            "target": {"within": "24h"},
            "moment_of_truth": True,
        }
        assert "promise" not in made["stages"][1]

    @pytest.mark.parametrize(
        "ask",
        [
            {},
            {"do": "fly"},
            {"do": "move"},
            {"do": "move", "activity": "x", "to": 9},
            {"do": "remove", "of": "-1"},
            {"do": "set", "of": 0, "field": "log.path", "value": "/x"},
        ],
    )
    def test_what_makes_no_sense_changes_nothing(self, ask):
        assert replayed(self.CONTENT, [ask]) == self.CONTENT


def kept_as(name: str, size: int, data_set: str | None = None) -> dict[str, Any]:
    """A file as a run keeps that it was read."""
    return {"name": name, "size": size, "at": "2026-07-01T00:00:00Z", "files": 1, "data_set": data_set}


def keep(provider: Provider, day: int, source: dict[str, Any] | None, part: slice = slice(None)) -> None:
    """Keep a run of a day of July with some of the example's mismatches."""
    document, began = example(), f"2026-07-0{day}T02:15:00Z"
    document["mismatches"] = document["mismatches"][part]
    document["run"] = {"id": f"2026070{day}T021500Z", "started": began, "finished": began}
    document["run"] |= {"source": source} if source else {}
    with tempfile.TemporaryDirectory() as folder, open_catalog(load_project(provider.project)) as catalog:
        write(document, Path(folder))
        keep_run(catalog, document, Path(folder))


class TestRuns:
    @pytest.fixture
    def two(self, provider) -> Provider:
        one = provider()
        for day, part in enumerate((slice(0, 2), slice(1, 3)), 1):
            keep(one, day, None, part)
        return one

    def test_two_runs_side_by_side(self, two):
        found = run_pairs.pair(two, None, None)
        assert found is not None
        assert [change.how for change in found.changes] == ["new", "gone", "unchanged"]
        said = words(page(two, "/data/runs"))
        assert "Two runs side by side" in said
        assert "Alignment score" in said
        assert "1 unchanged" in said

    def test_a_run_of_an_older_version_claims_nothing_about_its_files(self, two):
        assert run_pairs.pair(two, None, None).same_files is None
        assert "different files" not in words(page(two, "/data/runs"))

    def test_runs_of_different_files_are_not_taken_for_progress(self, provider):
        """Three runs: the project's file, the same after it has grown, and an upload."""
        one = provider()
        own = {"of": "project", "log": kept_as("log.csv", 740), "signals": []}
        grown = {"of": "project", "log": kept_as("log.csv", 1_480), "signals": []}
        other = {"of": "uploads", "log": kept_as("new.csv", 1_200_000, "d-1"), "signals": [kept_as("nps.csv", 10)]}
        for day, source in enumerate((own, grown, other), 1):
            keep(one, day, source)
        said = words(page(one, "/data/runs"))
        assert "These two runs read different files" in said
        assert "log.csv · 1.5 kB · 1 Jul 2026, 00:00 UTC" in said
        assert "new.csv · 1.2 MB · 1 Jul 2026, 00:00 UTC nps.csv · 10 bytes" in said
        first = words(page(one, "/data/runs", a="20260701T021500Z", b="20260702T021500Z"))
        assert "different files" not in first
        (glance,) = glances(Projects([one.project]))
        assert glance.scores == [example()["alignment"]["score"]["value"]]

    def test_a_score_stands_with_its_limits_and_its_n(self, provider):
        one = provider()
        keep(one, 1, None)
        score = example()["alignment"]["score"]
        (cell,) = [td for td in of_type(page(one, "/data/runs"), "Td") if "rated" in str(getattr(td, "title", ""))]
        assert words(cell) == f"{100 * score['value']:.0f} % ({100 * score['low']:.0f}–{100 * score['high']:.0f} %)"
        assert cell.title == f"over {example()['alignment']['rated']:,} rated visits"

    def test_a_mismatch_whose_priority_moved_by_a_tenth(self, two):
        after = findings(two.catalog(), two.run_id())
        heavier = [replace(one, priority=one.priority + 0.2 * abs(one.priority)) for one in after]
        assert {c.how for c in run_pairs.compared(after, heavier)} == {"worse"}
        assert {c.how for c in run_pairs.compared(heavier, after)} == {"better"}

    def test_no_run_and_a_run_that_nobody_knows(self, provider, two):
        assert run_pairs.pair(two, "nowhere", "else") is None
        assert "Runs" in words(page(two, "/data/runs", a="nowhere", b="else"))


def test_a_packed_log_is_judged_by_what_it_unpacks_to(tmp_path, monkeypatch):
    """1 MB of rows that pack to a few kB: beyond the limit nothing is unpacked, beneath it the beginning is read."""
    import gzip

    from dashboards.providers import looked_at, sources
    from dashboards.providers.runs import Provider
    from tests.pages.test_server import named

    text = b"case_id,activity,timestamp\n" + b"1,Order,2026-03-02T08:00:00\n" * 40_000
    packed = gzip.compress(text)
    (tmp_path / "log.csv").write_bytes(packed)
    provider = Provider(named(tmp_path / "project.yaml", "North"))
    one = sources.find(provider, "log")
    assert one is not None
    assert looked_at.held(sources.fresh(provider), "log.csv") == len(text)
    monkeypatch.setattr(sources, "WHOLE", 1_000_000)
    monkeypatch.setattr(sources, "BEGINNING", 100)
    seen = sources.look(provider, one, sources.mapping(one))
    assert (seen.looked_at, seen.events) == (100, 100)
    monkeypatch.setattr(looked_at, "LARGEST", 500_000)
    looked_at._held.cache_clear()
    seen = sources.look(provider, one, sources.mapping(one))
    assert (seen.notes, seen.columns, seen.quality) == ((looked_at.too_large(),), (), None)
    looked_at._held.cache_clear()
