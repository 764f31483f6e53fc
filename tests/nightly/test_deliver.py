"""Who hears of a night: real mails to a real server, real posts to a real webhook, each recipient once."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from analyzer.catalog import deliveries, subscribe, waiting_deliveries
from analyzer.improvement import Risk
from analyzer.nightly.deliver import deliver
from analyzer.nightly.links import recipient_key
from tests.nightly.conftest import PASSWORD, text_of
from tests.spec.words.test_improving_words import risk, summary

DELIVERY, PAYMENT = "hidden-friction-delivery-182bfb", "hidden-friction-payment-3e6864"
NOBODYS = "unowned-discover-96e6fb"  # a stage without an owner


def free_port(mailbox):
    """A port at which nobody listens."""
    return mailbox.port + 1 if mailbox.port < 65_535 else mailbox.port - 1


class TestANight:
    def test_what_is_new_is_mailed_once(self, mailed, nights, mailbox):
        kept = nights(mailed())
        night = kept.next({"new": [DELIVERY]})
        (outcome,) = deliver(kept.settings, kept.catalog, night)
        assert (outcome.sent, outcome.recipient, outcome.channel) == (True, "anna@example.org", "email")
        assert deliver(kept.settings, kept.catalog, night) == ()
        assert mailbox.receivers == ["anna@example.org"]

    def test_the_first_line_says_what_changed(self, mailed, nights, mailbox):
        kept = nights(mailed())
        deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY], "worse": [PAYMENT]}))
        ((_, mail),) = mailbox.taken
        assert mail["Subject"] == "Greenleaf Foods, restaurant orders: 1 worse and 1 new."
        assert text_of(mail).splitlines()[0] == "1 worse and 1 new."
        assert re.search(r"<h1[^>]*>1 worse and 1 new\.</h1>", text_of(mail, "html"))

    def test_nothing_changed_and_nobody_is_mailed(self, mailed, nights, mailbox):
        kept = nights(mailed())
        assert deliver(kept.settings, kept.catalog, kept.next()) == ()
        assert mailbox.taken == []

    def test_always_tells_of_a_night_without_news(self, mailed, nights, mailbox):
        kept = nights(mailed("anna@example.org", "always: true"))
        deliver(kept.settings, kept.catalog, kept.next())
        ((_, mail),) = mailbox.taken
        assert text_of(mail).startswith("Nothing changed. 6 mismatches stay as they were.\n")

    def test_the_first_night_alarms_nobody(self, mailed, nights, mailbox):
        kept = nights(mailed())
        assert deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}, since=None)) == ()

    @pytest.mark.parametrize(
        ("alerts", "change", "mails"),
        [
            ("[new, worse]", "regressed", 1),  # what came back is worse
            ("[new, worse]", "better", 0),
            ("[new, worse]", "restated", 0),
            ("[new]", "worse", 0),
            ("[resolved]", "resolved", 1),
        ],
    )
    def test_alerts_say_what_is_worth_a_mail(self, mailed, nights, mailbox, alerts, change, mails):
        kept = nights(mailed(rest=f"alerts: {{on: {alerts}}}"))
        deliver(kept.settings, kept.catalog, kept.next({change: [DELIVERY]}))
        assert len(mailbox.taken) == mails

    def test_a_workbook_of_all_mismatches_is_attached(self, mailed, nights, mailbox):
        kept = nights(mailed())
        deliver(kept.settings, kept.catalog, kept.next({"new": [PAYMENT]}))
        (book,) = mailbox.taken[0][1].iter_attachments()
        rows = list(openpyxl.load_workbook(io.BytesIO(book.get_content())).active.values)
        assert rows[0][:3] == ("change", "rank", "id")
        assert [row[:3] for row in rows[1:3]] == [("Unchanged", 1, DELIVERY), ("New", 2, PAYMENT)]

    def test_a_pdf_if_wanted(self, mailed, nights, mailbox):
        kept = nights(mailed("anna@example.org", "pdf: true"))
        deliver(kept.settings, kept.catalog, kept.next({"new": [PAYMENT]}))
        _, pdf = mailbox.taken[0][1].iter_attachments()
        assert pdf.get_content_type() == "application/pdf"
        assert pdf.get_content().startswith(b"%PDF-")

    def test_without_the_extra_the_mail_says_so(self, mailed, nights, mailbox, monkeypatch):
        monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
        kept = nights(mailed("anna@example.org", "pdf: true"))
        (outcome,) = deliver(kept.settings, kept.catalog, kept.next({"new": [PAYMENT]}))
        assert outcome.sent
        assert "pip install 'process-alignment-analyzer[pdf]'" in outcome.note
        assert outcome.note in " ".join(text_of(mailbox.taken[0][1]).split())

    def test_stale_data_is_said_once(self, mailed, nights, mailbox):
        kept = nights(mailed(rest="alerts: {on: [stale]}"))
        fact = ("no_new_data", "No event since 28 Jun 2026, 40 hours ago.")
        for stale in (True, True, False, True):
            deliver(kept.settings, kept.catalog, kept.next(stale=stale, warnings=[fact] if stale else []))
        assert len(mailbox.taken) == 2
        said = text_of(mailbox.taken[0][1])
        assert fact[1] in said
        assert "whether anything changed since, nobody can tell" in said


class TestWhoHears:
    def test_by_owner_and_by_stage(self, mailed, nights, mailbox):
        """Delivery is Logistics', and its first cause lies in Payment, which is Finance's. Service hears of neither."""
        of = "Logistics: lo@example.org, payment: [fi@example.org, pay@example.org], Service: se@example.org"
        kept = nights(mailed(f"{{{of}, all: al@example.org}}"))
        deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}))
        assert mailbox.receivers == ["al@example.org", "fi@example.org", "lo@example.org", "pay@example.org"]

    def test_of_what_is_theirs_alone(self, mailed, nights, mailbox):
        kept = nights(mailed("{Logistics: lo@example.org, all: al@example.org}"))
        deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY, PAYMENT]}))
        said = {to: text_of(mail) for to, mail in mailbox.taken}
        assert said["lo@example.org"].startswith("1 new.")
        assert said["al@example.org"].startswith("2 new.")
        assert "Payment looks fine" not in said["lo@example.org"]
        assert "you are named for Logistics" in said["lo@example.org"]

    def test_what_is_nobodys_is_everybodys(self, mailed, nights, mailbox):
        kept = nights(mailed("{Logistics: lo@example.org, Service: se@example.org}"))
        deliver(kept.settings, kept.catalog, kept.next({"new": [NOBODYS]}))
        assert mailbox.receivers == ["lo@example.org", "se@example.org"]

    def test_who_is_named_twice_gets_one_mail(self, mailed, nights, mailbox):
        kept = nights(mailed('{Logistics: "Lo <lo@example.org>", Payment: LO@example.org}'))
        deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}))
        assert mailbox.receivers == ["lo@example.org"]
        assert "you are named for Logistics and Payment" in text_of(mailbox.taken[0][1])

    def test_a_key_that_is_no_stage_and_no_owner_fails(self, mailed, nights, mailbox):
        kept = nights(mailed("{Logistix: lo@example.org, all: al@example.org}"))
        outcomes = deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}))
        (wrong,) = [one for one in outcomes if one.failed]
        assert "names Logistix, which is no stage and no owner; write Logistics" in wrong.error

    def test_who_is_quiet_hears_of_what_gets_worse(self, mailed, nights, mailbox):
        kept = nights(mailed("anna@example.org", "always: true", rest="alerts: {on: [better, worse]}"))
        subscribe(kept.catalog, recipient_key("anna@example.org"), "anna@example.org", "worse", "a test")
        deliver(kept.settings, kept.catalog, kept.next({"better": [DELIVERY]}))
        deliver(kept.settings, kept.catalog, kept.next())
        assert mailbox.taken == []
        deliver(kept.settings, kept.catalog, kept.next({"worse": [DELIVERY]}))
        assert mailbox.receivers == ["anna@example.org"]

    def test_who_wants_no_mail_gets_none(self, mailed, nights, mailbox):
        kept = nights(mailed("[anna@example.org, ben@example.org]"))
        subscribe(kept.catalog, recipient_key("ANNA@example.org"), "anna@example.org", "none", "a test")
        deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}))
        assert mailbox.receivers == ["ben@example.org"]


class TestSettling:
    """The example's log ends on 30 June 2026 at 17:41 UTC."""

    def test_young_data_alarms_once_it_has_settled(self, mailed, nights, mailbox):
        kept = nights(mailed(rest="alerts: {on: [new], settle: 2d}"))
        deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}, started="2026-07-01T02:15:00Z"))
        deliver(kept.settings, kept.catalog, kept.next(started="2026-07-02T02:15:00Z"))
        assert mailbox.taken == []
        deliver(kept.settings, kept.catalog, kept.next(started="2026-07-03T02:15:00Z"))
        assert [text_of(mail).splitlines()[0] for _, mail in mailbox.taken] == ["1 new."]
        deliver(kept.settings, kept.catalog, kept.next(started="2026-07-04T02:15:00Z"))
        assert len(mailbox.taken) == 1

    def test_what_is_gone_before_it_settled_alarms_nobody(self, mailed, nights, mailbox):
        kept = nights(mailed(rest="alerts: {on: [new], settle: 2d}"))
        deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}, started="2026-07-01T02:15:00Z"))
        gone = kept.next({"not_measurable": [DELIVERY]}, started="2026-07-03T02:15:00Z")
        deliver(kept.settings, kept.catalog, gone)
        assert mailbox.taken == []


