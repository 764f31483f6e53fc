"""`make fuzz-guided`: inputs led by the code that they reach (atheris), for the readers that are Python all through.

Needs `pip install atheris`, which is no part of the test tools: there are wheels for Linux and few versions of Python.
A find ends the run; its input is kept under out/fuzz, and has to become a test.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

PYTHON = ("address", "document", "journey", "project", "ruler")
with atheris.instrument_imports(
    include=[
        "analyzer.document",
        "analyzer.journey",
        "analyzer.ruler",
        "analyzer.settings",
        "analyzer.slices.filters",
        "dashboards.components.address",
    ]
):
    from analyzer.errors import AnalyzerError
    from tests.benchmarks.fuzz.targets import targets


def main() -> None:
    """One reader for so many seconds; the lines at the end are atheris' own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("reader", choices=PYTHON)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("out/fuzz"))
    asked = parser.parse_args()
    target = next(one for one in targets() if one.name == asked.reader)
    asked.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        begin, words = Path(folder) / "begin", Path(folder) / "words"
        begin.mkdir()
        (begin / "whole").write_bytes(target.whole)
        words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words if word), encoding="ascii")
        path = Path(folder) / f"input{target.suffix}"

        def one(content: bytes) -> None:
            path.write_bytes(content)
            try:
                target.read(None, path)  # type: ignore[arg-type]  # these need no engine
            except AnalyzerError:
                return

        limits = [
            f"-max_total_time={asked.seconds}",
            f"-seed={asked.seed}",
            "-timeout=10",
            "-rss_limit_mb=2000",
            f"-max_len={2 * len(target.whole) + 4096}",
        ]
        given = [
            f"-dict={words}",
            f"-artifact_prefix={asked.out}/{target.name}-",
            "-print_final_stats=1",
            "-verbosity=0",
        ]
        atheris.Setup([sys.argv[0], *limits, *given, str(begin)], one)
        atheris.Fuzz()


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    main()
