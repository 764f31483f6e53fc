"""Content as a value of a type, whichever thread asks.

msgspec learns a type at its first use, and hands out what it has learned so far to whoever asks meanwhile: two threads
that read their first document at once then read memory that is not there, and the process ends. One goes at a time.
"""

from __future__ import annotations

import threading
from typing import Any

_TURN = threading.Lock()


def as_type(content: Any, wanted: Any, strict: bool) -> Any:
    """The content, plain values as JSON has them, as a value of the type `wanted`; not `strict`: texts may stand for
    numbers. Raises msgspec.ValidationError, with the place, for what does not fit the type."""
    import msgspec  # only who reads a file pays for it

    with _TURN:
        return msgspec.convert(content, wanted, strict=strict)


def as_json(value: Any) -> bytes:
    """A value of plain values and dataclasses as JSON."""
    import msgspec  # as above

    with _TURN:
        return msgspec.json.encode(value)
