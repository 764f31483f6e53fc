"""The front of the server: a request gets one of the few threads only when all of it has come, so that connections that
send slowly, or nothing, take none away from others.

gunicorn's worker with threads reads a request in the thread that answers it. Here the loop that accepts connections
reads them, without waiting for any. An upload is the exception: its bytes are for the disk and not for memory, so it is
handed on when its headers are there; `uploads/routes.py` limits how many there are at once.
"""

from __future__ import annotations

import errno
import re
import selectors
import socket
import struct
import time
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from gunicorn import http
from gunicorn.workers.gthread import TConn, ThreadWorker

UPLOADS = b"/upload/"
ARRIVE_S = 30.0  # for a whole request
LINGER_S = 5.0  # for the last words of a connection that is closed
SILENT_S = 20  # for the next bytes of an upload, or for a reader of an answer
MOST_HEAD = 64 * 1024
MOST_BODY = 5 * 1024 * 1024
MOST_AT_ONCE = 128 * 1024 * 1024  # of all requests that are still coming
PIECE = 256 * 1024
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*(?=\r\n)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
TOO_LARGE = b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Arrival:
    """What has come of a request, and until when the rest may come. `over`: nothing of it is listened to any more."""

    until: float
    came: bytearray = field(default_factory=bytearray)
    over: bool = False

    def lacks(self) -> int:
        """How many bytes are still to come, as far as is known: 0 where the request can be handed on."""
        end = self.came.find(b"\r\n\r\n")
        if end < 0:
            return 0 if len(self.came) > MOST_HEAD else 1
        head = bytes(self.came[: end + 2])
        target = head.split(b" ", 2)[1:2]
        if target and target[0].startswith(UPLOADS):
            return 0
        if CHUNKED.search(head):
            return 0 if self.came.endswith(b"\r\n0\r\n\r\n") else 1
        body = max(map(int, LENGTH.findall(head)), default=0)
        return max(end + 4 + body - len(self.came), 0)


class PatientWorker(ThreadWorker):
    """gunicorn's worker with threads, behind a loop that waits for requests to be whole."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._arriving: dict[TConn, Arrival] = {}

    def accept(self, listener: socket.socket) -> None:
        """Take a connection, and wait for its request."""
        try:
            client, address = listener.accept()
        except OSError as reason:
            if reason.errno in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                return
            raise
        silent = struct.pack("ll", SILENT_S, 0)
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            client.setsockopt(socket.SOL_SOCKET, option, silent)
        self.nr_conns += 1
        self._await(TConn(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """Another request comes on a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await(conn)

    def murder_pending(self) -> None:
        """Let go of connections whose request has taken too long to come."""
        now = time.monotonic()
        for conn in [conn for conn, arrival in self._arriving.items() if arrival.until < now]:
            self._close(conn)

    def finish_request(self, conn: TConn, done: Any) -> None:
        """A thread has answered: keep the connection, or close it without waiting for the other side."""
        if done.cancelled() or done.exception() is not None or not done.result():
            self._end(conn)
        elif ahead := conn.parser.unreader.take_buffered():
            self._await(conn, ahead)
        else:
            super().finish_request(conn, done)

    def handle_quit(self, _signal: int, _frame: Any) -> None:
        """End at once. A second signal may come while the first is dealt with: what gunicorn does here takes a lock."""
        self.alive = False
        self.cfg.worker_int(self)

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:
        """What a request still holds was read already; the rest of an upload that was refused is not waited for."""
        return bool(keepalive and conn.parser.finish_body(deadline=time.monotonic() + 0.05))

    def _await(self, conn: TConn, ahead: bytes = b"") -> None:
        conn.sock.setblocking(False)
        self._arriving[conn] = Arrival(time.monotonic() + ARRIVE_S, bytearray(ahead))
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._arrive, conn))
        if ahead:
            self._hand_on(conn)

    def _arrive(self, conn: TConn, client: socket.socket) -> None:
        arrival = self._arriving[conn]
        try:
            piece = client.recv(PIECE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            piece = b""
        if not piece:
            self._close(conn)
        elif not arrival.over:
            arrival.came += piece
            self._hand_on(conn)

    def _hand_on(self, conn: TConn) -> None:
        """Give a request to a thread when nothing of it lacks; refuse one that would be too large."""
        arrival = self._arriving[conn]
        lacks = arrival.lacks()
        if len(arrival.came) + lacks > MOST_HEAD + MOST_BODY:
            conn.sock.send(TOO_LARGE)
            self._end(conn)
        elif not lacks:
            self.poller.unregister(conn.sock)
            del self._arriving[conn]
            conn.parser = conn.parser or http.get_parser(self.cfg, conn.sock, conn.client)
            conn.parser.unreader.unread(bytes(arrival.came))
            conn.data_ready = True
            self.enqueue_req(conn)
        elif sum(len(one.came) for one in self._arriving.values()) > MOST_AT_ONCE:
            self._close(conn)

    def _end(self, conn: TConn) -> None:
        """Send nothing more, and listen a little longer: closed at once, the last answer could be lost on its way."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
        except OSError:  # the other side was quicker
            self._close(conn)
            return
        if conn not in self._arriving:
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._arrive, conn))
        self._arriving[conn] = Arrival(time.monotonic() + LINGER_S, over=True)

    def _close(self, conn: TConn) -> None:
        if self._arriving.pop(conn, None) is not None:
            self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()
