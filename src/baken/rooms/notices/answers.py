"""What the notices room answers: urgent unread notices belong in the inbox."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.access.roots import root_classes
from baken.core.questions import InboxAsk, InboxCard
from baken.rooms.notices.models import Notice
from baken.rooms.notices.queries import text_of, url_of


def inbox_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """Urgent notices that were not read yet, about what the actor can see.

    Who is kept away from a record, or lost sight of it, is not sent to a page that is not there.
    """
    if not ask.actor.own_key:
        return
    unread = Notice.objects.filter(to_key=ask.actor.own_key, read_on__isnull=True, urgent=True)
    seen = unread.filter(_is_seen_by(ask.actor))
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


def _is_seen_by(actor: Actor) -> Q:
    """Notices whose record the actor sees anything of, or that no permit shows at all.

    One condition, so that an inbox asks once: each table is looked into for its own notices alone.
    """
    roots: list[Any] = [root for root in root_classes().values() if root.visible_with()]
    found = ~Q(table__in=sorted(root._meta.label_lower for root in roots))
    for root in roots:
        for permit in filter(actor.holds, root.visible_with()):
            record = root.objects.visible_to(actor, permit).filter(pk=OuterRef("record"))
            found |= Q(Exists(record), table=root._meta.label_lower)
    return found