class TestAFailure:
    def test_it_is_kept_and_tried_again_when_nothing_else_changed(self, mailed, made, nights, mailbox):
        mail = f"{{host: 127.0.0.1, port: {free_port(mailbox)}, from: n@example.org, to: a@example.org, tls: none}}"
        kept = nights(made(f"report: {{email: {mail}}}"))
        first = kept.next({"new": [DELIVERY]})
        (outcome,) = deliver(kept.settings, kept.catalog, first)
        assert outcome.failed
        assert "onnection refused" in outcome.error
        assert deliver(kept.settings, kept.catalog, kept.next())[0].failed
        back = mailed("a@example.org")
        (outcome,) = deliver(back, kept.catalog, kept.next())
        assert (outcome.sent, outcome.run_id) == (True, first.run_id)
        assert text_of(mailbox.taken[0][1]).startswith("1 new.")
        (row,) = deliveries(kept.catalog, first.run_id)
        assert (row.status, row.tries, row.last_error) == ("sent", 3, None)
        assert deliver(back, kept.catalog, kept.next()) == ()

    def test_one_refused_address_does_not_keep_the_mail_from_the_others(self, mailed, nights, mailbox):
        mailbox.refuses.add("ben@example.org")
        kept = nights(mailed("[anna@example.org, ben@example.org, cleo@example.org]"))
        outcomes = deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}))
        assert mailbox.receivers == ["anna@example.org", "cleo@example.org"]
        (failed,) = [one for one in outcomes if one.failed]
        assert failed.recipient == "ben@example.org"
        assert "550 no such user" in failed.error

    def test_who_is_named_no_longer_is_not_tried_again(self, mailed, nights, mailbox):
        mailbox.refuses.add("ben@example.org")
        kept = nights(mailed("ben@example.org"))
        deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}))
        mailbox.refuses.clear()
        assert deliver(mailed("anna@example.org"), kept.catalog, kept.next()) == ()
        assert mailbox.taken == []
        assert waiting_deliveries(kept.catalog) == []

    def test_after_two_weeks_of_nights_it_is_given_up(self, mailed, nights, mailbox):
        mailbox.refuses.add("anna@example.org")
        kept = nights(mailed())
        deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}))
        tried = [len(deliver(kept.settings, kept.catalog, kept.next())) for _ in range(14)]
        assert tried == [1] * 13 + [0]

    def test_a_night_that_was_killed_before_it_told_is_told_by_the_next(self, mailed, nights, mailbox):
        """What `deliver` keeps first can also be kept with the run itself."""
        from analyzer.nightly.deliver import keep_plan, plan_deliveries

        kept = nights(mailed())
        plan = plan_deliveries(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}))
        with kept.catalog.writing() as connection:
            keep_plan(connection, kept.catalog, plan)
        deliver(kept.settings, kept.catalog, kept.next())
        assert mailbox.receivers == ["anna@example.org"]

    def test_a_server_that_never_ends_is_left(self, made, nights, monkeypatch):
        """It says a letter now and then, so that no limit of silence is ever reached."""
        import socket
        import threading
        import time

        from analyzer.nightly import deliver as module
        from analyzer.nightly.sending import MailServer

        listening = socket.create_server(("127.0.0.1", 0))
        over = threading.Event()

        def drip():
            connection, _ = listening.accept()
            with connection:
                while not over.wait(0.05):
                    try:
                        connection.sendall(b"2")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        monkeypatch.setattr(module, "MailServer", lambda email: MailServer(email, connect_s=1.0, mail_s=0.5))
        port = listening.getsockname()[1]
        kept = nights(
            made(f"report: {{email: {{host: 127.0.0.1, port: {port}, from: n@e.org, to: a@e.org, tls: none}}}}")
        )
        began = time.monotonic()
        (outcome,) = deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}))
        over.set()
        listening.close()
        assert time.monotonic() - began < 10
        assert "no end within 0.5 seconds" in outcome.error


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # a test's server may
class TestTheServer:
    @pytest.fixture
    def certificate(self, tmp_path: Path, monkeypatch) -> tuple[str, str]:
        """A certificate of 127.0.0.1 that this machine trusts, and its key."""
        made, key = str(tmp_path / "made.pem"), str(tmp_path / "key.pem")
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
        command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", made]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        monkeypatch.setenv("SSL_CERT_FILE", made)
        return made, key

    @staticmethod
    def context(certificate):
        import ssl

        found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        found.load_cert_chain(*certificate)
        return found

    def address(self, port, tls, password=PASSWORD):
        inner = f"host: 127.0.0.1, port: {port}, from: n@example.org, to: a@example.org, tls: {tls}"
        return f"report: {{email: {{{inner}, user: nights, password: {password}}}}}"

    def test_starttls_and_a_password(self, mail_server, certificate, made, nights):
        box = mail_server(tls_context=self.context(certificate), auth_required=True, require_starttls=True)
        kept = nights(made(self.address(box.port, "starttls")))
        (outcome,) = deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}))
        assert outcome.error is None
        assert (box.users, box.receivers) == (["nights"], ["a@example.org"])

    def test_tls_from_the_first_byte(self, mail_server, certificate, made, nights):
        box = mail_server(ssl_context=self.context(certificate), auth_required=True, auth_require_tls=False)
        kept = nights(made(self.address(box.port, "ssl")))
        (outcome,) = deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}))
        assert outcome.error is None
        assert (box.users, box.receivers) == (["nights"], ["a@example.org"])

    def test_a_certificate_that_nobody_vouches_for_is_refused(
        self, mail_server, certificate, made, nights, monkeypatch
    ):
        box = mail_server(tls_context=self.context(certificate))
        monkeypatch.delenv("SSL_CERT_FILE")
        kept = nights(made(self.address(box.port, "starttls")))
        (outcome,) = deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}))
        assert "certificate verify failed" in outcome.error.lower()
        assert box.taken == []

    def test_a_wrong_password_is_said_and_not_shown(self, mail_server, made, nights):
        box = mail_server(auth_required=True, auth_require_tls=False)
        kept = nights(made(self.address(box.port, "none", "a-wrong-secret")))
        night = kept.next({"new": [DELIVERY]})
        (outcome,) = deliver(kept.settings, kept.catalog, night)
        assert "refused user and password" in outcome.error
        (row,) = deliveries(kept.catalog, night.run_id)
        assert "a-wrong-secret" not in repr((outcome, row))


