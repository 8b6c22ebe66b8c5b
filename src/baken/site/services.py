"""Service accounts: how another program gets in, who answers for it, and its tokens."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import Actor, refuse_unless, system_actor
from baken.core.access.roles import load_roles
from baken.core.accounts.models import Account, ApiToken
from baken.core.accounts.permits import MANAGE_SERVICES
from baken.core.accounts.tokens import make_token, revoke_token
from baken.core.accounts.traces import leave_trace
from baken.core.lists import Page, newest
from baken.rooms.org.actions import import_organisation
from baken.rooms.org.queries import person_of_account, tree
from baken.rooms.org.queries.heirs import why_gone
from baken.rooms.org.rules import OrganisationFile, PersonRow


class ServiceRefused(Exception):
    """The service account cannot be made so; ``field`` names the field that is wrong."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def make_service(
    *, actor: Actor, name: str, about: str, unit: str, keeper: str, at: datetime
) -> Account:
    """A service account with an entry in the organisation, kept by somebody who answers for it.

    It may do nothing until it is given an appointment, as anybody. Raises AccessDenied without the
    permit, ServiceRefused when the name is taken, the unit is not there or nobody is the keeper.
    """
    refuse_unless(actor, MANAGE_SERVICES)
    with transaction.atomic():
        held = _keeper(keeper)
        if Account.objects.filter(username=name).exists():
            raise ServiceRefused("name", _("This name is taken. Choose another."))
        place = tree().find(unit)
        if place is None:
            raise ServiceRefused("unit", _("There is no unit with this code."))
        if place.is_dissolved:
            raise ServiceRefused("unit", why_gone(place))
        account = Account.objects.create_account(name, is_service=True, kept_by=held)
        _enter_in_organisation(account, about=about, unit=place.code, at=at)
        leave_trace(account=account, act="service_made", at=at, actor=actor)
    return account


def make_service_token(
    *, actor: Actor, account: Account, label: str, days: int, at: datetime
) -> str:
    """A token for an open service account; this is the only time it is readable."""
    refuse_unless(actor, MANAGE_SERVICES)
    with transaction.atomic():
        token = make_token(account=account, at=at, days=days, label=label)
        facts = {"days": days}
        leave_trace(account=account, act="token_made", at=at, actor=actor, facts=facts)
    return token


def revoke_service_token(*, actor: Actor, token: ApiToken, at: datetime) -> bool:
    """Withdraw a token of a service account; False when it was withdrawn before."""
    refuse_unless(actor, MANAGE_SERVICES)
    return revoke_token(actor=actor, token=token, at=at)


def close_service(*, actor: Actor, account: Account, at: datetime) -> None:
    """Close a service account and withdraw its tokens; it stays in the list and in the trail."""
    refuse_unless(actor, MANAGE_SERVICES)
    with transaction.atomic():
        open_one = Account.objects.filter(pk=account.pk, is_active=True)
        if open_one.update(is_active=False):
            live = ApiToken.objects.filter(account=account, revoked_at=None)
            withdrawn = live.update(revoked_at=at)
            facts = {"withdrawn": withdrawn}
            leave_trace(account=account, act="service_closed", at=at, actor=actor, facts=facts)


def services_page(cursor: str) -> Page:
    """Service accounts, newest first."""
    return newest(Account.objects.filter(is_service=True).select_related("kept_by"), cursor)


def service_named(name: str) -> Account | None:
    """The service account of this name."""
    rows = Account.objects.filter(is_service=True, username=name.replace("\x00", ""))
    return rows.select_related("kept_by").first()


def _keeper(name: str) -> Account:
    persons = Account.objects.filter(is_service=False, is_active=True)
    found = persons.filter(username=name).first()
    if found is None or person_of_account(found) is None:
        raise ServiceRefused("keeper", _("Nobody in the organisation has this user name."))
    return found


def _enter_in_organisation(account: Account, *, about: str, unit: str, at: datetime) -> None:
    number = f"DIENST-{account.number:06}"
    row = PersonRow(
        number=number, name=about, unit=unit, status="service", account=account.username
    )
    outcome = import_organisation(
        actor=system_actor("services"),
        at=at,
        content=OrganisationFile(persons=[row]),
        account_of=lambda _name: account,
        roles=list(load_roles(settings.ROLES_FILE)),
    )
    if outcome.created != 1:
        raise ServiceRefused("name", _("The number %(number)s is taken.") % {"number": number})
