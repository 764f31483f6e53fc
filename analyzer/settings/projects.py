"""Find the project files that were named: files, or folders that hold projects."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from analyzer.errors import SettingsError

PROJECT_FILE = "project.yaml"


def find_projects(given: Iterable[str | Path]) -> tuple[Path, ...]:
    """The project files, each once, in the order given; those of a folder by name.

    A folder is a project (it holds `project.yaml`) or holds folders that are.
    """
    found: list[Path] = []
    for name in given:
        path = Path(name)
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(path.glob(f"*/{PROJECT_FILE}"))
        here = [path / PROJECT_FILE] if (path / PROJECT_FILE).exists() else []
        if not (here or inside):
            raise _none(path, "a folder without one")
        found.extend(here or inside)
    for path in found:
        if not path.is_file():
            raise _none(path, "no such file")
    return tuple(dict.fromkeys(path.resolve() for path in found))


def _none(path: Path, found: str) -> SettingsError:
    return SettingsError(
        expected=f"a project file, or a folder that holds {PROJECT_FILE} or folders with one",
        found=found,
        where=str(path),
        do="check the path",
    )
