"""Who is mentioned in a comment is told by mail, to an address of the project file and to no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analyzer.catalog import open_catalog, subscribe, take_mention_mails
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


def test_an_hour_has_so_many_mails_whichever_server_sends_them(settings: Settings, mailbox: Mailbox):
    """Twenty of one author; each server opens the catalog for itself."""
    for number in range(22):
        with open_catalog(settings) as catalog:
            done = mail_mentions(settings, catalog, "Vera" if number % 2 else "vera", "Delivery", "/", "@Food")
        assert bool(done.told) == (number < 20), number
    assert "as many mails as an hour allows" in done.failed
    assert len(mailbox.receivers) == 20
    with open_catalog(settings) as catalog:
        assert mail_mentions(settings, catalog, "Ben", "Delivery", "/", "@Food safety").told == ("Food safety",)
        assert mail_mentions(settings, catalog, "Ben", "Delivery", "/", "@Food").told == (), "full of Vera's"


def test_the_limits_of_an_author_an_address_and_all_by_hand(settings: Settings):
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with open_catalog(settings) as catalog:
        for author in range(5):
            taken = take_mention_mails(catalog, f"author {author}", [f"{author}-{n}" for n in range(25)], start)
            assert taken == [f"{author}-{n}" for n in range(20)]
        assert take_mention_mails(catalog, "another", ["x"], start) == [], "a hundred in all"
        assert take_mention_mails(catalog, "another", ["x"], start + timedelta(minutes=59)) == []
        assert take_mention_mails(catalog, "author 0", ["x", "x"], start + timedelta(minutes=61)) == ["x"]
        for number in range(21):
            one = take_mention_mails(catalog, f"of {number}", ["y"], start + timedelta(hours=3))
            assert one == (["y"] if number < 20 else [])
        assert take_mention_mails(catalog, "of 1", ["y"], start) == ["y"], "a clock that was ahead holds nobody up"
