"""Journey files written for one test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from analyzer.errors import JourneyError
from analyzer.journey import Journey, load_journey


@pytest.fixture
def journey(tmp_path: Path) -> Callable[[str], Journey]:
    """The journey that a file with this content holds."""

    def load(content: str) -> Journey:
        file = tmp_path / "journey.yaml"
        file.write_text(dedent(content), encoding="utf-8")
        return load_journey(file)

    return load


@pytest.fixture
def refusal(journey: Callable[[str], Journey]) -> Callable[[str], JourneyError]:
    """The error that a journey file with this content meets."""

    def load(content: str) -> JourneyError:
        with pytest.raises(JourneyError) as caught:
            journey(content)
        return caught.value

    return load
