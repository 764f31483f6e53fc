"""Read a YAML file into values that know their line and key.

What makes YAML dangerous or surprising is refused with its line: tags, a key given twice, several documents, aliases
that blow a small file up, and files that are no text. Scalars stay the text that was written until a reader says what
it expects, so an activity named `No` or `12:30` is that text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analyzer.errors import InputError
from analyzer.settings.value import ENV_CLOSE, ENV_NAME, ENV_OPEN, Document, RawValue, Value

MOST_BYTES = 1 << 20
MOST_VALUES = 100_000
DEEPEST = 24


def read_yaml(path: Path, error: type[InputError], what: str, environment: bool = False) -> Value:
    """The mapping that a YAML file holds.

    `error` is raised for all that is wrong with the file, `what` names it in messages ("a journey file"); with
    `environment` every `${NAME}` takes an environment variable when it is read.
    """
    document = Document(str(path), error, environment)
    text = _text(path, document, what)
    if environment:  # braces would end a scalar inside {…}; letters of the private use area do not
        text = ENV_NAME.sub(lambda found: f"{ENV_OPEN}{found[1]}{ENV_CLOSE}", text)
    raw = _compose(text, document, what)
    top = Value(document, raw, "")
    if raw.kind != "map":
        raise top.wrong(f"{what}: keys with values, such as `key: value`", do="start the file with a key and a colon")
    return top


def _text(path: Path, document: Document, what: str) -> str:
    """The file's text, if it is one."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise document.error(
            expected=f"{what}",
            found="no such file",
            where=str(path),
            do="check the path; a relative one starts from the current folder",
        ) from None
    except OSError as reason:
        raise document.error(
            expected=f"{what} that can be read",
            found=reason.strerror or type(reason).__name__,
            where=str(path),
            do="name a file and give this user the right to read it",
        ) from None
    if len(data) > MOST_BYTES:
        raise document.error(
            expected=f"{what} of at most 1 MiB",
            found="a bigger file",
            where=str(path),
            do="check that it is the right file",
        )
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as reason:
        line = data[: reason.start].count(b"\n") + 1
        raise document.fail(
            line, f"{what} in UTF-8", "a byte that is no UTF-8 text", "save the file as UTF-8"
        ) from None
    if "\0" in text:
        raise document.fail(
            text[: text.index("\0")].count("\n") + 1,
            f"{what}: text",
            "a binary file",
            "check that it is the right file",
        )
    return text


def _compose(text: str, document: Document, what: str) -> RawValue:
    """The tree of the first and only document of the text."""
    import yaml

    builder = _Builder(document)
    documents = 0
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise document.fail(
                        _line(event),
                        f"{what} with one YAML document",
                        "a second one",
                        "take out the line --- and what follows",
                    )
            builder.take(event)
    except yaml.YAMLError as reason:
        mark = getattr(reason, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        problem = getattr(reason, "problem", None) or getattr(reason, "reason", None) or "text that is not YAML"
        raise document.fail(
            line,
            "valid YAML",
            document.written(str(problem)),
            "check indentation, colons, brackets and quotation marks on this line and the one above",
        ) from None
    return builder.root or RawValue("text", 1, text="", plain=True)


class _Builder:
    """Builds the tree from YAML's events, so that what is refused is refused before it is built."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.root: RawValue | None = None
        self.open: list[tuple[RawValue, list[RawValue], str | None]] = []
        self.anchors: dict[str, RawValue] = {}

    def take(self, event: Any) -> None:
        import yaml

        if isinstance(event, (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._refuse_tag(event)
        if isinstance(event, yaml.ScalarEvent):
            node = RawValue("text", _line(event), text=event.value, plain=event.style is None or event.style == "")
            self._place(node, event.anchor)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            kind = "map" if isinstance(event, yaml.MappingStartEvent) else "list"
            if len(self.open) >= DEEPEST:
                raise self._fail(event, f"at most {DEEPEST} levels inside each other", "more", "write it flatter")
            self.open.append((RawValue(kind, _line(event)), [], event.anchor))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            node, children, anchor = self.open.pop()
            self._fill(node, children)
            self._place(node, anchor)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                raise self._fail(
                    event, "an alias of an anchor that stands above it", f"*{event.anchor}", "write the value out"
                )
            self._place(self.anchors[event.anchor], None)

    def _refuse_tag(self, event: Any) -> None:
        if event.tag is not None:
            raise self._fail(
                event,
                "plain values without YAML tags",
                f"the tag {event.tag}",
                "take the tag out; put text in quotation marks",
            )

    def _place(self, node: RawValue, anchor: str | None) -> None:
        """Put a finished value where it belongs, and remember it where it has an anchor."""
        if anchor is not None:
            self.anchors[anchor] = node
        if not self.open:
            self.root = node
            return
        self.open[-1][1].append(node)

    def _fill(self, node: RawValue, children: list[RawValue]) -> None:
        node.size = 1 + sum(child.size for child in children)
        if node.size > MOST_VALUES:
            raise self.document.fail(
                node.line,
                f"at most {MOST_VALUES:,} values",
                "more (aliases count each time)",
                "write the file without aliases",
            )
        if node.kind == "list":
            node.items = tuple(children)
            return
        for key, value in _pairs(children):
            if key.kind != "text" or not key.text.strip():
                found = {"text": "an empty key", "list": "a list as a key", "map": "a mapping as a key"}[key.kind]
                raise self.document.fail(
                    key.line,
                    "keys that are text",
                    found,
                    "write `key: value`; put a text that holds { or [ in quotation marks",
                )
            name = key.text.strip()
            if name in node.keys:
                first = node.keys[name][0]
                raise self.document.fail(
                    key.line,
                    "every key once",
                    f"{name} a second time (first on line {first})",
                    "keep one of the two",
                    key=name,
                )
            node.keys[name] = (key.line, value)

    def _fail(self, event: Any, expected: str, found: str, do: str) -> InputError:
        return self.document.fail(_line(event), expected, found, do)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _pairs(children: list[RawValue]) -> Iterator[tuple[RawValue, RawValue]]:
    return zip(children[::2], children[1::2], strict=True)
