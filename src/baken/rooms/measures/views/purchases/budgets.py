"""The money of units for small purchases: what each has, what is promised, spent and left."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor
from baken.core.access.declarations import page
from baken.core.workflow.taking import was_done
from baken.rooms.library.queries.purchasing import purchasing
from baken.rooms.measures.actions.purchase import set_budget
from baken.rooms.measures.forms.purchases import BudgetForm
from baken.rooms.measures.permits import FUND, READ_PURCHASE
from baken.rooms.measures.queries.purchase_money import money_of_many
from baken.rooms.measures.views.purchases.rows import money_shown
from baken.rooms.org.queries import UnitView, tree

MOST_UNITS = 100


@page(permit=READ_PURCHASE)
def budgets(request: HttpRequest) -> HttpResponse:
    """The units with a mandate within reach, with their money of this year; who may, sets a line."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    year = clock.local_date(at).year
    may_set = actor.holds(FUND)
    sent = request.POST if request.method == "POST" else None
    if sent is not None and not may_set:
        raise PermissionDenied(_("Your appointments do not give the right to this step."))
    form = BudgetForm(sent, initial={"year": year}) if may_set else None
    if form is not None and form.is_bound and form.is_valid() and _set(request, form):
        messages.success(request, _("The budget was set."))
        return redirect("measures:budgets")
    units = _units(actor, request.GET.get("unit", ""))
    columns, rows = _table(units, year)
    shown = {"form": form, "columns": columns, "rows": rows, "year": year}
    shown["is_full"] = len(units) >= MOST_UNITS
    status = 400 if form is not None and form.errors else 200
    return render(request, "measures/budgets.html", shown, status=status)


def _set(request: HttpRequest, form: BudgetForm) -> bool:
    told: dict[str, Any] = form.cleaned_data
    return was_done(
        form,
        lambda: set_budget(
            actor=request.actor,  # type: ignore[attr-defined]
            unit=told["unit"],
            year=told["year"],
            cents=told["amount"],
            reason=told["reason"],
            at=request.at,  # type: ignore[attr-defined]
        ),
    )


def _units(actor: Actor, asked: str) -> list[UnitView]:
    """The units that somebody reads and that have a mandate, of one and below when asked."""
    here, least = tree(), purchasing().mandate_level
    reached = actor.units_of(READ_PURCHASE)
    wanted = here.find(asked) if asked else None
    inside = here.ids_in((wanted.range,)) if wanted else reached
    found = [here.by_id[one] for one in reached & inside]
    units = [one for one in found if one.level >= least and not one.is_dissolved]
    return sorted(units, key=lambda one: one.path)[:MOST_UNITS]


def _table(units: list[UnitView], year: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    columns = [
        {"key": "unit", "label": _("Unit"), "head": True, "phone": "lead"},
        {"key": "given", "label": _("Budget with VAT"), "phone": "line"},
        {"key": "promised", "label": _("Promised"), "phone": "line"},
        {"key": "spent", "label": _("Spent"), "phone": "line"},
        {"key": "left", "label": _("Left"), "phone": "line"},
    ]
    money = money_of_many([one.id for one in units], year)
    names = ("given", "promised", "spent", "left")
    rows = [
        {
            "unit": f"{one.name} ({one.code})",
            **{name: money_shown(getattr(money[one.id], name)) for name in names},
        }
        for one in units
    ]
    return columns, rows
