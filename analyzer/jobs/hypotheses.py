"""The job `test_hypothesis`: a hypothesis put to the newest run, and its answer kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analyzer.catalog import answer_hypothesis, latest, list_hypotheses, open_catalog
from analyzer.errors import ArgumentError
from analyzer.jobs.analyse import Say
from analyzer.settings import load_project
from analyzer.slices import has_tables
from analyzer.slices.with_catalog import put_to_data


def answer_of_hypothesis(project: Path, arguments: dict[str, Any], say: Say) -> dict[str, Any]:
    """Answer the hypothesis `hypothesis` (an id): {"word": …}. Raises ArgumentError where it or a run with
    its tables is missing."""
    settings = load_project(project)
    with open_catalog(settings) as catalog:
        one = next((h for h in list_hypotheses(catalog) if h.id == arguments["hypothesis"]), None)
        run = latest(catalog)
        if one is None or run is None or not has_tables(run.folder):
            raise ArgumentError(
                expected="a hypothesis of this project, and a run that keeps its tables",
                found="none",
                where=str(arguments["hypothesis"]),
                do="analyse first, then write it down again",
            )
        answer = put_to_data(run, one, settings, lambda step: say(step, None))
        answer_hypothesis(catalog, one.id, answer)
    return {"word": answer["word"]}
