"""Writes how somebody wants to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from baken.core.access import Actor
from baken.core.accounts.models import Account
from baken.core.accounts.traces import leave_trace
from baken.rooms.notices.models import NoticePreference
from baken.rooms.notices.rules import Wishes


@dataclass(frozen=True)
class Chosen:
    """What somebody chose: their wishes, and an address of their own or nothing."""

    wishes: Wishes
    address: str = ""


def prefer(*, actor: Actor, chosen: Chosen, at: datetime) -> NoticePreference:
    """Keep the actor's wishes; another address leaves a row in their history, without the address.

    What a post must hear goes at once whatever is kept here (``way_of``); the choice counts again
    when the post is over.
    """
    wishes = chosen.wishes
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=actor.account)
        before = NoticePreference.objects.filter(account=account).first()
        row, _made = NoticePreference.objects.update_or_create(
            account=account,
            defaults={
                "ways": dict(wishes.ways),
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