class TestWebhooks:
    def test_it_is_told_in_plain_json(self, made, nights, hook):
        kept = nights(made(f"report: {{webhook: {{url: '{hook.url}'}}, url: 'https://a.example.org'}}"))
        night = kept.next({"new": [DELIVERY]})
        (outcome,) = deliver(kept.settings, kept.catalog, night)
        assert outcome.sent
        (body,) = hook.taken
        assert (body["format"], body["run"], body["headline"]) == ("alignment-digest/1", night.run_id, "1 new.")
        (finding,) = body["findings"]
        assert (finding["id"], finding["change"], finding["owners"]) == (DELIVERY, "new", ["Logistics", "Finance"])
        assert finding["interval"] == {"value": 30.9234, "low": 25.1834, "high": 35.3098}
        assert finding["url"] == f"https://a.example.org/mismatch/{DELIVERY}?project=Greenleaf+Foods"

    @pytest.mark.parametrize("answer", [302, 404, 500])
    def test_another_answer_is_a_failure_without_the_token(self, made, nights, hook, answer):
        hook.answer = answer
        kept = nights(made(f"report: {{webhook: {{url: '{hook.url}', shape: slack}}}}"))
        night = kept.next({"new": [DELIVERY]})
        (outcome,) = deliver(kept.settings, kept.catalog, night)
        assert f"it answered {answer}" in outcome.error
        assert "T0KEN" not in repr((outcome, deliveries(kept.catalog, night.run_id)))
        hook.answer = 200
        deliver(kept.settings, kept.catalog, kept.next())
        assert len({head["Idempotency-Key"] for head in hook.heads}) == 1
        assert len(hook.taken) == 2

    def test_a_mail_server_that_is_away_does_not_keep_the_webhook_from_hearing(self, mailbox, made, nights, hook):
        mail = f"{{host: 127.0.0.1, port: {free_port(mailbox)}, from: n@example.org, to: a@example.org, tls: none}}"
        kept = nights(made(f"report: {{email: {mail}, webhook: {{url: '{hook.url}', shape: teams}}}}"))
        outcomes = deliver(kept.settings, kept.catalog, kept.next({"new": [DELIVERY]}))
        assert {one.channel: one.sent for one in outcomes} == {"email": False, "webhook": True}


