"""Which unit took over from one that is no more, and the sentence that says so."""

from __future__ import annotations

from django.utils.translation import gettext as _

from baken.rooms.org.models import Succession
from baken.rooms.org.queries.tree import UnitView, tree


def heir_of(unit: UnitView) -> UnitView | None:
    """The existing unit in which a dissolved one went on, also along several mergers, or None."""
    here, seen = tree(), {unit.id}
    while unit.is_dissolved:
        rows = Succession.objects.filter(predecessor=unit.id).order_by("-on", "-id")
        heir = rows.values_list("successor", flat=True).first()
        if heir is None or heir in seen:
            return None
        seen.add(heir)
        unit = here.by_id[heir]
    return unit


def why_gone(unit: UnitView) -> str:
    """Why nothing new can be put on a unit, and who took over; nothing when it exists."""
    if not unit.is_dissolved:
        return ""
    heir = heir_of(unit)
    if heir is None:
        return _("This unit has been dissolved.")
    named = {"name": heir.name, "code": heir.code}
    return _("This unit has been dissolved. It went on in %(name)s (%(code)s).") % named


def living(unit: UnitView) -> UnitView:
    """The unit itself; of one that is no more its heir, else the nearest one above that exists."""
    if not unit.is_dissolved:
        return unit
    above = (one for one in tree().line_up(unit) if not one.is_dissolved)
    return heir_of(unit) or next(above)
