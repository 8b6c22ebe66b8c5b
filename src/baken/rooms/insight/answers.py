"""What the insight room answers to rooms below it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.rooms.org.permits import READ_UNIT
from baken.rooms.org.questions import UnitPage


def unit_pages(actor: Actor, unit: Any) -> Iterable[UnitPage]:
    """The picture of a unit, for whoever reads units."""
    if actor.holds(READ_UNIT):
        yield UnitPage(_("The whole picture"), reverse("insight:picture", args=[unit.code]))
