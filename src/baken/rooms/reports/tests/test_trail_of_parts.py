"""What belongs to a report or an occurrence is vouched for too: no row can change behind its back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from baken.conftest import Cast
from baken.core.files.content import CleanFile
from baken.core.trail.tests.behind import drop_guards
from baken.core.trail.verify import breaks
from baken.rooms.reports.actions.add_file import add_file
from baken.rooms.reports.actions.add_occurrence_file import add_occurrence_file
from baken.rooms.reports.actions.read_identity import read_identity
from baken.rooms.reports.actions.release_identity import release_identity
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.models import Damage, Injury, Occurrence, Report
from baken.rooms.reports.tests.acts import (
    answered,
    fresh,
    occurrence_of,
    send,
    send_anonymous,
    step,
    triage,
)
from baken.rooms.reports.tests.factories import PNG, make_occurrence

NOTE = CleanFile("verslag.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"1" * 40)


def found() -> list[str]:
    return [one.what for one in breaks()]


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0, "nothing was changed, so nothing was proved"


@pytest.fixture
def told(cast: Cast) -> tuple[Report, Occurrence]:
    """A report with everything that can belong to it, handled and answered, and its occurrence."""
    report = send(cast.soldier, at=cast.at, files=[PNG], place="Poort", unit_code="COMPANY").report
    send_message(actor=cast.soldier.actor, report=report, text="Nog iets.", at=cast.at)
    triage(
        cast,
        report,
        injuries=[{"outcome": "lost_time", "absence_days": 4}, {"outcome": "first_aid"}],
        damages=[{"what": "Luik", "amount_eur": 90}],
        domains=["vehicle"],
    )
    adviser = cast.safety_adviser.actor
    read_identity(actor=adviser, report=report, ground="Terugbellen", at=cast.at)
    release_identity(
        actor=adviser,
        report=report,
        to=cast.commander.person.id,
        until=cast.at.date(),
        ground="Nazorg",
        at=cast.at,
    )
    step(cast.safety_adviser, report, "answer", at=cast.at, answer="Vastgezet.")
    add_file(actor=adviser, report=fresh(report), file=NOTE, at=cast.at)
    occurrence = occurrence_of(report)
    add_occurrence_file(actor=adviser, record=occurrence, file=NOTE, at=cast.at)
    return fresh(report), occurrence


def test_everything_that_belongs_to_a_record_holds(
    cast: Cast, told: tuple[Report, Occurrence], deliver: Callable[[], int]
) -> None:
    anonymous = send_anonymous(cast, files=[PNG]).report
    deliver()
    triage(cast, fresh(anonymous))
    assert found() == []


def test_everything_holds_after_a_revision_a_merge_and_a_reopening(
    cast: Cast, told: tuple[Report, Occurrence]
) -> None:
    report, occurrence = told
    target = make_occurrence(unit=cast.company, at=cast.at)
    step(cast.soldier, report, "not_solved", at=cast.at, reason="Nog los.")
    step(cast.safety_adviser, occurrence, "merge", at=cast.at, occurrence=target.ref)
    kept = fresh(target)
    assert (kept.category, kept.potential_severity) == (0, 3)
    outcomes = Injury.objects.of(kept).values_list("outcome", flat=True)
    assert sorted(outcomes) == ["first_aid", "lost_time"]
    assert [one.what for one in Damage.objects.of(kept)] == ["Luik"]
    step(cast.safety_adviser, target, "hand_over", at=cast.at, owner_unit="BATTALION")
    assert found() == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE reports_message SET text = 'Anders'", "is not what step"),
        ("UPDATE reports_message SET author = NULL WHERE author IS NOT NULL", "is not what step"),
        ("DELETE FROM reports_message", "is gone"),
        ("UPDATE reports_injury SET outcome = 'none'", "injuries is not what step"),
        ("DELETE FROM reports_injury", "injuries is gone"),
        ("DELETE FROM reports_damage", "damages is gone"),
        ("UPDATE reports_damage SET amount_eur = 1", "damages is not what step"),
        ("DELETE FROM reports_occurrencecode", "codes is gone"),
        ("DELETE FROM files_storedfile", "is gone"),
        ("UPDATE files_storedfile SET name = 'x.png'", "is not what step"),
        ("UPDATE identity_vault SET person = NULL", "identity is not what step"),
        ("DELETE FROM identity_vault", "identity is gone"),
        ("DELETE FROM reports_identityread", "is gone"),
        ("UPDATE reports_identityrelease SET ground = 'x'", "is not what step"),
        ("UPDATE reports_identityrelease SET post = 'x'", "is not what step"),
        ("UPDATE reports_identityrelease SET ended_at = at", "is not what step"),
        ("UPDATE reports_report SET identity = 'confidential'", "facts.4 is not what step"),
        ("UPDATE reports_report SET satisfaction = 5", "facts.4 is not what step"),
        ("UPDATE reports_report SET immediate_action = 'x'", "immediate_action is not what step"),
        ("UPDATE reports_report SET answered_at = received_at", "facts.4 is not what step"),
        ("UPDATE reports_occurrence SET category = 4", "facts.3 is not what step"),
        ("UPDATE reports_occurrence SET lead = NULL, due_at = NULL", "facts.3 is not what step"),
    ],
)
def test_row_changed_or_removed_behind_the_back_is_found(
    cast: Cast, told: tuple[Report, Occurrence], change: str, what: str
) -> None:
    drop_guards()
    if "answered_at" in change:
        change += ", satisfaction = 1"
    sql(change)
    assert any(what in one for one in found()), found()


def test_row_added_behind_the_back_is_found(cast: Cast, told: tuple[Report, Occurrence]) -> None:
    anonymous = send_anonymous(cast).report
    key = str(cast.soldier.person.id)
    key = key if connection.vendor == "postgresql" else key.replace("-", "")
    sql(
        "INSERT INTO identity_vault (id, record_id, person, contact, confidentiality)"  # noqa: S608
        f" VALUES ('{key}', {anonymous.pk}, '{key}', '', 0)"
    )
    assert found() == ["no step vouches for identity"]


def test_last_look_removed_with_its_step_is_found_once_it_was_sealed(
    cast: Cast, told: tuple[Report, Occurrence]
) -> None:
    from datetime import timedelta

    from baken.core.trail.seal import seal_finished_days

    seal_finished_days(at=cast.at + timedelta(days=2))
    drop_guards()
    sql("DELETE FROM reports_reportstep WHERE code = 'reports.report.file_added'")
    assert any("sealed days" in one for one in found())


def test_message_is_kept_by_the_database_itself(
    cast: Cast, told: tuple[Report, Occurrence]
) -> None:
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        sql("UPDATE reports_message SET text = 'Anders'")


def test_answer_given_twice_is_vouched_for_twice(cast: Cast) -> None:
    report = answered(cast, send(cast.soldier, at=cast.at).report)
    step(cast.soldier, report, "not_solved", at=cast.at, reason="Nee.")
    step(cast.safety_adviser, fresh(report), "answer", at=cast.at, answer="Nu wel.")
    assert found() == []
