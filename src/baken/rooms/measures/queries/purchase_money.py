"""The money for small purchases of a unit in a year: what it has, what is promised and what is spent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, F, Q, Sum, Value

from baken.core import clock
from baken.rooms.library.queries.purchasing import purchasing
from baken.rooms.measures.models import Purchase, PurchaseBudget
from baken.rooms.measures.rules.purchase_states import BOUGHT, RESERVED, TOGETHER
from baken.rooms.measures.rules.purchasing import splits
from baken.rooms.org.queries import UnitView, tree, zone_of_unit

GIVEN, SPENT, PROMISED = "given", "spent", "promised"
LAST_MONTH = 12


@dataclass(frozen=True)
class Money:
    """Euro cents with VAT of a unit in a year."""

    given: int
    promised: int = 0
    spent: int = 0

    @property
    def left(self) -> int:
        """What can still be promised; below zero when the budget was lowered."""
        return self.given - self.promised - self.spent


def acting_unit_of(purchase: Purchase) -> UnitView:
    """The unit that buys."""
    return tree().by_id[purchase.owner_unit_id or purchase.unit_id]


def budget_unit_of(unit: UnitView) -> UnitView:
    """The unit whose money it is: the nearest from here up whose commander has a mandate."""
    least = purchasing().mandate_level
    line = tree().line_up(unit)
    return next((one for one in line if one.level >= least), line[-1])


def year_of(unit: UnitView, at: datetime) -> int:
    """The year of a moment where a unit lives."""
    return today_at(unit, at).year


def today_at(unit: UnitView, at: datetime) -> date:
    """The calendar day of a moment where a unit lives."""
    return at.astimezone(zone_of_unit(unit) or clock.local_zone()).date()


def money_of(unit: int, year: int, *, but: Purchase | None = None) -> Money:
    """What a unit has, without one purchase if named; one statement."""
    return money_of_many([unit], year, but=but)[unit]


def money_of_many(
    units: Collection[int], year: int, *, but: Purchase | None = None
) -> dict[int, Money]:
    """What each of these units has in a year: the line of its budget, what is promised and spent.

    One statement, whatever their number. Without a line it is what the library says of the level.
    """
    rows: Any = Purchase.objects.for_system(reason="budget").filter(
        budget_unit__in=list(units), budget_year=year, state__in=(*RESERVED, *BOUGHT)
    )
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    summed = rows.order_by().values_list("budget_unit_id", F("state"))
    lines = PurchaseBudget.objects.filter(unit__in=list(units), year=year, cents__isnull=False)
    given = lines.order_by().values_list("unit_id", Value(GIVEN, output_field=CharField()), "cents")
    found: dict[int, dict[str, int]] = {unit: {} for unit in units}
    for unit, word, cents in summed.annotate(cents=Sum("total_cents")).union(given, all=True):
        kind = word if word == GIVEN else (PROMISED if word in RESERVED else SPENT)
        found[unit][kind] = found[unit].get(kind, 0) + int(cents)
    return {unit: _money(unit, told) for unit, told in found.items()}


def _money(unit: int, told: dict[str, int]) -> Money:
    usual = purchasing().budgets.get(tree().by_id[unit].level, 0)
    return Money(told.get(GIVEN, usual), told.get(PROMISED, 0), told.get(SPENT, 0))


def lock_money(unit: int, year: int) -> None:
    """Let nobody else decide on the money of a unit in a year until the transaction ends."""
    line, _made = PurchaseBudget.objects.get_or_create(unit_id=unit, year=year)
    PurchaseBudget.objects.select_for_update().get(pk=line.pk)


def is_split(purchase: Purchase, at: datetime) -> bool:
    """Whether it and what the same unit bought besides pass the limit of its step together.

    What belongs together: of one supplier or of one kind, asked within so many days.
    Source: domain reference, vms, section 6 and section 15, test 5.
    """
    rules = purchasing()
    step = rules.step_of(purchase.amount_cents)
    rows: Any = Purchase.objects.for_system(reason="budget").filter(
        Q(supplier_key=purchase.supplier_key) | Q(category=purchase.category),
        budget_unit=purchase.budget_unit_id,
        checked_at__gte=at - timedelta(days=rules.splitting_days),
        state__in=TOGETHER,
    )
    others = list(rows.exclude(pk=purchase.pk).values_list("amount_cents", flat=True))
    limit = step.most_cents if step else 0
    return splits(cents=purchase.amount_cents, others=others, limit=limit)


def is_rush(unit: int, today: date, money: Money) -> bool:
    """Whether a unit orders so much in the last month that the end of the year seems the reason.

    Source: domain reference, vms, section 6 (year-end spike).
    """
    if today.month != LAST_MONTH or not money.spent:
        return False
    begin = clock.start_of_day(today.replace(day=1))
    rows: Any = Purchase.objects.for_system(reason="budget").filter(
        budget_unit=unit, budget_year=today.year, state__in=BOUGHT, ordered_at__gte=begin
    )
    late = int(rows.aggregate(cents=Sum("total_cents"))["cents"] or 0)
    return bool(late * 100 >= money.spent * purchasing().rush_percent)
