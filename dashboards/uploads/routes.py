"""The addresses of uploads: `POST /upload/` begins one, `HEAD`, `PATCH` and `DELETE /upload/<id>` go on with it."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import threading
from email.utils import formatdate
from typing import Any, NoReturn, cast

import flask
from werkzeug.exceptions import HTTPException

from analyzer.errors import AnalyzerError
from analyzer.words.language import say
from analyzer.words.source_words import size_words
from dashboards.access import forged, must_edit
from dashboards.providers import Projects, Provider
from dashboards.providers.datasets import ROLES
from dashboards.uploads.parts import GB, MOST_OPEN, About, Part, Parts
from dashboards.uploads.receive import OvertakenError, Receiver, TooMuchError

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration,checksum"
CHECKSUMS = ("sha1", "sha256")
LONGEST_NAME = 200
STREAM = "application/offset+octet-stream"
MOST_AT_ONCE = 4  # that are written in this process: each holds one of its few threads


def routes(server: flask.Flask, projects: Projects) -> None:
    """Put the uploads on a server. What a server that was killed has left of them is finished or taken away."""
    for provider in projects.all:
        Parts(provider.settings.home).sweep()
        provider.datasets.sweep()
    uploads = flask.Blueprint("uploads", __name__, url_prefix="/upload")
    receiver, places = Receiver(), threading.BoundedSemaphore(MOST_AT_ONCE)

    @uploads.before_request
    def speaks_tus() -> flask.Response | None:
        if forged(flask.request):
            _refuse(403, say("refusal.foreign"))
        if flask.request.method == "OPTIONS":
            return flask.Response(status=204)
        if flask.request.headers.get("Tus-Resumable") != VERSION:
            _refuse(412, say("uploads.protocol", version=VERSION))
        return None

    @uploads.after_request
    def says_so(response: flask.Response) -> flask.Response:
        return _marked(response)

    @uploads.post("/")
    def create() -> flask.Response:
        provider = _project(projects)
        return _create(provider, must_edit(provider).name)

    @uploads.route("/<part_id>", methods=["HEAD", "GET", "PATCH", "DELETE", "POST"])
    def one(part_id: str) -> flask.Response:
        provider = _project(projects)
        who = must_edit(provider).name
        method = flask.request.method
        if method == "POST":  # for networks that know no PATCH
            method = flask.request.headers.get("X-HTTP-Method-Override", "POST").upper()
        if method not in ("HEAD", "PATCH", "DELETE"):
            _refuse(405, say("uploads.methods", ask="HEAD", go_on="PATCH", end="DELETE"))
        if not places.acquire(blocking=False):
            _refuse(503, say("uploads.busy"), {"Retry-After": "1"})
        try:
            return _answer(provider, part_id, who, method, receiver)
        except FileNotFoundError:  # it was removed, or became a data set, while this request was under way
            return _over(provider, part_id, method)
        except AnalyzerError as error:
            _refuse(507, say("uploads.not_kept", reason=error.found))
        finally:
            places.release()

    server.register_blueprint(uploads)


def _answer(provider: Provider, part_id: str, who: str | None, method: str, receiver: Receiver) -> flask.Response:
    part = Parts(provider.settings.home).find(part_id)
    if part is not None and part.offset == part.about.size:  # its last byte came as the server ended
        _complete(provider, part, receiver)
        part = None
    if part is None or part.about.who != who:
        return _over(provider, part_id, method)
    if method == "HEAD":
        return _standing(part)
    if method == "DELETE":
        part.remove()
        receiver.forget(part)
        return flask.Response(status=204)
    return _go_on(provider, part, receiver)


def _create(provider: Provider, who: str | None) -> flask.Response:
    parts = Parts(provider.settings.home)
    about = _about(who)
    parts.sweep()
    if sum(1 for _ in parts.all()) >= MOST_OPEN:
        _refuse(429, say("uploads.many", n=MOST_OPEN), {"Retry-After": "10"})
    quota = provider.settings.upload_quota_gb * GB
    left = quota - parts.promised() - sum(one.size for one in provider.datasets.all())
    if about.size > left:
        held = {"left": size_words(max(left, 0)), "quota": size_words(quota)}
        _refuse(507, say("uploads.quota", size=size_words(about.size), **held))
    try:
        room = parts.room()
        if about.size > room:
            _refuse(507, say("uploads.disk", size=size_words(about.size), room=size_words(room)))
        part = parts.create(about)
    except OSError as reason:
        _refuse(507, say("uploads.not_kept", reason=reason.strerror or say("uploads.an_error")))
    place = flask.url_for("uploads.one", part_id=part.id, project=flask.request.args.get("project"))
    return flask.Response(status=201, headers={"Location": place, "Upload-Expires": _expires(part)})


def _about(who: str | None) -> About:
    """What the headers say that comes."""
    length = flask.request.headers.get("Upload-Length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        _refuse(400, say("uploads.no_length"))
    if int(length) == 0:
        _refuse(400, say("uploads.empty"))
    said = _metadata(flask.request.headers.get("Upload-Metadata", ""))
    name, role = said.get("filename", "").strip(), said.get("role", "log")
    if not name or not name.isprintable():
        _refuse(400, say("uploads.no_name"))
    if len(name) > LONGEST_NAME:
        _refuse(400, say("uploads.long_name", most=LONGEST_NAME))
    if role not in ROLES:
        _refuse(400, say("uploads.role"))
    return About(name, role, int(length), who)


def _metadata(header: str) -> dict[str, str]:
    """`key base64,key base64` as text."""
    found: dict[str, str] = {}
    for pair in filter(None, map(str.strip, header.split(","))):
        key, _, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            _refuse(400, say("uploads.metadata", key=key[:40]))
    return found


def _standing(part: Part) -> flask.Response:
    """How far an upload is."""
    headers = {
        "Upload-Offset": str(part.offset),
        "Upload-Length": str(part.about.size),
        "Upload-Expires": _expires(part),
        "Cache-Control": "no-store",
    }
    return flask.Response(status=200, headers=headers)


def _over(provider: Provider, part_id: str, method: str) -> flask.Response:
    """An upload that is not under way: it is a data set by now, and all of it is there; or it is none."""
    made = provider.datasets.get(part_id)
    if made is None or method == "DELETE":
        _refuse(404, say("uploads.gone"))
    headers = {"Upload-Offset": str(made.size), "Upload-Length": str(made.size), "Cache-Control": "no-store"}
    return flask.Response(status=200 if method == "HEAD" else 409, headers=headers)


def _go_on(provider: Provider, part: Part, receiver: Receiver) -> flask.Response:
    request = flask.request
    if request.mimetype != STREAM:
        _refuse(415, say("uploads.stream", stream=STREAM))
    given = request.headers.get("Upload-Offset", "")
    turn = receiver.begin(part, int(given)) if given.isascii() and given.isdigit() else None
    if turn is None:
        _refuse(409, say("uploads.other_place"), {"Upload-Offset": str(part.offset)})
    checksum, wanted = _checksum(request.headers.get("Upload-Checksum"))
    try:
        offset = receiver.write(part, turn, cast("Any", request.stream), checksum)
    except OvertakenError:
        _refuse(423, say("uploads.overtaken"))
    except TooMuchError:
        _refuse(400, say("uploads.more_bytes"))
    except FileNotFoundError:
        _refuse(404, say("uploads.gone"))
    except BlockingIOError:  # the front of the server waits no longer
        _refuse(408, say("uploads.silent"))
    except OSError as reason:
        _refuse(507, say("uploads.not_kept", reason=reason.strerror or say("uploads.an_error")))
    if checksum is not None and checksum.digest() != wanted:
        receiver.cut(part, int(given))
        _refuse(460, say("uploads.changed"))
    if offset == part.about.size:
        _complete(provider, part, receiver)
        return flask.Response(status=204, headers={"Upload-Offset": str(offset)})
    return flask.Response(status=204, headers={"Upload-Offset": str(offset), "Upload-Expires": _expires(part)})


def _complete(provider: Provider, part: Part, receiver: Receiver) -> None:
    """Make a whole upload into a data set of the same id."""
    digest = receiver.finish(part)
    about = part.about
    if digest is not None:
        with contextlib.suppress(FileNotFoundError):  # another request for the same upload was quicker
            provider.datasets.add(part.id, part.file, about.name, about.role, digest, about.who)
        part.remove()
    receiver.forget(part)


def _checksum(header: str | None) -> tuple[Any, bytes]:
    """The digest that is to be made, and what it is to be."""
    if header is None:
        return None, b""
    name, _, value = header.strip().partition(" ")
    try:
        wanted = base64.b64decode(value, validate=True)
    except binascii.Error:
        _refuse(400, say("uploads.checksum"))
    if name not in CHECKSUMS:
        _refuse(400, say("uploads.checksums", names=", ".join(CHECKSUMS)))
    return hashlib.new(name, usedforsecurity=False), wanted


def _project(projects: Projects) -> Provider:
    return projects.pick(flask.request.args.get("project"))


def _expires(part: Part) -> str:
    return formatdate(part.expires_at, usegmt=True)


def _marked(response: flask.Response) -> flask.Response:
    response.headers["Tus-Resumable"] = VERSION
    response.headers["Cache-Control"] = "no-store"
    if flask.request.method == "OPTIONS":
        response.headers["Tus-Version"] = VERSION
        response.headers["Tus-Extension"] = EXTENSIONS
        response.headers["Tus-Checksum-Algorithm"] = ",".join(CHECKSUMS)
    return response


def _refuse(status: int, words: str, headers: dict[str, str] | None = None) -> NoReturn:
    """End the request in words; the status of one's own, for tus knows some that HTTP does not."""
    response = flask.Response(words + "\n", status, {"Content-Type": "text/plain; charset=utf-8", **(headers or {})})
    raise HTTPException(response=_marked(response))
