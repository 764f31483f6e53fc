"""Take in the bytes of an upload, a piece at a time: what has come is on the disk, and little is in memory."""

from __future__ import annotations

import hashlib
import os
import threading
from dataclasses import dataclass, field
from typing import IO, Any

from dashboards.uploads.parts import Part

PIECE = 256 * 1024  # bytes in memory


class OvertakenError(Exception):
    """Another request goes on with the same upload: the newest has the right to."""


class TooMuchError(Exception):
    """More bytes came than the upload was to have."""


@dataclass
class _Hand:
    """Who writes an upload in this process, and the digest of what it has seen from the first byte on."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    turn: int = 0
    seen: int = 0
    digest: Any = field(default_factory=hashlib.sha256)


class Receiver:
    """Writes parts. A connection that hangs never blocks the one that came after it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hands: dict[str, _Hand] = {}

    def begin(self, part: Part, offset: int) -> int | None:
        """Take the right to write on from an offset; None where that is not where the part ends."""
        hand = self._hand(part)
        with hand.lock:
            if part.offset != offset:
                return None
            hand.turn += 1
            return hand.turn

    def write(self, part: Part, turn: int, stream: IO[bytes], checksum: Any = None) -> int:
        """Append what comes until the stream ends; gives the offset then. Raises OSError for a full disk."""
        hand = self._hand(part)
        with part.file.open("ab") as file:
            while piece := stream.read(PIECE):
                with hand.lock:
                    if hand.turn != turn:
                        raise OvertakenError
                    if file.tell() + len(piece) > part.about.size:
                        raise TooMuchError
                    if hand.seen == file.tell():
                        hand.digest.update(piece)
                        hand.seen += len(piece)
                    file.write(piece)
                    file.flush()
                if checksum is not None:
                    checksum.update(piece)
            return file.tell()

    def cut(self, part: Part, offset: int) -> None:
        """Take back what came after an offset."""
        hand = self._hand(part)
        with hand.lock:
            os.truncate(part.file, offset)
            hand.seen = -1  # its digest holds bytes that are gone

    def finish(self, part: Part) -> str | None:
        """The SHA-256 of a whole part, once its bytes are safely on the disk; None where somebody was quicker."""
        hand = self._hand(part)
        with hand.lock:
            hand.turn += 1
            if not part.file.is_file():
                return None
            with part.file.open("rb") as file:
                os.fsync(file.fileno())
                if hand.seen == part.about.size:
                    return str(hand.digest.hexdigest())
                return hashlib.file_digest(file, "sha256").hexdigest()

    def forget(self, part: Part) -> None:
        """The part is whole or gone."""
        with self._lock:
            self._hands.pop(part.id, None)

    def _hand(self, part: Part) -> _Hand:
        with self._lock:
            return self._hands.setdefault(part.id, _Hand())
