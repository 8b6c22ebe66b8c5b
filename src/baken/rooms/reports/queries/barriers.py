"""What somebody can say of a barrier of which an occurrence may show something."""

from __future__ import annotations

from typing import Any

from baken.core.access import Actor, may
from baken.rooms.register.permits import MANAGE
from baken.rooms.reports.rules.barriers import FOR_READERS, SHOWED


def what_may_be_said(actor: Actor, barrier: Any) -> list[str]:
    """That a barrier was named; of a barrier of a bow-tie that they manage, anything."""
    manages = may(actor, MANAGE, barrier.record)
    return [code for code in SHOWED if manages or code in FOR_READERS]
