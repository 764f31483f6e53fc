"""The source of the running program, for everyone who uses it over a network (AGPL-3.0, section 13), served by
itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import flask

from analyzer import __version__

PACKAGES = ("analyzer", "dashboards")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same bytes from the same source
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport"
content="width=device-width"><title>Source</title>
<style>:root{{color-scheme:light dark}}body{{font:16px/1.6 system-ui,sans-serif;max-width:40em;margin:3em
auto;padding:0 1.2em;background:Canvas;color:CanvasText}}</style></head><body><main>
<h1>The source of this program</h1>
<p>Process Alignment Analyzer {version} is free software: you may use, study, share and change it under the terms of the
GNU Affero General Public License, version 3 or (at your option) any later version.</p>
<p>Whoever uses it over a network has a right to the source of exactly what is running here:
<a href="/source.zip">download it</a>. The libraries that it uses are published under their own licences on the
Python Package Index.</p>
<p><a href="/">Back</a></p></main></body></html>"""


def routes(server: flask.Flask) -> None:
    """/source, a page; /source.zip, the files."""

    @server.get("/source")
    def page() -> flask.Response:
        return flask.Response(PAGE.format(version=__version__), mimetype="text/html")

    @server.get("/source.zip")
    def archive() -> flask.Response:
        answer = flask.Response(source_zip(), mimetype="application/zip")
        answer.headers["Content-Disposition"] = 'attachment; filename="process-alignment-analyzer.zip"'
        return answer


def source_zip() -> bytes:
    """The files of the packages that are running."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in _files():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _files() -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        root = Path(str(files(package)))
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root)
            if path.is_file() and "__pycache__" not in inside.parts and path.suffix != ".pyc":
                yield f"{package}/{inside.as_posix()}", path
