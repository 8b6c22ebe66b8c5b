"""Notices by mail: to the right address, once, without content, and nothing lost when the server is down."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from baken.conftest import Cast, Member
from baken.core.access import Confidentiality
from baken.core.accounts.models import Account
from baken.rooms.notices.actions import mark_all_read, notify
from baken.rooms.notices.actions.plan_mail import plan_mail
from baken.rooms.notices.actions.prefer import Chosen, prefer
from baken.rooms.notices.jobs.letters import letter_of
from baken.rooms.notices.jobs.mailer import Mailer
from baken.rooms.notices.models import MailOut, Notice
from baken.rooms.notices.queries.preferences import wishes_of
from baken.rooms.notices.rules import Wishes
from baken.rooms.notices.tests.postman import Postbox, give_address, post_office, use_server
from baken.rooms.org.actions import keep_away
from baken.rooms.org.models import Person
from baken.rooms.org.queries import own_key_of
from baken.rooms.reports.tests.acts import answered, send, send_anonymous
from baken.rooms.reports.tests.factories import make_report

LATER = timedelta(hours=3)


@pytest.fixture
def post(cast: Cast, settings: Any) -> Iterator[Postbox]:
    """A mail server; everybody of the cast has an address and reads English."""
    for member in cast.members.values():
        give_address(member.person)
    Account.objects.update(language="en")
    with post_office(settings) as box:
        yield box


def wish(member: Member, *, address: str = "", **more: Any) -> None:
    """Let somebody choose: all groups go at once, unless said otherwise."""
    now, _address = wishes_of(member.actor)
    ways = {**dict.fromkeys(now.ways, "at_once"), **more.pop("ways", {})}
    wishes = Wishes(**({"ways": ways, "zone": now.zone} | more))
    prefer(actor=member.actor, chosen=Chosen(wishes, address), at=member.at)


def tell(
    cast: Cast, who: str = "commander", code: str = "reports.handlers.hand_over", **more: Any
) -> Notice:
    """A notice about a report of the company."""
    report = more.pop("record", None) or make_report(unit=cast.company, at=cast.at)
    key = own_key_of(cast.members[who].person.id)
    notify(to_keys=[key], code=code, record=report, at=more.pop("at", cast.at), **more)
    return Notice.objects.filter(to_key=key).latest("number")


def send_all(at: datetime) -> int:
    plan_mail(at=at)
    return Mailer().send_waiting(at)


# ---- what a mail is ----


def test_mail_of_an_ordinary_notice_names_the_reference_and_nothing_else(
    cast: Cast, post: Postbox
) -> None:
    wish(cast.commander)
    notice = tell(cast)
    assert send_all(cast.at) == 1

    [(to, mail)] = post.mails
    assert to == [Person.objects.for_system(reason="import").get(pk=cast.commander.person.pk).email]
    assert mail["Subject"] == f"Baken: a notice about {notice.ref}"
    assert mail["From"] == "Veiligheid <baken@voorbeeld.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@voorbeeld.example>")
    assert parsedate_to_datetime(mail["Date"]) == cast.at
    assert mail["Content-Language"] == "en"
    body = mail.get_content()
    assert "https://baken.voorbeeld.example/berichten" in body
    assert mail.get_content_type() == "text/plain"
    kept = (cast.commander.person.name, cast.company.name_nl, cast.company.code, "kabel", "Garage")
    assert [word for word in kept if word in post.texts[0]] == []


def test_mail_is_in_the_readers_language(cast: Cast, post: Postbox) -> None:
    wish(cast.commander)
    Account.objects.filter(pk=cast.commander.account.pk).update(language="")
    tell(cast)
    send_all(cast.at)
    assert post.mails[0][1]["Content-Language"] == "nl"


@pytest.mark.parametrize(
    "close",
    [{"confidentiality": Confidentiality.SENSITIVE}, {"identity": "confidential"}],
)
def test_mail_about_what_is_held_closely_names_no_reference(
    cast: Cast, post: Postbox, close: dict[str, Any]
) -> None:
    wish(cast.commander)
    report = make_report(unit=cast.company, at=cast.at, **close)
    tell(cast, record=report)
    send_all(cast.at)
    assert post.mails[0][1]["Subject"] == "Baken: there is a notice for you"
    assert report.ref not in post.texts[0]


def test_mail_of_a_content_free_kind_names_no_reference(cast: Cast, post: Postbox) -> None:
    wish(cast.commander)
    notice = tell(cast, code="reports.identity_released")
    send_all(cast.at)
    assert notice.ref not in post.texts[0]


def test_mail_about_a_record_one_lost_sight_of_names_no_reference(
    cast: Cast, post: Postbox
) -> None:
    cast.add("second", ("commander", "BATTALION", None))
    wish(cast.commander)
    report = make_report(unit=cast.company, at=cast.at)
    tell(cast, record=report)
    given = {"person": cast.commander.person, "record": report, "ground": "Familie"}
    keep_away(actor=cast.commander.actor, at=cast.at, **given)
    send_all(cast.at)
    assert report.ref not in post.texts[0]


def test_mail_of_an_urgent_notice_says_so(cast: Cast, post: Postbox) -> None:
    notice = tell(cast, code="reports.still_dangerous")
    send_all(cast.at)
    [(_to, mail)] = post.mails
    assert mail["Subject"] == f"Baken, urgent: look at {notice.ref} now"
    assert "It is urgent" in mail.get_content()


def test_mail_goes_to_the_own_address_in_ascii(cast: Cast, post: Postbox) -> None:
    wish(cast.commander, address="ik@bücher.example")
    tell(cast)
    send_all(cast.at)
    assert post.mails[0][0] == ["ik@xn--bcher-kva.example"]


def test_mail_comes_from_a_domain_with_other_letters_in_ascii(
    cast: Cast, post: Postbox, settings: Any
) -> None:
    settings.MAIL_FROM = "Veiligheid <baken@bücher.example>"
    wish(cast.commander)
    tell(cast)
    assert send_all(cast.at) == 1
    assert post.mails[0][1]["From"] == "Veiligheid <baken@xn--bcher-kva.example>"


# ---- who gets one ----


def test_mail_is_not_made_when_there_is_no_server(cast: Cast) -> None:
    assert tell(cast).to_mail == ""
    assert (plan_mail(at=cast.at), Mailer().send_waiting(cast.at)) == (0, 0)


@pytest.mark.parametrize(
    "case", ["no address", "other domain", "closed account", "read", "old", "off"]
)
def test_mail_is_not_sent_to_who_needs_none(
    cast: Cast, post: Postbox, settings: Any, case: str
) -> None:
    wish(cast.commander, ways={"handling": "off" if case == "off" else "at_once"})
    tell(cast)
    at = cast.at + (timedelta(hours=25) if case == "old" else timedelta())
    if case == "no address":
        Person.objects.for_system(reason="import").update(email="")
    if case == "other domain":
        settings.MAIL_DOMAINS = ["elders.example"]
    if case == "closed account":
        Account.objects.filter(pk=cast.commander.account.pk).update(is_active=False)
    if case == "read":
        mark_all_read(actor=cast.commander.actor, at=at)
    assert send_all(at) == 0
    assert (post.mails, MailOut.objects.count()) == ([], 0)
    assert Notice.objects.get().to_mail == ""


def test_mail_that_was_read_before_it_left_is_dropped(cast: Cast, post: Postbox) -> None:
    wish(cast.commander)
    tell(cast)
    plan_mail(at=cast.at)
    mark_all_read(actor=cast.commander.actor, at=cast.at)
    assert Mailer().send_waiting(cast.at) == 0
    mail = MailOut.objects.get()
    assert (mail.stage, mail.settled_on, mail.claimed_until) == ("dropped", date(2026, 3, 10), None)


def test_mail_to_somebody_without_an_address_any_more_is_dropped(cast: Cast, post: Postbox) -> None:
    wish(cast.commander)
    tell(cast)
    plan_mail(at=cast.at)
    Person.objects.for_system(reason="import").update(email="")
    assert Mailer().send_waiting(cast.at) == 0
    assert MailOut.objects.get().stage == "dropped"


def test_mail_in_quiet_hours_waits_and_an_urgent_one_does_not(cast: Cast, post: Postbox) -> None:
    quiet = {
        "quiet_from": datetime.min.time(),
        "quiet_until": datetime.max.time().replace(microsecond=0),
    }
    wish(cast.commander, **quiet)
    tell(cast)
    assert send_all(cast.at) == 0
    tell(cast, code="reports.still_dangerous", at=cast.at + timedelta(seconds=1))
    assert send_all(cast.at + timedelta(seconds=1)) == 1
    assert send_all(cast.at + timedelta(days=1)) == 1


def test_mail_that_must_be_heard_goes_at_once_whatever_was_wished(
    cast: Cast, post: Postbox
) -> None:
    wish(cast.soldier, ways={"urgent": "off"})
    wish(cast.commander, ways={"urgent": "off"})
    for who in ("soldier", "commander"):
        tell(cast, who, code="reports.still_dangerous")
    assert send_all(cast.at) == 1


# ---- the reporter ----


def test_reporter_8_confidential_gets_a_mail_later_and_nothing_ties_it_to_the_report(
    cast: Cast, post: Postbox, deliver: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Acceptance 8 of reporting: no user id beside the report in a table, a log or a header."""
    address = give_address(cast.soldier.person)
    wish(cast.soldier)
    report = send(cast.soldier, at=cast.at, identity="confidential").report
    deliver()
    answered(cast, report)
    deliver()
    with caplog.at_level(logging.DEBUG):
        assert send_all(cast.at) == 0, "a mail at the moment of the answer would tell who reported"
        assert Mailer().send_waiting(cast.at + LATER) > 0

    mine = [message for to, message in post.mails if to == [address]]
    assert mine, "the reporter got a mail"
    words = (report.ref, str(report.id), cast.soldier.actor.own_key, cast.soldier.person.name)
    assert [word for text in post.texts for word in words if word in text] == []
    who = {
        address,
        cast.soldier.person.ref,
        str(cast.soldier.person.id),
        cast.soldier.account.username,
    }
    rows = [str(row) for row in (*MailOut.objects.values(), *Notice.objects.values())]
    assert [word for word in who for row in rows if word in row] == []
    ours = "".join(one.getMessage() for one in caplog.records if one.name.startswith("baken"))
    assert [word for word in (*who, report.ref) if word in ours] == []
    assert {row["due_at"] for row in MailOut.objects.values()} == {None}


