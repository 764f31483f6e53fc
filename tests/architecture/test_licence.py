"""pm4py is AGPL-3.0-or-later, so this project is too, and says so wherever someone may look."""

from __future__ import annotations

import hashlib
from importlib.metadata import metadata

from tests.conftest import ROOT


def test_the_licence_is_the_licences_own_text():
    # SHA-256 of agpl-3.0.txt as the Free Software Foundation publishes it
    published = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == published


def test_the_package_names_it():
    assert "license_expression = AGPL-3.0-or-later" in (ROOT / "setup.cfg").read_text()
    assert metadata("process-alignment-analyzer")["License-Expression"] == "AGPL-3.0-or-later"


def test_the_readme_names_it():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "AGPL-3.0-or-later" in readme
    assert "(LICENSE)" in readme


def test_the_dashboard_names_it_with_a_way_to_the_source():
    """Section 13: who uses it over a network must be offered its source."""
    folders = (ROOT / "dashboards", ROOT / "analyzer" / "words" / "languages")
    code = "\n".join(path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.rglob("*.py")))
    assert "AGPL-3.0-or-later" in code
    assert "/source" in code or "Source" in code
