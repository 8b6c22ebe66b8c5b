"""The barriers of which an occurrence may show something, and whether one can say so."""

from __future__ import annotations

from collections.abc import Sequence

from baken.core.access import Actor, may
from baken.rooms.register.models import Barrier
from baken.rooms.register.permits import MANAGE
from baken.rooms.register.queries.barriers_of import barriers_of
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.rules.barriers import FOR_READERS, SHOWED


def barriers_known(actor: Actor, record: Occurrence) -> list[Barrier]:
    """The barriers of the risks of an occurrence, as far as the actor reads them."""
    return barriers_of(actor, record)


def what_may_be_said(actor: Actor, barriers: Sequence[Barrier]) -> list[str]:
    """What somebody can say of barriers: that one was named; of one that they manage, anything."""
    manages = any(may(actor, MANAGE, one.record) for one in barriers)
    return [code for code in SHOWED if manages or code in FOR_READERS]
