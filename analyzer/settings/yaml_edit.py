"""Change values in a YAML file and leave the rest as people wrote it: comments, order, quotation marks."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from analyzer.settings.value import ENV_CLOSE, ENV_NAME, ENV_OPEN

_TOKEN = re.compile(f"{ENV_OPEN}([A-Za-z_][A-Za-z0-9_]*){ENV_CLOSE}")
_BLOCK_LIST = re.compile(r"^[ ]*[^\s#-][^\n]*:[ ]*(?:#[^\n]*)?\n(?:[ ]*#[^\n]*\n|\s*\n)*([ ]*)- ", re.MULTILINE)


def parse_keeping(path: Path) -> Any:
    """The tree of a file with all that is to be kept. Raises ValueError where it cannot be kept."""
    from ruamel.yaml.error import YAMLError

    try:
        return _yaml(text_of(path)).load(ENV_NAME.sub(rf"{ENV_OPEN}\1{ENV_CLOSE}", text_of(path)))
    except YAMLError as reason:
        raise ValueError(str(reason).splitlines()[0]) from None


def written(tree: Any, like: str) -> str:
    """The text of a tree; indentation and line ends as in the text that it came from."""
    out = io.StringIO()
    _yaml(like).dump(tree, out)
    text = _TOKEN.sub(r"${\1}", out.getvalue())
    return text.replace("\n", "\r\n") if "\r\n" in like else text


def text_of(path: Path) -> str:
    """The text of a file in UTF-8 or UTF-16, line ends as they are."""
    data = path.read_bytes()
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")


def update(node: Any, content: dict[str, Any]) -> Any:
    """Make a mapping hold just this content; what is alike already stays as it is written."""
    for key in [key for key in node if key not in content]:
        del node[key]
    for key, value in content.items():
        if key not in node or plain(node[key]) != plain(value):
            node[key] = _like(node.get(key), value)
    return node


def plain(node: Any) -> Any:
    """A tree as texts, lists and mappings, so that two ways of writing one value are equal."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, (list, tuple)):
        return [plain(value) for value in node]
    if isinstance(node, bool):
        return "true" if node else "false"
    return None if node is None else str(node)


def in_line(content: dict[str, Any]) -> Any:
    """A mapping that is written on one line: {from: A, within: 24h}."""
    from ruamel.yaml.comments import CommentedMap

    made = CommentedMap(content)
    made.fa.set_flow_style()
    return made


def _like(old: Any, new: Any) -> Any:
    """A new value in the style of the old one: a list or mapping on one line stays on one line."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(new, (CommentedMap, CommentedSeq)):
        return new
    if isinstance(new, dict):
        return update(old, new) if isinstance(old, CommentedMap) else in_line(new)
    if isinstance(new, list):
        made = CommentedSeq(new)
        flow = old.fa.flow_style() if isinstance(old, CommentedSeq) else True
        if flow is not False and not any(isinstance(item, dict) for item in new):
            made.fa.set_flow_style()
        return made
    return new


def _yaml(like: str) -> Any:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.allow_unicode = True
    found = _BLOCK_LIST.search(like)
    offset = len(found[1]) if found else 2
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
    return yaml
