"""The server without a browser: who is answered, what every answer carries, and the runs it shows."""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from analyzer.catalog import claim_job, end_job, keep_progress, keep_run, open_catalog
from analyzer.errors import ArgumentError
from analyzer.reports import write
from analyzer.settings import load_project
from analyzer.settings.machine import is_this_machine
from dashboards.components.address import Address
from dashboards.components.asked import Asked
from dashboards.pages import first_run
from dashboards.providers import Projects, Provider
from dashboards.providers.visitor import Visitor
from dashboards.server import make_server, serve
from tests.real_document import empty, example

RUN = "20260701T021500Z"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    file = tmp_path / "north" / "project.yaml"
    file.parent.mkdir()
    file.with_name("log.csv").write_text("case_id,activity,timestamp\n1,Ship,2026-01-01\n", encoding="utf-8")
    return named(file, "Greenleaf Foods")


def named(file: Path, name: str) -> Path:
    file.write_text(f"name: {name}\nlog: log.csv\njourney: journey.yaml\n", encoding="utf-8")
    return file


def keep(project: Path, run: str, document: dict) -> None:
    """Keep a run as the command does."""
    began = datetime.strptime(run, "%Y%m%dT%H%M%SZ").strftime("%Y-%m-%dT%H:%M:%SZ")
    document = {**document, "run": {"id": run, "started": began, "finished": began}}
    with tempfile.TemporaryDirectory() as folder, open_catalog(load_project(project)) as catalog:
        write(document, Path(folder))
        assert keep_run(catalog, document, Path(folder)) == run


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A server with one run, for tests that change nothing."""
    file = named(tmp_path_factory.mktemp("steady") / "project.yaml", "Greenleaf Foods")
    keep(file, RUN, example())
    with make_server(Projects([file])).test_client() as one:
        yield one


@pytest.fixture
def client(project: Path) -> Iterator[FlaskClient]:
    keep(project, RUN, example())
    with make_server(Projects([project])).test_client() as one:
        yield one


def test_health_names_the_run(steady: FlaskClient):
    assert steady.get("/health").json == {"status": "ok", "run": RUN}


def test_health_before_the_first_run(project: Path):
    assert make_server(Projects([project])).test_client().get("/health").json == {"status": "ok", "run": None}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.0.1:8050", "[::1]:8050", "LOCALHOST:80"])
def test_this_machine_is_answered(steady: FlaskClient, host: str):
    assert is_this_machine(host)
    assert steady.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "localhost.evil.example:8050"},
        {"Host": "192.168.1.4:8050"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"X-Forwarded-For": "10.0.0.1"},
        {"Forwarded": "for=10.0.0.1"},
        {"X-Forwarded-Host": "localhost"},
        {"X-Forwarded-Port": "443"},
        {"X-Real-IP": "10.0.0.1"},
        {"CF-Connecting-IP": "10.0.0.1"},
        {"Via": "1.1 proxy"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/", "/health", "/_dash-layout", "/source", "/assets/alignment.css"])
def test_everybody_else_is_refused(steady: FlaskClient, headers: dict[str, str], path: str):
    answer = steady.get(path, headers={"Host": "localhost", **headers})
    assert answer.status_code == 403
    assert "analyzer user add" in answer.text
    assert RUN not in answer.text


def test_another_machine_is_refused_whatever_it_says(steady: FlaskClient):
    assert steady.get("/health", environ_base={"REMOTE_ADDR": "10.0.0.7"}).status_code == 403


def test_a_page_of_this_server_may_call_it(steady: FlaskClient):
    assert (
        steady.get("/health", headers={"Host": "localhost:8050", "Origin": "http://localhost:8050"}).status_code == 200
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "example.org"])
def test_an_address_that_others_reach_is_not_bound(project: Path, host: str):
    with pytest.raises(ArgumentError, match="analyzer user add"):
        serve([project], host, 8050)


@pytest.mark.parametrize("path", ["/", "/health", "/source", "/_dash-layout"])
def test_every_answer_is_guarded(steady: FlaskClient, path: str):
    headers = steady.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    script = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "unsafe" not in script
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_refusal_is_guarded_too(steady: FlaskClient):
    assert "Content-Security-Policy" in steady.get("/", headers={"Host": "evil.example"}).headers


def test_the_page_loads_nothing_from_elsewhere(steady: FlaskClient):
    page = steady.get("/").text
    assert "http://" not in page
    assert "https://" not in page


def test_answers_are_compressed(steady: FlaskClient):
    answer = steady.get("/figures.css", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"


def test_the_source_is_served_by_the_program_itself(steady: FlaskClient):
    assert "GNU Affero General Public License" in steady.get("/source").text
    with zipfile.ZipFile(io.BytesIO(steady.get("/source.zip").data)) as archive:
        names = archive.namelist()
        assert {"analyzer/pipeline.py", "dashboards/source.py", "dashboards/assets/alignment.js"} <= set(names)
        assert not [name for name in names if "__pycache__" in name or ".alignment" in name]


def test_no_protocol_for_machines_is_open(steady: FlaskClient):
    assert "mcp" not in " ".join(str(rule) for rule in steady.application.url_map.iter_rules())


def post(client: FlaskClient, path: str, search: str = "") -> str:
    """What the page callback answers."""
    inputs = [
        {"id": "address", "property": "pathname", "value": path},
        {"id": "address", "property": "search", "value": search},
    ]
    output = {"id": "page", "property": "children"}
    body = {
        "output": "page.children",
        "outputs": output,
        "inputs": inputs,
        "changedPropIds": ["address.pathname"],
        "state": [{"id": "page-key", "property": "data", "value": None}],
    }
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_from_a_project_that_is_unknown_the_way_back_draws_the_process_again(steady: FlaskClient):
    kept = '"sideUpdate":{"page-key":{"data":null}}'
    assert kept in post(steady, "/process", "?project=bogus").replace(" ", "")
    assert kept not in post(steady, "/process").replace(" ", "")


def test_an_address_becomes_a_page(steady: FlaskClient):
    assert "We fool ourselves most at Delivery" in post(steady, "/")
    assert "What sets the unhappy visits apart" in post(steady, "/mismatch/hidden-friction-delivery-182bfb")


def test_an_address_that_leads_nowhere_says_so(steady: FlaskClient):
    assert "This address leads nowhere." in post(steady, "/nowhere")
    assert "does not have this mismatch" in post(steady, "/mismatch/gone")
    assert "does not have this mismatch" in post(steady, "/mismatch/..%2f..%2fetc")


def test_a_new_run_is_shown_without_a_restart(client: FlaskClient, project: Path):
    assert "No customer voice yet" not in post(client, "/")
    keep(project, "20260702T021500Z", empty())
    assert client.get("/health").json["run"] == "20260702T021500Z"
    assert "No customer voice yet" in post(client, "/")


def test_a_document_is_read_once_a_run(project: Path):
    keep(project, RUN, example())
    provider = Provider(project)
    assert provider.document() is provider.document()


def test_half_a_run_is_no_run(project: Path):
    half = project.parent / ".alignment" / "runs" / "20260703T000000Z"
    write(example(), half)
    assert Provider(project).run_id() is None, "its rows are not kept yet"


def test_without_a_run_the_page_names_the_command(project: Path):
    client = make_server(Projects([project])).test_client()
    assert "No run yet" in post(client, "/")
    assert "analyzer" in post(client, "/")


def test_without_a_run_one_is_asked_for_once_and_its_progress_shown(project: Path):
    provider = Provider(project, works=True)
    job = provider.first_run()
    assert job is not None
    assert (job.kind, job.state) == ("analyse", "waiting")
    assert provider.first_run() == job
    claim_job(provider.catalog(), job.id, "w")
    keep_progress(provider.catalog(), job.id, "w", "calibrating", 0.35)
    client = make_server(Projects([project], works=True)).test_client()
    assert "Making visits, 35 %" in post(client, "/")


def test_a_first_run_that_fails_says_what_to_do(project: Path):
    provider = Provider(project, works=True)
    job = provider.first_run()
    assert job is not None
    claim_job(provider.catalog(), job.id, "w")
    end_job(provider.catalog(), job.id, "w", "failed", "Expected: a log\nDo:       name one")
    failed = provider.first_run()
    assert failed is not None
    assert failed.id == job.id, "it is not begun again by itself"
    words = json.dumps(first_run.page(Asked(provider, Address(), Visitor())).to_plotly_json(), default=_plain)
    assert "Do:       name one" in words
    assert "Analyse again" in words
    assert "Analyse again" not in json.dumps(
        first_run.page(Asked(provider, Address(), Visitor("ann", "viewer"))).to_plotly_json(), default=_plain
    )


def test_a_server_that_is_started_again_tries_again(project: Path):
    before = Provider(project, works=True)
    job = before.first_run()
    assert job is not None
    before.jobs.cancel(job.id)
    after = Provider(project, works=True).first_run()
    assert after is not None
    assert after.id != job.id


def _plain(component):
    return component.to_plotly_json()


def test_several_projects_by_name(project: Path, tmp_path: Path):
    south = tmp_path / "south" / "project.yaml"
    south.parent.mkdir()
    named(south, "Southern kitchens")
    keep(project, RUN, example())
    keep(south, "20260101T000000Z", empty())
    client = make_server(Projects([project, south])).test_client()
    assert client.get("/health?project=south").json["run"] == "20260101T000000Z"
    assert client.get("/health?project=Southern%20kitchens").json["run"] == "20260101T000000Z"
    assert client.get("/health").json["run"] == RUN
    assert client.get("/health?project=Nowhere").json == {"status": "ok", "run": None}
    assert "No customer voice yet" in post(client, "/", "?project=south")


@pytest.mark.parametrize("path", ["/_dash-layout", "/_dash-dependencies"])
def test_the_frame_is_made_once_and_not_sent_again(steady: FlaskClient, path: str, monkeypatch):
    first = steady.get(path)
    assert first.headers["Cache-Control"] == "private, no-cache"
    monkeypatch.setattr("dashboards.shell.frame", None)  # to be made again it would be called
    for encoding in ("gzip", "br", "identity"):
        again = steady.get(path, headers={"Accept-Encoding": encoding})
        assert again.headers["ETag"] == first.headers["ETag"]
        kept = {"Accept-Encoding": encoding, "If-None-Match": again.headers["ETag"]}
        assert (steady.get(path, headers=kept).status_code, steady.get(path, headers=kept).data) == (304, b"")


def test_files_are_kept_by_browsers_as_long_as_their_address_stands(steady: FlaskClient):
    page = steady.get("/")
    assert page.headers["Cache-Control"] == "no-store"
    addresses = [one for one in re.findall(r'(?:src|href)="([^"]+)"', page.text) if "favicon" not in one]
    assert {"/figures.css", "/tips.js"} <= {one.partition("?")[0] for one in addresses}
    for address in addresses:
        with steady.get(address) as file:
            assert "max-age=31536000" in file.headers["Cache-Control"], address
    with steady.get("/assets/sign_in.css") as file:
        assert file.headers["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize("name", ["os/x.js", "dash/nope.js", "dash_ag_grid/../x.js"])
def test_a_file_of_no_library_is_not_there(steady: FlaskClient, name: str):
    assert steady.get(f"/_dash-component-suites/{name}").status_code == 404


def test_a_catalog_that_breaks_while_the_server_runs_is_said_without_where_it_is(client: FlaskClient, project: Path):
    catalog = project.parent / ".alignment" / "catalog.db"
    for file in catalog.parent.glob("catalog.db*"):
        file.write_bytes(b"\xff" * file.stat().st_size)
    answer = client.get("/health")
    assert (answer.status_code, answer.json) == (503, {"status": "what is kept cannot be reached", "run": None})
    answer = client.get("/", headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert str(project.parent) not in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_the_layout_holds_nothing_of_a_project(steady: FlaskClient):
    """It is made before anyone is known."""
    assert "Greenleaf" not in json.dumps(steady.get("/_dash-layout").json)
