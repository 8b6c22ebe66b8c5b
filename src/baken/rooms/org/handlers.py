"""Makes the handover of command as soon as a successor is announced; safe to repeat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from baken.core.access import system_actor
from baken.rooms.org.actions.keep_handovers import prepare_handovers


def prepare_handovers_on_news(event: Any, at: datetime) -> None:
    """Somebody got a post: when it is a commander's that somebody else holds, it is handed over."""
    if event.payload.get("code") == "org.person.appointed":
        prepare_handovers(actor=system_actor("clock"), at=at)
