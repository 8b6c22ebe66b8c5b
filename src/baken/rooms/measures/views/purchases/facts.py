"""The facts on the left of a small purchase's page: what, from whose money, how fast and to what effect."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.rooms.library.queries import label_of
from baken.rooms.measures.models import Purchase, PurchaseQuote
from baken.rooms.measures.permits import READ_PURCHASE
from baken.rooms.measures.queries.choices import items_of
from baken.rooms.measures.queries.purchase_days import cents_per_class, decision_days, lead_days
from baken.rooms.measures.queries.purchase_money import money_of
from baken.rooms.measures.texts import CHECK_LABELS, EFFECT_LABELS, OUTCOMES
from baken.rooms.measures.views.purchases.rows import due_of_purchase, money_shown
from baken.rooms.org.queries import persons_named, tree

Facts = list[tuple[str, Any]]


def wanted_facts(one: Purchase) -> Facts:
    """What is bought, from whom, and why not by the regular route."""
    confirmed = items_of("purchase_confirmations")
    said = [str(confirmed[code].label) for code in one.confirmed if code in confirmed]
    return _known(
        [
            (_("Kind"), _item("purchase_categories", one.category)),
            (_("Supplier"), one.supplier),
            (_("Without VAT"), money_shown(one.amount_cents)),
            (_("With VAT"), money_shown(one.total_cents)),
            (_("Needed by"), one.needed_by),
            (_("Why not by the regular route?"), one.why_regular_not),
            (_("Why not by the contract that there is?"), one.framework_reason),
            (_("What is so of the product"), "; ".join(said)),
            (_("Why without a risk?"), _item("purchase_no_risk", one.no_risk)),
            (_("What is it about, then?"), one.no_risk_reason),
        ]
    )


def quote_facts(quotes: list[PurchaseQuote]) -> Facts:
    """Each quote, the cheapest first."""
    return [(one.supplier, money_shown(one.cents)) for one in quotes]


def check_facts(one: Purchase) -> Facts:
    """What the checks found."""
    return [
        (str(CHECK_LABELS[told["code"]]), str(OUTCOMES[told["outcome"]])) for told in one.checks
    ]


def purchase_facts_list(actor: Actor, one: Purchase, at: datetime) -> Facts:
    """Whose, from whose money, who did what, how many days and what it did.

    What is left of the money stands there for who reads purchases of the unit whose money it is.
    """
    people = [one.asked_by, one.finance_checked_by, one.cosigned_by, one.decided_by]
    names = persons_named([*people, one.ordered_by, one.effect_checked_by])

    def name(person: Any) -> str:
        return names.get(person, "") if person else ""

    here = tree()
    reads_money = one.budget_unit_id in actor.units_of(READ_PURCHASE)
    money = money_of(one.budget_unit_id, one.budget_year) if reads_money else None
    per_class = cents_per_class(one)
    return _known(
        [
            (_("Owed by"), due_of_purchase(one, at)),
            (_("Unit"), here.by_id[one.unit_id].name),
            (_("Whose money"), here.by_id[one.budget_unit_id].name),
            (
                _("Left of %(year)s") % {"year": one.budget_year},
                money_shown(money.left) if money else "",
            ),
            (_("Asked by"), name(one.asked_by)),
            (_("Checked on money by"), name(one.finance_checked_by)),
            (_("Signed a level up by"), name(one.cosigned_by)),
            (_("Decided by"), name(one.decided_by)),
            (_("Ordered by"), name(one.ordered_by)),
            (_("Number of the order"), one.order_number),
            (_("Number of the invoice"), one.invoice_number),
            (_("Days to the decision"), _days(decision_days(one))),
            (_("Days until it came"), _days(lead_days(one))),
            (_("Did what stays of the risk fall?"), _effect(one.effect)),
            (_("Class before"), _class(one.risk_class)),
            (_("Class now"), _class(one.class_after)),
            (_("Per class, to sort by"), money_shown(per_class) if per_class else ""),
            (_("Effect checked by"), name(one.effect_checked_by)),
            (_("Example for others"), _("yes") if one.is_example else ""),
        ]
    )


def _known(facts: Facts) -> Facts:
    """What is empty is left out."""
    return [(label, value) for label, value in facts if value not in (None, "")]


def _item(name: str, code: str) -> str:
    known = items_of(name)
    return str(known[code].label) if code in known else code


def _class(code: str) -> str:
    return label_of("risk_classes", code) if code else ""


def _effect(code: str) -> str:
    return str(EFFECT_LABELS[code]) if code else ""


def _days(count: int | None) -> str:
    return "" if count is None else str(count)
