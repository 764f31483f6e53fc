"""The mail in a browser: wide and narrow, on light and on dark ground; readable, and asking nobody for anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.reports.digest import DigestContent, digest
from analyzer.reports.mail import MailWays, digest_html
from tests.browser.conftest import Watched
from tests.real_document import example

CONTRAST = """() => {
    const parse = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = colour => {
        const linear = v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
        const [r, g, b] = parse(colour).slice(0, 3).map(v => linear(v / 255));
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const ground = node => {
        for (; node; node = node.parentElement) {
            const found = getComputedStyle(node).backgroundColor;
            if (parse(found)[3] !== 0) return found;
        }
        return 'rgb(255, 255, 255)';
    };
    return [...document.querySelectorAll('h1, p, span, a, bdi')].filter(node => node.innerText.trim()).map(node => {
        const [a, b] = [light(getComputedStyle(node).color), light(ground(node))].sort((x, y) => y - x);
        return [(a + .05) / (b + .05), node.innerText];
    });
}"""


@pytest.fixture
def mail(tmp_path: Path) -> str:
    """A mail of the example, with a name that has no space in it."""
    document = example()
    document["mismatches"][0]["owner"] = "Logistics" * 12
    ids = [one["id"] for one in document["mismatches"]]
    changes = {"since": "before", "new": ids[:1], "worse": ids[1:2], "not_measurable": ids[2:3], "better": ids[3:4]}
    told = DigestContent(
        "r", document, changes, [("answers_stopped", "No answer since 20 Jun.")], url="https://a.example.org"
    )
    ways = MailWays("you are named for Logistics", "https://a.example.org/hear/" + "x" * 120, "n@example.org")
    page = tmp_path / "mail.html"
    page.write_text(digest_html(digest(told), ways), encoding="utf-8")
    return page.as_uri()


@pytest.mark.parametrize("ground", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1000])
def test_it_fits_and_can_be_read(watch: Callable[..., Watched], mail: str, width: int, ground: str) -> None:
    page = watch(width, ground=ground).open(mail)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").inner_text() == "1 worse, 1 new, 1 not measurable any more and 1 better."
    low = [found for found in page.evaluate(CONTRAST) if found[0] < 4.5]
    assert low == []
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 20, 23)"
    assert dark == (ground == "dark")
