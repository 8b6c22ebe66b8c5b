"""Sets the money of a unit for small purchases in a year."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries.purchasing import purchasing
from baken.rooms.measures.models import PurchaseBudget
from baken.rooms.measures.permits import FUND
from baken.rooms.measures.queries.purchase_money import lock_money
from baken.rooms.measures.rules.money import MOST_CENTS
from baken.rooms.org.queries import UnitView

YEARS = range(2000, 2101)


def set_budget(
    *, actor: Actor, unit: UnitView, year: int, cents: int, reason: str, at: datetime
) -> PurchaseBudget:
    """The line of a unit in a year, in euro cents with VAT, with who said so and why.

    Raises AccessDenied outside one's reach, and FieldsRefused for a unit without a mandate of its own.
    """
    if unit.id not in actor.units_of(FUND):
        raise AccessDenied(FUND, _("You do not set the money of this unit."))
    found = {}
    if unit.level < purchasing().mandate_level:
        found["unit"] = _("This unit buys from the money of the unit above it.")
    if year not in YEARS:
        found["year"] = _("Give a year.")
    if not 0 <= cents < MOST_CENTS:
        found["amount"] = _("Give an amount in euros, such as 2500 or 2.500,00.")
    if not reason.strip():
        found["reason"] = _("This is needed.")
    if found:
        raise FieldsRefused(found)
    with transaction.atomic():
        lock_money(unit.id, year)
        line = PurchaseBudget.objects.get(unit=unit.id, year=year)
        line.cents, line.reason = cents, reason.strip()
        line.set_at, line.set_by = at, actor.person
        line.save()
    return line
