"""Backup and restore: the same project again, on SQLite and PostgreSQL, while a server runs; and nothing else."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import socket
import sqlite3
import stat
import subprocess
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from analyzer.backup.contents import contents_of
from analyzer.catalog import (
    add_comment,
    changes,
    comments_on,
    findings,
    list_actions,
    list_users,
    open_catalog,
    runs,
)
from analyzer.catalog.copying import TABLES
from analyzer.cli.main import run
from analyzer.settings import load_project
from tests.backup.conftest import peopled
from tests.conftest import ANALYZER, PATIENCE, answers, eventually
from tests.exports.conftest import lay_down


def back_up(project: Path, out: Path) -> Path:
    assert run(["backup", "--project", str(project), "--out", str(out)]) == 0
    return out


def kept(project: Path) -> dict[str, Any]:
    """All that the catalog keeps for people, without the folder in which it lies."""
    with open_catalog(load_project(project)) as catalog:
        found = runs(catalog)
        return {
            "runs": [{**one.as_dict(), "folder": one.folder.name} for one in found],
            "findings": [findings(catalog, one.id) for one in found],
            "users": list_users(catalog),
            "comments": comments_on(catalog, "stage:Delivery"),
            "actions": list_actions(catalog),
            "changes": changes(catalog),
        }


def files(folder: Path) -> dict[str, str]:
    """Every file but the database and the lock, with its digest."""
    passing = ("catalog.db", "catalog.db-wal", "catalog.db-shm", "lock")
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in passing and "out" not in path.parts
    }


def test_what_was_backed_up_comes_back_whole(project: Path, tmp_path: Path):
    models = project.parent / ".alignment" / "models"  # models of one's own that were uploaded
    models.mkdir()
    (models / "0123456789ab our way.bpmn").write_text("<definitions/>")
    out = back_up(project, tmp_path / "shop.tar.gz")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert run(["restore", str(out), "--into", str(tmp_path / "again")]) == 0
    again = tmp_path / "again" / "project.yaml"
    assert kept(again) == kept(project)
    assert files(again.parent) == files(project.parent)
    assert ".alignment/models/0123456789ab our way.bpmn" in files(again.parent)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "shop", "shop.tar.gz"]  # nothing left over


def test_the_restored_project_works_on(project: Path, tmp_path: Path):
    out = back_up(project, tmp_path / "shop.tar.gz")
    shutil.rmtree(project.parent)
    assert run(["restore", str(out), "--into", str(project.parent)]) == 0
    assert run(["align", "--project", str(project), "--out", str(tmp_path / "out")]) == 0
    with open_catalog(load_project(project)) as catalog:
        assert [one.number for one in runs(catalog)] == [2, 1]
    assert run(["export", "cases", "--project", str(project), "--out", str(tmp_path / "cases.csv")]) == 0


def test_a_backup_while_a_server_runs_and_people_write(project: Path, tmp_path: Path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [ANALYZER, "serve", "--project", str(project), "--port", str(port)]
    served = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stop, said = threading.Event(), []

    def write() -> None:
        with open_catalog(load_project(project)) as catalog:
            while not stop.is_set():
                said.append(add_comment(catalog, "stage:Delivery", f"comment {len(said)}", "Anna").text)

    writer = threading.Thread(target=write)
    try:
        eventually(lambda: answers(port), "the server does not answer")
        writer.start()
        eventually(lambda: len(said) > 5, "nobody writes")
        out = back_up(project, tmp_path / "shop.tar.gz")
        before = len(said)
        assert answers(port)
    finally:
        stop.set()
        writer.join(PATIENCE)
        served.terminate()
        served.wait(PATIENCE)
    assert run(["restore", str(out), "--into", str(tmp_path / "again")]) == 0
    found = [one.text for one in kept(tmp_path / "again" / "project.yaml")["comments"]]
    assert found == ["Was für ein Chaos ☂", *said[: len(found) - 1]]  # of one moment: no gap
    assert 6 <= len(found) <= before + 1


@pytest.fixture
def address(server: int) -> Callable[[str], str]:
    """The address of a database of that name, made empty."""

    def made(name: str) -> str:
        engine = sa.create_engine(
            f"postgresql+psycopg://analyst@127.0.0.1:{server}/postgres", isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
        engine.dispose()
        return f"postgresql+psycopg://analyst@127.0.0.1:{server}/{name}"

    return made


def test_from_sqlite_to_postgresql_and_back(project: Path, tmp_path: Path, address: Callable[[str], str]):
    out = back_up(project, tmp_path / "lite.tar.gz")
    moved = tmp_path / "moved"
    assert run(["restore", str(out), "--into", str(moved), "--catalog", address("first")]) == 0
    assert kept(moved / "project.yaml") == kept(project)
    assert not (moved / ".alignment" / "catalog.db").exists()
    assert "# " not in (moved / "project.yaml").read_text(encoding="utf-8")
    back = back_up(moved / "project.yaml", tmp_path / "server.tar.gz")
    assert run(["restore", str(back), "--into", str(tmp_path / "home"), "--catalog", "sqlite"]) == 0
    assert kept(tmp_path / "home" / "project.yaml") == kept(project)


def test_from_postgresql_to_itself_once_the_first_is_gone(tmp_path: Path, address: Callable[[str], str], capsys: Any):
    project = lay_down(tmp_path / "shop")
    url = address("own")
    project.write_text(project.read_text() + f"catalog: {url}\n")
    assert run(["align", "--project", str(project), "--out", str(tmp_path / "out")]) == 0
    peopled(project)
    before = kept(project)
    out = back_up(project, tmp_path / "shop.tar.gz")
    capsys.readouterr()
    # beside the living project: its rows are there, and they are its own
    assert run(["restore", str(out), "--into", str(tmp_path / "twice")]) == 2
    assert "copy of the one in" in capsys.readouterr().err
    shutil.rmtree(project.parent)
    assert run(["restore", str(out), "--into", str(tmp_path / "twice")]) == 2
    assert "rows of it in the table" in capsys.readouterr().err
    assert not (tmp_path / "twice").exists()
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for table in ("finding", "run", "user", "comment", "action", "audit"):
            connection.execute(sa.text(f'DELETE FROM "{table}"'))
    engine.dispose()
    assert run(["restore", str(out), "--into", str(tmp_path / "twice")]) == 0
    assert kept(tmp_path / "twice" / "project.yaml") == before


def test_files_outside_of_the_folder_are_listed(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    shutil.move(project.parent / "log.csv", tmp_path / "elsewhere.csv")
    text = project.read_text(encoding="utf-8").replace("path: log.csv", f"path: {tmp_path / 'elsewhere.csv'}")
    project.write_text(text, encoding="utf-8")
    back_up(project, tmp_path / "shop.tar.gz")
    assert str(tmp_path / "elsewhere.csv") in capsys.readouterr().out


def test_every_source_of_a_joined_log_and_its_map_belong_to_it(tmp_path: Path):
    for name in ("orders.csv", "billing.csv", "map.csv", "journey.yaml"):
        (tmp_path / name).write_text("")
    (tmp_path / "project.yaml").write_text(
        "log: [orders.csv, {path: billing.csv, via: {path: map.csv, from: invoice, to: order}}]\n"
        "journey: journey.yaml\n"
    )
    found = contents_of(load_project(tmp_path / "project.yaml"), (), None)
    names = {file.name for file in found.files}
    assert names == {"orders.csv", "billing.csv", "map.csv", "journey.yaml", "project.yaml"}
    assert found.outside == ()


def test_what_lies_in_the_database_of_the_log_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The log's tables, and what nights keep beside them; no password is shown."""
    monkeypatch.setenv("SECRET", "hush-hush")
    (tmp_path / "journey.yaml").write_text("")
    url = "postgresql://ann:${SECRET}@warehouse/shop"
    (tmp_path / "project.yaml").write_text(
        f"log: {{url: '{url}', table: events, since: at}}\nengine: '{url}'\njourney: journey.yaml\n"
    )
    table, state = contents_of(load_project(tmp_path / "project.yaml"), (), None).outside
    assert table.startswith("the log's table behind postgresql://ann:")
    assert state.startswith("the tables of schema alignment in postgresql://ann:")
    assert "hush" not in table + state


