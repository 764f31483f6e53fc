"""A wire between browser and server that can be cut or held after a number of bytes."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Literal


class Wire:
    """Listens on loopback and passes everything on to `target`.

    `trouble("cut", n)`: after n more bytes to the server all connections break, and new ones pass again.
    `trouble("hold", n)`: after n more bytes nothing moves any more, until `free()`.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self.happened = threading.Event()
        self._left: int | None = None
        self._how: Literal["cut", "hold"] = "cut"
        self._moves = threading.Event()
        self._moves.set()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._run(self._accept)

    def trouble(self, how: Literal["cut", "hold"], after: int) -> None:
        self.happened.clear()
        with self._lock:
            self._how, self._left = how, after

    def free(self) -> None:
        """Let everything move again."""
        with self._lock:
            self._left = None
        self._moves.set()

    def cut(self) -> None:
        """Break what is open."""
        with self._lock:
            broken, self._open = self._open, set()
        for one in broken:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def mend(self, target: int) -> None:
        """As it was at the beginning, to this target."""
        self.free()
        self.cut()
        self.target = target
        self.happened.clear()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.free()
        self.cut()

    def _run(self, what: Callable[..., None], *arguments: object) -> None:
        threading.Thread(target=what, args=arguments, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target))
            except OSError:  # no server is there now
                near.close()
                continue
            with self._lock:
                self._open |= {near, far}
            self._run(self._pass, near, far, True)
            self._run(self._pass, far, near, False)

    def _pass(self, source: socket.socket, target: socket.socket, up: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                if up:
                    self._count(len(data))
                self._moves.wait()
                target.sendall(data)
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        if not up:
            source.close()
            target.close()

    def _count(self, size: int) -> None:
        with self._lock:
            if self._left is None:
                return
            self._left -= size
            if self._left > 0:
                return
            self._left = None
            if self._how == "hold":
                self._moves.clear()
        if self._how == "cut":
            self.cut()
        self.happened.set()
