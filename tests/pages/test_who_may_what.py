"""Who may what: every callback and every route of the server, asked by hand as each kind of visitor.

The two tables below are the rule. A callback or a route that stands in none of them fails the test: whoever adds one
says here who may use it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from analyzer.catalog import add_user, open_catalog, remove_user
from analyzer.settings import load_project
from tests.pages import test_people
from tests.pages.test_people import HASHED, MISMATCH, House, built

ground = test_people.ground  # the fixture

VISITORS = ("nobody", "partner", "elsewhere", "viewer", "analyst")  # elsewhere: an analyst of another project
ALL = "ALL"
OF_SIGNING_IN = ("user", "session", "wrong_password")
REFUSED = (401, 403, 404)

# How each kind of visitor is answered. Refusals are exact; None: any answer that is neither a refusal nor a fault.
READS: dict[str, int | None] = {"nobody": 401, "partner": 403, "elsewhere": 404, "viewer": None, "analyst": None}
PAGES: dict[str, int | None] = {**READS, "elsewhere": None}  # told that there is no such project, and nothing of it
CHANGES: dict[str, int | None] = {**READS, "viewer": 403}
SAYS = READS  # a viewer comments and notes what they saw, as an analyst does

# What starts a callback → who may start it, and what is sent (by the component's id, or by the last part of it).
CALLBACKS: dict[str, tuple[dict[str, int | None], dict[str, Any]]] = {
    "address.pathname address.search": (PAGES, {}),
    "address.pathname address.search first-run.data": (PAGES, {}),
    "wait.n_intervals": (READS, {}),
    "how-wanted.data": (PAGES, {"how-wanted": "6-drivers"}),
    "voice-said.id": (READS, {}),
    "process-weeks.id": (READS, {}),
    "workbench-body.id": (READS, {}),
    "filter-save.n_clicks filter-remove.n_clicks": (CHANGES, {"filter-name": "named by hand"}),
    "model-file.contents": (CHANGES, {"model-file": "data:text/xml;base64,PGE+"}),
    "drawer-mismatch_id.value drawer-starts_on.value drawer-review_on.value drawer-expected.value drawer-on.value": (
        CHANGES,
        {},
    ),  # read only, and of no use to a viewer
    "panel-mismatch_id.value panel-starts_on.value panel-review_on.value panel-expected.value panel-on.value": (
        CHANGES,
        {},
    ),  # read only, and of no use to a viewer
    "data-poll.n_intervals": (READS, {}),
    "hypothesis-wait.n_intervals": (READS, {}),
    "life-acknowledge.n_clicks life-quiet.n_clicks life-hear.n_clicks": (CHANGES, {}),
    "comment-send.n_clicks": (SAYS, {"comment-text": "said by hand"}),
    "comment-remove.submit_n_clicks": (SAYS, {}),
    "comment-save.n_clicks": (SAYS, {"comment-edit": "edited by hand", "comment-seen": "before"}),
    "note-send.n_clicks": (SAYS, {"note-text": "noted by hand", "note-stage": "Delivery"}),
    "note-vote.n_clicks note-remove.submit_n_clicks": (SAYS, {}),
    "columns-asked.data": (READS, {"columns-asked": {"asks": [], "base": None}}),
    "journey-asked.data": (READS, {"journey-asked": {"asks": [], "base": None}}),
    "columns-asked.data (saving)": (CHANGES, {"columns-asked": {"asks": [{"do": "save"}], "base": None}}),
    "journey-asked.data (saving)": (CHANGES, {"journey-asked": {"asks": [{"do": "save"}], "base": None}}),
    "cancel-job.n_clicks": (CHANGES, {}),
    "analyse-again.n_clicks": (CHANGES, {}),
    "take-sample.n_clicks": (CHANGES, {}),
    "board-move.data": (CHANGES, {"board-move": {"id": "x", "version": 1, "to": "done"}}),
    "drawer-save.n_clicks": (CHANGES, {"drawer-title": "made by hand", "drawer-asked": {}}),
    "drawer-remove.n_clicks": (CHANGES, {"drawer-asked": {"id": "x", "version": 1}}),
    "kata-save.n_clicks kata-begin.n_clicks kata-end.n_clicks": (CHANGES, {"kata-asked": {}}),
    "panel-save.n_clicks": (CHANGES, {"panel-title": "made by hand", "panel-asked": {}}),
    "hypothesis-send.n_clicks": (CHANGES, {"hypothesis-text": "guessed by hand"}),
    "look-in-both.n_clicks both-drivers-wait.n_intervals": (CHANGES, {}),
    "look-for-drivers.n_clicks slice-drivers-wait.n_intervals": (CHANGES, {}),
    "data-asked.data uploaded.data": (CHANGES, {"data-asked": {"do": "analyse"}}),
    "notes-save.n_clicks": (CHANGES, {"notes-text": "written by hand", "notes-seen": ""}),
}


def started_by(one: dict[str, Any]) -> str:
    """What starts a callback, as the table names it."""
    return " ".join(f"{_plain(i['id'])}.{i['property']}" for i in one["inputs"])


def _plain(identity: str) -> str:
    return json.loads(identity)["kind"] if identity.startswith("{") else identity


def sent(one: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """The body that a page would post, of the project North."""

    def of(part: dict[str, str]) -> Any:
        name, prop = _plain(part["id"]), part["property"]
        usual = {"address.search": "?project=North", "address.pathname": MISMATCH}
        value = values.get(name, usual.get(f"{name}.{prop}", 1 if prop.startswith(("n_", "submit_")) else None))
        known = {"id": json.loads(part["id"]) | {"of": "x"} if part["id"].startswith("{") else name}
        filled = {**known, "property": prop, "value": value}
        return [filled] if '["ALL"]' in part["id"] else filled

    def named(name: str) -> Any:
        identity, prop = name.rsplit(".", 1)
        if not identity.startswith("{"):
            return {"id": identity, "property": prop.split("@")[0]}
        known = {"id": json.loads(identity) | {"of": "x"}, "property": prop.split("@")[0]}
        return [known] if '["ALL"]' in identity else known

    outputs = [named(name) for name in one["output"].strip(".").split("...")]
    first = one["inputs"][0]
    identity = first["id"]
    if identity.startswith("{"):
        identity = json.dumps({**json.loads(identity), "of": "x"}, separators=(",", ":"), sort_keys=True)
    return {
        "output": one["output"],
        "outputs": outputs if one["output"].startswith("..") else outputs[0],
        "inputs": [of(i) for i in one["inputs"]],
        "changedPropIds": [f"{identity}.{first['property']}"],
        "state": [of(s) for s in one["state"]],
    }


@pytest.fixture
def house(ground: Path, tmp_path: Path) -> House:
    """North has a partner too, and a journey, so that what is noted is kept."""
    made = built(ground, tmp_path / "house")
    made.add(made.north, ("Cole", "viewer", HASHED))
    with open_catalog(load_project(made.north)) as catalog:
        remove_user(catalog, "Cole")
        add_user(catalog, "Cole", "partner", HASHED, partner="Coldhop Freight")
    journey = "stages: [{name: Delivery, activities: [{name: Deliver}]}]\n"
    (made.north.parent / "journey.yaml").write_text(journey, encoding="utf-8")
    return made


def visitors(house: House) -> dict[str, FlaskClient]:
    names = {"partner": "Cole", "elsewhere": "Sam", "viewer": "Vera", "analyst": "Anna"}
    return {"nobody": house.client(), **{kind: house.signed_in(name) for kind, name in names.items()}}


def kept_of(house: House) -> dict[str, str]:
    """All that North keeps: the files of its folder, and the tables of its catalog but for who is signed in."""
    folder = house.north.parent
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.name.startswith("catalog.db"):
            found[str(file.relative_to(folder))] = hashlib.sha256(file.read_bytes()).hexdigest()
    with closing(sqlite3.connect(folder / ".alignment" / "catalog.db")) as catalog:
        for (table,) in catalog.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if table not in OF_SIGNING_IN:
                found[table] = repr(catalog.execute(f'SELECT * FROM "{table}"').fetchall())
    return found


def fits(status: int, expected: int | None) -> bool:
    return status == expected if expected is not None else status not in REFUSED and status < 500


class TestCallbacks:
    @staticmethod
    def known(house: House) -> list[dict[str, Any]]:
        listed = house.signed_in("Anna").get("/_dash-dependencies").json
        return [one for one in listed if one["clientside_function"] is None]

    def test_each_has_its_place_in_the_table(self, house):
        served = {started_by(one) for one in self.known(house)}
        assert served == {name.split(" (")[0] for name in CALLBACKS}

    @pytest.mark.parametrize("name", CALLBACKS)
    def test_who_may_start_it(self, house, name):
        (one,) = [one for one in self.known(house) if started_by(one) == name.split(" (")[0]]
        expected, values = CALLBACKS[name]
        clients, before, answered = visitors(house), kept_of(house), {}
        for kind in VISITORS:
            answer = clients[kind].post("/_dash-update-component", json=sent(one, values))
            answered[kind] = answer.status_code
            if kind in ("nobody", "partner", "elsewhere"):
                assert "Delivery looks fine" not in answer.text
            if kind == "elsewhere" or (kind == "viewer" and expected is CHANGES):
                assert kept_of(house) == before, f"{kind} changed something"
        assert {kind: status for kind, status in answered.items() if not fits(status, expected[kind])} == {}


ANY = {"headers": {"Accept": "*/*"}}
TUS = {"Tus-Resumable": "1.0.0"}
BEGIN = {"headers": {**TUS, "Upload-Length": "9", "Upload-Metadata": "filename bG9nLmNzdg==,role bG9n"}}
ON = {"headers": TUS}
OPEN = (200, 200, 200, 200, 200)
SIGNED_IN = (302, 302, 200, 200, 200)
SAID_NOTHING = (401, 403, 200, 200, 200)  # what pages and scripts need that show nothing of a project
OF_THE_PROJECT = (302, 302, 404, 200, 200)
NO_UPLOAD = (401, 403, 404, 403)
SUITE = "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>"

# Route → how nobody, partner, elsewhere, viewer and analyst are answered, the address that is asked, and what is sent.
ROUTES: dict[str, tuple[tuple[int, ...], str, dict[str, Any]]] = {
    "GET /sign-in": ((200, 302, 302, 302, 302), "/sign-in", ANY),
    "POST /sign-in": ((400,) * 5, "/sign-in", ANY),  # without the form's token
    "GET /sign-in/password": ((302, 200, 200, 200, 200), "/sign-in/password", ANY),
    "POST /sign-in/password": ((401, 400, 400, 400, 400), "/sign-in/password", ANY),  # without the form's token
    "GET /card": ((302, 200, 404, 404, 404), "/card", ANY),
    "GET /health": (OPEN, "/health", ANY),
    "GET /figures.css": (OPEN, "/figures.css", ANY),
    "GET /tips.js": (OPEN, "/tips.js", ANY),
    "GET /assets/<path:filename>": (OPEN, "/assets/sign_in.css", ANY),
    f"GET {SUITE}": ((404, 403, 404, 404, 404), "/_dash-component-suites/os/x.js", ANY),
    "GET /metrics": ((404, 302, 404, 404, 404), "/metrics", ANY),  # off unless asked for
    "GET /hear/<token>": ((404, 302, 404, 404, 404), "/hear/x", ANY),  # no page without a signed link
    "POST /hear/<token>": ((404, 403, 404, 404, 404), "/hear/x", ANY),
    "GET /source": ((302, 200, 200, 200, 200), "/source", ANY),
    "GET /source.zip": ((302, 200, 200, 200, 200), "/source.zip", ANY),
    "GET /": (SIGNED_IN, "/", ANY),
    "GET /<path:path>": (SIGNED_IN, "/x", ANY),  # the same empty page; what fills it are callbacks
    "GET /_dash-layout": (SAID_NOTHING, "/_dash-layout", ANY),
    "GET /_dash-dependencies": (SAID_NOTHING, "/_dash-dependencies", ANY),
    "GET /_reload-hash": (SAID_NOTHING, "/_reload-hash", ANY),
    "GET /_favicon.ico": (SAID_NOTHING, "/_favicon.ico", ANY),
    "POST /_dash-update-component": ((401, 403, 400, 400, 400), "/_dash-update-component", {"json": {}}),
    "POST /workbook": (SAID_NOTHING, "/workbook", {"data": "a,b\n1,2\n", "content_type": "text/csv"}),
    "GET /review.pdf": (OF_THE_PROJECT, "/review.pdf?project=North", ANY),
    "GET /board-pack<ending>": (OF_THE_PROJECT, "/board-pack.pptx?project=North", ANY),
    "POST /upload/": ((*NO_UPLOAD, 201), "/upload/?project=North", BEGIN),
    "GET /upload/<part_id>": ((*NO_UPLOAD, 405), "/upload/x?project=North", ON),
    "PATCH /upload/<part_id>": ((*NO_UPLOAD, 404), "/upload/x?project=North", ON),
    "POST /upload/<part_id>": ((*NO_UPLOAD, 405), "/upload/x?project=North", ON),
    "DELETE /upload/<part_id>": ((*NO_UPLOAD, 404), "/upload/x?project=North", ON),
    "POST /sign-out": ((401, 303, 303, 303, 303), "/sign-out", ANY),
}


class TestWhatNoPageSends:
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b"{}",
            b'{"output": "nothing.children", "inputs": []}',
            b'{"output": ["page.children"]}',
            b'{"output": "page.children"}',
            b'{"output": "page.children", "inputs": [1, 2], "state": [{}]}',
            b'{"output": "page.children", "inputs": [[], []], "state": [[]]}',
            b'{"output": "page.children", "inputs": {"id": "address"}, "changedPropIds": 3}',
            b'{"output": "page.children", "inputs": [{"id": "address", "property": "pathname", "value": "/"}]}',
        ],
    )
    def test_it_is_no_fault_of_the_server(self, house, body):
        client = house.signed_in("Vera")
        answer = client.post("/_dash-update-component", data=body, content_type="application/json")
        assert answer.status_code == 400

    def test_an_address_that_no_browser_can_open_is_not_read(self, house):
        """Every filter stands in the link of each chip: without a limit the answer grows with the square."""
        client = house.signed_in("Vera")
        body = sent(next(one for one in TestCallbacks.known(house) if one["output"] == "page.children"), {})
        search = next(one for one in body["inputs"] if one["property"] == "search")
        for extra, status in ((0, 200), (8_001, 400)):
            search["value"] = "?project=North&has=" + "x" * extra
            assert client.post("/_dash-update-component", json=body).status_code == status

    def test_nor_is_an_odd_value_of_any_input_or_state(self, house):
        """From an analyst, who is let through to what reads it. Nothing is said to be right but that it is answered."""
        client, faults = house.signed_in("Anna"), []
        house.server.config["PROPAGATE_EXCEPTIONS"] = False
        known = {started_by(one): one for one in TestCallbacks.known(house)}
        for name, (_, values) in CALLBACKS.items():
            for value in (None, 7, True, "words", ["/"], {"a": {"b": []}}, "\x00", "x" * 10_000):
                body = sent(known[name.split(" (")[0]], values)
                for part in (*body["inputs"], *body["state"]):
                    for held in part if isinstance(part, list) else [part]:
                        if (held["id"], held["property"]) != ("address", "search"):
                            held["value"] = value
                status = client.post("/_dash-update-component", json=body).status_code
                if status >= 500 and status != 503:
                    faults.append((name, str(value)[:20], status))
        assert faults == []


class TestRoutes:
    """`HEAD` is answered as `GET` is; `OPTIONS` has no answer of its own but at /upload/."""

    def test_each_has_its_place_in_the_table(self, house):
        rules = house.server.url_map.iter_rules()
        assert {f"{m} {one.rule}" for one in rules for m in one.methods - {"OPTIONS", "HEAD"}} == set(ROUTES)

    def test_who_may_ask_for_it(self, house):
        """In the order of the table: signing out comes last."""
        clients, found = visitors(house), {}
        before = kept_of(house)
        for name, (expected, address, more) in ROUTES.items():
            answered = []
            for kind in VISITORS:
                with clients[kind].open(address, method=name.split()[0], **more) as answer:
                    answered.append(answer.status_code)
                if kind != "analyst":
                    assert kept_of(house) == before, f"{kind} changed something by {name}"
            before = kept_of(house)
            if tuple(answered) != expected:
                found[name] = answered
        assert found == {}
