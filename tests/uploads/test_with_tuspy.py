"""Uploads with another maker's client for tus: tuspy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from dashboards.providers.datasets import Datasets

NAME = "Bestellungen 2026 (März).csv"
SIZE = 3_072_000


@pytest.fixture
def file(tmp_path: Path) -> Iterator[IO[bytes]]:
    """Three megabytes in which no two kilobytes are the same."""
    path = tmp_path / NAME
    path.write_bytes(b"".join(hashlib.sha512(str(number).encode()).digest() * 16 for number in range(3_000)))
    with path.open("rb") as opened:
        yield opened


def content(file: IO[bytes]) -> bytes:
    return Path(file.name).read_bytes()


def client(address: str) -> TusClient:
    return TusClient(f"{address}/upload/")


ABOUT = {"filename": NAME, "role": "log"}


def test_a_file_in_pieces_becomes_a_data_set(address: str, file: IO[bytes], datasets: Datasets):
    uploader = client(address).uploader(file_stream=file, chunk_size=700_000, metadata=ABOUT)
    uploader.upload()
    (made,) = datasets.all()
    assert uploader.url.endswith(made.id)
    assert (made.name, made.role, made.size) == (NAME, "log", SIZE)
    assert made.sha256 == hashlib.sha256(content(file)).hexdigest()
    assert datasets.path(made.id).read_bytes() == content(file)
    assert made.file == "Bestellungen-2026-M-rz-.csv"


def test_an_upload_goes_on_after_the_client_was_gone(address: str, file: IO[bytes], datasets: Datasets):
    first = client(address).uploader(file_stream=file, chunk_size=1_000_000, metadata=ABOUT)
    first.upload_chunk()
    assert datasets.all() == []
    second = client(address).uploader(file_stream=file, url=first.url, chunk_size=1_000_000)
    assert second.offset == 1_000_000, "what the server has"
    second.upload()
    assert [one.sha256 for one in datasets.all()] == [hashlib.sha256(content(file)).hexdigest()]


def test_pieces_with_checksums(address: str, file: IO[bytes], datasets: Datasets):
    uploader = client(address).uploader(file_stream=file, chunk_size=1_000_000, metadata=ABOUT, upload_checksum=True)
    uploader.upload()
    assert len(datasets.all()) == 1


def test_what_the_server_refuses_reaches_the_client_in_words(address: str, file: IO[bytes]):
    uploader = client(address).uploader(file_stream=file, metadata={"filename": "x" * 201, "role": "log"})
    with pytest.raises(TusCommunicationError) as refused:
        uploader.upload()
    assert refused.value.status_code == 400
    assert b"longer than 200 characters" in refused.value.response_content
