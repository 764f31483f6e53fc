"""Build what is published, from the tree into dist/, and try it in an empty environment: `make release`.

dist/ then holds the sdist, the wheel (built from that sdist), requirements.txt with the exact version and SHA-256 of
everything the wheel needs on this platform, and sbom.json (CycloneDX). The wheel is installed with --require-hashes
into a new environment, writes the sample, serves it and analyses it. Known holes of the dependencies are looked up
where that service can be reached.
"""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]
BUILD = "import sys; from setuptools import build_meta as b; print(b.build_sdist(sys.argv[1]))"


def main() -> None:
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    run(sys.executable, "-c", BUILD, str(DIST))
    (sdist,) = DIST.glob("*.tar.gz")
    run(sys.executable, *PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(DIST), str(sdist))
    (wheel,) = DIST.glob("*.whl")
    with tempfile.TemporaryDirectory() as scratch:
        python = environment(Path(scratch) / "empty")
        lock(python, wheel)
        run(python, *PIP, "install", "--require-hashes", "--requirement", str(DIST / "requirements.txt"))
        run(python, *PIP, "install", "--no-deps", str(wheel))
        served = serve(python.parent / "analyzer", Path(scratch))
        tools = environment(Path(scratch) / "tools")
        told = look_up(tools, python)
    for line in (f"{sdist.name} and {wheel.name} are in dist/", served, *told):
        say(line)


def environment(folder: Path) -> Path:
    """A new, empty environment; gives its Python."""
    venv.create(folder, with_pip=True)
    return folder / "bin" / "python"


def lock(python: Path, wheel: Path) -> None:
    """requirements.txt: what pip would take for the wheel within constraints.txt, each with its SHA-256."""
    report = DIST / "report.json"
    locked = ("--constraint", str(ROOT / "constraints.txt"))
    run(python, *PIP, "install", "--dry-run", "--report", str(report), *locked, str(wheel))
    lines = []
    for taken in json.loads(report.read_text())["install"]:
        name, version = taken["metadata"]["name"], taken["metadata"]["version"]
        digest = taken["download_info"]["archive_info"]["hashes"]["sha256"]
        if not taken["download_info"]["url"].startswith("file:") or name != "process-alignment-analyzer":
            lines.append(f"{name}=={version} --hash=sha256:{digest}")
    report.unlink()
    (DIST / "requirements.txt").write_text("\n".join(sorted(lines, key=str.casefold)) + "\n")


def serve(command: Path, folder: Path) -> str:
    """Write the sample, serve it, and wait until its first run is kept."""
    run(command, "sample", "shop", cwd=folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([command, "serve", "--project", "shop", "--port", str(port)], cwd=folder)
    begun = time.monotonic()
    try:
        while time.monotonic() - begun < 180:
            health = ask(port)
            if health.get("run"):
                return f"Installed into an empty environment it wrote, served and analysed the sample: {health}"
            time.sleep(0.5)
        raise SystemExit("The installed wheel served no run of the sample within three minutes.")
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)


def ask(port: int) -> dict[str, str | None]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return dict(json.load(answer))
    except OSError:
        return {}


def look_up(tools: Path, python: Path) -> list[str]:
    """A bill of materials and known holes; a line each of what came of it."""
    try:
        run(tools, *PIP, "install", "cyclonedx-bom", "pip-audit")
    except subprocess.CalledProcessError:
        return ["No SBOM and no audit: their tools cannot be installed from this registry."]
    bom = DIST / "sbom.json"
    run(tools.parent / "cyclonedx-py", "environment", "--output-reproducible", "--output-file", str(bom), str(python))
    count = len(json.loads(bom.read_text())["components"])
    asked = [str(tools.parent / "pip-audit"), "--disable-pip", "--requirement", str(DIST / "requirements.txt")]
    audit = subprocess.run(asked, capture_output=True, text=True, timeout=300, check=False)
    last = (audit.stderr.strip() or audit.stdout.strip()).splitlines()[-1:]
    known = audit.returncode == 0 or "vulnerabilit" in audit.stdout + audit.stderr
    return [
        f"sbom.json names {count} components.",
        f"Audit: {last[0]}" if known and last else "Audit: not made, the service of known holes cannot be reached.",
    ]


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    subprocess.run([str(part) for part in command], cwd=cwd, check=True, timeout=900)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
