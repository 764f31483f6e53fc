"""Users, comments, actions and who changed what: kept in the catalog, in SQLite and in PostgreSQL alike."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from analyzer.catalog import (
    ActionChangedError,
    CommentChangedError,
    add_action,
    add_comment,
    add_user,
    change_action,
    changes,
    comments_on,
    count_comments,
    edit_comment,
    find_user,
    first_seen,
    has_users,
    keep_run,
    list_actions,
    list_users,
    open_catalog,
    password_hash,
    remove_action,
    remove_comment,
    remove_user,
)
from analyzer.errors import InputError, SettingsError
from analyzer.settings import Settings, load_project

ODD = ['O\'Neill "Bo"', "<b>Bo</b> &amp;", "مريم", "👩‍🍳", "-- '; DROP TABLE user", "{{7*7}}", "${HOME}"]


class TestUsers:
    def test_they_are_found_whatever_the_letter_case(self, catalog):
        assert not has_users(catalog)
        add_user(catalog, "Zoë", "analyst", "hash")
        assert has_users(catalog)
        for name in ("Zoë", "ZOË", " zoë ", "zoe\u0308"):
            assert find_user(catalog, name).role == "analyst"
        assert find_user(catalog, "zoe") is None

    def test_a_password_is_kept_as_a_salted_scrypt_hash(self):
        one, two = password_hash("correct horse"), password_hash("correct horse")
        assert one.startswith("scrypt:")
        assert one != two
        assert "correct" not in one

    @pytest.mark.parametrize("name", ODD)
    def test_odd_names_come_back_as_they_are(self, catalog, name):
        add_user(catalog, name, "viewer", "hash")
        assert [user.name for user in list_users(catalog)] == [name]

    def test_removing_says_how_many_are_left(self, catalog):
        add_user(catalog, "Anna", "analyst", "a")
        add_user(catalog, "Ben", "viewer", "b")
        assert remove_user(catalog, "ANNA") == 1
        assert remove_user(catalog, "Ben") == 0

    def test_projects_in_one_database_have_their_own(self, tmp_path):
        for name in ("North", "South"):
            (tmp_path / name).mkdir()
            text = f"name: {name}\nlog: l\njourney: j\ncatalog: sqlite:///../shared.db\n"
            (tmp_path / name / "project.yaml").write_text(text)
        with (
            open_catalog(load_project(tmp_path / "North")) as north,
            open_catalog(load_project(tmp_path / "South")) as south,
        ):
            add_user(north, "Anna", "analyst", "hash")
            assert not has_users(south)
            add_user(south, "Anna", "viewer", "another")
            assert [find_user(one, "anna").password for one in (north, south)] == ["hash", "another"]


class TestTwoProjectsOfOneName:
    """In one database, as a PostgreSQL server or a file that several projects name."""

    @staticmethod
    def shop(folder: Path, name: str = "Shop") -> Settings:
        folder.mkdir(parents=True, exist_ok=True)
        text = f"name: {name}\nlog: l\njourney: j\ncatalog: sqlite:///{folder.parent}/all.db\n"
        (folder / "project.yaml").write_text(text)
        return load_project(folder)

    def test_the_second_is_refused_and_the_first_stays_as_it_was(self, tmp_path):
        with open_catalog(self.shop(tmp_path / "north")) as north:
            add_user(north, "Anna", "analyst", "hash")
        with pytest.raises(SettingsError, match="a name that no other project in this catalog has") as refused:
            open_catalog(self.shop(tmp_path / "south"))
        assert str(tmp_path / "north") in refused.value.found
        with open_catalog(self.shop(tmp_path / "south", "Shop South")) as south:
            assert list_users(south) == []

    def test_a_folder_that_is_moved_and_a_project_that_is_renamed_keep_their_people(self, tmp_path):
        with open_catalog(self.shop(tmp_path / "north")) as north:
            add_user(north, "Anna", "analyst", "hash")
        (tmp_path / "north").rename(tmp_path / "moved")
        for name in ("Shop", "Shop of the North"):
            with open_catalog(self.shop(tmp_path / "moved", name)) as moved:
                assert [user.name for user in list_users(moved)] == ["Anna"]
        with pytest.raises(SettingsError):
            open_catalog(self.shop(tmp_path / "other"))

    def test_a_copy_does_not_write_into_the_history_of_its_original(self, tmp_path):
        with open_catalog(self.shop(tmp_path / "north")):
            shutil.copytree(tmp_path / "north", tmp_path / "copy")
        with pytest.raises(SettingsError, match="a copy of the one in"):
            open_catalog(load_project(tmp_path / "copy"))
        (tmp_path / "copy" / ".alignment" / "project-id").unlink()
        with open_catalog(self.shop(tmp_path / "copy", "Copy")) as copy:
            assert copy.project == "Copy"
        with open_catalog(load_project(tmp_path / "north")) as north:
            assert north.project == "Shop"

    def test_a_lost_id_is_put_back_as_the_guide_says(self, tmp_path):
        with open_catalog(self.shop(tmp_path / "north")) as north:
            add_user(north, "Anna", "analyst", "hash")
        kept = tmp_path / "north" / ".alignment" / "project-id"
        kept.unlink()
        with pytest.raises(SettingsError, match="a name that no other project"):
            open_catalog(load_project(tmp_path / "north"))
        guide = (Path(__file__).parents[3] / "docs" / "guide.md").read_text(encoding="utf-8")
        (line,) = re.findall(r"`(SELECT [^`]* FROM project [^`]*)`", guide)
        with closing(sqlite3.connect(tmp_path / "all.db")) as database:
            ((found,),) = database.execute(line.replace("NAME", "Shop")).fetchall()
        kept.write_text(found)
        with open_catalog(load_project(tmp_path / "north")) as again:
            assert [user.name for user in list_users(again)] == ["Anna"]

    def test_two_project_files_in_one_folder_have_their_own(self, tmp_path):
        first = self.shop(tmp_path / "house")
        text = (tmp_path / "house" / "project.yaml").read_text()
        other = tmp_path / "house" / "returns.yaml"
        other.write_text(text.replace("Shop", "Returns"))
        with open_catalog(first) as shop, open_catalog(load_project(other)) as returns:
            add_user(shop, "Anna", "analyst", "hash")
            assert list_users(returns) == []
            assert (shop.project, returns.project) == ("Shop", "Returns")
        (tmp_path / "house" / "third.yaml").write_text(text)
        with pytest.raises(SettingsError, match="another file in"):
            open_catalog(load_project(tmp_path / "house" / "third.yaml"))


class TestADatabaseInTheProjectsFolder:
    """It goes along with the folder: whoever has the folder has the database, and it is one project's."""

    @staticmethod
    def shop(folder: Path) -> Path:
        folder.mkdir()
        (folder / "project.yaml").write_text("name: Shop\nlog: l\njourney: j\ncatalog: sqlite:///alignment.db\n")
        with open_catalog(load_project(folder)) as catalog:
            add_user(catalog, "Anna", "analyst", "hash")
        return folder

    @pytest.mark.parametrize("left_out", [(), (".alignment",)], ids=["whole", "without .alignment"])
    def test_a_copy_opens_beside_its_original_and_is_its_own_from_then_on(self, tmp_path, left_out):
        original = self.shop(tmp_path / "shop")
        copied = shutil.copytree(original, tmp_path / "copy", ignore=shutil.ignore_patterns(*left_out))
        with open_catalog(load_project(copied)) as copy:
            assert [user.name for user in list_users(copy)] == ["Anna"]
            add_user(copy, "Ben", "viewer", "hash")
        with open_catalog(load_project(original)) as first:
            assert [user.name for user in list_users(first)] == ["Anna"]

    def test_a_project_that_was_renamed_before_its_alignment_was_lost_is_still_the_only_one(self, tmp_path):
        folder = self.shop(tmp_path / "shop")
        shutil.rmtree(folder / ".alignment")
        file = folder / "project.yaml"
        file.write_text(file.read_text().replace("Shop", "Shop of the North"))
        with open_catalog(load_project(folder)) as again:
            assert [user.name for user in list_users(again)] == ["Anna"]

    def test_another_file_of_the_folder_does_not_take_over(self, tmp_path):
        folder = self.shop(tmp_path / "shop")
        other = folder / "returns.yaml"
        other.write_text((folder / "project.yaml").read_text().replace("Shop", "Returns"))
        with open_catalog(load_project(other)) as returns:
            assert list_users(returns) == []


