"""Where things lie on the server is not for everybody's eyes: file names in the place of their paths."""

from __future__ import annotations

import re
from pathlib import Path

from dashboards.providers.visitor import Visitor

_SEGMENT = r"[/\\][^/\\\s,;:'\"()<>|]+"
# A folder's name may hold spaces: what follows one belongs to the path as long as another separator comes.
_FOLDER = r"[/\\]+(?:(?:[^/\\\n;:'\"<>|]|(?<=\w)'(?=\w))*[^/\\\s;:'\"<>|])(?=[/\\])"
_ABSOLUTE = re.compile(rf"(?<![\w.:/~-])(?:[A-Za-z]:)?(?:{_FOLDER})+{_SEGMENT}")
_QUOTED = re.compile(r"""(?P<quote>["'`“‘])(?:[A-Za-z]:)?[/\\](?P<path>[^"'`“”‘’\n]+)(?=["'`”’])""")


def told(text: str, who: Visitor, folder: Path) -> str:
    """A message as somebody may read it: analysts as it is, viewers with file names in the place of absolute paths."""
    return text if who.may_edit else names_only(text, folder)


def names_only(text: str, folder: Path) -> str:
    """A text without absolute folders: what lies in `folder` is named from there, all else by its file name alone."""
    inside = text.replace(f"{folder}/", "").replace(f"{folder}\\", "").replace(str(folder), folder.name)
    quoted = _QUOTED.sub(lambda found: found["quote"] + _last(found["path"]), inside)
    return _ABSOLUTE.sub(lambda path: _last(path[0]), quoted)


def _last(path: str) -> str:
    return re.split(r"[/\\]", path)[-1]
