"""Signing in, and what a viewer, an analyst and a stranger get: asked of the server itself, past every button."""

from __future__ import annotations

import json
import re
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from analyzer.catalog import (
    Catalog,
    add_action,
    add_user,
    begin_try,
    comments_on,
    end_sessions_of,
    forget_tries,
    list_actions,
    open_catalog,
    remove_user,
    take_back_try,
)
from analyzer.errors import SettingsError
from analyzer.settings import load_project
from analyzer.settings.writing import digest_of
from dashboards.providers import Projects
from dashboards.server import make_server
from dashboards.sign_in import own_path
from tests.pages.test_server import keep, named
from tests.real_document import example

RUN = "20260701T021500Z"
PASSWORD = "correct horse battery"
FAST = "scrypt:1024:8:1"  # as the program does it, but not slow by design
HASHED = generate_password_hash(PASSWORD, method=FAST)
MISMATCH = "/mismatch/hidden-friction-delivery-182bfb"
FORM = {
    "title": "Drop prepayment",
    "mismatch_id": "hidden-friction-delivery-182bfb",
    "owner": "Finance",
    "starts_on": None,
    "due_on": "2026-12-24",
    "review_on": None,
    "effort": "small",
    "days": "",
    "status": "new",
    "note": "",
    "expected": "",
    "on": [],
}


