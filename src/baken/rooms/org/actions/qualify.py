"""Records or renews a qualification of a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from baken.core import clock
from baken.core.access import Actor, refuse_unless, signing
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.models import Person, Qualification
from baken.rooms.org.permits import MANAGE_QUALIFICATION
from baken.rooms.org.queries.codes import codes_of
from baken.rooms.org.rules.things import QualificationRow, qualification_mistakes
from baken.rooms.org.texts import MISTAKES


def record_qualification(
    *, actor: Actor, record: Person, held: QualificationRow, at: datetime
) -> Qualification:
    """Record what a person is qualified for; a renewal is a new row beside the old one.

    Raises AccessDenied, or FieldsRefused with a sentence per field.
    """
    with transaction.atomic():
        fresh = locked(record)
        refuse_unless(actor, MANAGE_QUALIFICATION, fresh)
        _refuse_mistakes(fresh, held, at)
        made = Qualification.objects.create(
            record=fresh,
            code=held.code,
            obtained_on=held.obtained_on,
            valid_until=held.valid_until,
            certificate=held.certificate,
            issuer=held.issuer,
        )
        signer = signing(actor, MANAGE_QUALIFICATION, fresh)
        note_qualification(record=fresh, held=held, actor=signer, at=at)
    return made


def note_qualification(
    *, record: Person, held: QualificationRow, actor: Actor, at: datetime
) -> None:
    """Say in a person's history what they were found qualified for; all of it can be erased."""
    words = {
        "qualification": held.code,
        "obtained_on": held.obtained_on.isoformat(),
        "valid_until": held.valid_until.isoformat() if held.valid_until else "",
    }
    entry = Entry(
        code="org.person.qualified", from_state=record.state, to_state=record.state, words=words
    )
    append(record=record, actor=actor, at=at, entry=entry)


def _refuse_mistakes(person: Person, held: QualificationRow, at: datetime) -> None:
    mistakes = qualification_mistakes(held, clock.local_date(at))
    if held.code not in codes_of("qualifications"):
        mistakes["code"] = "unknown"
    known = Qualification.objects.of(person).filter(code=held.code, obtained_on=held.obtained_on)
    if not mistakes and known.exists():
        mistakes["obtained_on"] = "again"
    if mistakes:
        raise FieldsRefused({name: str(MISTAKES[code]) for name, code in mistakes.items()})
