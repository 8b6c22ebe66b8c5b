"""Writes how somebody wants to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from baken.core.access import Actor
from baken.core.accounts.models import Account
from baken.core.accounts.traces import leave_trace
from baken.rooms.notices.models import NoticePreference
from baken.rooms.notices.queries.preferences import must_hear
from baken.rooms.notices.rules import Wishes


@dataclass(frozen=True)
class Chosen:
    """What somebody chose: their wishes, and an address of their own or nothing."""

    wishes: Wishes
    address: str = ""


def prefer(*, actor: Actor, chosen: Chosen, at: datetime) -> NoticePreference:
    """Keep the actor's wishes; another address leaves a row in their history, without the address.

    Urgent mail cannot be switched off by who must hear it: it is kept as going at once.
    """
    wishes = chosen.wishes
    ways = {**wishes.ways, **({"urgent": "at_once"} if must_hear(actor, at) else {})}
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=actor.account)
        before = NoticePreference.objects.filter(account=account).first()
        row, _made = NoticePreference.objects.update_or_create(
            account=account,
            defaults={
                "ways": ways,
                "rhythm": wishes.rhythm,
                "digest_at": wishes.digest_at,
                "weekday": wishes.weekday,
                "quiet_from": wishes.quiet_from,
                "quiet_until": wishes.quiet_until,
                "zone": wishes.zone.key,
                "address": chosen.address,
            },
        )
        if chosen.address != (before.address if before else ""):
            leave_trace(account=account, act="mail_address_changed", at=at, actor=actor)
    return row
