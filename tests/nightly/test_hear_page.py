"""The link in a mail: nobody has to sign in for it, looking at it changes nothing, and nobody can make one."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from analyzer.catalog import add_user, changes, password_hash, subscriptions
from analyzer.nightly.deliver import deliver
from analyzer.nightly.links import choice_link, recipient_key
from dashboards.providers import Projects
from dashboards.server import make_server
from tests.nightly.conftest import text_of

DELIVERY = "hidden-friction-delivery-182bfb"
URL = "https://alignment.example.org"
ANNA = recipient_key("anna@example.org")


@pytest.fixture
def kept(mailed, nights):
    """A project that mails Anna, with a user, so that everybody else has to sign in."""
    kept = nights(mailed("[anna@example.org, ben@example.org]", f"url: {URL}"))
    add_user(kept.catalog, "Vera", "viewer", password_hash("correct horse battery"))
    return kept


@pytest.fixture
def client(kept):
    projects = Projects([kept.settings.project])
    with make_server(projects).test_client() as one:
        yield one
    projects.close()


@pytest.fixture
def link(kept, mailbox):
    """The path that Anna's mail holds."""
    deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}))
    (mail,) = [mail for to, mail in mailbox.taken if to == "anna@example.org"]
    said = mail["List-Unsubscribe"].strip("<>")
    assert said.startswith(f"{URL}/hear/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert said in text_of(mail)
    assert f'href="{said}"' in text_of(mail, "html")
    assert "anna" not in said
    return urlsplit(said).path


def test_who_looks_changes_nothing(client, kept, link):
    answer = client.get(link)
    assert answer.status_code == 200
    assert re.findall(r'value="(\w+)"( checked)?', answer.text) == [("all", " checked"), ("worse", ""), ("none", "")]
    assert "anna@example.org" in answer.text
    assert subscriptions(kept.catalog) == {}
    assert client.get("/").status_code != 200  # everything else asks who it is


def test_a_choice_is_kept_and_written_down(client, kept, link, mailbox):
    assert "Kept." in client.post(link, data={"choice": "worse"}).text
    assert subscriptions(kept.catalog) == {ANNA: "worse"}
    assert ("worse", " checked") in re.findall(r'value="(\w+)"( checked)?', client.get(link).text)
    (entry,) = changes(kept.catalog, "mail:anna@example.org")
    assert (entry.who, entry.after) == ("the link in a mail", {"hears of": "worse"})


def test_one_click_of_a_mail_program(client, kept, link, mailbox):
    assert client.post(link, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    mailbox.taken.clear()
    deliver(kept.settings, kept.catalog, kept.next({"worse": [DELIVERY]}))
    assert mailbox.receivers == ["ben@example.org"]


def test_it_can_be_undone(client, kept, link):
    client.post(link, data={"choice": "none"})
    client.post(link, data={"choice": "all"})
    assert subscriptions(kept.catalog) == {ANNA: "all"}


@pytest.mark.parametrize("choice", ["", "everything", "ALL"])
def test_a_choice_that_there_is_not_is_refused(client, kept, link, choice):
    assert client.post(link, data={"choice": choice}).status_code == 400
    assert subscriptions(kept.catalog) == {}


def test_a_page_of_another_origin_may_not_choose(client, kept, link):
    answer = client.post(link, data={"choice": "none"}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert subscriptions(kept.catalog) == {}


def test_nobody_can_make_a_link_for_somebody_else(client, kept, link, made, nights, tmp_path):
    signature = link.rpartition(".")[2]
    other = choice_link(kept.settings, recipient_key("ben@example.org")).rpartition("/")[2].rpartition(".")[0]
    for forged in (link[:-1], link + "A", f"/hear/{other}.{signature}", "/hear/x", f"/hear/{'A' * 5000}"):
        assert client.post(forged, data={"choice": "none"}).status_code == 404
    assert subscriptions(kept.catalog) == {}


def test_a_link_of_another_project_file_in_the_folder_is_not_known(client, kept, link):
    """Both projects of a folder sign with one key."""
    from analyzer.settings import load_project

    second = kept.settings.folder / "second.yaml"
    second.write_text(kept.settings.project.read_text(encoding="utf-8"), encoding="utf-8")
    wrong = choice_link(load_project(second), ANNA)
    assert client.post(urlsplit(wrong).path, data={"choice": "none"}).status_code == 404


def test_without_an_address_of_the_dashboard_there_is_somebody_to_answer_to(mailed, nights, mailbox):
    kept = nights(mailed())
    deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}))
    mail = mailbox.taken[0][1]
    assert mail["List-Unsubscribe"] == "<mailto:nights@example.org?subject=unsubscribe>"
    assert mail["List-Unsubscribe-Post"] is None
    assert "To be left out, answer to nights@example.org." in text_of(mail)


def test_the_link_stands_in_the_mail_as_it_is(kept, link, mailbox):
    """A mail program reads the header's bytes: a link that was encoded because it is long is none."""
    sent = [raw for raw in mailbox.raw if link.encode() in raw]
    assert len(sent) == 1
    assert f"\r\nList-Unsubscribe: <{URL}{link}>\r\n".encode() in sent[0]
    assert all(len(line) <= 998 for line in sent[0].split(b"\r\n"))
    assert sent[0].isascii()
