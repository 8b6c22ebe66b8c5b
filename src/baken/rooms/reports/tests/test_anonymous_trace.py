"""Anonymous means: no table, file or session tells who it was or at which moment of the day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baken.conftest import Cast, Member
from baken.core import clock
from baken.core.accounts.models import Session
from baken.core.events.outbox import deliver_pending
from baken.rooms.reports.actions.drafts import save_draft
from baken.rooms.reports.models import Report
from baken.rooms.reports.tests.acts import answered, fresh, occurrence_of, send_anonymous, step
from baken.rooms.reports.tests.pictures import png
from baken.rooms.reports.tests.traces import (
    Trace,
    counted_tables,
    finer_than_the_day,
    ordered_ids_in,
    placed_in_order,
    traces,
    whole_database,
)

MOMENT = datetime(2026, 3, 10, 13, 37, 42, 123456, tzinfo=UTC)
STORY = "Bij de poort liggen losse tegels; iemand struikelde bijna."


@pytest.fixture
def member(cast: Cast) -> Member:
    """Somebody logged in, with an account number that cannot be mistaken for another number."""
    soldier = cast.soldier
    type(soldier.account).objects.filter(pk=soldier.account.pk).update(username="verklikker77")
    soldier.account.refresh_from_db()
    return soldier


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Trace]]:
    """Everything that changes in the database inside the block, at the moment of the tests."""
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    found: list[Trace] = []
    before = whole_database()
    yield found
    while deliver_pending(at=MOMENT):
        pass
    found.extend(traces(before, whole_database()))
    assert found, "nothing happened, so nothing was proved"


def names_of(member: Member) -> list[str]:
    """Every text by which a member could be recognised."""
    person, account = member.person, member.account
    ids = [account.id, person.id]
    texts = [str(one) for one in ids] + [one.hex for one in ids]
    return [*texts, member.actor.own_key, account.username, person.name, person.ref, str(person.pk)]


def assert_no_trace(found: list[Trace], member: Member) -> None:
    named = [(t.table, t.column) for t in found for name in names_of(member) if name in t.text]
    assert named == [], "these values tell who it was"
    numbers = [(t.table, t.column) for t in found if "account" in t.column or t.column == "user_id"]
    assert numbers == [], "these columns hold an account"
    assert_no_moment(found)


def assert_no_moment(found: list[Trace]) -> None:
    timed = {(t.table, t.column): finer_than_the_day(t) for t in found}
    assert {where: when for where, when in timed.items() if when} == {}, "these values tell when"
    ordered = {(t.table, t.column): ordered_ids_in(t) for t in found}
    assert {where: ids for where, ids in ordered.items() if ids} == {}, "these ids sort by time"
    counted = {t.table for t in found if t.fresh} & counted_tables()
    assert counted <= {"records_referencecounter"}, "these rows are counted one after the other"
    placed = {t.table for t in found if t.fresh} & placed_in_order()
    assert placed <= {"records_referencepool"}, "these rows lie in the order they came in"


def post_report(client: Client, **fields: Any) -> Any:
    data = {"story": STORY, "identity": "anonymous", "unit": "COMPANY", "key": "sleutel"}
    data = {"still_dangerous": "no", **data, **fields}
    return client.post("/melden", data)


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_verklikker.png", png(), content_type="image/png")


# ---- sending ----


@pytest.mark.parametrize("danger", ["no", "yes"])
def test_anonymous_report_of_a_logged_in_account_leaves_no_trace(
    member: Member,
    client_of: Callable[[str], Client],
    monkeypatch: pytest.MonkeyPatch,
    danger: str,
) -> None:
    client = client_of("soldier")

    with watched(monkeypatch) as found:
        answer = post_report(client, still_dangerous=danger, place="Poort 2")

    assert answer.status_code == 200
    assert any(t.table == "reports_report" and t.text == STORY for t in found)
    assert_no_trace(found, member)


def test_anonymous_report_with_photo_leaves_no_trace(
    member: Member, client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of("soldier")

    with watched(monkeypatch) as found:
        post_report(client, files=SimpleUploadedFile("foto.png", png()))

    assert any(t.table == "files_storedfile" for t in found)
    assert_no_trace(found, member)


def test_anonymous_photo_loses_its_name(
    member: Member, client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    with watched(monkeypatch) as found:
        post_report(client_of("soldier"), files=photo())

    assert [t.text for t in found if (t.table, t.column) == ("files_storedfile", "name")] == [
        "photo.png"
    ]
    assert [t for t in found if "verklikker" in t.text] == []


def test_anonymous_document_is_refused_and_the_text_stays(
    member: Member, client_of: Callable[[str], Client]
) -> None:
    pdf = SimpleUploadedFile("verklaring.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    answer = post_report(client_of("soldier"), files=pdf)
    assert (answer.status_code, answer.context["form"]["story"].value()) == (400, STORY)
    assert list(answer.context["form"].errors) == ["files"]


def test_anonymous_photo_file_tells_the_day_only(
    member: Member, client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    with watched(monkeypatch):
        post_report(client_of("soldier"), files=photo())

    kept = [path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()]
    midnight = clock.start_of_day(clock.local_date(MOMENT)).timestamp()
    assert [path.stat().st_mtime for path in kept] == [midnight]


def test_anonymous_report_takes_the_draft_along(
    member: Member, client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was typed before choosing anonymous would tell whose story it is."""
    client = client_of("soldier")
    save_draft(actor=member.actor, fields={"story": [STORY]}, at=member.at)

    with watched(monkeypatch):
        post_report(client)

    assert whole_database()["reports_draft"] == {}


