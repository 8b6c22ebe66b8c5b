"""The barriers that do not hold well, where somebody weighs and decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.leaned_on import WeakBarrier, weak_barriers
from baken.rooms.register.texts import HIDDEN_BARRIER, STATUSES
from baken.rooms.register.views.bow_tie_rows import status_html


def barrier_parts(actor: Actor, risk: Risk) -> dict[str, Any]:
    """What ``register/_barriers.html`` shows of a risk that the actor has read."""
    return barriers_shown(weak_barriers(actor, risk))


def barriers_shown(found: Sequence[WeakBarrier]) -> dict[str, Any]:
    """The same of barriers that were read already."""
    return {"weak_barriers": [_shown(one) for one in found]}


def barrier_sentence(one: WeakBarrier) -> str:
    """A barrier in a few words; of one about which nothing is known, what that counts as."""
    name = f"{one.code} {one.text}".strip() or HIDDEN_BARRIER
    return f"{name}: {STATUSES[one.status]}{counted(one)}"


def counted(one: WeakBarrier) -> str:
    """What a status counts as in a decision, where that is another one."""
    if one.counts_as == one.status:
        return ""
    told = _("counts as: %(status)s") % {"status": STATUSES[one.counts_as]}
    return f" ({told})"


def _shown(one: WeakBarrier) -> dict[str, Any]:
    return {
        "name": f"{one.code} {one.text}".strip() or HIDDEN_BARRIER,
        "status": status_html(one.status),
        "counted": counted(one),
        "ref": one.bow_tie.ref if one.bow_tie else "",
        "url": record_address(one.bow_tie) if one.bow_tie else "",
    }
