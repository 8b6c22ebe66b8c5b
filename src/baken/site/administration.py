"""The log of administration: who ran the installation when and what for, and what was done."""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.core.accounts.administration import live_carriers
from baken.core.accounts.models import Account, Administration
from baken.core.accounts.permits import READ_ADMINISTRATION
from baken.core.lists import USUAL_ROWS, Page, newest
from baken.core.trail.models import AdministeredStep
from baken.core.workflow.registry import all_bindings
from baken.rooms.org.queries.history import changes_between

MOST_STEPS = 500
# What an administrator does to accounts, which is no step of a workflow.
ACT_NAMES: dict[str, Any] = {
    "org.person.service_made": _("Service account made"),
    "org.person.service_closed": _("Service account closed"),
    "org.person.token_made": _("Token made"),
    "org.person.token_revoked": _("Token withdrawn"),
    "org.person.recovery_made": _("Recovery codes made"),
    "org.person.recovery_used": _("Recovery code used"),
    "org.person.app_added": _("App for codes set up"),
    "org.person.app_removed": _("App for codes removed"),
    "org.person.passkey_added": _("Passkey added"),
    "org.person.passkey_removed": _("Passkey removed"),
    "org.person.second_factor_removed": _("Second step of a log-in removed"),
    "org.person.password_changed": _("Password changed"),
    "org.person.sessions_ended": _("Logged out on another device"),
    "org.person.mail_address_changed": _("Address for mails changed"),
    "org.person.outside_bound": _("Tied to the log-in of the organisation"),
    "org.person.delegated_to": _("Post delegated"),
    "org.person.appointment_ended": _("Post ended"),
    "org.person.appointment_withdrawn": _("Post withdrawn"),
    "org.person.administration_opened": _("Session opened"),
    "org.person.administration_closed": _("Session ended"),
    "org.person.instrument_imported": _("Instrument imported"),
    "org.unit.founded": _("Unit founded"),
}


@dataclass(frozen=True)
class Done:
    """One step taken in a session: what, about which record if it may be named, and when.

    ``text`` tells what a step of a unit or site changed, from what to what.
    """

    title: str
    ref: str
    at: datetime
    text: str


def administrations_page(
    actor: Actor, *, account: Account | None, cursor: str = "", limit: int = USUAL_ROWS
) -> Page:
    """Sessions, newest first: of one account, or all of them for whoever may look these up."""
    rows = Administration.objects.select_related("account")
    if account is not None:
        rows = rows.filter(account=account)
    elif not actor.holds(READ_ADMINISTRATION):
        rows = rows.none()
    return newest(rows, cursor, limit)


def administration_shown(actor: Actor, session: uuid.UUID) -> Administration | None:
    """One session: one's own, or any for whoever may look these up."""
    found = Administration.objects.filter(id=session).select_related("account").first()
    if found is None or actor.holds(READ_ADMINISTRATION):
        return found
    return found if found.account_id == actor.account else None


def done_in(session: Administration) -> list[Done]:
    """What was done in a session, in order; at most five hundred steps."""
    rows = AdministeredStep.objects.filter(session=session.id).order_by("number")[:MOST_STEPS]
    steps, titles = list(rows), _titles()
    told = _changes(steps)
    found = []
    for one in steps:
        texts = told.get((one.table, one.ref, one.code, one.at))
        text = texts.popleft() if texts else ""
        found.append(Done(str(titles.get(one.code, one.code)), one.ref, one.at, text))
    return found


def _changes(steps: Sequence[AdministeredStep]) -> dict[tuple[str, str, str, datetime], deque[str]]:
    """What these steps changed, by where each stands; of one place and moment in their order."""
    found: dict[tuple[str, str, str, datetime], deque[str]] = {}
    if steps:
        codes = {one.code for one in steps}
        first, last = min(one.at for one in steps), max(one.at for one in steps)
        for place, text in changes_between(first, last, codes):
            found.setdefault(place, deque()).append(text)
    return found


def states_of(sessions: Iterable[Administration], at: datetime) -> dict[uuid.UUID, str]:
    """Per session ``running``, ``ended`` by its holder, or ``over``.

    It is over when its time is, and before that when the browser session or token that it is bound
    to is gone: by another log-in there, a new password, withdrawal, or because nobody was there.
    """
    listed = list(sessions)
    unfinished = [one for one in listed if one.closed_at is None and one.until > at]
    live = live_carriers({one.carrier for one in unfinished}, at) if unfinished else frozenset()
    running = {one.id for one in unfinished if one.carrier in live}
    return {one.id: _state(one, one.id in running) for one in listed}


def _state(session: Administration, runs: bool) -> str:
    if session.closed_at is not None:
        return "ended"
    return "running" if runs else "over"


def _titles() -> dict[str, Any]:
    """What steps are called: by the workflow they belong to, or as an act on an account."""
    steps = (step for binding in all_bindings() for step in binding.workflow.steps)
    return {**ACT_NAMES, **{step.trail: step.label for step in steps}}
