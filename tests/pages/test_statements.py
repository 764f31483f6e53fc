"""How often a page asks the catalog: few times, however many runs it keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboards.providers import Projects
from dashboards.server import make_server
from tests.pages.test_server import keep, named, post
from tests.real_document import example

MISMATCH = "/mismatch/hidden-friction-delivery-182bfb"
MOST = {
    "/": 7,
    MISMATCH: 10,  # with the life of the finding and what people say of it
    "/process": 4,  # with the named filters of the project
    "/improvement": 6,
    "/data": 4,
    "/projects": 5,
}


@pytest.mark.parametrize(("path", "most"), MOST.items())
def test_a_page_asks_for_the_newest_run_once(tmp_path: Path, path: str, most: int):
    """Twelve runs are kept; eight at most are read."""
    project = named(tmp_path / "project.yaml", "Greenleaf Foods")
    for month in range(1, 13):
        keep(project, f"2026{month:02}01T021500Z", example())
    projects = Projects([project])
    client = make_server(projects).test_client()
    said: list[tuple[str, int]] = []
    engine = projects.all[0].catalog().engine

    @sa.event.listens_for(engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, parameters, *_):
        if statement.startswith("SELECT"):
            said.append((statement, parameters))

    post(client, path)
    of_runs = [parameters for statement, parameters in said if statement.startswith("SELECT run.")]
    assert len(said) <= most, [statement for statement, _ in said]
    assert len(of_runs) == (2 if path in ("/projects", MISMATCH) else 1), "a finding's life asks for the nights too"
    assert of_runs[0][-2:] == (8, 0) or path == "/projects", "a limit, and no offset"
