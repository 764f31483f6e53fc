"""The source of the running program, for everyone who uses it over a network (AGPL-3.0, section 13), served by
itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from pathlib import Path

import flask

from analyzer import __version__
from analyzer.words.language import say
from dashboards.sign_in import PageTexts

PACKAGES = ("analyzer", "dashboards")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same bytes from the same source
PAGE = """<!doctype html><html lang="{t[code]}"><head><meta charset="utf-8"><meta name="viewport"
content="width=device-width"><title>{t[source.title]}</title>
<style>:root{{color-scheme:light dark}}body{{font:16px/1.6 system-ui,sans-serif;max-width:40em;margin:3em
auto;padding:0 1.2em;background:Canvas;color:CanvasText}}</style></head><body><main>
<h1>{t[source.heading]}</h1>
<p>{licence}</p>
<p>{t[source.right]} <a href="/source.zip">{t[source.download]}</a>. {t[source.libraries]}</p>
<p><a href="/">{t[source.back]}</a></p></main></body></html>"""


def routes(server: flask.Flask) -> None:
    """/source, a page; /source.zip, the files."""

    @server.get("/source")
    def page() -> flask.Response:
        licence = escape(say("source.licence", version=__version__))
        return flask.Response(PAGE.format(t=PageTexts(), licence=licence), mimetype="text/html")

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