@dataclass
class House:
    """Two projects with a run each: north has Anna (analyst) and Vera (viewer), south has Sam and another Vera."""

    north: Path
    south: Path
    server: Any = field(init=False)

    def __post_init__(self) -> None:
        self.server = make_server(Projects([self.north, self.south]))

    def add(self, project: Path, *people: tuple[str, str, str]) -> None:
        with open_catalog(load_project(project)) as catalog:
            for one in people:
                add_user(catalog, *one)

    def client(self) -> FlaskClient:
        return self.server.test_client()

    def signed_in(self, name: str, password: str = PASSWORD) -> FlaskClient:
        client = self.client()
        assert enter(client, name, password).status_code == 303
        return client

    def actions(self) -> list[Any]:
        with open_catalog(load_project(self.north)) as catalog:
            return list_actions(catalog)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two projects as every test finds them."""
    folder = tmp_path_factory.mktemp("ground")
    people = {
        "north": (("Anna", "analyst", HASHED), ("Vera", "viewer", HASHED)),
        "south": (
            ("Sam", "analyst", HASHED),
            ("Vera", "analyst", generate_password_hash("another password", method=FAST)),
        ),
    }
    for place, known in people.items():
        (folder / place).mkdir()
        file = named(folder / place / "project.yaml", place.capitalize())
        keep(file, RUN, example())
        with open_catalog(load_project(file)) as catalog:
            for one in known:
                add_user(catalog, *one)
    return folder


@pytest.fixture
def house(ground: Path, tmp_path: Path) -> House:
    return built(ground, tmp_path / "house")


def built(ground: Path, folder: Path) -> House:
    shutil.copytree(ground, folder)
    return House(folder / "north" / "project.yaml", folder / "south" / "project.yaml")


def enter(client: FlaskClient, name: str, password: str, following: str = "", **more: Any) -> TestResponse:
    """Fill in the form as a browser does."""
    page = client.get("/sign-in", **more).text
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    data = {"name": name, "password": password, "token": token[1], "next": following}
    return client.post("/sign-in", data=data, **more)


def call(client: FlaskClient, output: str, inputs: dict[str, Any], state: dict[str, Any]) -> TestResponse:
    """Post to a callback, as the page would, or as somebody who knows how the page does it."""
    several = output.startswith("..")
    names = [name.rsplit(".", 1) for name in output.strip(".").split("...")]
    outputs = [{"id": one, "property": prop.split("@")[0]} for one, prop in names]

    def listed(values: dict[str, Any]) -> list[dict[str, Any]]:
        parts = [(key.rsplit(".", 1), value) for key, value in values.items()]
        return [{"id": one, "property": prop, "value": value} for (one, prop), value in parts]

    body = {
        "output": output,
        "outputs": outputs if several else outputs[0],
        "inputs": listed(inputs),
        "changedPropIds": list(inputs),
        "state": listed(state),
    }
    return client.post("/_dash-update-component", json=body)


KNOWN: dict[str, str] = {}  # input -> the name of its callback, the same on every server


def callbacks(house: House, wanted: str) -> str:
    """The name of the callback that an input starts."""
    if wanted not in KNOWN:
        for one in house.signed_in("Anna").get("/_dash-dependencies").json:
            if one["clientside_function"] is None:
                KNOWN.update({f"{i['id']}.{i['property']}": one["output"] for i in one["inputs"]})
    return KNOWN[wanted]


def show(client: FlaskClient, path: str, search: str = "") -> TestResponse:
    asked = {"address.pathname": path, "address.search": search}
    return call(client, "page.children", asked, {"page-key.data": None})


def take_action(house: House, client: FlaskClient, search: str = "", **changed: Any) -> TestResponse:
    form = {f"panel-{name}.value": value for name, value in {**FORM, **changed}.items()}
    state = {"address.pathname": MISMATCH, "address.search": search, **form, "panel-asked.data": {}}
    return call(client, callbacks(house, "panel-save.n_clicks"), {"panel-save.n_clicks": 1}, state)


def move(house: House, client: FlaskClient, asked: dict[str, Any], search: str = "") -> TestResponse:
    return call(client, callbacks(house, "board-move.data"), {"board-move.data": asked}, {"address.search": search})


def comment(house: House, client: FlaskClient, text: str, search: str = "", path: str = MISMATCH) -> TestResponse:
    state = {"comment-text.value": text, "address.pathname": path, "address.search": search}
    return call(client, callbacks(house, "comment-send.n_clicks"), {"comment-send.n_clicks": 1}, state)


def edited(client: FlaskClient, identity: str, text: str, seen: str) -> TestResponse:
    """Save the edit of a comment, as its form does."""

    def of(kind: str) -> dict[str, str]:
        return {"kind": kind, "of": identity}

    names = (("comment-item", "children"), ("comment-seen", "data"), ("comment-edit-said", "children"))
    patterns = [json.dumps({"kind": kind, "of": ["MATCH"]}, separators=(",", ":")) for kind, _ in names]
    output = ".." + "...".join(f"{one}.{prop}" for one, (_, prop) in zip(patterns, names, strict=True)) + ".."
    pressed = json.dumps(of("comment-save"), separators=(",", ":"), sort_keys=True) + ".n_clicks"
    body = {
        "output": output,
        "outputs": [{"id": of(kind), "property": prop} for kind, prop in names],
        "inputs": [{"id": of("comment-save"), "property": "n_clicks", "value": 1}],
        "changedPropIds": [pressed],
        "state": [
            {"id": of("comment-edit"), "property": "value", "value": text},
            {"id": of("comment-seen"), "property": "data", "value": seen},
            {"id": "address", "property": "search", "value": ""},
        ],
    }
    return client.post("/_dash-update-component", json=body)


class TestWhoHasNotSignedIn:
    @pytest.mark.parametrize(
        "path", ["/", "/improvement", "/projects", "/audit", "/data", "/source", "/source.zip", "/x/y"]
    )
    def test_a_page_leads_to_the_form_and_back(self, house, path):
        answer = house.client().get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 302
        assert answer.location == ("/sign-in" if path == "/" else f"/sign-in?next={path.replace('/', '%2F')}")

    def test_the_name_of_a_case_with_signs_of_addresses_is_kept_on_the_way(self, house):
        answer = house.client().get("/case/a%3Fb%23c?stage=Delivery", headers={"Accept": "text/html"})
        assert parse_qs(urlsplit(answer.location).query)["next"] == ["/case/a%3Fb%23c?stage=Delivery"]

    @pytest.mark.parametrize("path", ["/_dash-layout", "/_dash-dependencies", "/_reload-hash", "/_dash-config"])
    def test_dash_itself_says_nothing(self, house, path):
        answer = house.client().get(path, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.text) == (401, "Sign in first.\n")

    def test_no_callback_answers(self, house):
        assert show(house.client(), "/").status_code == 401
        assert comment(house, house.client(), "hello").status_code == 401

    def test_no_route_is_open_but_those_that_say_nothing(self, house):
        """Every rule of the server, the ones that others will add included."""
        client, opened = house.client(), set()
        for rule in house.server.url_map.iter_rules():
            path = re.sub(r"<[^>]*>", "x", rule.rule)
            for method in sorted(rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"}):
                answer = client.open(path, method=method, headers={"Accept": "*/*"})
                if answer.status_code not in (302, 401):
                    opened.add(rule.rule)
        allowed = {"/health", "/sign-in", "/figures.css", "/tips.js", "/assets/<path:filename>"}
        allowed |= {"/metrics", "/hear/<token>"}  # off unless asked for; a signed link, and no page without one
        assert {rule for rule in opened if not rule.startswith("/_dash-component-suites/")} - allowed == set()

    def test_health_and_the_look_are_open(self, house):
        client = house.client()
        assert client.get("/health").json == {"status": "ok", "run": RUN}
        with client.get("/assets/sign_in.css") as look:
            assert look.status_code == 200
        assert client.get("/figures.css").status_code == 200

    def test_health_does_not_tell_which_projects_there_are(self, house):
        keep(house.south, "20260702T021500Z", example())
        answers = [house.client().get(f"/health?project={name}").json for name in ("North", "South", "Nowhere")]
        assert answers == [{"status": "ok", "run": None}] * 3

    def test_health_tells_the_run_of_a_project_to_its_people_alone(self, house):
        keep(house.south, "20260702T021500Z", example())
        anna = house.signed_in("anna")
        answers = {name: anna.get(f"/health?project={name}").json["run"] for name in ("North", "South", "Nowhere")}
        assert answers == {"North": RUN, "South": None, "Nowhere": None}

    def test_the_form_reveals_nothing_and_keeps_to_the_policy(self, house):
        answer = house.client().get("/sign-in?next=/improvement")
        assert "North" not in answer.text
        assert "script" not in answer.text
        assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
        assert 'value="/improvement"' in answer.text


class TestSigningIn:
    def test_it_leads_to_where_one_was(self, house):
        client = house.client()
        answer = enter(client, "anna", PASSWORD, following="/improvement?owner=Finance")
        assert (answer.status_code, answer.location) == (303, "/improvement?owner=Finance")
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 200

    @pytest.mark.parametrize(
        ("asked", "goes"),
        [
            ("/voice?stage=A#x", "/voice?stage=A#x"),
            ("https://evil.example/", "/"),
            ("//evil.example/", "/"),
            ("/\\evil.example", "/"),
            ("/a\\..\\evil", "/"),
            ("/\nevil", "/"),
            ("javascript:alert(1)", "/"),
            ("evil", "/"),
            ("", "/"),
            ("/sign-out", "/"),
            ("/sign-in", "/"),
            (None, "/"),
        ],
    )
    def test_only_to_paths_of_our_own(self, asked, goes):
        assert own_path(asked) == goes

    @pytest.mark.parametrize("name", ["Anna", "Nobody", "", "'; DROP TABLE user; --"])
    def test_a_wrong_password_and_an_unknown_name_look_the_same(self, house, name):
        answer = enter(house.client(), name, "wrong password")
        assert answer.status_code == 401
        assert "That name and password do not belong together." in answer.text

    def test_an_unknown_name_costs_as_long_as_a_wrong_password(self, house, monkeypatch):
        """Each compares one hash: who measures the time learns nothing."""
        compared: list[tuple[str, ...]] = []

        def compare(*given: str) -> bool:
            compared.append(given)
            return False

        monkeypatch.setattr("werkzeug.security.check_password_hash", compare)
        for name in ("Anna", "Nobody"):
            before = len(compared)
            assert enter(house.client(), name, "wrong password").status_code == 401
            assert [given[0].split(":")[0] for given in compared[before:]] == ["scrypt"]

    def test_a_cookie_that_somebody_had_before_is_not_signed_in_with_them(self, house):
        """Who plants a cookie of their own in another's browser has nothing of it when that one signs in."""
        name = house.server.config["SESSION_COOKIE_NAME"]
        attacker, victim = house.client(), house.client()
        attacker.get("/sign-in")
        planted = attacker.get_cookie(name).value
        victim.set_cookie(name, planted)
        assert enter(victim, "Anna", PASSWORD).status_code == 303
        assert victim.get_cookie(name).value != planted
        assert show(victim, "/").status_code == 200
        assert show(attacker, "/").status_code == 401

    def test_what_was_typed_is_shown_escaped_and_the_password_never(self, house):
        answer = enter(house.client(), '"><script>alert(1)</script>', "my secret password")
        assert "<script>" not in answer.text
        assert "my secret password" not in answer.text

    def test_the_cookie_is_for_this_server_alone(self, house):
        client = house.client()
        cookie = enter(client, "Anna", PASSWORD).headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Secure" not in cookie
        behind_https = house.client()
        page = behind_https.get("/sign-in", headers={"X-Forwarded-Proto": "https"})
        assert "Secure" in page.headers["Set-Cookie"]

    def test_a_form_without_its_token_is_not_taken(self, house):
        for data in ({}, {"token": "guessed"}):
            client = house.client()
            client.get("/sign-in")
            answer = client.post("/sign-in", data={"name": "Anna", "password": PASSWORD, **data})
            assert answer.status_code == 400
            assert show(client, "/").status_code == 401

    def test_a_cookie_signed_by_another_key_is_none(self, house, ground, tmp_path):
        other = built(ground, tmp_path / "other")
        theirs = other.signed_in("Anna").get_cookie(other.server.config["SESSION_COOKIE_NAME"])
        client = house.client()
        client.set_cookie(house.server.config["SESSION_COOKIE_NAME"], theirs.value)
        assert show(client, "/").status_code == 401

    def test_the_key_is_for_its_owner_s_eyes(self, house):
        secret = house.north.parent / ".alignment" / "secret"
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
        assert len(secret.read_bytes()) == 64
        before = secret.read_bytes()
        make_server(Projects([house.north, house.south]))
        assert secret.read_bytes() == before, "who has signed in stays so when the server starts again"

    def test_signing_out_is_the_end(self, house):
        client = house.signed_in("Anna")
        client.get("/sign-out")
        assert show(client, "/").status_code == 200, "a link alone signs nobody out"
        cookie = house.server.config["SESSION_COOKIE_NAME"]
        copy, other = client.get_cookie(cookie).value, house.signed_in("Anna")
        assert client.post("/sign-out").location == "/sign-in"
        assert show(client, "/").status_code == 401
        client.set_cookie(cookie, copy)
        assert show(client, "/").status_code == 401, "whoever has kept the cookie is out too"
        assert show(other, "/").status_code == 200, "another browser is another session"

    def test_whom_an_admin_signs_out_is_out_at_once(self, house):
        client, vera = house.signed_in("Anna"), house.signed_in("Vera")
        with open_catalog(load_project(house.north)) as catalog:
            assert end_sessions_of(catalog, "ANNA") == 1
        assert show(client, "/").status_code == 401
        assert show(vera, "/").status_code == 200
        assert show(house.signed_in("Anna"), "/").status_code == 200, "the password is as it was"

    def test_who_is_removed_is_out_at_once(self, house):
        client = house.signed_in("Vera")
        with open_catalog(load_project(house.north)) as catalog:
            remove_user(catalog, "Vera")
        assert show(client, "/").status_code == 401

    def test_who_is_added_again_with_another_password_has_to_give_it(self, house):
        client = house.signed_in("Vera")
        with open_catalog(load_project(house.north)) as catalog:
            remove_user(catalog, "Vera")
        house.add(house.north, ("Vera", "analyst", generate_password_hash("quite another", method=FAST)))
        assert show(client, "/").status_code == 401

    def test_guessing_is_slowed_down(self, house):
        client = house.client()
        for _ in range(5):
            assert enter(client, "Anna", "wrong password").status_code == 401
        answer = enter(client, "Anna", PASSWORD)
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) >= 1
        assert "Too many wrong passwords. Try again in" in answer.text
        assert enter(client, "Vera", PASSWORD).status_code == 303, "others are not kept waiting"


