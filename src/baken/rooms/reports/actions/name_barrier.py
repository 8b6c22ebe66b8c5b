"""Says what an occurrence shows of a barrier of a risk that it is tied to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, refuse_unless
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.register.actions.barriers import note_held, note_signal
from baken.rooms.register.queries.barriers_of import barriers_of
from baken.rooms.reports.actions.to_risk import refuse_not_now
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import HANDLE
from baken.rooms.reports.rules.barriers import SHOWED


def name_barrier(
    *,
    actor: Actor,
    occurrence: Occurrence,
    bow_tie: str,
    barrier: str,
    showed: str,
    words: str,
    at: datetime,
) -> Any:
    """Say that a barrier was named, worked in part, failed or held; returns the fresh bow-tie.

    ``bow_tie`` is the number of a bow-tie on which a risk of the occurrence leans, ``barrier`` a code
    in it. Who carries such a risk and who signed for it hear of it as of every signal. Raises
    AccessDenied for who does not handle the occurrence or, of more than a name, manage the bow-tie;
    StepRefused under an information embargo and for what was merged; FieldsRefused for the rest.
    Source: domain reference, irm, sections 9 and 17 (test 11).
    """
    with transaction.atomic():
        fresh = locked(occurrence)
        refuse_unless(actor, HANDLE, fresh)
        refuse_not_now(fresh, "name_barrier")
        found = next(
            (
                one
                for one in barriers_of(actor, fresh)
                if (one.record.ref, one.code) == (bow_tie, barrier)
            ),
            None,
        )
        if found is None:
            raise FieldsRefused({"barrier": _("No risk that this is tied to has this barrier.")})
        if showed not in SHOWED:
            raise FieldsRefused({"showed": _("Choose one of the options shown.")})
        told, day = SHOWED[showed], _day(fresh, at)
        about = {"record": found.record, "barrier": barrier, "kind": told.kind, "source": fresh}
        if told.is_evidence:
            return note_held(actor=actor, words=words, on=day, at=at, **about)
        more = {"grade": told.grade, "since": day} if told.grade else None
        return note_signal(actor=actor, words=words, more=more, at=at, **about)


def _day(occurrence: Occurrence, at: datetime) -> str:
    return clock.local_date(occurrence.happened_at or at).isoformat()
