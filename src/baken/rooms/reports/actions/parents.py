"""Makes an occurrence part of a larger one, and takes it out again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.links.registry import tie, untie
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.actions.merge import merged_already
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import READ_OCCURRENCE
from baken.rooms.reports.queries.parents import MOST_ABOVE, PART_OF, above, own_parent


def set_parent(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    """This occurrence is part of another one from now on, instead of what it was part of before.

    The other one must be read in full and may not be part of this one, along however many others.
    """
    visible = Occurrence.objects.visible_to(actor, READ_OCCURRENCE)
    whole = visible.filter(Occurrence.ref_condition(str(fields["occurrence"]))).first()
    _refuse(occurrence, whole)
    assert whole is not None  # noqa: S101 - refused just now
    before = own_parent(occurrence)
    if before is not None:
        untie(source=occurrence, relation=PART_OF, target=before)
    tie(source=occurrence, relation=PART_OF, target=whole, at=at)
    return Change(facts={"parent": whole.ref, "before": before.ref if before else None})


def clear_parent(
    occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    """This occurrence stands by itself again; the tie goes once the step is taken."""
    before = own_parent(occurrence)
    assert before is not None  # noqa: S101 - the guard has_parent has seen it

    def take_out(fresh: Occurrence) -> None:
        untie(source=fresh, relation=PART_OF, target=before)

    facts = {"before": before.ref}
    return Change(facts=facts, words={"reason": fields["reason"]}, then=take_out)


def _refuse(occurrence: Occurrence, whole: Occurrence | None) -> None:
    if whole is None:
        problem = _("There is no such occurrence within your reach.")
    elif whole.state == "merged":
        problem = merged_already(whole)
    elif whole.pk == occurrence.pk:
        problem = _("An occurrence cannot be part of itself.")
    else:
        over = above(whole)
        loop = _("%(ref)s is itself part of this one.") % {"ref": whole.ref}
        deep = _("That one lies below too many others already.")
        problem = loop if occurrence.pk in over else deep if len(over) >= MOST_ABOVE else ""
    if problem:
        raise FieldsRefused({"occurrence": problem})
