"""Taking a report in: named, confidential, anonymous; with and without account; once and whole."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core import clock
from baken.core.access import NOBODY, AccessDenied, Actor
from baken.core.api.idempotency import KeyReused
from baken.core.files.content import CleanFile
from baken.core.files.store import files_of
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.reports.actions import Submitted, submit_report
from baken.rooms.reports.actions.submit_once import submit_once
from baken.rooms.reports.models import Identity, Report
from baken.rooms.reports.queries.receipts import report_of_code
from baken.rooms.reports.receipts import digest_of_code, receipt_code
from baken.rooms.reports.rules import Intake
from baken.rooms.reports.tests.acts import STORY, send, send_anonymous, steps_of
from baken.rooms.reports.tests.factories import PNG


def count() -> int:
    return Report.objects.for_system(reason="advance").count()


def identities() -> list[Identity]:
    return list(Identity.objects.for_system(reason="advance"))


# ---- what is stored ----


def test_submit_named_stores_what_was_told(cast: Cast) -> None:
    sent = send(cast.soldier, at=cast.at, place=" Garage 3 ", immediate_action="Uitgezet.")

    report = sent.report
    assert (report.story, report.place, report.immediate_action) == (STORY, "Garage 3", "Uitgezet.")
    assert (report.state, report.identity, report.channel) == ("received", "named", "web")
    assert (report.unit_id, report.received_at) == (cast.company.id, cast.at)
    assert report.ref.startswith("M-2026-")


def test_submit_named_keeps_the_reporter_in_the_vault_alone(cast: Cast) -> None:
    report = send(cast.soldier, at=cast.at).report

    (identity,) = identities()
    assert (identity.record_id, identity.person) == (report.pk, cast.soldier.person.id)
    assert identity.confidentiality == 0
    assert report.reporter_key == own_key_of(cast.soldier.person.id)


def test_submit_confidential_closes_the_vault_one_level_more(cast: Cast) -> None:
    send(cast.soldier, at=cast.at, identity="confidential")
    (identity,) = identities()
    assert (identity.person, identity.confidentiality) == (cast.soldier.person.id, 1)


def test_submit_with_account_gives_no_receipt(cast: Cast) -> None:
    sent = send(cast.soldier, at=cast.at)
    assert (sent.receipt, sent.report.receipt_digest) == ("", None)


def test_submit_confidential_without_account_keeps_the_contact(cast: Cast) -> None:
    sent = send(NOBODY, at=cast.at, identity="confidential", contact=" bel 1234 ")

    (identity,) = identities()
    assert (identity.person, identity.contact, identity.confidentiality) == (None, "bel 1234", 1)
    assert sent.receipt != ""


def test_submit_confidential_without_account_or_contact_keeps_no_identity(cast: Cast) -> None:
    sent = send(NOBODY, at=cast.at, identity="confidential")
    assert identities() == []
    assert report_of_code(sent.receipt) is not None


@pytest.mark.parametrize("who", ["nobody", "soldier"])
def test_submit_anonymous_has_nobody_behind_it(cast: Cast, who: str) -> None:
    actor = NOBODY if who == "nobody" else cast.soldier.actor
    report = send(actor, at=cast.at, identity="anonymous", contact="bel 1234").report

    assert report.reporter_key is None
    assert identities() == []
    assert report.received_at == clock.start_of_day(clock.local_date(cast.at))
    assert report.id.version == 4


def test_submit_anonymous_gives_a_code_that_opens_it(cast: Cast) -> None:
    sent = send_anonymous(cast)

    opened = report_of_code(sent.receipt)

    assert opened is not None
    assert opened[0].pk == sent.report.pk
    assert opened[1].is_nobody


def test_submit_first_step_vouches_for_story_and_place(cast: Cast) -> None:
    report = send(cast.soldier, at=cast.at).report
    (first,) = steps_of(report)
    assert first.code == "reports.report.received"
    assert {"record.story", "record.place"} <= set(first.commitments)
    assert (first.actor, first.words) == (None, {})


def test_submit_files_are_kept_without_their_sender(cast: Cast) -> None:
    report = send(cast.soldier, at=cast.at, files=[PNG]).report
    (file,) = files_of(report)
    assert (file.name, file.added_by) == ("foto.png", None)


# ---- the unit it is about ----


def test_submit_unit_named_wins_over_ones_own(cast: Cast) -> None:
    assert send(cast.soldier, at=cast.at, unit_code="squadron").report.unit_id == cast.squadron.id


def test_submit_anonymous_without_unit_goes_to_the_top(cast: Cast) -> None:
    """The own unit of a logged-in account would tell who it was."""
    report = send(cast.soldier, at=cast.at, identity="anonymous").report
    assert report.unit_id == cast.ministry.id


def test_submit_unknown_unit_is_refused(cast: Cast) -> None:
    with pytest.raises(FieldsRefused) as refused:
        send(cast.soldier, at=cast.at, unit_code="ATLANTIS")
    assert list(refused.value.errors) == ["unit"]
    assert count() == 0


# ---- when it happened and when it is due ----


def test_submit_just_now_happened_when_received(cast: Cast) -> None:
    assert send(cast.soldier, at=cast.at, just_now=True).report.happened_at == cast.at


def test_submit_anonymous_just_now_happened_on_the_day(cast: Cast) -> None:
    report = send_anonymous(cast, just_now=True).report
    assert report.happened_at == clock.start_of_day(clock.local_date(cast.at))


def test_submit_without_moment_leaves_it_open(cast: Cast) -> None:
    assert send(cast.soldier, at=cast.at).report.happened_at is None


@pytest.mark.parametrize(("danger", "hours"), [(True, 1), (False, 24)])
def test_submit_is_due_for_triage(cast: Cast, danger: bool, hours: int) -> None:
    report = send(cast.soldier, at=cast.at, still_dangerous=danger).report
    assert report.due_at == cast.at + timedelta(hours=hours)


# ---- who may ----


@pytest.mark.parametrize("who", ["functional_admin", "integrity_adviser", "commander"])
@pytest.mark.parametrize("identity", ["named", "confidential"])
def test_submit_under_own_name_without_permit_is_denied(
    cast: Cast, who: str, identity: str
) -> None:
    with pytest.raises(AccessDenied):
        send(cast.members[who], at=cast.at, identity=identity)
    assert count() == 0


def test_submit_anonymous_needs_no_permit(cast: Cast) -> None:
    assert send(cast.functional_admin, at=cast.at, identity="anonymous").report.pk


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"story": "  "}, "story"),
        ({"story": "x" * 50_001}, "story"),
        ({"story": "nul\x00"}, "story"),
        ({"place": "p" * 201}, "place"),
        ({"identity": "whoever"}, "identity"),
        ({"channel": "fax"}, "channel"),
    ],
)
def test_submit_nonsense_is_refused_by_field(
    cast: Cast, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        send(cast.soldier, at=cast.at, **fields)
    assert list(refused.value.errors) == [field]
    assert count() == 0


def test_submit_longest_story_is_taken_whole(cast: Cast) -> None:
    assert len(send(cast.soldier, at=cast.at, story="x" * 50_000).report.story) == 50_000


def test_submit_future_moment_is_refused(cast: Cast) -> None:
    with pytest.raises(FieldsRefused) as refused:
        send(cast.soldier, at=cast.at, happened_at=cast.at + timedelta(hours=1))
    assert list(refused.value.errors) == ["happened_at"]


# ---- twice is once ----


@pytest.mark.parametrize("who", ["nobody", "soldier"])
def test_submit_same_key_twice_is_one_report_and_one_code(cast: Cast, who: str) -> None:
    actor = NOBODY if who == "nobody" else cast.soldier.actor
    identity = "anonymous" if who == "nobody" else "named"

    first = send(actor, at=cast.at, key="sleutel", identity=identity)
    again = send(actor, at=cast.at + timedelta(minutes=1), key="sleutel", identity=identity)

    assert (again.report.pk, again.receipt) == (first.report.pk, first.receipt)
    assert (first.repeated, again.repeated, count()) == (False, True, 1)


def test_submit_same_key_with_another_story_is_refused(cast: Cast) -> None:
    send(cast.soldier, at=cast.at, key="sleutel")
    with pytest.raises(KeyReused):
        send(cast.soldier, at=cast.at, key="sleutel", story="Iets anders.")
    assert count() == 1


def test_submit_same_key_with_another_photo_is_refused(cast: Cast) -> None:
    send(cast.soldier, at=cast.at, key="sleutel", files=[PNG])
    other = CleanFile(PNG.name, PNG.content_type, PNG.data + b"1")
    with pytest.raises(KeyReused):
        send(cast.soldier, at=cast.at, key="sleutel", files=[other])


def test_submit_same_key_of_two_people_is_two_reports(cast: Cast) -> None:
    one = send(cast.soldier, at=cast.at, key="sleutel").report
    two = send(cast.team_leader, at=cast.at, key="sleutel").report
    assert one.pk != two.pk


def test_submit_without_key_is_each_time_a_new_report(cast: Cast) -> None:
    assert send(cast.soldier, at=cast.at).report.pk != send(cast.soldier, at=cast.at).report.pk


def test_submit_repeat_alarms_nobody_again(cast: Cast) -> None:
    for _ in range(2):
        send(cast.soldier, at=cast.at, key="sleutel", still_dangerous=True)
    assert Notice.objects.filter(urgent=True).count() == 2


def test_submit_id_of_another_report_is_refused(cast: Cast) -> None:
    """Whoever loses the race at the same moment gets the same report, or a refusal; never an error."""
    taken = send(cast.soldier, at=cast.at).report
    with pytest.raises(KeyReused):
        submit_report(
            actor=cast.soldier.actor, intake=Intake(story="Nieuw."), at=cast.at, report_id=taken.id
        )
    assert count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one writer in at a time: there is no race"
)
def test_submit_same_key_at_the_same_moment_is_one_report(cast: Cast) -> None:
    start = Barrier(4)

    def sender(_number: int) -> Submitted:
        start.wait(timeout=20)
        try:
            return send(actor, at=cast.at, key="sleutel")
        finally:
            connection.close()

    actor = cast.soldier.actor
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(sender, range(4)))

    assert len({one.report.pk for one in sent}) == 1
    assert sorted(one.repeated for one in sent) == [False, True, True, True]
    assert count() == 1


def test_submit_once_id_of_another_report_is_refused(cast: Cast) -> None:
    taken = send(cast.soldier, at=cast.at).report
    with pytest.raises(KeyReused):
        submit_once(
            actor=cast.soldier.actor,
            intake=Intake(story="Nieuw."),
            at=cast.at,
            key="sleutel",
            report_id=taken.id,
        )


def test_submit_once_anonymous_with_an_id_that_tells_time_is_refused(cast: Cast) -> None:
    with pytest.raises(FieldsRefused) as refused:
        submit_once(
            actor=NOBODY,
            intake=Intake(story=STORY, identity="anonymous"),
            at=cast.at,
            key="sleutel",
            report_id=uuid.uuid1(),
        )
    assert list(refused.value.errors) == ["id"]


def test_submit_once_with_ones_own_random_id_keeps_it(cast: Cast) -> None:
    wanted = uuid.uuid4()
    sent = submit_once(
        actor=cast.soldier.actor,
        intake=Intake(story=STORY),
        at=cast.at,
        key="sleutel",
        report_id=wanted,
    )
    assert sent.report.id == wanted


# ---- danger now ----


def alarmed() -> list[str]:
    rows = Notice.objects.filter(code="reports.still_dangerous", urgent=True)
    return sorted(rows.values_list("to_key", flat=True))


@pytest.mark.parametrize("identity", ["named", "anonymous"])
def test_submit_danger_alarms_commander_and_adviser_at_once(cast: Cast, identity: str) -> None:
    """Without a worker: the notices stand there in the same transaction."""
    send(cast.soldier, at=cast.at, still_dangerous=True, identity=identity, unit_code="COMPANY")

    told = [cast.commander, cast.safety_adviser]
    assert alarmed() == sorted(member.actor.own_key for member in told)


def test_submit_danger_alarms_the_duty_officer_above(cast: Cast) -> None:
    officer = cast.add("duty", ("duty_officer", "ARMY", None))
    send(cast.soldier, at=cast.at, still_dangerous=True)
    assert officer.actor.own_key in alarmed()


def test_submit_danger_skips_who_left(cast: Cast) -> None:
    send(cast.soldier, at=cast.at, still_dangerous=True)
    assert own_key_of(cast.former_holder.person.id) not in alarmed()


def test_submit_no_danger_alarms_nobody(cast: Cast) -> None:
    send(cast.soldier, at=cast.at)
    assert alarmed() == []


def test_submit_danger_alarms_in_the_transaction_of_the_report(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as seen:
        send(cast.soldier, at=cast.at, still_dangerous=True)

    said = [query["sql"] for query in seen.captured_queries]
    opened = next(sql for sql in said if sql.startswith("SAVEPOINT"))
    inside = said[said.index(opened) : said.index(f"RELEASE {opened}")]
    tables = [sql.split('"')[1] for sql in inside if sql.startswith("INSERT")]
    assert {"reports_report", "reports_reportstep", "notices_notice"} <= set(tables)


# ---- receipt codes ----


def test_receipt_code_same_key_is_the_same_code() -> None:
    assert receipt_code("sleutel") == receipt_code("sleutel") != receipt_code("andere")


def test_receipt_code_is_sixteen_signs_that_do_not_look_alike() -> None:
    code = receipt_code("sleutel")
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert set(code) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")


def test_digest_of_code_forgives_how_it_was_typed() -> None:
    code = "F0Y1-2E8K-CQN3-V19S"
    typed = "foyi 2e8k.cqn3 vL9s"
    assert digest_of_code(typed) == digest_of_code(code) != digest_of_code("F0Y1-2E8K-CQN3-V19T")


def test_receipt_code_is_not_in_the_database(cast: Cast) -> None:
    sent = send_anonymous(cast)
    assert sent.receipt not in str(sent.report.__dict__)
    assert sent.report.receipt_digest == digest_of_code(sent.receipt)


@pytest.mark.parametrize("code", ["", "AAAA-BBBB-CCCC-DDDD", "%", "\u0130" * 16])
def test_report_of_code_unknown_opens_nothing(cast: Cast, code: str) -> None:
    send(cast.soldier, at=cast.at)
    assert report_of_code(code) is None


def test_report_of_code_actor_reaches_that_report_alone(cast: Cast) -> None:
    sent, other = send_anonymous(cast), send_anonymous(cast)
    opened = report_of_code(sent.receipt)
    assert opened is not None
    visible = Report.objects.visible_to(opened[1], "reports.report.read")
    assert list(visible.values_list("pk", flat=True)) == [sent.report.pk]
    assert other.report.pk != sent.report.pk


def test_submit_as_an_account_without_post_is_denied(cast: Cast) -> None:
    with pytest.raises(AccessDenied):
        send(Actor(kind="person", account=1, name="zonder post"), at=cast.at)
