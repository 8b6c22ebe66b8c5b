"""What a verified measure does to the risks it serves; safe to repeat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.access import system_actor
from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.org.queries import own_key_of
from baken.rooms.register.actions.measure_verified import look_again_at
from baken.rooms.register.models import STANDING, Decision, Risk
from baken.rooms.register.rules.signing import MITIGATE

LEANS = declare_notice(
    "register.decision.measure_fails",
    _("A measure that decision %(ref)s leans on does not work, or was given up."),
    Decision.page_name,
    by_mail="reference",
)
WORKS = "effective"
_TABLE = Risk._meta.label_lower


def look_at_risks(event: Any, at: datetime) -> None:
    """A measure was verified or given up: ask a new score where it works, and tell where it does not.

    Source: domain reference, risk management, section 3 (verified effective: the residual becomes the
    current score; else a new decision).
    """
    told = event.payload
    numbers = [number for table, number in told.get("serves", ()) if table == _TABLE]
    for risk in Risk.objects.for_system(reason="deliver").filter(pk__in=numbers):
        works = told["effect"] == WORKS
        actor = system_actor("measures")
        look_again_at(actor=actor, risk=risk, measure=told["ref"], works=works, at=event.at)
        if not works:
            _tell_signer(risk, event)


def _tell_signer(risk: Risk, event: Any) -> None:
    """Who decided that measures are enough hears that one of them is not."""
    rows: Any = Decision.objects.for_system(reason="deliver").filter(risk=risk)
    for decision in rows.filter(state__in=STANDING, kind=MITIGATE):
        notify(to_keys=[own_key_of(decision.signer)], code=LEANS, record=decision, at=event.at)