class TestOwnPassword:
    NEW = "quite another one"

    @staticmethod
    def change(client: FlaskClient, old: str, new: str, again: str | None = None, token: str | None = None) -> Any:
        page = client.get("/sign-in/password").text
        found = re.search(r'name="token" value="([^"]+)"', page)
        assert found
        data = {"token": token or found[1], "old": old, "new": new, "again": new if again is None else again}
        return client.post("/sign-in/password", data=data)

    def test_all_other_sessions_end_and_this_one_goes_on(self, house):
        here, there = house.signed_in("Vera"), house.signed_in("Vera")
        before = here.get_cookie(house.server.config["SESSION_COOKIE_NAME"]).value
        assert "Your password is changed" in self.change(here, PASSWORD, self.NEW).text
        assert show(here, "/").status_code == 200
        assert show(there, "/").status_code == 401
        there.set_cookie(house.server.config["SESSION_COOKIE_NAME"], before)
        assert show(there, "/").status_code == 401, "nor does a stolen cookie help"
        assert enter(house.client(), "Vera", PASSWORD).status_code == 401
        assert enter(house.client(), "Vera", self.NEW).status_code == 303
        told = words_of(show(house.signed_in("Anna"), "/audit"))
        assert "Vera changed a user (Vera)" in told
        assert "scrypt" not in told

    def test_it_is_changed_where_it_is_the_same_and_nobody_else_s_is(self, house):
        """Vera of south has another password: she is another person."""
        house.add(house.south, ("Anna", "viewer", HASHED))
        assert self.change(house.signed_in("Anna"), PASSWORD, self.NEW).status_code == 200
        told = show(house.signed_in("Anna", self.NEW), "/projects").text
        assert "North" in told
        assert "South" in told
        self.change(house.signed_in("Vera"), PASSWORD, self.NEW)
        assert enter(house.client(), "Vera", "another password").status_code == 303

    def test_where_one_catalog_cannot_be_written_none_is_changed(self, house, monkeypatch):
        house.add(house.south, ("Anna", "viewer", HASHED))
        client, writing = house.signed_in("Anna"), Catalog.writing

        def away(catalog: Catalog) -> Any:
            if catalog.settings.project == house.south:
                raise SettingsError(expected="a catalog", found="none", where="south", do="wait")
            return writing(catalog)

        monkeypatch.setattr(Catalog, "writing", away)
        self.change(client, PASSWORD, self.NEW)
        assert enter(house.client(), "Anna", PASSWORD).status_code == 303
        assert enter(house.client(), "Anna", self.NEW).status_code == 401

    @pytest.mark.parametrize(
        ("given", "status", "words"),
        [
            (("wrong password", NEW), 401, "That is not your password as it is now."),
            ((PASSWORD, NEW, "else"), 400, "The two new passwords differ."),
            ((PASSWORD, "short"), 400, "Use a password of 8 to 1,000 characters, not one of 5."),
            ((PASSWORD, NEW, None, "guessed"), 400, "This form has waited too long."),
        ],
    )
    def test_what_is_not_taken(self, house, given, status, words):
        client = house.signed_in("Vera")
        answer = self.change(client, *given)
        assert (answer.status_code, words in answer.text) == (status, True)
        assert enter(house.client(), "Vera", PASSWORD).status_code == 303

    def test_guessing_the_old_one_is_slowed_down(self, house):
        client = house.signed_in("Vera")
        for _ in range(5):
            assert self.change(client, "wrong password", self.NEW).status_code == 401
        assert self.change(client, PASSWORD, self.NEW).status_code == 429


