"""How long the documents of nights stay: `keep: {nights: 400}` in the project."""

from __future__ import annotations

import shutil

from analyzer.catalog import Catalog, nights
from analyzer.settings import Settings


def thin_out(settings: Settings, catalog: Catalog) -> tuple[str, ...]:
    """Take away the files of all nights but the newest that the project keeps: the run's own, and its folder among the
    reports. Gives their ids.

    What the catalog knows of them (their figures and findings) stays, so that trends and "since when" do not change.
    Nothing is taken away where the project does not say how many nights it keeps.
    """
    if settings.keep_nights is None:
        return ()
    reports = settings.resolve(settings.report.folder)
    gone = []
    for run in nights(catalog)[settings.keep_nights :]:
        folders = [folder for folder in (run.folder, reports / run.id) if folder.is_dir()]
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        if folders:
            gone.append(run.id)
    return tuple(gone)
