"""The one place that knows how the project is called: a project file in, alignment.json and the placed signals out."""

from pathlib import Path
from typing import Any
from unittest import mock

import pandas as pd


def analyse(project: Path) -> tuple[dict[str, Any], pd.DataFrame | None]:
    """The document as it would be written to alignment.json, and one row a signal with the stage it was given."""
    from analyzer import pipeline
    from analyzer.settings import load_project

    placed: list[pd.DataFrame] = []
    place = getattr(pipeline, "place")  # noqa: B009

    def listen(*given: Any, **named: Any) -> Any:
        result = place(*given, **named)
        columns = ["case_id", "at", "kind", "stage_no", "stage_from"]
        placed.append(result.table.select(*columns).to_pandas())
        return result

    with mock.patch.object(pipeline, "place", listen):
        document = pipeline.align(load_project(str(project))).document
    return document, placed[0] if placed else None
