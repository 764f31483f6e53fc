"""The server: Flask with its guards and headers, the Dash app on it, and gunicorn (waitress on Windows) around both."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import flask
from dash.exceptions import DependencyException

from analyzer.errors import AnalyzerError, ArgumentError
from analyzer.jobs import Worker
from analyzer.settings.machine import is_this_machine
from analyzer.words.language import say
from dashboards import board_pack, callback_body, hear, review_pdf, source, uploads, workbook
from dashboards.access import PLAIN, guard
from dashboards.app import build
from dashboards.providers import Projects
from dashboards.providers.metrics import metrics_text
from dashboards.providers.people import anybody
from dashboards.providers.projects import UnknownProjectError
from dashboards.providers.sources import lacks_log
from dashboards.still import keep_still, stylesheet, tips

THREADS = 8
WARM_S = 5.0  # after the start, when the first pages are out
GRACE_S = 1.0  # for requests in hand when the server is told to end
END_S = 8  # for the worker and its job, at most
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def make_server(projects: Projects) -> flask.Flask:
    """The WSGI application over the given projects."""
    server = flask.Flask("dashboards", static_folder=None)
    server.config["COMPRESS_MIMETYPES"] = [
        "text/html",
        "text/css",
        "text/javascript",
        "application/javascript",
        "application/json",
        "text/plain",
    ]
    guard(server, projects)
    _routes(server, projects)
    app = build(projects, server)
    callback_body.check(server, app)
    _headers(server, app)
    keep_still(server)
    _errors(server)
    return server


def serve(projects: list[Path], host: str = "127.0.0.1", port: int = 8050) -> None:
    """Serve until stopped. Raises ArgumentError for an address that others could reach while there are no users, and
    SettingsError for a project file that cannot be used."""
    run = _waitress if sys.platform == "win32" else _gunicorn
    shown = Projects(projects, works=True)
    if not is_this_machine(host) and not anybody(shown.all):
        raise ArgumentError(
            expected="users, where the dashboard is to be reachable from other machines",
            found=f"--host {host}, and no user",
            where="--host",
            do=f"add one: analyzer user add --project {projects[0]} NAME --role analyst; or leave --host away",
        )
    shown.close()  # the server forks, and a connection must not be shared by forks
    run(lambda: make_server(shown), host, port, Worker(projects), lambda: _first(shown))


def _first(projects: Projects) -> None:
    """Ask for the first run of every project that has a log and no run yet; then load what the first pages need."""
    for provider in projects.all:
        with suppress(AnalyzerError):  # its page says what is wrong
            if provider.newest_run() is None and lacks_log(provider) is None:
                provider.first_run()
    _later(WARM_S, projects.all[0].slices.warm)


def _gunicorn(make: Callable[[], flask.Flask], host: str, port: int, worker: Worker, first: Callable[[], None]) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        """One worker, so that what it remembers is remembered once; threads for the rest."""

        def load_config(self) -> None:
            options: dict[str, Any] = {
                "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
                "worker_class": "dashboards.front.PatientWorker",
                "workers": 1,
                "threads": THREADS,
                "timeout": 120,
                "graceful_timeout": END_S,
                "control_socket_disable": True,
                "accesslog": None,
                "loglevel": "warning",
                "proc_name": "alignment",
                "post_worker_init": lambda _: _begun(worker, first),
                "worker_int": lambda _: _at_once(worker),
                "worker_exit": lambda _server, _worker: worker.stop(),
            }
            for key, value in options.items():
                self.cfg.set(key, value)

        def load(self) -> flask.Flask:
            return make()

    Server().run()


def _begun(worker: Worker, first: Callable[[], None]) -> None:
    """Begin the work on jobs; and when told to end, do not wait long for connections that a browser holds open."""
    worker.start()
    first()
    in_order = signal.getsignal(signal.SIGTERM)

    def end(number: int, frame: FrameType | None) -> None:
        _later(GRACE_S, lambda: os.kill(os.getpid(), signal.SIGQUIT))
        if callable(in_order):
            in_order(number, frame)

    signal.signal(signal.SIGTERM, end)


def _later(seconds: float, work: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, work)
    timer.daemon = True
    timer.start()


def _at_once(worker: Worker) -> None:
    """End now: requests in hand, and connections that a browser holds open, are not waited for."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # the terminal and the arbiter both say it
    worker.stop()
    os._exit(0)


def _waitress(make: Callable[[], flask.Flask], host: str, port: int, worker: Worker, first: Callable[[], None]) -> None:
    import waitress

    worker.start()
    first()
    try:
        waitress.serve(make(), host=host, port=port, threads=THREADS)
    finally:
        worker.stop()


def _routes(server: flask.Flask, projects: Projects) -> None:
    css, script = stylesheet(), tips()

    @server.get("/health")
    def health() -> flask.Response:
        name = flask.request.args.get("project")
        try:
            provider = projects.pick(name) if name or projects.seen() else projects.all[0]  # a monitor has no user
        except UnknownProjectError:
            return flask.jsonify(status="ok", run=None)
        return flask.jsonify(status="ok", run=provider.run_id())

    @server.get("/figures.css")
    def looks() -> flask.Response:
        return flask.Response(css, mimetype="text/css")

    @server.get("/tips.js")
    def tooltips() -> flask.Response:
        return flask.Response(script, mimetype="text/javascript")

    @server.get("/metrics")
    def metrics() -> flask.typing.ResponseReturnValue:
        """For Prometheus; not there unless a project says `metrics: true`."""
        found = metrics_text(projects.all)
        return ("", 404) if found is None else flask.Response(found[0], content_type=found[1])

    source.routes(server)
    hear.routes(server, projects)
    workbook.routes(server)
    review_pdf.routes(server, projects)
    board_pack.routes(server, projects)
    uploads.routes(server, projects)


def _headers(server: flask.Flask, app: Any) -> None:
    scripts = " ".join(f"'{one}'" if not one.startswith("'") else one for one in app.csp_hashes())
    policy = (
        f"default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )

    @server.after_request
    def secure(response: flask.Response) -> flask.Response:
        for name, value in {**HEADERS, "Content-Security-Policy": policy}.items():
            response.headers.setdefault(name, value)
        if response.mimetype in ("text/html", "application/json"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _errors(server: flask.Flask) -> None:
    @server.errorhandler(AnalyzerError)
    def away(error: AnalyzerError) -> flask.typing.ResponseReturnValue:
        """A catalog that is locked, gone or damaged is no fault of the program; visitors need not know where it is."""
        sys.stderr.write(f"{error.message}\n")
        if flask.request.path == "/health":
            return flask.jsonify(status="what is kept cannot be reached", run=None), 503
        return say("refusal.away") + "\n", 503, PLAIN

    @server.errorhandler(DependencyException)
    def no_such_file(_error: DependencyException) -> flask.typing.ResponseReturnValue:
        return say("refusal.no_file") + "\n", 404, PLAIN
