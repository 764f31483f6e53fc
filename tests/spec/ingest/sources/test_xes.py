"""XES is read in two ways: flat logs by their quotes, all others by their elements. Both must say the same.

A comment before the end of the log makes it be read by its elements; so the same content is given both ways.
"""

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.engine.reader import open_reader
from analyzer.errors import LogError
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.xes.reader import read_xes

COMMENT = b"<!-- read it by its elements --></log>"
NAME = '<string key="concept:name" value="{}"/>'


def event(activity: str, more: str = "") -> str:
    return f"<event>{NAME.format(activity)}{more}</event>"


def read(folder: Path, content: bytes | str) -> tuple[tuple[str, ...], list[tuple[object, ...]], list[int | None]]:
    """The names of the columns, the rows in their order, and of a few their lines."""
    path = folder / "log.xes"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (folder / "scratch").mkdir(exist_ok=True)
    with open_reader(folder / "scratch") as reader:
        raw = read_xes(GivenFile(path, "log.xes", LogError), reader)
        found = reader.rows(f"SELECT * FROM {raw.numbered} ORDER BY row")
        lines = [raw.place_of(number)[1] for number in range(len(found))] if len(found) < 3 else []
        return raw.names, [row[1:] for row in found], lines


def both(folder: Path, content: str) -> tuple[tuple[str, ...], list[tuple[object, ...]], list[int | None]]:
    """What is read, after it was held against reading by elements."""
    found = read(folder, content)
    assert read(folder, content.encode().replace(b"</log>", COMMENT)) == found
    return found


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("a&lt;b &amp; c&gt;d&quot;&apos;", "a<b & c>d\"'"),
        ("&#65;&#x42;&#10;", "AB\n"),
        ("one\ttab", "one tab"),
        ("two\nlines", "two lines"),
        ("two\r\nlines", "two lines"),
        ("it's > that", "it's > that"),
        ("", ""),
        ("Müller \u2028 漢 😀", "Müller \u2028 漢 😀"),
    ],
)
def test_texts_are_what_xml_says_they_are(tmp_path, written, value):
    names, found, lines = both(
        tmp_path,
        f"<log>\n<trace>\n{NAME.format(1)}\n<event>{NAME.format(written)}</event>\n{event('B')}</trace></log>",
    )
    assert names == ("case:concept:name", "concept:name")
    assert found == [("1", value), ("1", "B")]
    assert lines == [4, 5 + written.count("\n")]


def test_the_last_of_a_key_counts_and_the_event_before_its_trace(tmp_path):
    twice, own = NAME.format("A") + NAME.format("B"), '<string key="case:size" value="own"/>'
    trace = f'<trace>{NAME.format(1)}<int key="size" value="7"/>{event("A", own)}<event>{twice}</event></trace>'
    names, found, _ = both(tmp_path, f"<log>{trace}</log>")
    assert names == ("case:concept:name", "case:size", "concept:name")
    assert found == [("1", "own", "A"), ("1", "7", "B")]


def test_attributes_of_a_trace_hold_wherever_they_stand_in_it(tmp_path):
    late = f'<trace>{event("A")}<string key="size" value="7"/>{event("B")}{NAME.format(1)}</trace>'
    empty = f'<trace>{NAME.format(2)}<string key="never" value="used"/></trace>'
    names, found, _ = both(tmp_path, f"<log>{late}{empty}<trace>{event('C')}</trace></log>")
    assert names == ("case:size", "case:concept:name", "concept:name")
    assert found == [("7", "1", "A"), ("7", "1", "B"), (None, None, "C")]


@pytest.mark.parametrize("late", ["", '<string key="late" value="yes"/>'])
def test_a_trace_of_more_than_a_piece(tmp_path, late):
    """Nine megabytes: its attributes go with all its events, also those that come after them."""
    filler = '<string key="filler" value="' + "x" * 900 + '"/>'
    events = "\n".join(event(f"A{number}", filler) for number in range(9_000))
    after = f"<trace>{NAME.format('end')}{event('Z')}</trace>"
    names, found, _ = read(tmp_path, f"<log>\n<trace>{NAME.format('long')}\n{events}{late}</trace>{after}</log>")
    assert [name for name in names if name != "filler"] == [
        "case:concept:name",
        *(["case:late"] if late else []),
        "concept:name",
    ]
    assert [row[names.index("concept:name")] for row in found] == [f"A{number}" for number in range(9_000)] + ["Z"]
    assert [row[0] for row in found] == ["long"] * 9_000 + ["end"]
    if late:
        assert [row[1] for row in found] == ["yes"] * 9_000 + [None]


@pytest.mark.parametrize(
    "damage",
    [
        'value="\x01"',
        'value="a<b"',
        'value="a&b"',
        'value="&unknown;"',
        'value="&#0;"',
        'value="\uffff"',
        'value="A" value="B"',
        'value="A',
        'value=A"',
    ],
)
def test_damaged_xml_is_refused(tmp_path, damage):
    content = f'<log><trace>{NAME.format(1)}<event><string key="concept:name" {damage}/></event></trace></log>'
    with pytest.raises(LogError, match="breaks off or is damaged"):
        read(tmp_path, content)


@pytest.mark.parametrize(
    "content",
    [
        b"<log><trace>" + event("\xff").encode("latin-1") + b"</trace></log>",
        f"<log><trace>{event('A')}</trace>".encode(),
        f"<log><trace>{event('A')}</log></trace>".encode(),
        f"<log><trace>{event('A')}</trace></log>{event('B')}".encode(),
        f"<log><trace><event>{event('A')}</trace></log>".encode(),
        f"<log><trace>{event('A')}</event></trace></log>".encode(),
    ],
)
def test_so_is_what_does_not_fit_together(tmp_path, content):
    with pytest.raises(LogError, match="breaks off or is damaged"):
        read(tmp_path, content)


TEXTS = st.sampled_from(["A", "B", "", "x y", "&amp;", "&#10;", "é", "it's", "\t", "\n", " "])
KEYS = st.sampled_from(["concept:name", "time:timestamp", "case:concept:name", "k&amp;", "é"])
ATTRIBUTES = st.lists(st.tuples(st.sampled_from(["string", "date", "int"]), KEYS, TEXTS), max_size=4)
TRACES = st.lists(st.tuples(ATTRIBUTES, st.lists(ATTRIBUTES, max_size=4), ATTRIBUTES), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None)
@given(TRACES, st.sampled_from(["", "\n", "\r\n\t"]))
def test_both_ways_say_the_same(tmp_path_factory, traces, space):
    def written(attributes):
        return "".join(f'{space}<{kind} key="{key}" value="{value}"/>' for kind, key, value in attributes)

    content = "<log>"
    for before, events, after in traces:
        held = "".join(f"{space}<event>{written(one)}{space}</event>" for one in events)
        content += f"{space}<trace>{written(before)}{held}{written(after)}</trace>"
    folder = tmp_path_factory.mktemp("xes")
    if "</event>" in content:
        both(folder, content + "</log>")


@pytest.mark.parametrize("name", ["receipt.xes.gz", "interval_event_log.xes"])
def test_both_ways_say_the_same_of_real_logs(tmp_path, shared_data, name):
    content = (shared_data / name).read_bytes()
    if name.endswith(".gz"):
        content = gzip.decompress(content)
    assert read(tmp_path, content) == read(tmp_path, content.replace(b"</log>", COMMENT))