class TestWaiting:
    AT = datetime(2026, 11, 22, tzinfo=UTC)

    @pytest.fixture
    def catalog(self, house):
        with open_catalog(load_project(house.north)) as catalog:
            yield catalog

    def test_it_doubles_up_to_a_minute_and_is_forgotten(self, catalog):
        now, waits = self.AT, []
        for _ in range(10):
            wait = begin_try(catalog, {"anna": 2}, now)
            if wait:
                waits.append(wait)
                now += timedelta(seconds=wait)
                assert begin_try(catalog, {"anna": 2}, now) == 0
        assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
        now += timedelta(seconds=3601)
        assert begin_try(catalog, {"anna": 2}, now) == 0
        assert begin_try(catalog, {"anna": 2}, now) == 0

    def test_a_right_password_ends_it(self, catalog):
        assert begin_try(catalog, {"anna": 1}, self.AT) == 0
        assert begin_try(catalog, {"anna": 1}, self.AT) == 1
        forget_tries(catalog, "anna")
        assert begin_try(catalog, {"anna": 1}, self.AT) == 0

    def test_a_clock_that_was_years_ahead_keeps_nobody_out(self, catalog):
        begin_try(catalog, {"anna": 1}, datetime(2110, 1, 1, tzinfo=UTC))
        assert begin_try(catalog, {"anna": 1}, self.AT) == 1
        assert begin_try(catalog, {"anna": 1}, self.AT) <= 60

    def test_wrong_tries_keep_nobody_out_who_is_elsewhere(self, house):
        there = {"REMOTE_ADDR": "203.0.113.9"}
        guesser, client = house.client(), house.client()
        for _ in range(20):
            enter(guesser, "Anna", "wrong password", environ_base=there)
        assert enter(guesser, "Anna", PASSWORD, environ_base=there).status_code == 429
        assert enter(client, "Anna", PASSWORD, environ_base={"REMOTE_ADDR": "203.0.113.10"}).status_code == 303

    def test_an_address_that_a_proxy_on_this_machine_tells_is_counted_and_no_other(self, house):
        def tried(peer: str, told: str) -> int:
            more = {"environ_base": {"REMOTE_ADDR": peer}, "headers": {"X-Forwarded-For": told}}
            return enter(house.client(), "Anna", "wrong password", **more).status_code

        assert [tried("127.0.0.1", "9.9.9.9, 203.0.113.9") for _ in range(6)][-1] == 429
        assert tried("127.0.0.1", "203.0.113.9, 203.0.113.10") == 401, "the last one is the proxy's own word"
        assert [tried("203.0.113.77", f"10.0.0.{n}") for n in range(6)][-1] == 429, "a client's word counts for nothing"
        assert [tried(f"2001:db8:1:2::{n}", "") for n in range(1, 7)][-1] == 429, "one network"

    def test_an_office_behind_one_address_signs_in_all_day(self, house, monkeypatch):
        """Right passwords do not count for an address: the sixth would wait sixteen seconds."""
        monkeypatch.setattr("dashboards.wrong_passwords.FREE_BY_ADDRESS", 1)
        for _ in range(6):
            assert enter(house.client(), "Anna", PASSWORD).status_code == 303

    def test_wrong_ones_of_others_there_still_count(self, catalog):
        now = datetime(2026, 3, 2, tzinfo=UTC)
        for _ in range(2):
            assert begin_try(catalog, {"address": 2}, now) == 0
        take_back_try(catalog, "address")
        assert begin_try(catalog, {"address": 2}, now) == 0, "one of two was right"
        assert begin_try(catalog, {"address": 2}, now) == 1

    def test_the_count_holds_over_servers_and_a_restart(self, house):
        for _ in range(5):
            enter(house.client(), "Anna", "wrong password")
        second = make_server(Projects([house.north, house.south]))
        assert enter(second.test_client(), "Anna", PASSWORD).status_code == 429


