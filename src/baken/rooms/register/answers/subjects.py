"""Which risks a council or a part can be asked about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.rooms.consultation.questions import Subject, SubjectKind, SubjectStanding
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ

RISK = SubjectKind("risk", _("Risk"), Risk._meta.label_lower)


def subject_kinds() -> Iterable[SubjectKind]:
    """Risks."""
    yield RISK


def subject_meant(actor: Actor, kind: str, ref: str) -> Iterable[Subject]:
    """The risk of a reference or UUID that an actor reads."""
    if kind == RISK.code:
        rows: Any = Risk.objects.visible_to(actor, READ).filter(Risk.ref_condition(ref))
        yield from map(_subject, rows[:1])


def subjects_seen(actor: Actor, kind: str, numbers: Collection[int]) -> Iterable[Subject]:
    """Those among some risks that an actor reads; one query."""
    if kind == RISK.code:
        rows: Any = Risk.objects.visible_to(actor, READ).filter(pk__in=numbers)
        yield from map(_subject, rows)


def subject_standing(kind: str, number: int) -> Iterable[SubjectStanding]:
    """How closely a risk is held, whoever reads it; anybody who reads it can be asked about it."""
    if kind == RISK.code:
        rows: Any = Risk.objects.for_system(reason="subject").filter(pk=number)
        for level in rows.values_list("confidentiality", flat=True):
            yield SubjectStanding(level, can_be_asked=True)


def _subject(risk: Risk) -> Subject:
    return Subject(RISK.code, risk.ref, risk.title, record_address(risk), risk)
