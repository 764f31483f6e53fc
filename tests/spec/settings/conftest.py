"""Project files written for one test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from analyzer.errors import SettingsError
from analyzer.settings import Settings, load_project


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], Settings]:
    """The settings of a project file with these lines below the two that every project needs (log, journey)."""

    def load(lines: str = "") -> Settings:
        file = tmp_path / "project.yaml"
        file.write_text("log: log.csv\njourney: journey.yaml\n" + dedent(lines), encoding="utf-8")
        return load_project(file)

    return load


@pytest.fixture
def refusal(tmp_path: Path) -> Callable[[str | bytes], SettingsError]:
    """The error that a project file with exactly this content meets."""

    def load(content: str | bytes) -> SettingsError:
        file = tmp_path / "project.yaml"
        file.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())
        with pytest.raises(SettingsError) as caught:
            load_project(file)
        return caught.value

    return load
