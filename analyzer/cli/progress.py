"""A progress bar on stderr, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from analyzer.tables.steps import Progress


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """What the analysis calls as it goes on; nothing is shown where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    from analyzer.words.wording import step_name

    columns = (BarColumn(bar_width=20), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=None)  # how long a step takes is not known before
        yield lambda step: bar.update(task, description=step_name(step))
