"""Work beside work: some questions are asked by a second thread, while this one asks others.

Most questions of an analysis are so small that they keep one core busy; two of them at a time keep two.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Any, TypeVar

Made = TypeVar("Made")
PATIENCE_S = 0.2  # for what ends by itself once the engine answers no more


class Beside:
    """One thread, which does what it is given in that order; it begins with the first of it."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(1, "beside", self._enter)
        self._thread: threading.Thread | None = None
        self._begun: list[Future[Any]] = []
        self._stopped = False

    def begin(self, work: Callable[[], Made]) -> Callable[[], Made]:
        """Have `work` done; gives what waits for its outcome, and raises what it raised."""
        begun = self._threads.submit(work)
        self._begun.append(begun)
        return begun.result

    def stop(self, end: Callable[[], None] = lambda: None, broken_off: bool = False) -> None:
        """Begin nothing any more, and wait for what is under way: it may ask nothing further. `end`: ends what it is
        asking just now. `broken_off`: what works without asking anything is not waited for long; CancelledError is
        raised in it, again and again, for libraries catch what they do not know."""
        self._stopped = True
        end()
        self._threads.shutdown(wait=not broken_off, cancel_futures=True)
        while broken_off and self._is_working():
            time.sleep(PATIENCE_S)
            self._break_off()
        self._threads.shutdown()

    def go_on(self) -> None:
        """Raises CancelledError in the thread, when it has been stopped."""
        if self._stopped and threading.current_thread() is self._thread:
            raise CancelledError

    def _enter(self) -> None:
        self._thread = threading.current_thread()

    def _is_working(self) -> bool:
        return self._thread is not None and self._thread.is_alive() and any(one.running() for one in self._begun)

    def _break_off(self) -> None:
        if self._thread is not None and self._thread.ident is not None and self._is_working():
            raised = ctypes.py_object(CancelledError)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread.ident), raised)


def in_turn(work: Callable[[], Made]) -> Callable[[], Made]:
    """As `Beside.begin` where there is no second thread: the work is done when its outcome is first asked for."""
    made: list[Made] = []

    def outcome() -> Made:
        if not made:
            made.append(work())
        return made[0]

    return outcome
