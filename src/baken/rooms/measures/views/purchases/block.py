"""The small purchases for a record, on the page of that record."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from baken.core.access import Actor, may
from baken.core.page.addresses import record_address
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.permits import ASK
from baken.rooms.measures.queries.purchase_purpose import purchases_for
from baken.rooms.measures.views.purchases.rows import state_of_purchase


def purchases_block(actor: Actor, record: Any, *, is_open: bool) -> dict[str, Any]:
    """What ``measures/_purchases.html`` shows; nothing more is bought for what is not open."""
    would_be = Purchase(unit=record.unit, confidentiality=record.confidentiality)
    address = f"{reverse('measures:purchase-new')}?{urlencode({'for': record.ref})}"
    found = sorted(purchases_for(actor, record), key=lambda one: one.number)
    return {
        "purchases": [_shown(one) for one in found],
        "buy_url": address if is_open and may(actor, ASK, would_be) else "",
    }


def _shown(one: Purchase) -> dict[str, Any]:
    state = state_of_purchase(one)
    return {"ref": one.ref, "title": one.title, "url": record_address(one), "state": state}