def test_what_comes_from_the_environment_is_not_shown(mailed, nights, mailbox, monkeypatch):
    monkeypatch.setenv("BOSS", "boss.of.all@example.org")
    mailbox.refuses.add("boss.of.all@example.org")
    kept = nights(mailed("${BOSS}"))
    night = kept.next({"new": [DELIVERY]})
    (outcome,) = deliver(kept.settings, kept.catalog, night)
    assert outcome.recipient == "${BOSS}"
    assert "boss.of.all" not in repr((outcome, deliveries(kept.catalog, night.run_id)))


def test_the_comparison_behind_a_change_is_told(mailed, nights, mailbox):
    """As changes.json holds it: 14 of 100 before, 48 of 200 now."""
    said = {"id": DELIVERY, "word": "worse", "why": "same_ruler", "since": "2026-06-03", "before": [14, 100]}
    said |= {"after": [48, 200], "difference": 0.10, "low": 0.06, "high": 0.14}
    kept = nights(mailed())
    night = kept.next({"worse": [DELIVERY]})
    night.changes["details"] = {"said": [said], "warnings": []}
    deliver(kept.settings, kept.catalog, night)
    text = text_of(mailbox.taken[0][1])
    assert "14\u202f% before, 24\u202f% since 3 Jun 2026: +10 points (+6 to +14, over all nights)" in text


def test_what_is_new_around_improving_is_told_once_to_whom_it_concerns(mailed, nights, mailbox):
    """Payment is Finance's. A risk that was high, is not, and is high again is told again."""
    kept = nights(mailed("{all: al@example.org, Finance: fi@example.org, Service: se@example.org}", "always: true"))
    high = [replace(risk((5, 5)), id=PAYMENT)]
    said = "High risk: “Delivery hurts”, 25 of 25."

    def told(risks: list[Risk]) -> set[str]:
        mailbox.taken.clear()
        deliver(kept.settings, kept.catalog, kept.next(improving=summary(risks=risks)))
        assert len(mailbox.taken) == 3
        return {to for to, mail in mailbox.taken if said in text_of(mail)}

    everybody = {"al@example.org", "fi@example.org"}
    assert [told(high), told(high), told([]), told(high)] == [everybody, set(), set(), everybody]
