"""Find the project files that were named: files, or folders that hold projects."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from analyzer.errors import SettingsError

PROJECT_FILE = "project.yaml"


def find_projects(given: Iterable[str | Path]) -> tuple[Path, ...]:
    """The project files, each once, in the order given; those of a folder by name.

    A folder is a project (it holds `project.yaml`) or holds folders that are. Raises SettingsError where there is none,
    and for two project files of one folder: what is kept of them would lie in the same `.alignment`.
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
    files = tuple(dict.fromkeys(path.resolve() for path in found))
    _each_with_a_folder_of_its_own(files)
    return files


def _each_with_a_folder_of_its_own(files: tuple[Path, ...]) -> None:
    first: dict[Path, Path] = {}
    for file in files:
        other = first.setdefault(file.parent, file)
        if other != file:
            raise SettingsError(
                expected="projects each in a folder of its own, where their runs, users and uploads are kept",
                found=f"{other.name} and {file.name} in one folder",
                where=str(file.parent),
                do=f"move {file.name} to a folder of its own",
            )


def _none(path: Path, found: str) -> SettingsError:
    return SettingsError(
        expected=f"a project file, or a folder that holds {PROJECT_FILE} or folders with one",
        found=found,
        where=str(path),
        do="check the path; `analyzer init DIR --log LOG` drafts a project",
    )
