"""The weighing sheet as a file: what stands on it about itself."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.export.make import clean_purpose, refuse_without_purpose
from baken.core.export.marking import Marking
from baken.rooms.register.models import Risk


def sheet_marking(*, actor: Actor, risk: Risk, purpose: str, at: datetime) -> Marking:
    """The marking of the sheet of a risk that the actor may take away.

    It names who scored and advised, so that it holds personal data. Raises FieldsRefused for a purpose
    that is too long, and of a closely held risk without one. Source: domain reference, organisation,
    section 6, rule 4.
    """
    why = clean_purpose(purpose)
    refuse_without_purpose(risk.confidentiality, why)
    return Marking(
        kind="weighing_sheet",
        label=_("Weighing sheet"),
        by=actor.name,
        post=actor.post,
        at=at,
        filters=((_("Risk"), risk.ref),),
        level=risk.confidentiality,
        personal=True,
        purpose=why,
    )
