"""A partner signs in and sees their own card: every page, callback and route of the server is asked by hand."""

from __future__ import annotations

import re
import shutil
from typing import Any

import pytest

from analyzer.catalog import add_user, list_actions, list_notes, open_catalog
from analyzer.errors import ArgumentError
from analyzer.settings import load_project
from dashboards.providers import Projects
from dashboards.server import make_server
from tests.pages.test_people import HASHED, PASSWORD, enter, show

PARTNER, OTHERS = "Coldhop Freight", ("Nineridge Haulage", "Tallgrass Reefer")
MAY = {
    "/source",
    "/source.zip",
    "/card",
    "/sign-in",
    "/sign-in/password",
    "/sign-out",
    "/figures.css",
    "/tips.js",
    "/favicon.ico",
    "/health",
}


@pytest.fixture(scope="module")
def served(analysed, tmp_path_factory) -> Any:
    project = analysed.copy(tmp_path_factory.mktemp("partner") / "sample")
    with open_catalog(load_project(project)) as catalog:
        add_user(catalog, "Anna", "analyst", HASHED)
        add_user(catalog, "Cole", "partner", HASHED, partner=PARTNER)
        add_user(catalog, "Gone", "partner", HASHED, partner="Nobody Ltd")
    server = make_server(Projects([project]))
    yield server, project


def client(served: Any, name: str) -> Any:
    made = served[0].test_client()
    assert enter(made, name, PASSWORD).status_code == 303
    return made


def test_the_card_shows_their_own_visits_and_nobody_else(served):
    answer = client(served, "Cole").get("/card")
    assert answer.status_code == 200
    assert f"{PARTNER}: customers" in answer.text
    assert not any(other in answer.text for other in OTHERS)
    assert "script" not in answer.text
    assert "too few peers for a band that names nobody" in answer.text


def test_every_page_leads_to_the_card(served):
    cole = client(served, "Cole")
    for path in ("/", "/improvement", "/cards", "/cards?partner=Nineridge+Haulage", "/data", "/case/O100001", "/audit"):
        answer = cole.get(path, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.location) == (302, "/card")
    assert cole.get("/card?partner=Nineridge+Haulage&owner=Billing").text == cole.get("/card").text


def test_every_route_is_closed_in_every_method(served):
    """All rules that the server has, whatever is added to it later."""
    cole, opened = client(served, "Cole"), set()
    for rule in served[0].url_map.iter_rules():
        path = re.sub(r"<[^>]*>", "x", rule.rule)
        if path in MAY or path.startswith("/assets/"):
            continue
        for method in sorted(rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}):
            answer = cole.open(path, method=method, headers={"Accept": "*/*"})
            if not (answer.status_code == 403 or (answer.status_code == 302 and answer.location == "/card")):
                opened.add((method, rule.rule, answer.status_code))
    assert opened == set()


def test_every_callback_is_refused_and_changes_nothing(served):
    """Each callback of the app, posted by hand with the names that an analyst's page gives."""
    anna, cole = client(served, "Anna"), client(served, "Cole")
    known = anna.get("/_dash-dependencies").json
    assert len(known) > 19
    for one in known:
        names = [name.rsplit(".", 1) for name in one["output"].strip(".").split("...")]
        body = {
            "output": one["output"],
            "outputs": [{"id": of, "property": prop} for of, prop in names],
            "inputs": [{**i, "value": 1} for i in one["inputs"]],
            "changedPropIds": [f"{i['id']}.{i['property']}" for i in one["inputs"]],
            "state": [{**s, "value": None} for s in one["state"]],
        }
        assert cole.post("/_dash-update-component", json=body).status_code == 403
    assert show(cole, "/improvement").status_code == 403
    assert show(cole, "/cards", "?partner=Nineridge Haulage").status_code == 403
    with open_catalog(load_project(served[1])) as catalog:
        assert list_actions(catalog) == []
        assert list_notes(catalog) == []


def test_they_may_change_their_password_and_leave(served):
    cole = client(served, "Cole")
    assert cole.get("/sign-in/password").status_code == 200
    with cole.get("/assets/sign_in.css") as look:
        assert look.status_code == 200
    assert cole.post("/sign-out").location == "/sign-in"
    assert cole.get("/card", headers={"Accept": "text/html"}).status_code == 302


def test_a_partner_without_a_visit_has_no_card_yet(served):
    answer = client(served, "Gone").get("/card")
    assert "No card yet" in answer.text
    assert PARTNER not in answer.text


def test_an_analyst_has_no_card_of_their_own_but_reads_all(served):
    anna = client(served, "Anna")
    assert anna.get("/card").status_code == 404
    told = show(anna, "/cards").text
    assert all(name in told for name in (PARTNER, *OTHERS))


def test_a_partner_elsewhere_sees_of_this_project_their_card_alone(served, tmp_path):
    """Partner in the sample, viewer in another project: the pages show the other one only."""
    project = tmp_path / "sample" / "project.yaml"
    shutil.copytree(served[1].parent, project.parent)
    other = tmp_path / "other" / "project.yaml"
    shutil.copytree(served[1].parent, other.parent, ignore=shutil.ignore_patterns(".alignment", "reports"))
    other.write_text(other.read_text(encoding="utf-8").replace("name: Food distribution", "name: Other"))
    with open_catalog(load_project(other)) as catalog:
        add_user(catalog, "Cole", "viewer", HASHED)
    cole = make_server(Projects([project, other])).test_client()
    enter(cole, "Cole", PASSWORD)
    assert "Food distribution" not in show(cole, "/projects").text
    assert "There is no such project" in show(cole, "/", "?project=Food distribution").text
    assert PARTNER in cole.get("/card").text


def test_the_role_and_the_partner_go_together(served):
    with open_catalog(load_project(served[1])) as catalog:
        for role, partner in (("partner", None), ("partner", " "), ("viewer", PARTNER)):
            with pytest.raises(ArgumentError):
                add_user(catalog, "New", role, HASHED, partner=partner)
