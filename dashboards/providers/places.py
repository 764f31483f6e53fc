"""Where things lie on the server is not for everybody's eyes: file names in the place of their paths."""

from __future__ import annotations

import re
from pathlib import Path

from dashboards.providers.visitor import Visitor

_SEGMENT = r"[/\\][^/\\\s,;:'\"()<>|]+"
_ABSOLUTE = re.compile(rf"(?<![\w.:/~-])(?:[A-Za-z]:)?(?:{_SEGMENT}){{2,}}")


def told(text: str, who: Visitor, folder: Path) -> str:
    """A message as somebody may read it: analysts as it is, viewers with file names in the place of absolute paths."""
    return text if who.may_edit else names_only(text, folder)


def names_only(text: str, folder: Path) -> str:
    """A text without absolute folders: what lies in `folder` is named from there, all else by its file name alone."""
    inside = text.replace(f"{folder}/", "").replace(f"{folder}\\", "").replace(str(folder), folder.name)
    return _ABSOLUTE.sub(lambda path: re.split(r"[/\\]", path[0])[-1], inside)
