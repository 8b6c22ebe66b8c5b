"""The measures and small purchases about a record, on the page of that record in the room that owns it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from baken.core.access import Actor, may
from baken.core.page.addresses import record_address
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import MANAGE
from baken.rooms.measures.queries.beside import measures_of
from baken.rooms.measures.views.purchases.block import purchases_block
from baken.rooms.measures.views.rows import due_shown, state_shown


def measures_block(actor: Actor, record: Any, at: datetime, *, manages: bool) -> dict[str, Any]:
    """What ``measures/_block.html`` shows; ``manages`` says whether the actor manages the record."""
    would_be = Measure(
        unit=record.unit,
        owner_unit=record.owner_unit,
        confidentiality=record.confidentiality,
    )
    may_propose = manages and may(actor, MANAGE, would_be)
    address = f"{reverse('measures:new')}?{urlencode({'for': record.ref})}"
    found = sorted(measures_of(actor, record), key=lambda one: (one.priority, one.number))
    return {
        "measures": [_shown(one, at) for one in found],
        "propose_url": address if may_propose else "",
        **purchases_block(actor, record, is_open=manages),
    }


def _shown(one: Measure, at: datetime) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "title": one.title,
        "url": record_address(one),
        "state": state_shown(one),
        "due": due_shown(one, at),
    }
