"""The unit that a field of a step names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.models import Unit
from baken.rooms.org.queries.tree import let_go


def other_unit(fields: Mapping[str, Any], name: str) -> Unit:
    """The unit that a field names, locked; raises FieldsRefused when there is none.

    The tree is looked at anew after it: the unit may have been founded or dissolved just before.
    """
    code = str(fields[name]).strip()
    found = Unit.objects.select_for_update().filter(code__in={code, code.upper()}).first()
    if found is None:
        raise FieldsRefused({name: _("There is no unit with this code.")})
    let_go()
    return found
