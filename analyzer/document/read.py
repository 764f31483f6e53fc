"""Reading alignment.json: what does not have the format is refused, with the place where it does not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, cast

from analyzer.document.parts.whole import FORMAT, AlignmentDocument
from analyzer.errors import InputError
from analyzer.settings.typed import as_type

AGAIN = "take the alignment.json that `analyzer align` wrote, or make it again with this program"
_PLACE = re.compile(r"(?P<what>.*?)(?: - at `(?P<where>.+)`)?", re.DOTALL)  # as msgspec writes it


def read_document(path: Path) -> AlignmentDocument:
    """The document of a file. Keys that this program does not know are kept: a newer one may have added them.

    Raises InputError where the file is missing, is no JSON, or does not have the format.
    """
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
    except OSError as reason:
        raise _refused(f"a file that can be read ({reason.strerror or 'an error'})", str(path)) from None
    except ValueError as reason:
        raise _refused(f"no JSON: {reason}", str(path)) from None
    return checked(content, str(path))


def checked(content: Any, where: str) -> AlignmentDocument:
    """The same content, as a document. Raises InputError for what does not have the format."""
    import msgspec  # only who reads a document pays for it

    if not isinstance(content, dict) or content.get("format") != FORMAT:
        found = f'"format": {json.dumps(content.get("format"))}' if isinstance(content, dict) else "no object"
        raise _refused(found, where)
    try:
        as_type(content, AlignmentDocument, strict=True)
    except msgspec.ValidationError as reason:
        said = _PLACE.fullmatch(str(reason))
        assert said is not None
        place = f", {said['where'].removeprefix('$.')}" if said["where"] else ""
        raise _refused(said["what"], where + place) from None
    return cast(AlignmentDocument, content)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _refused(found: str, where: str) -> InputError:
    return InputError(expected=f'a document of the format "{FORMAT}"', found=found, where=where, do=AGAIN)
