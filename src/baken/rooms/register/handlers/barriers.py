"""Tells whom it concerns that something is wrong with a barrier, or that it fails; safe to repeat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.red_barriers import keys_of_superiors, keys_to_tell

SIGNALLED = declare_notice(
    "register.risk.barrier_signalled",
    _("Something is wrong with a critical barrier that risk %(ref)s leans on."),
    Risk.page_name,
    by_mail="reference",
)
RED = declare_notice(
    "register.risk.barrier_red",
    _("A barrier that risk %(ref)s leans on fails. The risk waits for a new decision."),
    Risk.page_name,
    group="terms",
    by_mail="reference",
)


def tell_of_signal(event: Any, at: datetime) -> None:
    """Tell who carries the risks, and whoever else was named, of a signal about a critical barrier."""
    for risk in _risks(event):
        notify(to_keys=keys_to_tell(risk, at), code=SIGNALLED, record=risk, at=event.at)


def tell_of_red(event: Any, at: datetime) -> None:
    """Tell the same people, and the commander one level up, that a barrier fails.

    Source: domain reference, irm, section 6 (owner and superior).
    """
    for risk in _risks(event):
        keys = {*keys_to_tell(risk, at), *keys_of_superiors(risk, at)}
        notify(to_keys=keys, code=RED, record=risk, at=event.at)


def _risks(event: Any) -> list[Risk]:
    rows = Risk.objects.for_system(reason="deliver").filter(pk__in=event.payload["risks"])
    return list(rows.select_related("unit", "owner_unit").order_by("number"))
