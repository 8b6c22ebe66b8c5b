"""The consultation of the demonstration: the army command asks the central employee council for advice."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from baken.core import clock
from baken.core.access import Actor
from baken.core.events.outbox import deliver_pending
from baken.rooms.consultation.actions import draft_consultation, take_consultation_step
from baken.rooms.consultation.queries.subjects import subject_to_ask
from baken.rooms.org.queries import UnitView, nearest_holders, tree
from baken.rooms.register.models import Risk
from baken.site.demo.people import Cast

ASKING, COUNCIL, ABOUT = "CLAS", "CMC", "Beknelling tussen koepel en romp"
DAYS_AGO, THREE_O_CLOCK, WEEKS = timedelta(days=2), timedelta(hours=15), timedelta(weeks=6)
SAID = {
    "title": "Vaste werkwijze bij draaiende koepels",
    "question": (
        "Wij willen dat bij elk voertuig met een draaiende koepel één net geldt, met een uitkijk buiten."
        " De koepel draait pas na een vrijmelding van het dek. Dat vraagt op schietdagen één persoon extra"
        " per peloton. Geef advies over de werkwijze, over de extra belasting en over de opleiding."
    ),
    "kind": "advice",
    "council": COUNCIL,
}


def load_consultation(*, today: date) -> str:
    """Draft and ask it, two days ago; returns its reference."""
    at = clock.start_of_day(today - DAYS_AGO) + THREE_O_CLOCK
    unit = tree().by_code[ASKING]
    actor = _head(unit, Cast(), at)
    risk = Risk.objects.for_system(reason="demo").filter(title=ABOUT).earliest("number")
    subject = subject_to_ask(actor, "risk", risk.ref)
    if subject is None:
        raise LookupError(f"the head of {ASKING} reads no {risk.ref}")
    fields = {**SAID, "due_on": (clock.local_date(at) + WEEKS).isoformat()}
    record = draft_consultation(actor=actor, unit=unit, subject=subject, fields=fields, at=at)
    later = at + timedelta(minutes=20)
    take_consultation_step(actor=actor, record=record, step="ask", at=later)
    while deliver_pending(at=later):
        pass
    return record.ref


def _head(unit: UnitView, cast: Cast, at: datetime) -> Actor:
    found = nearest_holders(roles=("commander",), unit=unit, at=at)
    return cast.actor(cast.person(found[0].person), at)