class TestForgedRequests:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
        ids=str,
    )
    @pytest.mark.parametrize("path", ["/_dash-update-component", "/sign-in", "/sign-out", "/anything"])
    def test_a_page_of_another_origin_changes_nothing(self, house, headers, path):
        client = house.signed_in("Anna")
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert client.open(path, method=method, json={}, headers=headers).status_code == 403
        assert show(client, "/").status_code == 200, "and nobody was signed out"

    def test_our_own_page_does(self, house):
        client = house.signed_in("Anna")
        answer = client.post("/sign-out", headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 303


class TestProjects:
    def test_one_sees_the_projects_in_which_one_has_a_user(self, house):
        told = show(house.signed_in("Anna"), "/projects").text
        assert "1 project" in told
        assert "South" not in told

    def test_somebody_of_the_same_name_is_not_the_same(self, house):
        """Vera of north and Vera of south have different passwords."""
        north, south = house.signed_in("Vera"), house.signed_in("Vera", "another password")
        assert "North" in show(north, "/projects").text
        assert "South" not in show(north, "/projects").text
        assert "North" not in show(south, "/projects").text

    @pytest.mark.parametrize("name", ["South", "south", "Nowhere"])
    @pytest.mark.parametrize("path", ["/", "/improvement", "/voice", MISMATCH, "/audit"])
    def test_another_project_looks_as_if_it_were_not_there(self, house, name, path):
        answer = show(house.signed_in("Anna"), path, f"?project={name}")
        assert answer.status_code == 200
        assert "There is no such project, or you have no user in it." in answer.text
        assert "Delivery" not in answer.text

    def test_nothing_of_it_can_be_changed_either(self, house):
        client = house.signed_in("Anna")
        assert take_action(house, client, "?project=South").status_code == 404
        assert comment(house, client, "hello", "?project=South").status_code == 404
        assert move(house, client, {"id": "x", "version": 1, "to": "done"}, "?project=South").status_code == 404

    def test_without_a_name_it_is_the_first_that_one_may_open(self, house):
        told = show(house.signed_in("Sam"), "/improvement").text
        assert "Improvement \\u00b7 South" in told

    def test_a_project_goes_before_another_whose_folder_has_its_name(self, tmp_path):
        for folder, name in (("north", "south"), ("south", "north")):
            (tmp_path / folder).mkdir()
            named(tmp_path / folder / "project.yaml", name)
        projects = Projects([tmp_path / "north" / "project.yaml", tmp_path / "south" / "project.yaml"])
        assert [projects.pick(projects.key(one)).name for one in projects.all] == ["south", "north"]

    def test_a_role_holds_for_its_project_only(self, house):
        house.add(house.south, ("Anna", "viewer", HASHED))
        client = house.signed_in("Anna")
        assert take_action(house, client, "?project=North").status_code == 200
        assert take_action(house, client, "?project=South").status_code == 403


class TestRoles:
    def test_a_viewer_reads_and_comments(self, house):
        vera = house.signed_in("Vera")
        assert "What sets the unhappy visits apart" in show(vera, MISMATCH).text
        answer = comment(house, vera, "I saw this at the dock")
        assert answer.status_code == 200
        assert "I saw this at the dock" in show(house.signed_in("Anna"), MISMATCH).text

    def test_one_comments_on_the_alignment_page_and_on_a_stage_of_it(self, house):
        vera = house.signed_in("Vera")
        comment(house, vera, "about all of it", path="/")
        comment(house, vera, "of Delivery", "?stage=Delivery", path="/")
        whole, stage, other = (show(vera, "/", search).text for search in ("", "?stage=Delivery", "?stage=Payment"))
        assert [("about all of it" in one, "of Delivery" in one) for one in (whole, stage, other)] == [
            (True, False),
            (False, True),
            (False, False),
        ]
        assert "Comments on Delivery" in stage

    def test_what_no_run_has_found_is_not_spoken_of(self, house):
        vera = house.signed_in("Vera")
        answer = comment(house, vera, "lost words", path="/mismatch/no-such-thing")
        assert "No run has found what this speaks of" in answer.text
        with open_catalog(load_project(house.north)) as catalog:
            assert comments_on(catalog, "mismatch:no-such-thing") == []

    def test_one_s_own_comment_can_be_edited_another_s_not(self, house):
        """Asked of the callback by hand: a viewer, then an analyst, who may remove it but not put words into mouths."""
        vera, anna = house.signed_in("Vera"), house.signed_in("Anna")
        comment(house, vera, "first words")
        with open_catalog(load_project(house.north)) as catalog:
            (one,) = comments_on(catalog, MISMATCH.replace("/mismatch/", "mismatch:"))
        assert "This comment" not in edited(anna, one.id, "put into her mouth", "first words").text
        assert "first words" in show(anna, MISMATCH).text
        assert "better words" in edited(vera, one.id, "better words", "first words").text
        again = edited(vera, one.id, "other words", "first words").text
        assert "now says: \\u201cbetter words\\u201d" in again
        assert "comment-seen" in again, "saved again it takes that one's place, which was read"
        assert "comment-seen" not in edited(vera, one.id, "", "first words").text, "nobody was shown the other text"
        assert "better words" in show(anna, MISMATCH).text

    def test_a_viewer_is_shown_no_way_to_edit(self, house):
        take_action(house, house.signed_in("Anna"))
        told = show(house.signed_in("Vera"), MISMATCH).text + show(house.signed_in("Vera"), "/improvement").text
        assert "Drop prepayment" in told
        for way in ("panel-save", "drawer-save", "Add an action", "data-move", "draggable"):
            assert way not in told
        assert "Only analysts see who changed what." in show(house.signed_in("Vera"), "/audit").text

    def test_a_viewer_who_posts_all_the_same_is_refused(self, house):
        take_action(house, house.signed_in("Anna"))
        (one,) = house.actions()
        vera = house.signed_in("Vera")
        drawer = {f"drawer-{name}.value": value for name, value in FORM.items()}
        asked = {"drawer-asked.data": {"id": one.id, "version": 1}}
        answers = [
            take_action(house, vera, title="mine"),
            move(house, vera, {"id": one.id, "version": 1, "to": "done"}),
            call(
                vera,
                callbacks(house, "drawer-save.n_clicks"),
                {"drawer-save.n_clicks": 1},
                {"address.search": "", **drawer, **asked},
            ),
            call(
                vera,
                callbacks(house, "drawer-remove.n_clicks"),
                {"drawer-remove.n_clicks": 1},
                {**asked, "address.search": ""},
            ),
        ]
        assert [answer.status_code for answer in answers] == [403] * 4
        assert "Only analysts may change this" in answers[0].text
        assert house.actions() == [one]

    def test_a_viewer_removes_their_own_comments_an_analyst_any(self, house):
        anna, vera = house.signed_in("Anna"), house.signed_in("Vera")
        comment(house, anna, "of Anna")
        comment(house, vera, "of Vera")
        found = re.findall(r'"kind":"comment-remove","of":"([0-9a-f-]{20,})"', show(anna, MISMATCH).text)
        ids = dict(zip(("Anna", "Vera"), found, strict=True))

        def remove(client: FlaskClient, whose: str) -> None:
            key = json.dumps({"kind": "comment-remove", "of": ids[whose]}, separators=(",", ":"))
            one = {"id": {"kind": "comment-remove", "of": ids[whose]}, "property": "submit_n_clicks", "value": 1}
            name = next(
                c["output"]
                for c in client.get("/_dash-dependencies").json
                if any("comment-remove" in str(i["id"]) for i in c["inputs"])
            )
            at = [{"id": "address", "property": p, "value": v} for p, v in (("pathname", MISMATCH), ("search", ""))]
            body = {
                "output": name,
                "outputs": {"id": "comment-list", "property": name.rsplit(".", 1)[1]},
                "inputs": [[one]],
                "changedPropIds": [f"{key}.n_clicks"],
                "state": at,
            }
            assert client.post("/_dash-update-component", json=body).status_code == 200

        remove(vera, "Anna")
        assert "of Anna" in show(vera, MISMATCH).text
        remove(anna, "Vera")
        assert "of Vera" not in show(vera, MISMATCH).text

    def test_the_second_of_two_who_move_the_same_is_told(self, house):
        anna = house.signed_in("Anna")
        take_action(house, anna)
        (one,) = house.actions()
        moved = move(house, anna, {"id": one.id, "version": 1, "to": "accepted"}).get_json()
        assert moved["sideUpdate"]["board-headline"]["children"].startswith("1 open action")
        told = move(house, anna, {"id": one.id, "version": 1, "to": "done"}).text
        assert "was moved to accepted by Anna meanwhile" in told
        assert house.actions()[0].status == "accepted"


class TestChanges:
    def test_the_record_says_who_changed_what(self, house):
        anna = house.signed_in("Anna")
        take_action(house, anna)
        (one,) = house.actions()
        move(house, anna, {"id": one.id, "version": 1, "to": "accepted"})
        comment(house, house.signed_in("Vera"), "I saw this")
        told = words_of(show(anna, "/audit"))
        assert told.index("status: new → accepted") < told.index("added the action “Drop prepayment”")
        assert "Vera added a comment on: Delivery looks fine to us" in told
        assert "mismatch: Delivery looks fine to us" in told

    def test_the_part_that_an_action_is_tried_on_is_said_in_words(self, house):
        with open_catalog(load_project(house.north)) as catalog:
            add_action(catalog, {"title": "Try it", "tried_on": {"region": ["North", "West"]}}, "Anna")
        assert "part it is tried on: region is North, West" in words_of(show(house.signed_in("Anna"), "/audit"))

    def test_what_lies_on_disk_is_written_down_too(self, house):
        anna = house.signed_in("Anna")
        for text in ("Ask the depot", "Ask the depot"):
            seen = digest_of(house.north)
            state = {"notes-text.value": text, "notes-seen.data": seen, "address.search": ""}
            call(anna, callbacks(house, "notes-save.n_clicks"), {"notes-save.n_clicks": 1}, state)
        told = words_of(show(anna, "/audit"))
        assert told.count("Anna changed the notes") == 1, "the same again is no change"
        assert "notes: nothing → Ask the depot" in told

    def test_stories_say_since_when_and_what_is_done(self, house):
        anna = house.signed_in("Anna")
        take_action(house, anna)
        comment(house, anna, "I saw this")
        told = words_of(show(anna, "/"))
        assert "action new known since 1 Jul 2026 1 comment" in told
        assert "no action yet known since 1 Jul 2026" in told


class TestWithoutUsers:
    def test_everybody_on_this_machine_is_analyst(self, tmp_path):
        file = named(tmp_path / "project.yaml", "North")
        keep(file, RUN, example())
        client = make_server(Projects([file])).test_client()
        assert "Take action" in show(client, MISMATCH).text
        assert client.get("/sign-in").location == "/"

    def test_the_first_user_closes_the_door_while_the_server_runs(self, tmp_path):
        file = named(tmp_path / "project.yaml", "North")
        keep(file, RUN, example())
        client = make_server(Projects([file])).test_client()
        assert show(client, "/").status_code == 200
        with open_catalog(load_project(file)) as catalog:
            add_user(catalog, "Anna", "analyst", HASHED)
        assert show(client, "/").status_code == 401
        with open_catalog(load_project(file)) as catalog:
            remove_user(catalog, "Anna")
        far = {"REMOTE_ADDR": "10.0.0.7"}
        assert client.get("/", environ_base=far).status_code == 403, "without users only this machine is answered"


@pytest.mark.parametrize("name", ['O\'Neill "Bo"', "<img src=x onerror=alert(1)>", "مريم", "👩‍🍳"])
def test_odd_names_sign_in_and_are_shown_as_they_are(house: House, name: str):
    house.add(house.north, (name, "viewer", HASHED))
    client = house.signed_in(name)
    comment(house, client, "hello")
    told = json.loads(show(client, MISMATCH).text)
    assert name in _texts(told)


def words_of(answer: TestResponse) -> str:
    """What a page says, in one line."""
    return " ".join(" ".join(_texts(_children(json.loads(answer.text)))).replace("\u202f", " ").split())


def _children(node: Any) -> Any:
    """What is said of a component: its children, no names of properties and classes."""
    if isinstance(node, dict):
        inside = node.get("props", node)
        said = {"children", "response", "page"} if "props" in node else set(inside)
        return [_children(value) for key, value in inside.items() if key in said]
    return [_children(one) for one in node] if isinstance(node, list) else node


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
