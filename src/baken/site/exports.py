"""The kind of export that no room of records owns: the units of the organisation."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.core.export.columns import Column
from baken.core.export.kinds import ExportKind, Source
from baken.rooms.org.permits import READ_UNIT
from baken.rooms.org.queries import tree


def _units(actor: Actor) -> Source | None:
    if not actor.holds(READ_UNIT):
        return None
    here = tree()

    def parent(unit: Any) -> str | None:
        return None if unit.parent_id is None else here.by_id[unit.parent_id].code

    columns = [
        _column("code", _("Code")),
        _column("name_nl", _("Name in Dutch")),
        _column("name_en", _("Name in English")),
        _column("kind", _("Kind")),
        _column("level", _("Level"), kind="number"),
        Column("parent", _("Unit above"), parent),
        _column("site", _("Site")),
        _column("strength", _("Strength"), kind="number"),
        _column("restricted", _("Closed"), kind="yes_no"),
        _column("independent", _("Independent"), kind="yes_no"),
        _column("ends_on", _("Last day"), kind="day"),
    ]
    return Source(columns=columns, records=lambda _ask, _level: iter(here.units))


def _column(name: str, label: Any, **more: Any) -> Column:
    return Column(name, label, attrgetter(name), **more)


UNITS = ExportKind("units", _("Units"), (READ_UNIT,), _units, has_days=False)