class TestComments:
    def test_they_stand_in_the_order_of_writing(self, catalog):
        for text, who in (("first", "Anna"), ("second", "Ben"), ("third", None)):
            add_comment(catalog, "mismatch:m1", text, who)
        add_comment(catalog, "mismatch:m2", "elsewhere", "Anna")
        found = comments_on(catalog, "mismatch:m1")
        assert [(c.text, c.author) for c in found] == [
            ("first", "Anna"),
            ("second", "Ben"),
            ("third", "this machine"),
        ]
        assert count_comments(catalog) == {"mismatch:m1": 3, "mismatch:m2": 1}
        assert found[0].at.tzinfo == UTC

    def test_one_s_own_can_be_taken_back_another_s_not(self, catalog):
        one = add_comment(catalog, "mismatch:m1", "mine", "Anna")
        assert not remove_comment(catalog, one.id, "Ben", any_author=False)
        assert remove_comment(catalog, one.id, "Anna", any_author=False)
        assert not remove_comment(catalog, one.id, "Anna", any_author=False), "it is gone already"
        assert comments_on(catalog, "mismatch:m1") == []

    def test_one_s_own_can_be_edited_and_both_texts_are_on_record(self, catalog):
        one = add_comment(catalog, "mismatch:m1", "mine", "Anna")
        edited = edit_comment(catalog, one.id, "mine, and more", "mine", "Anna")
        assert comments_on(catalog, "mismatch:m1") == [edited]
        assert (edited.text, edited.at) == ("mine, and more", one.at)
        assert edited.edited_at is not None
        (change, _) = changes(catalog, f"comment:{one.id}")
        assert (change.who, change.before["text"], change.after["text"]) == ("Anna", "mine", "mine, and more")

    def test_of_two_who_edit_it_at_once_the_second_is_told(self, catalog):
        """The same person at two machines, or two at a machine where nobody signs in."""
        one = add_comment(catalog, "mismatch:m1", "mine", None)
        edit_comment(catalog, one.id, "the first", "mine", None)
        with pytest.raises(CommentChangedError) as told:
            edit_comment(catalog, one.id, "the second", "mine", None)
        assert told.value.now.text == "the first"
        assert comments_on(catalog, "mismatch:m1")[0].text == "the first"
        assert edit_comment(catalog, one.id, "the first", "mine", None).text == "the first", "both say the same"
        assert edit_comment(catalog, one.id, "the second", "the first", None).text == "the second"

    def test_nobody_edits_another_s_nor_what_is_gone(self, catalog):
        one = add_comment(catalog, "mismatch:m1", "mine", "Anna")
        for who, gone in (("Ben", False), ("Anna", True)):
            if gone:
                remove_comment(catalog, one.id, "Anna", any_author=False)
            with pytest.raises(InputError, match="a comment of one's own"):
                edit_comment(catalog, one.id, "changed", "mine", who)

    def test_who_may_remove_any_does(self, catalog):
        one = add_comment(catalog, "mismatch:m1", "mine", "Anna")
        assert remove_comment(catalog, one.id, "Ben", any_author=True)
        (removed, added) = changes(catalog, f"comment:{one.id}")
        assert (removed.who, removed.before["text"], removed.after) == ("Ben", "mine", None)
        assert (added.who, added.before) == ("Anna", None)

    @pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001, "\x00"])
    def test_what_is_no_comment(self, catalog, text):
        with pytest.raises(InputError, match="a comment of 1 to 4,000 characters"):
            add_comment(catalog, "mismatch:m1", text, "Anna")

    def test_what_no_database_takes_is_left_out(self, catalog):
        add_comment(catalog, "mismatch:m1", "a\x00b\ud800c\r\nd", "Anna")
        assert comments_on(catalog, "mismatch:m1")[0].text == "abc\nd"


