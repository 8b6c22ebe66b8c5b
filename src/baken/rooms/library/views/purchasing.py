"""What may be bought small, within which money and with whose signature: in words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.rooms.library.permits import READ_LIBRARY
from baken.rooms.library.queries.purchasing import purchasing
from baken.rooms.library.rules.purchasing import Purchasing
from baken.rooms.library.texts import said
from baken.rooms.library.views.pages import Section, column, show_tables


@page(permit=READ_LIBRARY)
def small_purchases(request: HttpRequest) -> HttpResponse:
    """The mandate by amount, the money by level, the kinds, the contracts and the terms."""
    rules = purchasing()
    return show_tables(
        request,
        title=_("Small purchases (ZKA)"),
        lead=_(
            "What a commander may buy at short term outside the regular route. All amounts are"
            " assumptions that an organisation replaces; the law on public procurement goes before them."
        ),
        sections=[_mandate(rules), _money(rules), _kinds(rules), _contracts(rules), _terms(rules)],
        names=["measures/purchasing"],
    )


def _mandate(rules: Purchasing) -> Section:
    columns = [
        column("amount", _("Up to, without VAT"), head=True),
        column("quotes", _("Quotes"), numeric=True),
        column("controller", _("Checked by the controller")),
        column("above", _("Signed a level up as well")),
    ]
    rows = [
        {
            "amount": _euros(one.most_cents),
            "quotes": str(one.quotes),
            "controller": _yes(one.finance_check),
            "above": _yes(one.levels_up > 0),
        }
        for one in rules.steps
    ]
    about = _("Above the last amount it goes the regular route, with the label urgent.")
    return Section(_("Who decides"), columns, rows, about)


def _money(rules: Purchasing) -> Section:
    columns = [
        column("level", _("Level of unit"), head=True),
        column("money", _("A year, with VAT"), numeric=True),
    ]
    budgets = sorted(rules.budgets.items())
    rows = [{"level": str(level), "money": _euros(cents)} for level, cents in budgets]
    about = _("Unless a line of its budget says otherwise. A unit below buys from the one above.")
    return Section(_("Money per unit"), columns, rows, about)


def _kinds(rules: Purchasing) -> Section:
    columns = [
        column("kind", _("Kind"), head=True),
        column("may", _("May be bought small")),
        column("asks", _("What must be so of the product")),
    ]
    rows = [
        {
            "kind": said(one.text),
            "may": _yes(not one.is_forbidden),
            "asks": "; ".join(said(rules.confirmations[code].text) for code in one.asks),
        }
        for one in rules.categories.values()
    ]
    return Section(_("Kinds"), columns, rows)


def _contracts(rules: Purchasing) -> Section:
    columns = [
        column("contract", _("Framework contract"), head=True),
        column("kinds", _("Kinds")),
    ]
    rows = [
        {
            "contract": said(one.text),
            "kinds": ", ".join(said(rules.categories[code].text) for code in one.categories),
        }
        for one in rules.frameworks.values()
    ]
    return Section(_("Contracts that there are"), columns, rows)


def _terms(rules: Purchasing) -> Section:
    columns = [column("what", _("What"), head=True), column("days", _("Days"), numeric=True)]
    told = {
        _("To decide and to order, in working days"): rules.decide_days,
        _("To deliver, in working days"): rules.delivery_days,
        _("From use to the check of the effect"): rules.effect_days,
        _("Within which purchases belong together"): rules.splitting_days,
    }
    rows = [{"what": what, "days": str(days)} for what, days in told.items()]
    return Section(_("Terms"), columns, rows)


def _euros(cents: int) -> str:
    return f"€ {number_format(cents // 100, 0, force_grouping=True)}"


def _yes(holds: object) -> str:
    return _("yes") if holds else _("no")
