"""Administration as a timed, logged session: opened with a reason, bound to one device, without content.

Whoever may administer holds a duty, and no more than that outside a session. Within one they hold
nothing else: no report, no notice of their own, no other post. Every step taken in it stands in the
log of the session, and opening and ending it in the history of the person.
Source: OWASP ASVS 5.0, 8.2 (least privilege); BIO2 8.2 (privileged access rights).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor
from baken.core.access.actor import AdministrationSession
from baken.core.accounts.models import Account, Administration, ApiToken, Session
from baken.core.accounts.sessions import is_over
from baken.core.accounts.traces import leave_trace
from baken.core.records.numbers import row_number

FEWEST_MINUTES = 5


class AdministrationRefused(Exception):
    """The session cannot be opened so; ``field`` names the field that is wrong."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def open_administration(
    *,
    actor: Actor,
    account: Account,
    carrier: uuid.UUID,
    reason: str,
    minutes: int,
    at: datetime,
) -> Administration:
    """Open a session on a carrier; a session that runs there already goes on as it is.

    Raises AccessDenied for whoever has nothing to administer, AdministrationRefused without a reason
    or when it would last too short or too long.
    """
    if actor.administers is not None:
        return Administration.objects.select_related("account").get(id=actor.administers.id)
    if actor.duty is None or actor.account != account.pk:
        raise AccessDenied("", _("None of your appointments gives you anything to administer."))
    _refuse(reason, minutes)
    with transaction.atomic():
        made = Administration.objects.create(
            number=row_number(at),
            account=account,
            carrier=carrier,
            post=actor.duty.post,
            reason=reason.strip(),
            opened_at=at,
            until=at + timedelta(minutes=minutes),
        )
        leave_trace(
            account=account,
            act="administration_opened",
            at=at,
            actor=actor,
            facts={"session": str(made.id), "minutes": minutes},
            words={"reason": made.reason},
        )
    return made


def close_administration(*, actor: Actor, at: datetime) -> bool:
    """End the session the actor is within; False when they are within none.

    A second one that a double click opened on the same carrier ends with it.
    """
    if actor.administers is None:
        return False
    with transaction.atomic():
        running = Administration.objects.select_related("account").get(id=actor.administers.id)
        here = Administration.objects.filter(account=running.account, carrier=running.carrier)
        live = here.filter(until__gt=at, closed_at=None)
        if not live.update(closed_at=at):
            return False
        facts = {"session": str(running.id)}
        leave_trace(
            account=running.account, act="administration_closed", at=at, actor=actor, facts=facts
        )
    return True


def running_administration(carrier: uuid.UUID | None, at: datetime) -> Administration | None:
    """The session that runs on a carrier, if any."""
    if carrier is None:
        return None
    live = Administration.objects.filter(carrier=carrier, until__gt=at, closed_at=None)
    return live.filter(opened_at__lte=at).select_related("account").first()


def on_duty(actor: Actor, carrier: uuid.UUID | None, at: datetime) -> Actor:
    """The actor as they act through a carrier: as administrator while a session runs on it.

    A session opened with a duty that has since ended opens nothing.
    """
    if actor.duty is None:
        return actor
    running = running_administration(carrier, at)
    if running is None or running.account_id != actor.account:
        return actor
    return actor.within(AdministrationSession(running.id, running.until))


def live_carriers(carriers: Collection[uuid.UUID], at: datetime) -> frozenset[uuid.UUID]:
    """Those browser sessions and tokens that still open something."""
    now = timezone.now()
    browsers = Session.objects.filter(handle__in=carriers, expire_date__gt=now)
    tokens = ApiToken.objects.filter(id__in=carriers, revoked_at=None, expires_at__gt=at)
    here = {one.handle for one in browsers if not is_over(one, now)}
    return frozenset(here | set(tokens.values_list("id", flat=True)))


def carrier_of(request: HttpRequest) -> uuid.UUID | None:
    """What a session of this request would be bound to: the token it came with, or the browser."""
    token = getattr(request, "token", None)
    if token is not None:
        return uuid.UUID(str(token.id))
    row = getattr(request.session, "row", None)
    return row.handle if row is not None else None


def _refuse(reason: str, minutes: int) -> None:
    if not reason.strip():
        raise AdministrationRefused("reason", _("Say what you are going to do."))
    longest = settings.ADMINISTRATION_MINUTES
    if not FEWEST_MINUTES <= minutes <= longest:
        limits = {"fewest": FEWEST_MINUTES, "most": longest}
        raise AdministrationRefused(
            "minutes", _("Choose between %(fewest)s and %(most)s minutes.") % limits
        )
