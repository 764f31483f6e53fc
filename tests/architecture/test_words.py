"""What must not stand in the tree: a machine's paths, foreign addresses, other people's files."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import ROOT

TEXT = {".py", ".md", ".cfg", ".toml", ".txt", ".yaml", ".yml", ".json", ".js", ".css", ".html", ".in", ""}
# a home, the root of one machine's work, a package mirror
MACHINE = re.compile(
    r"(?<![\w.])/(?:"
    + "|".join(("work", "home/\\w+", "Users/\\w+", "root", "opt/py" + "pi", "opt/whe" + "els"))
    + r")(?=/|\b)"
)
MIRROR = re.compile(r"(?i)\b(?:extra-)?index-url\b|\bfind-links\b|devpi|artifactory|nexus")
# names that a browser or a reader resolves, never the program: XML namespaces, licences, sources of formulas
NAMED = {
    "www.w3.org",
    "www.gnu.org",
    "doi.org",
    "127.0.0.1",
    "localhost",
    "www.omg.org",
    "schema.org",
    "json-schema.org",
    "www.xes-standard.org",
}


def tracked(*folders: str) -> list[Path]:
    """The files under version control, or where there is no git those on disk."""
    listed = subprocess.run(["git", "ls-files", "-z", *folders], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    return [path for path in ROOT.rglob("*") if path.is_file() and not {".venv", "out"} & set(path.parts)]


def lines(files: list[Path]) -> list[tuple[str, str]]:
    """Place and text of every line."""
    texts = [
        path for path in files if path.suffix in TEXT and path.stat().st_size < 1_000_000 and path.name != "LICENSE"
    ]
    return [
        (f"{path.relative_to(ROOT)}:{number}", line)
        for path in texts
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
    ]


@pytest.mark.parametrize("pattern", [MACHINE, MIRROR], ids=["paths", "package mirrors"])
def test_the_project_knows_no_machine(pattern: re.Pattern[str]):
    here = str(Path(__file__).relative_to(ROOT))
    assert not [place for place, line in lines(tracked()) if pattern.search(line) and not place.startswith(here)]


def test_the_program_names_no_foreign_host():
    """Nothing is loaded at run time: an address in the code is an example, a namespace or a source of a formula."""
    foreign = []
    for place, line in lines(tracked("analyzer", "dashboards")):
        for address in re.findall(r"https?://[^\s\"'<>)\]}]+", line):
            host = urlsplit(address).hostname or ""
            if (
                host
                and host not in NAMED
                and not host.endswith((".example", "example.com", "example.org"))
                and "{" not in host
            ):
                foreign.append(f"{place} {address}")
    assert not foreign


def test_the_tree_holds_what_is_written_here():
    """No bundled library: a minified script has lines nobody wrote by hand."""
    long = [
        str(path.relative_to(ROOT))
        for path in tracked("analyzer", "dashboards")
        if path.suffix in (".js", ".css")
        and max(map(len, path.read_text(encoding="utf-8").splitlines()), default=0) > 2_000
    ]
    assert not long


def test_the_real_logs_stay_outside():
    assert not [
        str(path)
        for path in tracked()
        if path.suffix in (".xes", ".sqlite", ".parquet") or path.name.endswith(".xes.gz")
    ]
