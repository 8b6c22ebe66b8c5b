"""The unit that must act on a record from now on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.heirs import why_gone


def change_of_owner(record: Any, code: str) -> Change:
    """What handing a record over to the unit of a code sets; raises FieldsRefused when it cannot."""
    unit = tree().find(code)
    if unit is None:
        raise FieldsRefused({"owner_unit": _("There is no unit with this code.")})
    if unit.is_dissolved:
        raise FieldsRefused({"owner_unit": why_gone(unit)})
    owner = None if unit.id == record.unit_id else unit.id
    return Change(values={"owner_unit_id": owner}, facts={"owner_unit": unit.code})