def test_anonymous_report_without_log_in_starts_no_session(
    cast: Cast, client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of("nobody")

    with watched(monkeypatch) as found:
        client.get("/")
        client.get("/melden")
        answer = post_report(client)
        client.post("/code", {"code": answer.context["receipt"]})

    assert Session.objects.count() == 0
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    assert_no_moment(found)


def test_named_report_leaves_a_trace_that_this_test_can_see(
    member: Member, client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof that the eyes of these tests are open."""
    client = client_of("soldier")

    with watched(monkeypatch) as found:
        post_report(client, identity="named")

    with pytest.raises(AssertionError, match="who it was"):
        assert_no_trace(found, member)
    with pytest.raises(AssertionError, match="tell when"):
        assert_no_moment(found)
    assert any(ordered_ids_in(trace) for trace in found)


# ---- coming back ----


@pytest.fixture
def kept(cast: Cast) -> Any:
    """An anonymous report that was answered, with its code."""
    sent = send_anonymous(cast)
    answered(cast, sent.report)
    return sent


def by_code(sent: Any, **fields: str) -> int:
    return Client().post("/code", {"code": sent.receipt, **fields}).status_code


def test_anonymous_message_tells_no_moment(kept: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with watched(monkeypatch) as found:
        assert by_code(kept, text="Het was bij poort 2.") == 200

    assert any(t.table == "reports_message" for t in found)
    assert_no_moment(found)


def test_anonymous_confirmation_tells_no_moment(kept: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with watched(monkeypatch) as found:
        assert by_code(kept, step="confirm_solved", satisfaction="4") == 200

    assert fresh(kept.report).state == "closed"
    assert_no_moment(found)


def test_anonymous_not_solved_tells_no_moment(kept: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with watched(monkeypatch) as found:
        assert by_code(kept, step="not_solved", reason="De tegels liggen nog los.") == 200

    assert fresh(kept.report).state == "in_handling"
    assert_no_moment(found)


def test_anonymous_not_solved_tells_no_moment_in_the_occurrence_it_reopens(
    cast: Cast, kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    occurrence = occurrence_of(kept.report)
    for name in ("start_handling", "make_ready", "close"):
        fields = {"result": "Gedaan."} if name == "make_ready" else {}
        step(cast.safety_adviser, occurrence, name, at=cast.at, **fields)

    with watched(monkeypatch) as found:
        assert by_code(kept, step="not_solved", reason="De tegels liggen nog los.") == 200

    assert fresh(occurrence).state == "reopened"
    assert_no_moment(found)


def test_anonymous_report_stays_nobodys_after_handling(cast: Cast, kept: Any) -> None:
    report = Report.objects.for_system(reason="advance").get(pk=kept.report.pk)
    assert (report.reporter_key, report.identity) == (None, "anonymous")


# ---- the acceptance test of the field: domain reference, reporting, section 18 (8) ----


def test_an_anonymous_report_leaves_no_user_id_in_table_log_or_message_header_and_its_code_opens_the_feedback(
    cast: Cast,
    member: Member,
    client_of: Callable[[str], Client],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    client = client_of("soldier")
    caplog.set_level("DEBUG")
    with watched(monkeypatch) as found:
        answer = post_report(client, still_dangerous="no")

    assert_no_trace(found, member)
    logged = "\n".join([caplog.text, *capfd.readouterr()])
    headers = str(dict(answer.headers)) + str(answer.cookies)
    secrets = names_of(member)
    assert [one for one in secrets if len(one) > 3 and (one in logged or one in headers)] == []

    code = answer.context["receipt"]
    report = Report.objects.for_system(reason="advance").get()
    answered(cast, report, "De tegels liggen weer vast. Dank voor het melden.")
    page = client_of("nobody").post("/code", {"code": code})
    assert page.status_code == 200
    assert "De tegels liggen weer vast." in page.content.decode()
