"""Which occurrences a council or a part can be asked about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.rooms.consultation.questions import Subject, SubjectKind, SubjectStanding
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import READ_OCCURRENCE

OCCURRENCE = SubjectKind("occurrence", _("Occurrence"), Occurrence._meta.label_lower)


def subject_kinds() -> Iterable[SubjectKind]:
    """Occurrences."""
    yield OCCURRENCE


def subject_meant(actor: Actor, kind: str, ref: str) -> Iterable[Subject]:
    """The occurrence of a reference or UUID that an actor reads in full.

    None under an information embargo: until the next of kin know, nobody is asked about it.
    """
    if kind == OCCURRENCE.code:
        rows = _seen(actor).filter(Occurrence.ref_condition(ref), embargo_at__isnull=True)
        yield from map(_subject, rows[:1])


def subjects_seen(actor: Actor, kind: str, numbers: Collection[int]) -> Iterable[Subject]:
    """Those among some occurrences that an actor reads in full; one query."""
    if kind == OCCURRENCE.code:
        yield from map(_subject, _seen(actor).filter(pk__in=numbers))


def subject_standing(kind: str, number: int) -> Iterable[SubjectStanding]:
    """How closely an occurrence is held, whoever reads it, and that no embargo is on it."""
    if kind == OCCURRENCE.code:
        rows: Any = Occurrence.objects.for_system(reason="subject").filter(pk=number)
        for level, since in rows.values_list("confidentiality", "embargo_at"):
            yield SubjectStanding(level, can_be_asked=since is None)


def _seen(actor: Actor) -> Any:
    return Occurrence.objects.visible_to(actor, READ_OCCURRENCE)


def _subject(one: Occurrence) -> Subject:
    return Subject(OCCURRENCE.code, one.ref, one.title, record_address(one), one)
