"""What somebody can say of the barriers of which an occurrence may show something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from baken.core.access import Actor, may
from baken.rooms.register.permits import MANAGE
from baken.rooms.reports.rules.barriers import FOR_READERS, SHOWED


def what_may_be_said(actor: Actor, barriers: Sequence[Any]) -> list[str]:
    """That a barrier was named; of the barriers of a bow-tie that they manage, anything."""
    manages = any(may(actor, MANAGE, one.record) for one in barriers)
    return [code for code in SHOWED if manages or code in FOR_READERS]
