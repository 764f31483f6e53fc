"""The kinds of job. Each is a function (project file, arguments, say) that gives a small result for JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from analyzer.jobs.analyse import Say, analyse_project
from analyzer.jobs.slice_drivers import drivers_of_slice

Work = Callable[[Path, dict[str, Any], Say], dict[str, Any]]

KINDS: dict[str, Work] = {
    "analyse": analyse_project,
    "slice_drivers": drivers_of_slice,
}
