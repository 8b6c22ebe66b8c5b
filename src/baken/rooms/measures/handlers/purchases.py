"""Who is told after a small purchase took a step; safe to repeat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.rooms.library.queries.purchasing import purchasing
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.queries.purchase_facts import askers_of
from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.org.queries import holders_above, nearest_holders, own_key_of, tree

PAGE = Purchase.page_name
DECIDING, CHECKING = ("commander",), ("controller",)

for _code, _text in {
    "measures.deciders.purchase": _("Small purchase %(ref)s waits for your decision."),
    "measures.controllers.purchase": _("Small purchase %(ref)s waits for your check on money."),
    "measures.asker.purchase": _("There is news of your small purchase %(ref)s."),
}.items():
    declare_notice(_code, _text, PAGE, by_mail="reference")


def tell_about_purchase(event: Any, at: datetime) -> None:
    """Tell whom the row of the table names: who decides, who checks on money, who asked."""
    rows: Any = Purchase.objects.for_system(reason="deliver").filter(pk=event.record)
    purchase = rows.first()
    if purchase is None:
        return
    for code, keys in _told(purchase, str(event.payload.get("notice", "")), at):
        notify(to_keys=keys, code=code, record=purchase, at=event.at)


def _told(one: Purchase, notice: str, at: datetime) -> Iterator[tuple[str, Iterable[str]]]:
    if notice == "asker" and one.asker_key:
        yield "measures.asker.purchase", [one.asker_key]
    elif notice == "deciders" and one.needs_finance and one.finance_checked_at is None:
        yield "measures.controllers.purchase", _holders(CHECKING, one, at)
    elif notice == "deciders":
        yield "measures.deciders.purchase", _deciders(one, at)


def _deciders(one: Purchase, at: datetime) -> list[str]:
    """The keys of the first above who can decide: of the level for it, and with no part in it.

    While a level up has to sign, whoever can do that.
    """
    unit = tree().by_id[one.budget_unit_id]
    least = purchasing().mandate_level
    if one.levels_up and one.cosigned_at is None:
        top = max(held.level for held in tree().line_up(unit))
        least = min(unit.level + one.levels_up, top)
    took_part = askers_of(one) | {one.cosigned_by, one.finance_checked_by}
    found = [
        held
        for held in holders_above(roles=DECIDING, units=[unit], at=at)[unit.id]
        if held.unit.level >= least and held.person not in took_part
    ]
    return [own_key_of(held.person) for held in found if held.unit.id == found[0].unit.id]


def _holders(roles: tuple[str, ...], one: Purchase, at: datetime) -> list[str]:
    """The keys of who holds these roles on the unit whose money it is, or nearest above it."""
    unit = tree().by_id[one.budget_unit_id]
    return [own_key_of(held.person) for held in nearest_holders(roles=roles, unit=unit, at=at)]
