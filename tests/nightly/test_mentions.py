"""Who is mentioned in a comment is told by mail, to an address of the project file and to no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.catalog import open_catalog, subscribe
from analyzer.nightly.links import recipient_key
from analyzer.nightly.mentions import Mentioned, mail_mentions, mentioned, names_to_mention
from analyzer.settings import Settings, load_project
from tests.nightly.conftest import Mailbox

TO = "{Food: [a@example.com], Food safety: [b@example.com, c@example.com], all: [boss@example.com]}"


def project(folder: Path, port: int, to: str = TO) -> Settings:
    (folder / "log.csv").write_text("case_id,activity,timestamp\n1,A,2026-01-01\n")
    (folder / "journey.yaml").write_text("journey: J\nstages: [{name: S, activities: [A]}]\n")
    mail = f"{{host: 127.0.0.1, port: {port}, tls: none, from: analyzer@example.com, to: {to}}}"
    text = f"name: Shop\nlog: log.csv\njourney: journey.yaml\nreport: {{email: {mail}, url: 'https://a.example.com'}}\n"
    (folder / "project.yaml").write_text(text)
    return load_project(folder / "project.yaml")


@pytest.fixture
def settings(tmp_path: Path, mailbox: Mailbox) -> Settings:
    return project(tmp_path, mailbox.port)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@food safety, please look", ("Food safety",)),
        ("@Food and @FOOD SAFETY", ("Food", "Food safety")),
        ("Food safety knows, mail me at x@food.example", ()),
        ("@Foodstuff", ()),
        ("@all @nobody", ()),
    ],
)
def test_the_longest_name_counts_and_only_names_of_the_project(settings: Settings, text: str, names: tuple[str, ...]):
    assert mentioned(settings, text) == names


def test_each_address_is_told_once_with_the_comment_as_plain_text(settings: Settings, mailbox: Mailbox):
    text = "@Food safety <b>see</b>\nBcc: evil@example.com\n@Food safety again"
    with open_catalog(settings) as catalog:
        done = mail_mentions(settings, catalog, "Vera\r\nBcc: x@example.com", "Delivery", "/mismatch/x", text)
    assert done == Mentioned(("Food safety",))
    assert mailbox.receivers == ["b@example.com", "c@example.com"]
    message = mailbox.taken[0][1]
    assert message["Bcc"] is None
    assert message.get_content_type() == "text/plain"
    said = message.get_content().replace("\r\n", "\n")
    assert text in said
    assert "https://a.example.com/mismatch/x" in said


def test_a_path_that_would_name_another_host_is_no_link(settings: Settings, mailbox: Mailbox):
    with open_catalog(settings) as catalog:
        mail_mentions(settings, catalog, "Vera", "Delivery", "@evil.example/mismatch/x", "@Food, look")
    assert "https://" not in mailbox.taken[0][1].get_content()


def test_who_chose_to_hear_nothing_is_left_alone(settings: Settings, mailbox: Mailbox):
    with open_catalog(settings) as catalog:
        subscribe(catalog, recipient_key("b@example.com"), "b@example.com", "none", "test")
        assert mail_mentions(settings, catalog, "Vera", "Delivery", "/", "@Food safety").told == ("Food safety",)
    assert mailbox.receivers == ["c@example.com"]


def test_a_mail_that_is_not_taken_is_said(settings: Settings, mailbox: Mailbox):
    mailbox.refuses.add("a@example.com")
    with open_catalog(settings) as catalog:
        done = mail_mentions(settings, catalog, "Vera", "Delivery", "/", "@Food")
    assert done.told == ()
    assert "refused the address" in done.failed


def test_without_mail_nobody_can_be_mentioned(tmp_path: Path, mail_server: Callable[..., Mailbox]):
    settings = project(tmp_path, mail_server().port, "[boss@example.com]")
    assert names_to_mention(settings) == ()
    assert mentioned(settings, "@boss") == ()
