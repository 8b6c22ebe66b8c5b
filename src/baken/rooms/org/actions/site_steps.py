"""Takes one step of a site: the one door for pages and API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor
from baken.core.workflow.advance import Change, advance, check_step, locked
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import clean_fields
from baken.core.workflow.unread import refuse_unread
from baken.rooms.org.actions.holders import keep_holder
from baken.rooms.org.actions.other_unit import other_unit
from baken.rooms.org.actions.versions import hold_tree, turn_page
from baken.rooms.org.models import Site, Unit
from baken.rooms.org.queries.codes import codes_of
from baken.rooms.org.queries.heirs import why_gone
from baken.rooms.org.queries.tree import tree


def take_site_step(
    *,
    actor: Actor,
    site: Site,
    step: str,
    at: datetime,
    note: str = "",
    fields: Mapping[str, Any] | None = None,
    seen: int | None = None,
) -> Site:
    """Give a site to another unit, from today on; returns the fresh site.

    Who hosts others reads what is about its sites: from now on that is the new holder, and of days
    before today it stays the one of the day. ``seen`` is the serial of the newest step that the actor
    knew of: when somebody did something since, the step is refused. Raises StepRefused (unknown or
    unread), AccessDenied (not theirs), FieldsRefused (what was filled in). Nothing is written then.
    """
    with transaction.atomic():
        hold_tree()
        fresh: Site = locked(site)
        row = check_step(record=fresh, step=step, actor=actor, at=at)
        refuse_unread(record=fresh, step=step, seen=seen)
        cleaned = clean_fields(step=row, raw=fields, choices_of=codes_of)
        to = _next_holder(fresh, cleaned)
        change = Change(
            values={"holder_id": to.pk},
            facts={"from": fresh.holder.code, "to": to.code},
            words={"reason": cleaned["reason"]},
            parts=keep_holder(fresh, to.pk, clock.local_date(at)),
        )
        advance(record=fresh, step=step, actor=actor, at=at, note=note.strip(), change=change)
        turn_page()
    return fresh


def _next_holder(site: Site, cleaned: Mapping[str, Any]) -> Unit:
    """The unit that is to hold it; raises FieldsRefused for one that is no more or holds it already."""
    to = other_unit(cleaned, "unit")
    gone = why_gone(tree().by_id[to.pk])
    if gone:
        raise FieldsRefused({"unit": gone})
    if to.pk == site.holder_id:
        raise FieldsRefused({"unit": _("It is with this unit already.")})
    return to
