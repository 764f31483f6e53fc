"""Work beside work: some questions are asked by a second thread, while this one asks others.

Most questions of an analysis are so small that they keep one core busy; two of them at a time keep two.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from typing import TypeVar

Made = TypeVar("Made")


class Beside:
    """One thread, which does what it is given in that order; it begins with the first of it."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(1, "beside", self._enter)
        self._thread: int | None = None
        self._stopped = False

    def begin(self, work: Callable[[], Made]) -> Callable[[], Made]:
        """Have `work` done; gives what waits for its outcome, and raises what it raised."""
        return self._threads.submit(work).result

    def stop(self, end: Callable[[], None] = lambda: None) -> None:
        """Begin nothing any more, and wait for what is under way: it may ask nothing further. `end`: ends what it is
        asking just now."""
        self._stopped = True
        end()
        self._threads.shutdown(cancel_futures=True)

    def go_on(self) -> None:
        """Raises CancelledError in the thread, when it has been stopped."""
        if self._stopped and threading.get_ident() == self._thread:
            raise CancelledError

    def _enter(self) -> None:
        self._thread = threading.get_ident()


def in_turn(work: Callable[[], Made]) -> Callable[[], Made]:
    """As `Beside.begin` where there is no second thread: the work is done when its outcome is first asked for."""
    made: list[Made] = []

    def outcome() -> Made:
        if not made:
            made.append(work())
        return made[0]

    return outcome
