"""The protocol case by case: what is answered, and what lies on the disk afterwards."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from analyzer.settings import Settings
from dashboards.providers import Projects
from dashboards.providers.datasets import Datasets
from dashboards.server import make_server
from dashboards.uploads.parts import About, Parts
from dashboards.uploads.receive import OvertakenError, Receiver

TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def client(project: Path) -> Iterator[FlaskClient]:
    with make_server(Projects([project])).test_client() as one:
        yield one


def create(client: FlaskClient, size: int = 10, name: str = "log.csv", **more: str) -> Any:
    named = base64.b64encode(name.encode()).decode()
    return client.post(
        "/upload/", headers={**TUS, "Upload-Length": str(size), "Upload-Metadata": f"filename {named}", **more}
    )


def begun(client: FlaskClient, size: int = 10) -> str:
    made = create(client, size)
    assert made.status_code == 201, made.text
    return str(made.headers["Location"])


def patch(client: FlaskClient, url: str, offset: int, data: bytes, **more: str) -> Any:
    headers = {**TUS, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream", **more}
    return client.patch(url, data=data, headers=headers)


def offset_of(client: FlaskClient, url: str) -> int:
    return int(client.head(url, headers=TUS).headers["Upload-Offset"])


def test_the_server_says_what_it_can(client: FlaskClient):
    said = client.options("/upload/").headers
    assert said["Tus-Version"] == "1.0.0"
    assert said["Tus-Extension"] == "creation,termination,expiration,checksum"
    assert said["Tus-Checksum-Algorithm"] == "sha1,sha256"


def test_ten_bytes_in_two_pieces(client: FlaskClient, datasets: Datasets):
    url = begun(client)
    assert offset_of(client, url) == 0
    first = patch(client, url, 0, b"case_")
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "5")
    assert "GMT" in first.headers["Upload-Expires"]
    assert patch(client, url, 5, b"id,at").status_code == 204
    (made,) = datasets.all()
    assert datasets.path(made.id).read_bytes() == b"case_id,at"
    assert made.sha256 == hashlib.sha256(b"case_id,at").hexdigest()
    assert offset_of(client, url) == 10, "who lost the last answer learns that all is there"


def test_another_version_of_the_protocol_is_refused(client: FlaskClient):
    assert client.post("/upload/", headers={"Upload-Length": "10"}).status_code == 412


def test_a_piece_from_a_wrong_offset(client: FlaskClient):
    url = begun(client)
    patch(client, url, 0, b"12345")
    refused = patch(client, url, 3, b"45678")
    assert (refused.status_code, refused.headers["Upload-Offset"]) == (409, "5")
    assert offset_of(client, url) == 5


def test_more_than_was_said(client: FlaskClient, datasets: Datasets):
    assert patch(client, begun(client, 4), 0, b"12345").status_code == 400
    assert datasets.all() == []


def test_a_piece_that_changed_on_its_way_is_taken_back(client: FlaskClient, datasets: Datasets):
    url = begun(client)
    sha1 = base64.b64encode(hashlib.sha1(b"12345").digest()).decode()
    assert patch(client, url, 0, b"12345", **{"Upload-Checksum": f"sha1 {sha1}"}).status_code == 204
    sha256 = base64.b64encode(hashlib.sha256(b"67890").digest()).decode()
    assert patch(client, url, 5, b"6x890", **{"Upload-Checksum": f"sha256 {sha256}"}).status_code == 460
    assert offset_of(client, url) == 5
    assert patch(client, url, 5, b"67890", **{"Upload-Checksum": f"sha256 {sha256}"}).status_code == 204
    assert datasets.all()[0].sha256 == hashlib.sha256(b"1234567890").hexdigest()
    assert patch(client, begun(client), 0, b"1", **{"Upload-Checksum": "md5 eA=="}).status_code == 400


def test_an_upload_that_is_ended_leaves_nothing(client: FlaskClient, settings: Settings):
    url = begun(client)
    patch(client, url, 0, b"12345")
    assert client.delete(url, headers=TUS).status_code == 204
    assert client.head(url, headers=TUS).status_code == 404
    assert list((settings.home / "uploads").iterdir()) == []


def test_where_patch_and_delete_do_not_come_through_post_says_which(client: FlaskClient):
    url = begun(client)
    headers = {**TUS, "X-HTTP-Method-Override": "PATCH", "Upload-Offset": "0"}
    posted = client.post(url, data=b"123", headers=headers, content_type="application/offset+octet-stream")
    assert (posted.status_code, posted.headers["Upload-Offset"]) == (204, "3")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"size": 0}, "empty"),
        ({"name": "x" * 201 + ".csv"}, "longer than 200 characters"),
        ({"name": "a\nb.csv"}, "no name that can be shown"),
        ({"name": ""}, "no name that can be shown"),
        ({"size": 10**15 - 1}, "this project has 50.0 GB left of its 50.0 GB for uploads"),
        ({"Upload-Length": "-1"}, "how long the file is"),
        ({"Upload-Metadata": "filename ?"}, "cannot be read: filename"),
        ({"Upload-Metadata": "filename eA==,role eA=="}, "either a log or signals"),
    ],
)
def test_what_cannot_be_taken_is_said_before_a_byte_is_sent(client: FlaskClient, settings: Settings, given, words):
    refused = create(client, **given)
    assert refused.status_code in (400, 507)
    assert words in refused.text
    assert not list((settings.home / "uploads").glob("*/part"))


def test_uploads_under_way_count_against_the_room_on_the_disk(client: FlaskClient, monkeypatch):
    usage = shutil.disk_usage("/")._replace(free=(1 << 30) + 100)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    begun(client, 60)
    assert "needs 60 bytes; the server's disk has room for 40 bytes" in create(client, 60).text
    begun(client, 40)


def test_a_full_disk_is_said_and_what_came_is_kept(client: FlaskClient, monkeypatch):
    url = begun(client)
    patch(client, url, 0, b"12345")

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Receiver, "write", full)
    refused = patch(client, url, 5, b"67890")
    assert (refused.status_code, "No space left" in refused.text) == (507, True)
    assert offset_of(client, url) == 5


def test_what_nobody_goes_on_with_is_given_up_after_a_week(client: FlaskClient, settings: Settings):
    old, young = begun(client), begun(client)
    part = Parts(settings.home).find(old.rpartition("/")[2])
    assert part is not None
    week_ago = time.time() - 7 * 86_400 - 1
    os.utime(part.file, (week_ago, week_ago))
    begun(client)
    assert client.head(old, headers=TUS).status_code == 404
    assert client.head(young, headers=TUS).status_code == 200


def test_a_server_that_starts_again_leaves_no_orphan(project: Path, settings: Settings, client: FlaskClient):
    """Killed between moving the file and removing the upload's folder, more than an hour ago."""
    folder = settings.home / "uploads" / begun(client).split("?")[0].rpartition("/")[2]
    (folder / "part").unlink()
    os.utime(folder, (time.time() - 3700,) * 2)
    make_server(Projects([project]))
    assert not folder.exists()


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
def test_an_upload_that_is_removed_under_a_request_is_not_there_any_more(client: FlaskClient, monkeypatch, method: str):
    url, find = begun(client), Parts.find

    def found_and_removed(parts: Parts, name: str) -> Any:
        part = find(parts, name)
        shutil.rmtree(part.folder)
        return part

    monkeypatch.setattr(Parts, "find", found_and_removed)
    headers = {**TUS, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    answer = client.open(url, method=method, data=b"12345", headers=headers)
    assert answer.status_code == 404


def test_another_method_is_said_by_post_alone(client: FlaskClient):
    """A HEAD, which looks only, never removes anything."""
    url = begun(client)
    for method in ("HEAD", "GET", "PATCH"):
        client.open(url, method=method, headers={**TUS, "X-HTTP-Method-Override": "DELETE"})
        assert client.head(url, headers=TUS).status_code == 200
    assert client.post(url, headers={**TUS, "X-HTTP-Method-Override": "DELETE"}).status_code == 204


def test_the_server_was_killed_after_the_last_byte(client: FlaskClient, settings: Settings, datasets: Datasets):
    url = begun(client, 5)
    part = Parts(settings.home).find(url.rpartition("/")[2])
    assert part is not None
    part.file.write_bytes(b"12345")
    assert offset_of(client, url) == 5
    assert datasets.path(part.id).read_bytes() == b"12345"


def test_two_requests_that_both_see_the_last_byte_make_one_data_set(
    client: FlaskClient, settings: Settings, datasets: Datasets, monkeypatch
):
    url = begun(client, 5)
    part = Parts(settings.home).find(url.rpartition("/")[2])
    assert part is not None
    part.file.write_bytes(b"12345")
    finish = Receiver.finish

    def overtaken(self: Receiver, one: Any) -> str | None:
        digest = finish(self, one)
        datasets.add(one.id, one.file, "log.csv", "log", str(digest), None)  # the other request, just now
        return digest

    monkeypatch.setattr(Receiver, "finish", overtaken)
    assert offset_of(client, url) == 5
    assert [one.size for one in datasets.all()] == [5]


def test_a_restarted_server_goes_on_and_its_digest_is_of_the_whole(project: Path, datasets: Datasets):
    with make_server(Projects([project])).test_client() as first:
        url = begun(first)
        patch(first, url, 0, b"12345")
    with make_server(Projects([project])).test_client() as second:
        assert offset_of(second, url) == 5
        patch(second, url, 5, b"67890")
    assert datasets.all()[0].sha256 == hashlib.sha256(b"1234567890").hexdigest()


def test_a_connection_that_hangs_gives_way_to_the_next(tmp_path: Path):
    """The first one is still there when the second goes on; what it then brings is not written."""
    part, receiver = Parts(tmp_path).create(About("log.csv", "log", 10, None)), Receiver()
    hangs = receiver.begin(part, 0)
    assert hangs is not None
    newer = receiver.begin(part, 0)
    assert newer is not None
    assert receiver.write(part, newer, io.BytesIO(b"12345")) == 5
    with pytest.raises(OvertakenError):
        receiver.write(part, hangs, io.BytesIO(b"xxxxx"))
    assert part.file.read_bytes() == b"12345"


@pytest.mark.parametrize("name", ["...", "20261122T101500Z-0000000g", "about.json"])
def test_only_the_name_of_an_upload_leads_to_one(client: FlaskClient, name: str):
    assert client.head(f"/upload/{name}", headers=TUS).status_code == 404


def test_a_page_of_another_origin_is_refused(client: FlaskClient):
    assert create(client, **{"Origin": "http://evil.example"}).status_code == 403
    assert create(client, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_viewers_upload_nothing(client: FlaskClient, monkeypatch):
    from dashboards.providers.visitor import Visitor

    monkeypatch.setattr("dashboards.access.visitor", lambda provider: Visitor("ann", "viewer"))
    assert create(client).status_code == 403


def test_somebody_elses_upload_is_not_there(client: FlaskClient, monkeypatch):
    from dashboards.providers.visitor import Visitor

    monkeypatch.setattr("dashboards.access.visitor", lambda provider: Visitor("ann"))
    url = begun(client)
    monkeypatch.setattr("dashboards.access.visitor", lambda provider: Visitor("bob"))
    assert client.head(url, headers=TUS).status_code == 404


def test_so_many_uploads_are_under_way_and_no_more(client: FlaskClient):
    begun_ones = [begun(client, 1) for _ in range(20)]
    refused = create(client, 1)
    assert (refused.status_code, "20 uploads are under way" in refused.text) == (429, True)
    patch(client, begun_ones[0], 0, b"x")
    assert create(client, 1).status_code == 201


def test_a_project_has_so_much_room_and_no_more(project: Path):
    """A quota of 1 GB: what was uploaded and what is announced count alike."""
    project.write_text(project.read_text() + "upload_quota: 1\n")
    client = make_server(Projects([project])).test_client()
    assert create(client, 1_000_000_001).status_code == 507
    patch(client, begun(client, 10), 0, b"0123456789")
    begun(client, 999_999_980)
    refused = create(client, 11)
    assert (refused.status_code, "has 10 bytes left of its 1" in refused.text) == (507, True)
    begun(client, 10)
