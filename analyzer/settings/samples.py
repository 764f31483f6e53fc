"""The sample that comes with the program, and a new project without any file."""

from __future__ import annotations

from pathlib import Path

from analyzer.settings.projects import PROJECT_FILE
from analyzer.settings.shipped import shipped

SAMPLE = "data/samples/food_distribution"
FILES = (PROJECT_FILE, "journey.yaml", "log.csv", "signals.csv", "README.md")


def sample_folder() -> Path | None:
    """The folder of the sample; None where it did not come with the installation."""
    file = shipped(f"{SAMPLE}/{PROJECT_FILE}")
    return file.parent if file is not None else None


def make_empty_project(folder: Path) -> Path:
    """Write a project file that names a log and a journey which are still to come; gives its path."""
    folder.mkdir(exist_ok=True)
    file = folder / PROJECT_FILE
    file.write_text(
        "# A new project. Give it a log on the page Data, or put the two files here.\n"
        "log: log.csv\njourney: journey.yaml\n",
        encoding="utf-8",
    )
    return file