@pytest.mark.parametrize("what", ["a file", "a folder with a file", "a link"])
def test_nothing_is_overwritten(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str):
    out, into = back_up(project, tmp_path / "shop.tar.gz"), tmp_path / "there"
    if what == "a file":
        into.write_text("mine")
    elif what == "a link":
        (tmp_path / "target").mkdir()
        into.symlink_to(tmp_path / "target")
    else:
        into.mkdir()
        (into / "mine").write_text("mine")
    before = sorted(path.name for path in tmp_path.rglob("*"))
    capsys.readouterr()
    assert run(["restore", str(out), "--into", str(into)]) == 2
    assert f"--into {into}" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_an_empty_folder_is_taken(project: Path, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    out = back_up(project, tmp_path / "shop.tar.gz")
    assert run(["restore", str(out), "--into", str(tmp_path / "empty")]) == 0
    assert (tmp_path / "empty" / "project.yaml").is_file()


def rewritten(source: Path, target: Path, change: Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]) -> Path:
    """The backup with other members."""
    with tarfile.open(source) as archive:
        members = [(one, archive.extractfile(one).read()) for one in archive]  # type: ignore[union-attr]
    change(members)
    with tarfile.open(target, "w:gz") as archive:
        for member, content in members:
            archive.addfile(member, io.BytesIO(content) if member.isreg() else None)
    return target


