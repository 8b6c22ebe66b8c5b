"""The picture of a unit as a file: what stands on it about itself, and what may be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor, Confidentiality, may
from baken.core.export.make import clean_purpose, refuse_without_purpose
from baken.core.export.marking import Marking
from baken.rooms.insight.queries import Picture
from baken.rooms.org.queries import UnitView
from baken.rooms.register.permits import EXPORT


def may_take(actor: Actor, unit: UnitView) -> bool:
    """Whether somebody may take risks of a unit away in a file, and so its picture."""
    return unit.id in actor.units_of(EXPORT)


def takable(actor: Actor, found: Picture) -> Picture:
    """A picture without the risks by name that its reader may read and not take away."""
    if found.risks is None:
        return found
    lapsing, worst = (
        [one for one in listed if may(actor, EXPORT, one)]
        for listed in (found.risks.lapsing, found.risks.worst)
    )
    return replace(found, risks=replace(found.risks, lapsing=lapsing, worst=worst))


def level_of(found: Picture) -> int:
    """How closely the closest held risk is held that a picture names; counts name none."""
    named: Sequence[Any] = (*found.risks.lapsing, *found.risks.worst) if found.risks else ()
    levels = (one.confidentiality for one in named)
    return max(levels, default=int(Confidentiality.NORMAL))


def picture_marking(actor: Actor, found: Picture, purpose: str) -> Marking:
    """The marking of a picture that somebody takes away; no person is in it.

    Raises FieldsRefused for a purpose that is too long, and without one where a closely held risk is
    named. Source: domain reference, organisation, section 6, rule 4.
    """
    why, level = clean_purpose(purpose), level_of(found)
    refuse_without_purpose(level, why)
    return Marking(
        kind="unit_picture",
        label=_("Unit picture"),
        by=actor.name,
        post=actor.post,
        at=found.at,
        filters=((_("Unit"), found.unit.code),),
        level=level,
        purpose=why,
    )
