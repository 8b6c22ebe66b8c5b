"""What the notices room answers: urgent unread notices belong in the inbox."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from baken.core.questions import InboxAsk, InboxCard
from baken.rooms.notices.models import Notice
from baken.rooms.notices.queries import opens_for, pressing_codes, text_of, url_of


def inbox_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """Urgent notices that were not read yet, about what the actor can see.

    Who is kept away from a record, or lost sight of it, is not sent to a page that is not there.
    """
    if not ask.actor.own_key:
        return
    unread = Notice.objects.filter(to_key=ask.actor.own_key, read_on__isnull=True, urgent=True)
    seen = unread.filter(opens_for(ask.actor, pressing_codes()))
    for notice in seen.order_by("-number")[: ask.limit]:
        yield InboxCard(
            ref=notice.ref,
            title=text_of(notice),
            reason=_("You are responsible here."),
            url=url_of(notice),
            action=_("Look now"),
            due=notice.at,
            weight=100,
            alarm=True,
        )
