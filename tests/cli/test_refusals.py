"""A mistake in what was given: exit code 2, one message of four parts, no traceback, nothing written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LOG = ["--log", "inputs/log.csv"]
JOURNEY = ["--journey", "inputs/journey.yaml"]
OUT = ["--out", "out"]


@pytest.mark.parametrize(
    ("arguments", "found", "do"),
    [
        (["algin"], "algin", "write align"),
        (["--verion"], "--verion", "write --version"),
        (["align", "--sgnals", "x"], "--sgnals", "write --signals"),
        (["align", *LOG, *JOURNEY], "none", "add --out DIR"),
        (["align", *LOG, *OUT], "none", "add --journey"),
        (["align", *JOURNEY, *OUT], "none", "add --log"),
        (["align", *LOG, *JOURNEY, "--out"], "Option '--out' requires an argument", "correct"),
        (["align", "stray", *LOG, *JOURNEY, *OUT], "Got unexpected extra argument (stray)", "correct"),
        (["align", "--project", "inputs", *LOG, *OUT], "--project and --log", "leave --project out"),
        (
            ["align", "--project", "inputs", "--timezone", "UTC", *OUT],
            "--project and --timezone",
            "leave --project out",
        ),
        (["align", *LOG, *JOURNEY, *OUT, "--day-first", "--month-first"], "--day-first and --month-first", "keep one"),
        (["align", *LOG, *JOURNEY, *OUT, "--timezone", "Europe/Berln"], "Europe/Berln", "write Europe/Berlin"),
        (["align", *LOG, *JOURNEY, *OUT, "--columns", "cse_id=a"], "cse_id", "write case_id"),
        (["align", "--log", "inputs/lgo.csv", *JOURNEY, *OUT], "no file inputs/lgo.csv", "check the path"),
        (["align", *LOG, "--journey", "inputs/j.yaml", *OUT], "no file inputs/j.yaml", "check the path"),
        (["align", *LOG, *JOURNEY, "--signals", "inputs/s.csv", *OUT], "no file inputs/s.csv", "check the path"),
        (["align", "--project", "inputs/projct.yaml", *OUT], "no such file", "check the path"),
        (["runs"], "none", "add --project PROJECT.yaml"),
        (["serve"], "none", "add --project PROJECT.yaml"),
        (["serve", "--project", "inputs", "--port", "99999"], "99999 is not in the range 1<=x<=65535", "PORT"),
        (["serve", "--project", "inputs", "--host", "0.0.0.0"], "0.0.0.0", "analyzer user add --project"),
        (["serve", "--project", "inputs", "--host", "192.168.1.7"], "192.168.1.7", "analyzer user add --project"),
        (["serve", "--project", "inputs", "--host", "::"], "::", "analyzer user add --project"),
        (["serve", "--project", "nowhere.yaml"], "no such file", "check the path"),
    ],
)
def test_arguments(analyzer, pipeline, inputs, tmp_path, monkeypatch, refused, arguments, found, do):
    monkeypatch.chdir(tmp_path)
    parts = refused(analyzer(*arguments))
    assert parts["found"] == found
    assert do in parts["do"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inputs"]
    assert pipeline.seen == []


@pytest.mark.parametrize(
    ("project", "where"),
    [
        ("log: log.csv\njourney: journey.yaml\nsignal: x\n", "line 3, key signal"),
        ("log: nolog.csv\njourney: journey.yaml\n", "line 1, key log"),
        ("log: log.csv\njourney: journey.yaml\nsignals:\n  - signals.csv\n  - more.csv\n", "line 5, key signals"),
        ("log: [", "line"),
    ],
)
def test_project_files(analyzer, pipeline, inputs, tmp_path, refused, project, where):
    (inputs / "project.yaml").write_text(project)
    parts = refused(analyzer("align", "--project", inputs / "project.yaml", "--out", tmp_path / "out"))
    assert where in parts["where"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inputs"]
    assert not (inputs / ".alignment").exists()


@pytest.mark.parametrize(
    "url", ["postgres", "mysql://u@h/db", "sqlite://", "sqlite:///folder", "postgresql+psycopg://u:p4ss@127.0.0.1:9/db"]
)
def test_a_catalog_that_cannot_be_opened(analyzer, pipeline, inputs, tmp_path, refused, url):
    (inputs / "folder").mkdir()
    (inputs / "folder").chmod(0o755)
    with (inputs / "project.yaml").open("a") as file:
        file.write(f"catalog: {url}\n")
    parts = refused(analyzer("align", "--project", inputs, "--out", tmp_path / "out"))
    assert "key catalog" in parts["where"]
    assert "p4ss" not in str(parts)
    assert pipeline.seen == []
    assert not (tmp_path / "out").exists()
    assert (inputs / "folder").stat().st_mode & 0o777 == 0o755, "a folder of others keeps its rights"


def test_a_fault_of_the_program_leaves_its_traceback_in_a_file(analyzer, pipeline, inputs, tmp_path, refused):
    pipeline.error = ZeroDivisionError("oops")
    parts = refused(analyzer("align", "--project", inputs, "--out", tmp_path / "out"), code=70)
    trace = Path(parts["where"].removeprefix("the traceback was written to "))
    text = trace.read_text(encoding="utf-8")
    assert "ZeroDivisionError: oops" in text
    assert text.startswith("analyzer ")
    assert trace.stat().st_mode & 0o077 == 0  # nobody else reads it


class TestLock:
    HOLD = (
        "import sys, time\n"
        "from analyzer.catalog import project_lock\n"
        "from analyzer.settings import load_project\n"
        "with project_lock(load_project(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(60)\n"
    )

    def test_another_run_holds_it_until_it_is_killed(self, analyzer, pipeline, inputs, tmp_path, root, refused):
        holder = subprocess.Popen(
            [sys.executable, "-c", self.HOLD, str(inputs)], cwd=root, stdout=subprocess.PIPE, text=True
        )
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            parts = refused(analyzer("align", "--project", inputs, "--out", tmp_path / "out"), code=3)
            assert f"process {holder.pid}" in parts["found"]
            assert pipeline.seen == []
            assert not (tmp_path / "out").exists()
        finally:
            holder.kill()
            holder.communicate()
        assert analyzer("align", "--project", inputs, "--out", tmp_path / "out").code == 0


class TestAsAProgram:
    """Through the console, as people start it."""

    @staticmethod
    def _start(root: Path, *arguments: str, **options) -> subprocess.CompletedProcess[str]:
        code = "from analyzer.cli.main import main; main()"
        environment = {**os.environ, "PYTHONPATH": str(root)}
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            env=environment,
            **options,
        )

    def test_version_and_help(self, root):
        from analyzer import __version__

        assert self._start(root, "--version").stdout == f"analyzer {__version__}\n"
        for arguments in (["--help"], []):
            ended = self._start(root, *arguments)
            assert ended.returncode == 0
            assert "align" in ended.stdout

    def test_a_refusal(self, root, tmp_path):
        ended = self._start(root, "align", "--log", "no.csv", "--journey", "no.yaml", "--out", "out", cwd=tmp_path)
        assert ended.returncode == 2
        assert ended.stdout == ""
        assert ended.stderr.startswith("Expected: the event log\nFound:    no file no.csv\nWhere:    --log\nDo: ")
        assert list(tmp_path.iterdir()) == []

    def test_help_loads_nothing_heavy(self, root):
        code = (
            "import sys; from analyzer.cli.main import run; run(['--help']); "
            "heavy = {'pandas', 'numpy', 'ibis', 'duckdb', 'pm4py', 'plotly', 'sqlalchemy', 'alembic', 'dash'}; "
            "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
        )
        ended = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=60)
        assert (ended.returncode, ended.stderr) == (0, "")

    def test_a_reader_that_goes_away_is_no_error(self, root, inputs):
        reading, writing = os.pipe()
        os.close(reading)
        code = "from analyzer.cli.main import main; main()"
        ended = subprocess.run(
            [sys.executable, "-c", code, "runs", "--project", str(inputs)],
            cwd=root, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60,
        )  # fmt: skip
        os.close(writing)
        assert (ended.returncode, ended.stderr) == (0, "")

    def test_a_terminal_that_knows_few_letters(self, root, inputs):
        environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONPATH": str(root)}
        (inputs / "project.yaml").write_text("log: l.csv\njourney: j.yaml\nn→me: x\n", encoding="utf-8")
        code = "from analyzer.cli.main import main; main()"
        ended = subprocess.run(
            [sys.executable, "-c", code, "runs", "--project", str(inputs)],
            capture_output=True, text=True, env=environment, timeout=60,
        )  # fmt: skip
        assert ended.returncode == 2
        assert "Found:    n?me" in ended.stderr


STOPPED = """
import sys, time
from types import ModuleType
import analyzer
analyzer.pipeline = module = ModuleType("analyzer.pipeline")
def align(settings, progress, **further):
    print("under way", flush=True)
    time.sleep(60)
module.align = align
sys.modules["analyzer.pipeline"] = module
from analyzer.cli.main import main
main()
"""


def test_a_run_that_is_told_to_stop_leaves_nothing(inputs, tmp_path, root):
    arguments = ["align", "--project", str(inputs), "--out", str(tmp_path / "out")]
    running = subprocess.Popen(
        [sys.executable, "-c", STOPPED, *arguments], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "under way\n"
    running.terminate()
    _, err = running.communicate(timeout=60)
    assert (running.returncode, err.strip()) == (130, "Stopped.")
    assert not (tmp_path / "out").exists()
    assert list((inputs / ".alignment" / "runs").iterdir()) == []
