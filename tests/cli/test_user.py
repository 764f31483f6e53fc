"""`analyzer user`: adding, removing and listing who may open a project."""

from __future__ import annotations

import io
from pathlib import Path

import click
import pytest

from analyzer.catalog import begin_session, changes, find_user, goes_on, open_catalog
from analyzer.settings import load_project

PASSWORD = "correct horse battery"


@pytest.fixture
def project(inputs: Path) -> Path:
    return inputs / "project.yaml"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """What is piped into the command."""

    def give(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return give


@pytest.fixture
def add(analyzer, typed, project):
    def one(name: str, *more: str, password: str = PASSWORD):
        typed(password + "\n")
        return analyzer("user", "add", name, "--project", project, "--password-stdin", *more)

    return one


def kept(project: Path, name: str):
    with open_catalog(load_project(project)) as catalog:
        return find_user(catalog, name)


def test_a_user_is_added_with_a_hash_in_the_place_of_the_password(add, project):
    from werkzeug.security import check_password_hash

    ended = add("Anna", "--role", "analyst")
    assert (ended.code, ended.out) == (0, "Anna may now open Shop as analyst.\n")
    user = kept(project, "anna")
    assert (user.name, user.role) == ("Anna", "analyst")
    assert user.password.startswith("scrypt:")
    assert PASSWORD not in user.password
    assert check_password_hash(user.password, PASSWORD)
    assert b"correct horse" not in (project.parent / ".alignment" / "catalog.db").read_bytes()


def test_without_a_role_somebody_reads_and_comments(add, project):
    assert add("Ben").code == 0
    assert kept(project, "Ben").role == "viewer"


def test_they_are_listed_by_name(add, analyzer, project):
    add("zoë")
    add("Anna", "--role", "analyst")
    lines = analyzer("user", "list", "--project", project).out.splitlines()
    assert [line.split("  ")[:2] for line in lines] == [["Anna", "analyst"], ["zoë", "viewer"]]


def test_no_user_means_this_machine_only(analyzer, project):
    ended = analyzer("user", "list", "--project", project)
    assert ended.code == 0
    assert "this machine only" in ended.out


def test_the_password_is_asked_for_twice_and_never_shown(analyzer, project, monkeypatch):
    asked = []

    def prompt(words: str, hide_input: bool = False, err: bool = False) -> str:
        asked.append((words, hide_input, err))
        return PASSWORD

    monkeypatch.setattr(click, "prompt", prompt)
    monkeypatch.setattr("sys.stdin", Terminal())
    assert analyzer("user", "add", "Anna", "--project", project).code == 0
    assert [(hidden, err) for _, hidden, err in asked] == [(True, True), (True, True)]


def test_two_passwords_that_differ(analyzer, project, monkeypatch, refused):
    answers = iter([PASSWORD, "another"])
    monkeypatch.setattr(click, "prompt", lambda *_, **__: next(answers))
    monkeypatch.setattr("sys.stdin", Terminal())
    assert refused(analyzer("user", "add", "Anna", "--project", project))["found"] == "two that differ"
    assert kept(project, "Anna") is None


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_terminal_it_says_how_to_hand_the_password_on(analyzer, typed, project, refused):
    typed("")
    assert "--password-stdin" in refused(analyzer("user", "add", "Anna", "--project", project))["do"]


@pytest.mark.parametrize(("password", "found"), [("", "nothing"), ("short", "one of 5"), ("x" * 1001, "one of 1001")])
def test_passwords_that_are_not_taken(add, project, refused, password, found):
    assert refused(add("Anna", password=password))["found"] == found
    assert kept(project, "Anna") is None


def test_a_name_twice_whatever_its_letter_case(add, project, refused):
    add("Anna", "--role", "analyst")
    parts = refused(add("ANNA"))
    assert parts["found"] == "Anna, who is analyst already"
    assert "remove" in parts["do"]
    assert kept(project, "anna").role == "analyst"


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "an\u202ena", "an\nna", "an\u200bna", "\x00"])
def test_names_that_cannot_be_seen_or_shown(add, refused, name):
    assert refused(add(name))["where"] == "NAME"


@pytest.mark.parametrize("name", ['O\'Neill "Bo"', "<b>Bo</b>", "مريم", "👩‍🍳 Chef", "-bo; DROP TABLE user"])
def test_odd_names_are_names(add, analyzer, project, name):
    from analyzer.cli.main import run

    typed = ["user", "add", "--project", str(project), "--password-stdin", "--", name]
    import sys

    sys.stdin = io.StringIO(PASSWORD + "\n")
    try:
        assert run(typed) == 0
    finally:
        sys.stdin = sys.__stdin__
    assert kept(project, name).name == name


