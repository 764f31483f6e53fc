"""What the documents say is so: commands, options, keys, defaults, exit codes and links."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from analyzer import errors
from analyzer.cli.main import analyzer
from analyzer.journey import load_journey
from analyzer.settings import Thresholds, load_project
from analyzer.settings.project import KEYS
from tests.conftest import ROOT

DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
METHOD = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")


def commands() -> list[tuple[str, str]]:
    """Every line of a code block that calls the program, with its document."""
    found = []
    for path in DOCUMENTS:
        for block in re.findall(r"```\w*\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
            calls = re.findall(r"^\s*(?:\.venv/bin/)?analyzer (\w.*)$", block, re.MULTILINE)
            found += [(str(path.relative_to(ROOT)), call.split("#")[0].strip()) for call in calls]
    return found


@pytest.mark.parametrize(("document", "call"), commands())
def test_a_command_that_is_shown_exists_with_its_options(document: str, call: str):
    name, *rest = call.split()
    command = analyzer.commands.get(name)
    assert isinstance(command, click.Command), f"{document} shows analyzer {name}"
    if isinstance(command, click.Group):  # analyzer user add|remove|list shows three commands at once
        parts = [command.commands[part] for part in rest[0].split("|")]
    else:
        parts = [command]
    known = {option for one in parts for parameter in one.params for option in parameter.opts}
    assert set(re.findall(r"--[a-z-]+", call)) <= known


def test_every_command_is_in_the_guide():
    assert {name for name in analyzer.commands if f"analyzer {name} " not in GUIDE} == set()


def test_every_key_of_the_project_file_is_in_the_guide():
    assert [key for key in KEYS if f"`{key}`" not in GUIDE and f"`{key}:`" not in GUIDE] == []


@pytest.mark.parametrize("threshold", [field.name for field in fields(Thresholds)])
def test_every_threshold_is_in_the_guide_and_its_default_in_the_method(threshold: str):
    assert f"`{threshold}`" in GUIDE
    default = getattr(Thresholds(), threshold)
    written = {f"{default:g}", f"{default * 100:g} %", f"{default * 100:g} points"}
    around = [METHOD[max(0, m.start() - 60) : m.end() + 40] for m in re.finditer(f"`{threshold}`", METHOD)]
    assert any(number in words for words in around for number in written), f"{threshold} = {default}"


@pytest.mark.parametrize("threshold", [field.name for field in fields(Thresholds)])
def test_every_threshold_is_read(threshold: str):
    """A setting that nothing reads promises what does not happen."""
    code = [
        path.read_text(encoding="utf-8") for path in (ROOT / "analyzer").rglob("*.py") if "settings" not in path.parts
    ]
    assert any(f"thresholds.{threshold}" in text for text in code)


def test_the_exit_codes_are_in_the_guide():
    codes = {value for name, value in vars(errors).items() if name.startswith("EXIT_")}
    assert codes <= {int(code) for code in re.findall(r"^\| (\d+) \|", GUIDE, re.MULTILINE)}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path):
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://")):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name) if name else path
        assert file.exists(), target
        if anchor:
            heads = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            anchors = {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
            assert anchor in anchors, target


def recipes(first: str) -> list[tuple[str, str]]:
    """The YAML blocks of the recipes that begin with a key."""
    pages = sorted((ROOT / "docs" / "recipes").glob("*.md"))
    blocks = [
        (page.stem, block) for page in pages for block in re.findall(r"```yaml\n(.*?)```", page.read_text(), re.S)
    ]
    return [(name, block) for name, block in blocks if block.startswith(f"{first}:")]


@pytest.mark.parametrize(("recipe", "text"), recipes("name"))
def test_the_project_of_a_recipe_can_be_read(recipe: str, text: str, tmp_path: Path):
    (tmp_path / "project.yaml").write_text(text, encoding="utf-8")
    assert load_project(tmp_path).journey == "journey.yaml"


@pytest.mark.parametrize(("recipe", "text"), recipes("journey"))
def test_the_journey_of_a_recipe_can_be_read(recipe: str, text: str, tmp_path: Path):
    (tmp_path / "journey.yaml").write_text(text, encoding="utf-8")
    assert load_journey(tmp_path / "journey.yaml").stages


def test_every_page_has_its_place_on_the_site():
    listed = set(re.findall(r"[\w/-]+\.md", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert pages == listed


def test_make_says_what_each_target_does():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE)) - {"help"}
    assert targets == set(re.findall(r"make ([a-z]+)  ", makefile))
