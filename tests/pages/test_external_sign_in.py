"""Signing in elsewhere: an identity provider that really answers, and a proxy that is trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import SplitResult, urljoin, urlsplit

import oidc_provider_mock as provider_mock
import pytest
import requests
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from analyzer.catalog import add_user, external_mark, open_catalog
from analyzer.settings import load_project
from dashboards.external import said_name
from dashboards.providers import Projects
from dashboards.server import make_server

ANNA = provider_mock.User(sub="anna", claims={"email": "anna@example.com", "email_verified": True})
EVE = provider_mock.User(sub="eve", claims={"email": "anna@example.com", "email_verified": False})
OTTO = provider_mock.User(sub="otto", claims={"email": "otto@example.com", "email_verified": True})
ZOE = provider_mock.User(sub="zoe", claims={"email": "zoe@example.com", "email_verified": True})
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the provider, which stands in this process
PASSWORD = "correct horse battery"
HERE = "http://localhost"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with provider_mock.run_server_in_thread(user_claims=(ANNA, EVE, OTTO, ZOE)) as server:
        yield f"http://localhost:{server.server_port}"


def project(folder: Path, sign_in: str) -> Path:
    file = folder / "project.yaml"
    file.write_text(f"log: log.csv\njourney: journey.yaml\nsign_in: {sign_in}\n", encoding="utf-8")
    with open_catalog(load_project(file)) as catalog:
        add_user(catalog, "anna@example.com", "analyst", external_mark())
        add_user(catalog, "otto@example.com", "viewer", generate_password_hash(PASSWORD, method="scrypt:1024:8:1"))
    return file


@pytest.fixture
def client(tmp_path: Path, provider: str) -> FlaskClient:
    oidc = f"{{oidc: {{issuer: '{provider}', client_id: alignment, client_secret: s3, claim: email, label: ACME}}}}"
    return make_server(Projects([project(tmp_path, oidc)])).test_client()


def come_back(client: FlaskClient, sub: str, wanted: str = "/improvement") -> tuple[TestResponse, SplitResult]:
    """Go to the provider as a browser does, say there who one is, and follow its way back."""
    begun = client.get("/sign-in/oidc", query_string={"next": wanted}, base_url=HERE)
    assert begun.status_code == 302
    asked = begun.headers["Location"]
    assert "code_challenge_method=S256" in asked
    answer = requests.post(asked, data={"sub": sub}, allow_redirects=False, timeout=10)
    back = urlsplit(urljoin(asked, answer.headers["Location"]))
    assert back.path == "/sign-in/oidc/back"
    return client.get(f"{back.path}?{back.query}", base_url=HERE), back


def test_the_form_offers_the_way(client):
    page = client.get("/sign-in?next=/process").get_data(as_text=True)
    assert '<a href="/sign-in/oidc?next=%2Fprocess">Sign in with ACME</a>' in page


def test_whom_the_provider_knows_and_the_project_too_is_signed_in(client):
    answer, _ = come_back(client, "anna")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/improvement")
    assert client.get("/_dash-layout", base_url=HERE).status_code == 200


def test_the_way_back_leads_to_this_server_only(client):
    answer, _ = come_back(client, "anna", wanted="//evil.example")
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("sub", ["zoe", "otto"])  # nobody here; has a password here
def test_whom_no_project_knows_as_external_stays_outside(client, sub):
    answer, _ = come_back(client, sub)
    assert answer.status_code == 403
    assert "no project here has a user of that name" in answer.get_data(as_text=True)
    assert client.get("/_dash-layout", base_url=HERE).status_code == 401


def test_an_address_that_the_provider_has_not_checked_is_nobodys(client):
    answer, _ = come_back(client, "eve")
    assert answer.status_code == 401
    assert "in a way that can be trusted" in answer.get_data(as_text=True)


def test_an_answer_that_was_not_asked_for_here_is_refused(client):
    """The state belongs to the browser that asked: another one cannot be signed in with it."""
    _, back = come_back(client, "anna")
    other = client.application.test_client()
    assert other.get(f"{back.path}?{back.query}", base_url=HERE).status_code == 401
    assert other.get("/_dash-layout", base_url=HERE).status_code == 401


def test_a_provider_that_is_away_is_said(tmp_path):
    oidc = "{oidc: {issuer: 'http://127.0.0.1:9', client_id: alignment, client_secret: s3, label: ACME}}"
    client = make_server(Projects([project(tmp_path, oidc)])).test_client()
    answer = client.get("/sign-in/oidc", base_url=HERE)
    assert answer.status_code == 503
    assert "cannot be reached" in answer.get_data(as_text=True)


@pytest.mark.parametrize("password", ["", "external:", PASSWORD])
def test_an_external_user_has_no_password(client, password):
    page = client.get("/sign-in", base_url=HERE).get_data(as_text=True)
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    form = {"token": token, "name": "anna@example.com", "password": password, "next": "/"}
    assert client.post("/sign-in", data=form, base_url=HERE).status_code == 401


def test_what_a_provider_says_is_taken_as_a_name_only_where_it_is_one():
    assert said_name({"preferred_username": "Otto"}, "preferred_username") == "Otto"
    assert said_name({"preferred_username": " "}, "preferred_username") is None
    assert said_name({"preferred_username": 7}, "preferred_username") is None
    assert said_name({"email": "a@b.c", "email_verified": "true"}, "email") is None


@pytest.fixture
def behind(tmp_path: Path) -> FlaskClient:
    proxy = "{proxy: {header: X-Remote-User, from: [10.0.0.5]}}"
    return make_server(Projects([project(tmp_path, proxy)])).test_client()


def ask(client: FlaskClient, name: str | None, address: str) -> int:
    headers = {"X-Remote-User": name} if name is not None else {}
    return client.get("/_dash-layout", headers=headers, environ_base={"REMOTE_ADDR": address}).status_code


@pytest.mark.parametrize(
    ("name", "address", "status"),
    [
        ("anna@example.com", "10.0.0.5", 200),
        ("ANNA@example.com", "10.0.0.5", 200),  # names are compared without letter case
        ("anna@example.com", "10.0.0.6", 401),  # another machine says so
        ("otto@example.com", "10.0.0.5", 401),  # has a password, and is not the proxy's to give
        ("nobody", "10.0.0.5", 401),
        ("", "10.0.0.5", 401),
        (None, "10.0.0.5", 401),
    ],
)
def test_a_proxy_is_believed_for_external_users_and_from_its_own_address_alone(behind, name, address, status):
    assert ask(behind, name, address) == status


def test_what_a_proxy_says_ends_with_the_request(behind):
    assert ask(behind, "anna@example.com", "10.0.0.5") == 200
    assert ask(behind, None, "10.0.0.5") == 401