def test_reporter_anonymous_never_gets_a_mail_and_handlers_get_it_in_the_digest(
    cast: Cast, post: Postbox, deliver: Any
) -> None:
    wish(cast.safety_adviser)
    report = send_anonymous(cast).report
    deliver()
    answered(cast, report)
    deliver()
    send_all(cast.at)
    assert {row.to_key for row in Notice.objects.filter(record=report.pk)} == {
        cast.safety_adviser.actor.own_key
    }
    assert (post.mails, set(Notice.objects.values_list("to_mail", flat=True))) == ([], {"digest"})


def test_anonymous_danger_is_mailed_at_once_and_no_table_tells_the_moment(
    cast: Cast, post: Postbox
) -> None:
    report = send_anonymous(cast, still_dangerous=True).report
    assert send_all(cast.at) > 0
    assert report.ref not in "".join(post.texts)
    start = datetime(2026, 3, 9, 23, 0, tzinfo=UTC)
    for row in MailOut.objects.all():
        assert (
            row.due_at,
            row.claimed_until,
            row.number >> 21 < 1000 * start.timestamp() + 1000,
        ) == (
            None,
            None,
            True,
        )


# ---- once, and never lost ----


def test_mail_is_planned_and_sent_once(cast: Cast, post: Postbox) -> None:
    wish(cast.commander)
    tell(cast)
    assert [send_all(cast.at) for _ in range(3)] == [1, 0, 0]
    assert (len(post.mails), MailOut.objects.get().stage) == (1, "sent")