def test_an_unknown_role(add, refused):
    assert "analyst" in refused(add("Anna", "--role", "king"))["expected"]


def test_a_user_is_taken_away(add, analyzer, project):
    add("Anna")
    add("Ben")
    ended = analyzer("user", "remove", "ANNA", "--project", project)
    assert (ended.code, ended.out) == (0, "ANNA can no longer open Shop.\n")
    assert kept(project, "Anna") is None


def test_taking_the_last_away_says_what_it_means(add, analyzer, project):
    add("Anna")
    ended = analyzer("user", "remove", "Anna", "--project", project)
    assert ended.code == 0
    assert "That was the last user." in ended.out
    assert "this machine only" in ended.out


def test_taking_away_who_is_not_there(add, analyzer, project, refused):
    add("Anna")
    parts = refused(analyzer("user", "remove", "Bob", "--project", project))
    assert (parts["expected"], parts["found"]) == ("a user of this project: Anna", "Bob")


def test_an_unknown_part_of_the_command(analyzer, refused):
    assert "add" in refused(analyzer("user", "ad", "Anna"))["expected"]


class TestServe:
    @pytest.fixture
    def server(self, monkeypatch):
        import sys
        from types import ModuleType

        served = []
        module = ModuleType("dashboards.server")
        module.serve = lambda projects, host, port, *_: served.append(host)
        monkeypatch.setitem(sys.modules, "dashboards.server", module)
        monkeypatch.setattr("analyzer.cli.serve.check_port", lambda *_: None)
        return served

    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "example.org"])
    def test_another_address_needs_a_user(self, analyzer, project, server, refused, add, host):
        parts = refused(analyzer("serve", "--project", project, "--host", host))
        assert parts["do"] == f"add a user first: analyzer user add --project {project} NAME --role analyst"
        assert server == []
        add("Anna", "--role", "analyst")
        assert analyzer("serve", "--project", project, "--host", host).code == 0
        assert server == [host]


def test_another_password(add, analyzer, typed, project):
    from werkzeug.security import check_password_hash

    add("Anna", "--role", "analyst")
    typed("quite another\n")
    ended = analyzer("user", "password", "anna", "--project", project, "--password-stdin")
    said = "Anna has another password for Shop now, and has to sign in with it.\n"
    assert (ended.code, ended.out) == (0, said)
    user = kept(project, "Anna")
    assert user.role == "analyst"
    assert check_password_hash(user.password, "quite another")


def test_another_password_of_nobody_and_one_that_is_too_short(add, analyzer, typed, project, refused):
    add("Anna")
    typed("quite another\n")
    none = refused(analyzer("user", "password", "Ben", "--project", project, "--password-stdin"))
    assert none["expected"] == "a user of this project: Anna"
    typed("short\n")
    assert (
        refused(analyzer("user", "password", "Anna", "--project", project, "--password-stdin"))["found"] == "one of 5"
    )


class TestSignOut:
    """Two sessions of Anna and one of Ben, as a server keeps them."""

    @pytest.fixture(autouse=True)
    def signed_in(self, add, project):
        add("Anna")
        add("Ben")
        with open_catalog(load_project(project)) as catalog:
            self.annas = [begin_session(catalog, "Anna") for _ in range(2)]
            self.bens = begin_session(catalog, "Ben")

    def test_all_sessions_of_one_end_and_nobody_else_s(self, analyzer, project):
        assert "Anna  viewer" in analyzer("user", "list", "--project", project).out
        assert "signed in, 2 sessions" in analyzer("user", "list", "--project", project).out
        ended = analyzer("user", "sign-out", "anna", "--project", project)
        assert (ended.code, ended.out) == (0, "2 sessions of anna ended.\n")
        with open_catalog(load_project(project)) as catalog:
            assert not any(goes_on(catalog, token, "Anna") for token in self.annas)
            assert goes_on(catalog, self.bens, "Ben")
            assert changes(catalog, "user:anna")[0].before == {"sessions": 2}

    def test_who_has_none_is_said(self, analyzer, project):
        analyzer("user", "sign-out", "Anna", "--project", project)
        ended = analyzer("user", "sign-out", "anna", "--project", project)
        assert (ended.code, ended.out.startswith("Anna has no session here.")) == (0, True)

    def test_an_unknown_name_is_refused_with_the_names_that_there_are(self, analyzer, project):
        ended = analyzer("user", "sign-out", "Anne", "--project", project)
        assert ended.code == 2
        assert "Anna, Ben" in ended.err