class TestActions:
    def test_an_action_is_kept_with_who_made_it(self, catalog):
        values = {"title": "Drop prepayment", "mismatch_id": "m1", "owner": "Finance", "due_on": "2026-12-24"}
        made = add_action(catalog, {**values, "effort": "12", "note": "first twenty"}, "Anna")
        assert list_actions(catalog) == [made]
        assert (made.status, made.version, made.due_on, made.effort) == ("new", 1, date(2026, 12, 24), "12")
        assert (made.created_by, made.updated_by) == ("Anna", "Anna")
        assert (datetime.now(UTC) - made.created_at).total_seconds() < 60

    def test_what_it_is_proved_by_is_kept_sorted_and_once(self, catalog):
        part = {"region": ["South", "North", "South"], "channel": ["web"]}
        add_action(catalog, {"title": "x", "review_on": "2027-01-31", "tried_on": part, "expected": "0.3"}, None)
        (kept,) = list_actions(catalog)
        assert (kept.review_on, kept.expected) == (date(2027, 1, 31), 0.3)
        assert kept.tried_on == {"channel": ["web"], "region": ["North", "South"]}
        change_action(catalog, kept.id, 1, {"tried_on": None}, None)
        assert list_actions(catalog)[0].tried_on is None

    def test_an_older_version_loses_the_proof_and_nothing_else(self, catalog):
        from alembic import command
        from alembic.config import Config

        from analyzer.catalog import migrating

        made = add_action(catalog, {"title": "x", "owner": "Finance", "expected": 0.3}, None)
        config = Config()
        config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
        with catalog.engine.connect().execution_options(writes=True) as connection, connection.begin():
            config.attributes["connection"] = connection
            command.downgrade(config, "0007")
            command.upgrade(config, "head")
        assert list_actions(catalog) == [replace(made, expected=None)]

    def test_every_change_is_written_down(self, catalog):
        made = add_action(catalog, {"title": "Drop prepayment"}, "Anna")
        change_action(catalog, made.id, 1, {"status": "accepted", "title": "Drop prepayment"}, "Ben")
        newest, oldest = changes(catalog, f"action:{made.id}")
        assert (newest.who, newest.before, newest.after) == ("Ben", {"status": "new"}, {"status": "accepted"})
        assert (oldest.before, oldest.after["title"]) == (None, "Drop prepayment")

    def test_two_who_change_different_fields_both_stand(self, catalog):
        made = add_action(catalog, {"title": "Drop prepayment"}, "Anna")
        change_action(catalog, made.id, 1, {"status": "accepted"}, "Anna")
        after = change_action(catalog, made.id, 1, {"owner": "Finance"}, "Ben")
        assert (after.status, after.owner, after.version) == ("accepted", "Finance", 3)

    def test_of_two_who_move_the_same_the_second_is_told(self, catalog):
        made = add_action(catalog, {"title": "Drop prepayment"}, "Anna")
        change_action(catalog, made.id, 1, {"status": "accepted"}, "Anna")
        with pytest.raises(ActionChangedError, match="Anna has changed status") as told:
            change_action(catalog, made.id, 1, {"status": "done", "owner": "Finance"}, "Ben")
        assert (told.value.now.status, told.value.fields) == ("accepted", ("status",))
        (kept,) = list_actions(catalog)
        assert (kept.status, kept.owner) == ("accepted", None), "half of a refused change is not kept"

    def test_two_who_agree_are_not_in_each_other_s_way(self, catalog):
        made = add_action(catalog, {"title": "Drop prepayment"}, "Anna")
        change_action(catalog, made.id, 1, {"status": "done"}, "Anna")
        assert change_action(catalog, made.id, 1, {"status": "done"}, "Ben").version == 2

    def test_changing_nothing_writes_nothing(self, catalog):
        made = add_action(catalog, {"title": "Drop prepayment"}, "Anna")
        assert change_action(catalog, made.id, 1, {"title": " Drop prepayment "}, "Ben") == made
        assert len(changes(catalog)) == 1

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({"title": ""}, "a title of 1 to 200 characters"),
            ({"title": "x" * 201}, "a title of 1 to 200 characters"),
            ({"title": "x", "status": "verified"}, "a status: new, accepted, under way, done, dropped"),
            ({"title": "x", "effort": "huge"}, "small, medium, large, or a number of days"),
            ({"title": "x", "effort": "0"}, "a number of days from 1"),
            ({"title": "x", "expected": 0}, "a share above 0 and at most 1"),
            ({"title": "x", "tried_on": {"region": []}}, "from 1 to 100 values"),
            ({"title": "x", "review_on": "2026-12-24 noon"}, "a day such as 2026-12-24"),
            ({"title": "x", "due_on": "tomorrow"}, "a day such as 2026-12-24"),
            ({"title": "x", "starts_on": "2026-12-24", "due_on": "2026-12-23"}, "a due date on or after the start"),
        ],
        ids=str,
    )
    def test_what_cannot_be_kept(self, catalog, values, expected):
        with pytest.raises(InputError, match=expected):
            add_action(catalog, values, "Anna")
        assert list_actions(catalog) == []

    def test_one_that_is_removed_stays_in_the_record(self, catalog):
        made = add_action(catalog, {"title": "Drop prepayment"}, "Anna")
        assert remove_action(catalog, made.id, "Ben")
        assert not remove_action(catalog, made.id, "Ben")
        assert changes(catalog)[0].before["title"] == "Drop prepayment"
        with pytest.raises(InputError, match="an action of this project"):
            change_action(catalog, made.id, 1, {"status": "done"}, "Anna")