def test_mail_that_another_worker_has_is_passed_by_until_that_one_is_gone(
    cast: Cast, post: Postbox
) -> None:
    wish(cast.commander)
    tell(cast)
    plan_mail(at=cast.at)
    MailOut.objects.update(claimed_until=cast.at + timedelta(minutes=10))
    assert Mailer().send_waiting(cast.at) == 0
    assert Mailer().send_waiting(cast.at + timedelta(minutes=11)) == 1


def test_round_with_a_slow_server_ends_while_its_claims_hold_and_the_rest_leaves_in_the_next(
    cast: Cast, post: Postbox
) -> None:
    for number, who in enumerate(("soldier", "commander", "safety_adviser")):
        wish(cast.members[who])
        tell(cast, who, at=cast.at + timedelta(seconds=number))
    at = cast.at + timedelta(minutes=1)
    plan_mail(at=at)
    passed = iter([0.0, 299.0, 301.0])  # a claim holds for ten minutes
    assert Mailer(seconds=lambda: next(passed)).send_waiting(at) == 1
    assert MailOut.objects.filter(claimed_until__isnull=False).count() == 0
    assert Mailer().send_waiting(at) == 2
    assert len(post.mails) == 3


def test_mail_sent_again_carries_the_same_message_id(cast: Cast, post: Postbox) -> None:
    wish(cast.commander)
    tell(cast)
    send_all(cast.at)
    MailOut.objects.update(stage="waiting")
    Mailer().send_waiting(cast.at)
    first, second = (message["Message-ID"] for _to, message in post.mails)
    assert first == second