def member(name: str, content: bytes = b"x", kind: bytes = tarfile.REGTYPE, link: str = "") -> tuple[Any, bytes]:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.size = kind, link, len(content) if kind == tarfile.REGTYPE else 0
    return made, content


def flipped(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    place = next(i for i, (one, _) in enumerate(members) if one.name == "project/log.csv")
    members[place] = (members[place][0], members[place][1].replace(b"ann", b"eve"))


def of_another_time(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    manifest = json.loads(members[-1][1])
    manifest["format"] = "alignment-backup/9"
    content = json.dumps(manifest).encode()
    members[-1] = member("manifest.json", content)


HOSTILE = {
    "up": (lambda m: m.insert(0, member("project/../../evil")), "leads out"),
    "absolute": (lambda m: m.insert(0, member("/tmp/evil")), "leads out"),
    "backslash": (lambda m: m.insert(0, member("project/..\\evil")), "leads out"),
    "symbolic link": (lambda m: m.insert(0, member("project/x", kind=tarfile.SYMTYPE, link="/etc")), "a link"),
    "hard link": (lambda m: m.insert(0, member("project/x", kind=tarfile.LNKTYPE, link="/etc/passwd")), "a link"),
    "device": (lambda m: m.insert(0, member("project/x", kind=tarfile.CHRTYPE)), "device"),
    "pipe": (lambda m: m.insert(0, member("project/x", kind=tarfile.FIFOTYPE)), "device"),
    "twice": (lambda m: m.insert(1, m[0]), "a file too many"),
    "one more": (lambda m: m.insert(0, member("project/more.csv")), "was changed"),
    "one less": (lambda m: m.pop(0), "was changed"),
    "another content": (flipped, "was changed"),
    "elsewhere": (lambda m: m.insert(0, member("etc/x")), "no backup has"),
    "no manifest": (lambda m: m.pop(), "without manifest.json"),
    "after the end": (lambda m: m.append(member("project/late")), "a file too many"),
    "another format": (of_another_time, "alignment-backup/9"),
    "bomb": (lambda m: m.insert(0, member("project/zeros", bytes(90 << 20))), "unpacks to more"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_backup_that_was_tampered_with_is_refused(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
):
    change, found = HOSTILE[name]
    out = rewritten(back_up(project, tmp_path / "shop.tar.gz"), tmp_path / "other.tar.gz", change)
    refused(out, tmp_path, capsys, found)


def refused(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], found: str) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())
    capsys.readouterr()
    assert run(["restore", str(out), "--into", str(tmp_path / "again")]) == 2
    said = dict(line.split(":", 1) for line in capsys.readouterr().err.splitlines())
    assert found in said["Found"]
    assert said["Where"].strip() == str(out)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_backup_that_breaks_off_is_refused(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], share: float
):
    whole = back_up(project, tmp_path / "shop.tar.gz").read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(whole[: int(len(whole) * share)])
    refused(tmp_path / "cut.tar.gz", tmp_path, capsys, "one that")


def test_what_is_no_backup_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "a.tar.gz").write_bytes(b"no archive at all")
    (tmp_path / "b.tar.gz").write_bytes(gzip.compress(b"no archive at all"))
    for name, found in (("a", "damaged"), ("b", "damaged"), ("c", "no such file")):
        refused(tmp_path / f"{name}.tar.gz", tmp_path, capsys, found)


@pytest.mark.skipif(os.name == "nt", reason="a full disk as Linux has it")
def test_a_backup_that_has_no_room_leaves_the_last_one(project: Path, tmp_path: Path, monkeypatch: Any, capsys: Any):
    out = back_up(project, tmp_path / "shop.tar.gz")
    before = out.read_bytes()

    def full(*given: Any, **further: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "addfile", full)
    assert run(["backup", "--project", str(project), "--out", str(out)]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shop", "shop.tar.gz"]


def test_every_table_of_the_catalog_is_backed_up_but_for_what_is_over_by_then(tmp_path: Path):
    (tmp_path / "project.yaml").write_text("log: log.csv\njourney: journey.yaml\n", encoding="utf-8")
    with open_catalog(load_project(tmp_path)):
        pass
    with closing(sqlite3.connect(tmp_path / ".alignment" / "catalog.db")) as database:
        names = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    over = {"alembic_version", "project", "session", "wrong_password", "mention_mail"}
    assert {table.name for table in TABLES} == {name for name in names - over if not name.startswith("sqlite_")}
