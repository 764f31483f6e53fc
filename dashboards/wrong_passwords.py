"""Slows down who guesses passwords: after a few wrong ones, each further try has to wait twice as long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

LONGEST_S = 60.0
FORGET_S = 3600.0
KNOWN = 10_000  # keys that are remembered at once


class WrongPasswords:
    """Tries by key: a name, an address, or both. A key is let go an hour after its last try."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tries: dict[str, tuple[int, float]] = {}

    def begin(self, keys: Iterable[tuple[str, int]]) -> float:
        """Count a try under each key, with so many free ones; or give how many seconds it has to wait first."""
        now = self._clock()
        with self._lock:
            self._forget(now)
            wanted = list(keys)
            wait = max((self._wait(key, free, now) for key, free in wanted), default=0.0)
            if wait <= 0:
                for key, _ in wanted:
                    self._tries[key] = (self._tries.get(key, (0, now))[0] + 1, now)
            return max(wait, 0.0)

    def right(self, keys: Iterable[tuple[str, int]]) -> None:
        """The password was right: its tries count no more."""
        with self._lock:
            for key, _ in keys:
                self._tries.pop(key, None)

    def _wait(self, key: str, free: int, now: float) -> float:
        tries, last = self._tries.get(key, (0, now))
        if tries < free:
            return 0.0
        return last + min(2.0 ** min(tries - free, 10), LONGEST_S) - now

    def _forget(self, now: float) -> None:
        if len(self._tries) > KNOWN:
            self._tries = dict(sorted(self._tries.items(), key=lambda one: one[1][1])[KNOWN // 2 :])
        gone = [key for key, (_, last) in self._tries.items() if now - last > FORGET_S]
        for key in gone:
            del self._tries[key]