def test_mail_waits_while_the_server_is_down_and_loses_nothing(
    cast: Cast, settings: Any, post: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    wish(cast.commander)
    tell(cast)
    plan_mail(at=cast.at)
    right = settings.MAIL_PORT
    use_server(settings, 1)
    mailer = Mailer()
    for minutes in range(0, 600, 10):
        assert mailer.send_waiting(cast.at + timedelta(minutes=minutes)) == 0
    mail = MailOut.objects.get()
    assert (mail.stage, mail.attempts) == ("waiting", 0)
    assert "cannot be reached" in caplog.text
    assert "@" not in caplog.text
    use_server(settings, right)
    assert mailer.send_waiting(cast.at + timedelta(minutes=590)) == 0, (
        "it waits before it tries again"
    )
    assert mailer.send_waiting(cast.at + timedelta(minutes=600)) == 1


def test_mail_refused_for_now_is_tried_later_and_given_up_in_the_end(
    cast: Cast, post: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    wish(cast.commander)
    tell(cast)
    plan_mail(at=cast.at)
    post.answer = "451 4.7.1 greylisted"
    mailer = Mailer()
    mailer.send_waiting(cast.at)
    mailer.send_waiting(cast.at + timedelta(seconds=30))
    mail = MailOut.objects.get()
    assert (mail.stage, mail.attempts, post.tries) == ("waiting", 1, 1)
    for hours in range(1, 20):
        mailer.send_waiting(cast.at + timedelta(hours=7 * hours))
    mail.refresh_from_db()
    assert (mail.stage, mail.attempts, post.tries) == ("given_up", 8, 8)
    assert mail.problem == "the mail server answered 451"
    assert "@" not in caplog.text


def test_mail_to_an_address_that_is_not_there_is_given_up_and_the_next_one_goes(
    cast: Cast, post: Postbox
) -> None:
    wish(cast.commander)
    wish(cast.safety_adviser)
    tell(cast)
    plan_mail(at=cast.at)
    post.answer = "550 5.1.1 no such user"
    mailer = Mailer()
    mailer.send_waiting(cast.at)
    assert (MailOut.objects.get().stage, MailOut.objects.get().attempts) == ("given_up", 0)
    post.answer = ""
    tell(cast, "safety_adviser", at=cast.at + timedelta(seconds=1))
    plan_mail(at=cast.at)
    assert mailer.send_waiting(cast.at) == 1


@pytest.mark.parametrize("address", [f"a@{'x' * 70}.example", "x@y@z.nl", ">x@y.nl", "x y@z.nl"])
def test_mail_to_an_address_that_cannot_be_written_is_given_up_and_the_next_one_goes(
    cast: Cast, post: Postbox, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    for member in (cast.commander, cast.safety_adviser):
        wish(member)
    give_address(cast.commander.person, address)
    first = tell(cast)
    tell(cast, "safety_adviser", at=cast.at + timedelta(seconds=1))
    assert send_all(cast.at + timedelta(seconds=1)) == 1
    mail = MailOut.objects.get(notice=first.number)
    assert (mail.stage, mail.problem) == ("given_up", "the address cannot be written to")
    assert "@" not in caplog.text


def test_mail_that_cannot_be_made_is_logged_tried_later_and_the_next_one_goes(
    cast: Cast, post: Postbox, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, who in enumerate(("commander", "safety_adviser")):
        wish(cast.members[who])
        tell(cast, who, at=cast.at + timedelta(seconds=number))
    at = cast.at + timedelta(seconds=1)
    plan_mail(at=at)
    first = MailOut.objects.order_by("number")[0]

    def broken(mail: MailOut, *facts: Any) -> Any:
        if mail.number == first.number:
            raise KeyError("somebody@voorbeeld.example")
        return letter_of(mail, *facts)

    monkeypatch.setattr("baken.rooms.notices.jobs.mailer.letter_of", broken)
    mailer = Mailer()
    assert mailer.send_waiting(at) == 1
    first.refresh_from_db()
    assert (first.stage, first.attempts, first.claimed_until) == ("waiting", 1, None)
    assert first.problem.startswith("it could not be made (KeyError in test_mail.py, line ")
    assert first.problem in caplog.text
    assert "@" not in caplog.text
    monkeypatch.undo()
    assert mailer.send_waiting(at) == 0, "it waits before it is tried again"
    assert mailer.send_waiting(at + timedelta(hours=1)) == 1


@pytest.mark.parametrize(
    ("where", "answer"),
    [
        ("answer_to_sender", "530 5.7.0 Authentication required"),
        ("answer_to_sender", "550 5.7.1 Sender not allowed"),
        ("answer_to_sender", "553 5.7.1 Sender address rejected"),
        ("answer", "530 5.7.1 Authentication required"),
    ],
)
def test_mail_waits_without_counting_while_the_server_refuses_the_sender(
    cast: Cast, post: Postbox, caplog: pytest.LogCaptureFixture, where: str, answer: str
) -> None:
    for number, who in enumerate(("commander", "safety_adviser")):
        wish(cast.members[who])
        tell(cast, who, at=cast.at + timedelta(seconds=number))
    at = cast.at + timedelta(seconds=1)
    plan_mail(at=at)
    setattr(post, where, answer)
    mailer = Mailer()
    for minutes in range(0, 600, 10):
        assert mailer.send_waiting(at + timedelta(minutes=minutes)) == 0
    told = f"the mail server takes no mail from BAKEN_MAIL_FROM: it answered {answer[:3]}"
    states = MailOut.objects.order_by("number").values_list("stage", "attempts", "problem")
    assert list(states) == [("waiting", 0, told), ("waiting", 0, "")]
    assert told in caplog.text
    assert "@" not in caplog.text
    setattr(post, where, "")
    assert mailer.send_waiting(at + timedelta(minutes=600)) == 2


def test_mail_of_a_server_that_hangs_up_waits_without_counting(
    cast: Cast, post: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang_up(*_facts: Any, **_more: Any) -> None:
        raise smtplib.SMTPServerDisconnected("gone")

    wish(cast.commander)
    tell(cast)
    plan_mail(at=cast.at)
    monkeypatch.setattr(smtplib.SMTP, "send_message", hang_up)
    mailer = Mailer()
    assert mailer.send_waiting(cast.at) == 0
    mail = MailOut.objects.get()
    assert (mail.stage, mail.attempts, mail.claimed_until) == ("waiting", 0, None)
    monkeypatch.undo()
    assert mailer.send_waiting(cast.at) == 0, "it waits before it tries again"


def test_mail_that_another_worker_just_took_is_left_to_it(
    cast: Cast, post: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish(cast.commander)
    tell(cast)
    plan_mail(at=cast.at)
    taken = "baken.rooms.notices.jobs.mailer.claim_mail"
    monkeypatch.setattr(taken, lambda **_facts: False)
    assert (Mailer().send_waiting(cast.at), post.mails) == (0, [])


def test_mail_goes_on_after_the_server_broke_off(cast: Cast, post: Postbox) -> None:
    wish(cast.commander)
    tell(cast)
    plan_mail(at=cast.at)
    post.answer = "421 4.3.2 shutting down"
    mailer = Mailer()
    assert mailer.send_waiting(cast.at) == 0
    post.answer = ""
    assert mailer.send_waiting(cast.at + timedelta(hours=1)) == 1


def test_addresses_of_somebody_who_got_a_log_in_since_are_found(
    cast: Cast, post: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = cast.add("later", ("commander", "BATTALION", None))
    Person.objects.for_system(reason="import").filter(pk=member.person.pk).update(account=None)
    give_address(member.person)
    tell(cast, "later", code="reports.still_dangerous")
    assert send_all(cast.at) == 0
    Person.objects.for_system(reason="import").filter(pk=member.person.pk).update(
        account=member.account
    )
    tell(
        cast,
        "later",
        code="reports.still_dangerous",
        at=cast.at + timedelta(seconds=1),
    )
    monkeypatch.setattr("baken.rooms.org.queries.addressees.LEARN_AGAIN", 0.0)
    assert send_all(cast.at + timedelta(seconds=1)) == 1
