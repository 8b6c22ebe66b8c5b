"""Tells about duties to notify: their owners, the second readers, and who proposed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.org.queries import holders_above, own_key_of, tree
from baken.rooms.reports.models import ExternalNotification
from baken.rooms.reports.queries.notification_inbox import owners_of

SECOND_READER = "safety_adviser"

for _step, _text in {
    "reports.notification.opened": _("There is a duty to notify: %(ref)s. Look whom to call."),
    "reopen": _("A duty to notify was opened again: %(ref)s."),
    "reopen_by_facts": _("Facts changed, so somebody must be told again: %(ref)s."),
    "refuse_not_required": _("The second reader does not agree: notify after all. See %(ref)s."),
}.items():
    declare_notice(f"reports.duty_owner.{_step}", _text, "reports:notification")
PROPOSED = declare_notice(
    "reports.duty_second_reader",
    _("A colleague proposes that a notification is not needed. Decide on %(ref)s."),
    "reports:notification",
)
AGREED = declare_notice(
    "reports.duty_agreed",
    _("The second reader agrees that the notification of %(ref)s is not needed."),
    "reports:notification",
)


def tell_about_notification(event: Any, at: datetime) -> None:
    """Tell who owes a duty that it opened or opened again, and both readers what is proposed or decided."""
    audience, step = event.payload.get("notice"), event.payload.get("step")
    rows = ExternalNotification.objects.for_system(reason="deliver").filter(pk=event.record)
    one = rows.first() if audience else None
    if one is None:
        return
    if audience == "owners":
        keys = [own_key_of(holder.person) for holder in owners_of(one, at)]
        notify(to_keys=keys, code=f"reports.duty_owner.{step}", record=one, at=event.at)
    elif audience == "second_readers":
        notify(to_keys=_second_readers(one, at), code=PROPOSED, record=one, at=event.at)
    elif one.proposed_by is not None:
        notify(to_keys=[own_key_of(one.proposed_by)], code=AGREED, record=one, at=event.at)


def _second_readers(one: ExternalNotification, at: datetime) -> list[str]:
    unit = tree().by_id[one.owner_unit_id or one.unit_id]
    holders = holders_above(roles=[SECOND_READER], units=[unit], at=at)[unit.id]
    return [own_key_of(holder.person) for holder in holders if holder.person != one.proposed_by]
