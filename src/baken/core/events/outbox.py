"""Writes events and carries them to their listeners, at least once; listeners are idempotent."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from baken.core import clock
from baken.core.events.models import OutboxEvent
from baken.core.records.numbers import anonymous_row_number, row_number

log = logging.getLogger(__name__)

Listener = Callable[[OutboxEvent, datetime], None]
MOST_ATTEMPTS = 8

_listeners: dict[str, list[Listener]] = {}
_known: dict[str, str] = {}


def declare_event(name: str, meaning: str) -> str:
    """Make an event's name and meaning known; returns the name."""
    _known[name] = meaning
    return name


def known_events() -> dict[str, str]:
    """Every declared event with its meaning."""
    return dict(_known)


def listen(name: str, listener: Listener) -> None:
    """Let a listener hear an event; called from the wiring only."""
    if name not in _known:
        raise LookupError(f"no event is called {name!r}")
    heard = _listeners.setdefault(name, [])
    if listener not in heard:
        heard.append(listener)


def emit(
    *,
    name: str,
    record: Any,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    by_nobody: bool = False,
) -> None:
    """Put an event in the outbox, inside the caller's transaction.

    With ``by_nobody`` the row tells the day and no moment.
    """
    if name not in _known:
        raise LookupError(f"no event is called {name!r}")
    day = clock.local_date(at)
    OutboxEvent.objects.create(
        number=anonymous_row_number(day) if by_nobody else row_number(at),
        name=name,
        table=record._meta.label_lower,
        record=record.pk,
        payload=dict(payload or {}),
        at=clock.start_of_day(day) if by_nobody else at,
        by_nobody=by_nobody,
    )


def deliver_pending(*, at: datetime, limit: int = 100) -> int:
    """Carry waiting events to their listeners; returns how many were delivered.

    Each event is its own transaction. A listener that fails leaves the event waiting, with the
    problem written beside it; after eight attempts it stays for a person to look at.
    """
    waiting = OutboxEvent.objects.filter(delivered_on__isnull=True, attempts__lt=MOST_ATTEMPTS)
    numbers = list(waiting.order_by("number").values_list("number", flat=True)[:limit])
    return sum(_deliver(number, at) for number in numbers)


def _deliver(number: int, at: datetime) -> int:
    try:
        with transaction.atomic():
            event = _claim(number)
            if event is None:
                return 0
            for listener in _listeners.get(event.name, ()):
                listener(event, at)
            event.delivered_on = clock.local_date(at)
            event.save(update_fields=["delivered_on"])
            return 1
    except Exception as problem:  # one listener must not stop the worker, whatever it did
        log.exception("event %s was not delivered", number)
        _note_problem(number, problem)
        return 0


def _claim(number: int) -> OutboxEvent | None:
    rows = OutboxEvent.objects.filter(number=number, delivered_on__isnull=True)
    skip = connection.features.has_select_for_update_skip_locked
    return rows.select_for_update(skip_locked=skip).first()


def _note_problem(number: int, problem: Exception) -> None:
    rows = OutboxEvent.objects.filter(number=number)
    attempts = rows.values_list("attempts", flat=True).first() or 0
    rows.update(attempts=attempts + 1, problem=f"{type(problem).__name__}: {problem}"[:500])
