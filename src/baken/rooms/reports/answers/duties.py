"""What duties to notify answer to the common questions: inbox, thread."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from baken.core.access.roles import role_label
from baken.core.page.addresses import record_address
from baken.core.questions import InboxAsk, InboxCard
from baken.rooms.reports.models import ExternalNotification
from baken.rooms.reports.queries.duty_texts import duty_label
from baken.rooms.reports.queries.notification_inbox import Waiting, duties_waiting, proposals_of

# A duty with a clock of the law comes after danger now and before what could have cost a life;
# one that is overdue before everything but danger.
OVERDUE, DUE, SECOND = 75, 65, 55


def inbox_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """Duties that the actor owes, that are overdue one level down, or that wait for a second reader."""
    for waiting in duties_waiting(ask.actor, ask.at, ask.limit):
        yield _card(waiting, ask)


def waiting_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """What the actor proposed as not needed, and a second reader has still to decide on."""
    for one in proposals_of(ask.actor, ask.limit):
        yield InboxCard(
            ref=one.ref,
            title=_title(one),
            reason=_("You proposed that this is not needed."),
            url=record_address(one),
            action=_("Open"),
            due=one.due_at,
            waiting_for=_("a second safety adviser"),
        )


def _card(waiting: Waiting, ask: InboxAsk) -> InboxCard:
    one = waiting.one
    overdue = one.due_at is not None and one.due_at <= ask.at
    reasons = {
        "owner": _("Your post has to tell them. The page says whom to call and what to say."),
        "above": _("This should have been done by: %(who)s.") % {"who": role_label(one.owner)},
        "second_reader": _(
            "A colleague proposes that this is not needed. You decide as second reader."
        ),
    }
    return InboxCard(
        ref=one.ref,
        title=_title(one),
        reason=reasons[waiting.role],
        url=record_address(one),
        action=_("Decide") if waiting.role == "second_reader" else _("Notify"),
        due=one.due_at,
        weight=OVERDUE if overdue else SECOND if waiting.role == "second_reader" else DUE,
        severity=one.occurrence.potential_severity,
    )


def _title(one: ExternalNotification) -> str:
    return f"{duty_label(one.duty)} ({one.occurrence.ref})"
