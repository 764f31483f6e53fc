"""Files that come with the program, the sample and the method, from the source tree or an installed wheel."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

DISTRIBUTION = "process-alignment-analyzer"
SHARE = f"share/{DISTRIBUTION}"  # where setup.cfg's data_files put them, below the prefix of the installation
TREE = Path(__file__).resolve().parents[2]


def shipped(name: str) -> Path | None:
    """The path of a file by its name in the source tree, such as `docs/method.md`; None where it did not come along.

    An installed wheel holds it below its own `share` folder, wherever the installer put that.
    """
    here = TREE / name
    if here.exists():
        return here
    try:
        installed = files(DISTRIBUTION) or []
    except PackageNotFoundError:
        return None
    found = next((one for one in installed if one.as_posix().endswith(f"{SHARE}/{name}")), None)
    place = Path(str(found.locate())) if found is not None else None
    return place.resolve() if place is not None and place.exists() else None
