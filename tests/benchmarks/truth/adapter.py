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
    measure = pipeline.measure

    def listen(engine: Any, given: Any, ruler: Any, judged: Any, *more: Any) -> Any:
        columns = ["case_id", "at", "kind", "stage_no", "stage_from"]
        placed.append(judged.placed.table.select(*columns).to_pandas())
        return measure(engine, given, ruler, judged, *more)

    with mock.patch.object(pipeline, "measure", listen):
        document = pipeline.align(load_project(str(project))).document
    return document, placed[0] if placed else None
