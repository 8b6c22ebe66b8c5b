"""Plays what was told outside about the occurrences of the stories."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from baken.core.access import Actor
from baken.core.access.roles import load_roles
from baken.rooms.library.queries import duty_table
from baken.rooms.reports.actions import take_step
from baken.rooms.reports.models import ExternalNotification, Occurrence
from baken.rooms.reports.permits import NOTIFY
from baken.rooms.reports.queries.notification_inbox import owners_of
from baken.rooms.reports.rules.duties import DUTY_OPEN
from baken.site.demo.people import Cast
from baken.site.demo.plan import Act, draw


def is_missing(occurrence: Occurrence, duty: str) -> bool:
    """Whether an occurrence has no such duty yet."""
    return not _of(occurrence).filter(duty=duty).exists()


def notify_duties(cast: Cast, occurrence: Occurrence, act: Act) -> None:
    """Everything that is due is told by whoever owes it."""
    for one in _of(occurrence).filter(state__in=DUTY_OPEN):
        duty = duty_table().duties[one.duty]
        told = duty_table().authorities[duty.authorities[0]]
        number = 1000 + draw(act.story, one.duty, 9000)
        _step(
            cast,
            one,
            "notify",
            act,
            called_at=act.at.isoformat(),
            channel=duty.channels[0],
            caller=_called(one.owner),
            spoken_to=f"Meldpunt {told.text.nl}",
            reference=f"{told.code.upper()}-{act.at.year}-{number}",
        )
        if duty.later and duty.later[0].term.unit == "hours":
            report = {"sent_at": act.at.isoformat(), "report": occurrence.summary}
            _step(cast, one, "send_report", act, **report)


def confirm_duties(cast: Cast, occurrence: Occurrence, act: Act) -> None:
    """What was told was confirmed in writing."""
    for one in _of(occurrence).filter(state="notified"):
        _step(cast, one, "confirm", act, confirmed_at=act.at.isoformat())


def _called(role: str) -> str:
    """What a role is called in Dutch, the language of the stories."""
    return load_roles(settings.ROLES_FILE)[role].nl


def _of(occurrence: Occurrence) -> Any:
    rows = ExternalNotification.objects.for_system(reason="demo").filter(occurrence=occurrence)
    return rows.order_by("number")


def _step(cast: Cast, one: ExternalNotification, step: str, act: Act, **fields: Any) -> None:
    actor = _owner(cast, one, act.at) or cast.handler(act.story["unit"], act.at)
    take_step(actor=actor, record=one, step=step, at=act.at, fields=fields)


def _owner(cast: Cast, one: ExternalNotification, at: datetime) -> Actor | None:
    """Who owes a duty, when anybody does and sees it."""
    for holder in owners_of(one, at):
        actor = cast.actor(cast.person(holder.person), at)
        if ExternalNotification.objects.visible_to(actor, NOTIFY).filter(pk=one.pk).exists():
            return actor
    return None
