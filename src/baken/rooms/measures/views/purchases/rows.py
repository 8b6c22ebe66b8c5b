"""Small purchases as rows of a table, and money as it is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from baken.core.page.addresses import record_address
from baken.core.page.cards import level_html
from baken.core.page.moments import badge_html, time_html
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.queries.choices import items_of
from baken.rooms.measures.queries.purchase_days import cents_per_class, lead_days
from baken.rooms.measures.rules.purchase_states import CHECKED, OPEN_PURCHASES
from baken.rooms.measures.workflow import PURCHASE
from baken.rooms.org.queries import tree

Columns = list[dict[str, Any]]
Rows = list[dict[str, Any]]


def money_shown(cents: int) -> str:
    """An amount of euro cents as people write it."""
    return f"€ {number_format(Decimal(cents) / 100, 2, force_grouping=True)}"


def purchase_rows(purchases: Sequence[Purchase], at: datetime) -> tuple[Columns, Rows]:
    """A table of a page of purchases: what, for which class, at what price, how fast, what it did."""
    here, kinds = tree(), items_of("purchase_categories")
    columns: Columns = [
        {"key": "ref", "label": _("Reference"), "url": "url", "head": True, "phone": "line"},
        {"key": "title", "label": _("Small purchase"), "phone": "lead"},
        {"key": "level", "label": _("For class"), "phone": "line"},
        {"key": "kind", "label": _("Kind"), "phone": "line"},
        {"key": "supplier", "label": _("Supplier"), "phone": "line"},
        {"key": "money", "label": _("Without VAT"), "phone": "line"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "state", "label": _("State"), "phone": "line"},
        {"key": "due", "label": _("Owed by"), "phone": "line"},
        {"key": "days", "label": _("Days until it came"), "phone": "line"},
        {"key": "per_class", "label": _("Per class"), "phone": "line"},
    ]
    rows = [
        {
            "ref": one.ref,
            "url": record_address(one),
            "title": one.title,
            "level": _level(one),
            "kind": str(kinds[one.category].label) if one.category in kinds else one.category,
            "supplier": one.supplier,
            "money": money_shown(one.amount_cents),
            "unit": here.by_id[one.owner_unit_id or one.unit_id].name,
            "state": state_of_purchase(one),
            "due": due_of_purchase(one, at),
            "days": _or_none(lead_days(one)),
            "per_class": _money_or_none(cents_per_class(one)),
        }
        for one in purchases
    ]
    return columns, rows


def state_of_purchase(one: Purchase) -> Any:
    """The state, and that the controller looks at it first or that it may be split up."""
    parts: list[Any] = [str(PURCHASE.states[one.state])]
    if one.state == CHECKED and one.needs_finance and one.finance_checked_at is None:
        parts.append(badge_html(_("waits for the controller"), "info"))
    if one.splits:
        parts.append(badge_html(_("belongs together with others"), "warning"))
    return format_html_join(" ", "{}", ((part,) for part in parts))


def due_of_purchase(one: Purchase, at: datetime) -> Any:
    """By when the next step is owed, and in a word when that has passed."""
    if one.due_at is None or one.state not in OPEN_PURCHASES:
        return _("nothing is due")
    if one.due_at >= at:
        return one.due_at
    return format_html("{} {}", badge_html(_("overdue"), "danger"), time_html(one.due_at))


def _level(one: Purchase) -> Any:
    return _("no risk") if one.no_risk else level_html(one.risk_class or "unknown")


def _or_none(days: int | None) -> str:
    return _("not yet") if days is None else str(days)


def _money_or_none(cents: int | None) -> str:
    return _("not known") if cents is None else money_shown(cents)