def test_changes_come_a_page_at_a_time(catalog):
    for n in range(5):
        add_comment(catalog, "mismatch:m1", str(n), "Anna")
    first = changes(catalog, limit=3)
    second = changes(catalog, limit=3, older=first[-1].id)
    assert [c.after["text"] for c in [*first, *second]] == ["4", "3", "2", "1", "0"]


def test_a_mismatch_is_known_since_the_first_run_that_has_it(catalog, document, files):
    keep_run(catalog, document, files)
    document["run"]["started"] = "2026-11-23T02:15:00Z"
    document["mismatches"][1]["id"] = "newer"
    keep_run(catalog, document, files)
    assert first_seen(catalog) == {
        "hidden-friction-delivery": ("20261122T021500Z", datetime(2026, 11, 22, 2, 15, tzinfo=UTC)),
        "invisible-work": ("20261122T021500Z", datetime(2026, 11, 22, 2, 15, tzinfo=UTC)),
        "newer": ("20261123T021500Z", datetime(2026, 11, 23, 2, 15, tzinfo=UTC)),
    }


def test_a_catalog_from_before_there_were_people_is_brought_up_to_date(settings, document, files):
    """The tables of migration 0001 with a run in them, as an older version has left them."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    from analyzer.catalog import migrating

    settings.home.mkdir()
    engine = create_engine(f"sqlite:///{settings.home / 'catalog.db'}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    row = ("", "r1", "2026-01-01", "2026-01-01", "align", "d", 3, 9, 2, 4, 2, "runs/r1")
    names = "project, id, started_at, finished_at, origin, digest, cases, events, signals, rated, mismatches, folder"
    with sqlite3.connect(settings.home / "catalog.db") as before:
        before.execute(f"INSERT INTO run ({names}) VALUES ({', '.join('?' * 12)})", tuple(row))
        before.execute("UPDATE run SET started_at = '2026-01-01 00:00:00.0', finished_at = '2026-01-01 00:00:01.0'")
    before.close()
    with open_catalog(settings) as catalog:
        from analyzer.catalog import runs

        assert [run.id for run in runs(catalog)] == ["r1"]
        add_user(catalog, "Anna", "analyst", "hash")
        assert has_users(catalog)
