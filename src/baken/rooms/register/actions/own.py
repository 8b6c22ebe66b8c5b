"""Says who owns a risk: a person who leads the unit that acts on it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.org.queries.heirs import why_gone
from baken.rooms.register.actions.end_decision import void
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.owners import manages_risks_of, owners_of
from baken.rooms.register.rules.decisions import OWNER_CHANGED


def owned(risk: Risk, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """The owner of a risk, and the unit that acts on it from now on; empty is the unit it is about.

    Another unit is another line of command: what was decided or handed up holds no more. Raises
    FieldsRefused for a unit whose risks the actor does not manage, and a person who leads it not.
    """
    unit = _unit_that_acts(risk, actor, fields.get("owner_unit", ""))
    acts = None if unit.id == risk.unit_id else unit.id
    person, name = owner_meant(unit, fields["owner"], at)
    change = Change(
        values={"owner": person, "owner_unit_id": acts},
        facts={"owner_unit": unit.code},
        words={"owner_person": str(person), "owner": name},
    )
    if acts == risk.owner_unit_id:
        return change
    return change.followed_by(partial(void, why=OWNER_CHANGED, at=at))


def owner_meant(unit: UnitView, wanted: str, at: datetime) -> tuple[uuid.UUID, str]:
    """The person, with their name, who is to own a risk that a unit acts on. Raises FieldsRefused."""
    for person, name in owners_of(unit, at).items():
        if wanted in (person, name):
            return uuid.UUID(person), name
    raise FieldsRefused({"owner": _("This person leads neither the unit nor one above it.")})


def _unit_that_acts(risk: Risk, actor: Actor, code: str) -> UnitView:
    here = tree()
    unit = here.find(code) if code else here.by_id[risk.unit_id]
    if unit is None:
        raise FieldsRefused({"owner_unit": _("There is no unit with this code.")})
    if gone := why_gone(unit):
        raise FieldsRefused({"owner_unit": gone})
    stays = unit.id == (risk.owner_unit_id or risk.unit_id)
    if not stays and not manages_risks_of(actor, unit):
        raise FieldsRefused({"owner_unit": _("You do not manage the risks of that unit.")})
    return unit
