"""What handovers of command answer to the common questions: cards, and their thread."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.core.questions import InboxAsk, InboxCard, ThreadNode
from baken.core.threads import MOST_STEPS, step_node
from baken.rooms.org.models import Handover, HandoverStep
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.handovers import hidden_of, waiting_for
from baken.rooms.org.texts import title_of_code

MOST_CARDS = 5
WRITE_WEIGHT, TAKE_WEIGHT = 35, 60


def inbox_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """What to write for who leaves, and what to take over for who comes."""
    for one in waiting_for(ask.actor, min(ask.limit, MOST_CARDS)):
        yield _to_take(one) if one.state == "open" else _to_write(one)


def thread_nodes(actor: Actor, record: Any) -> Iterable[ThreadNode]:
    """Every step in the life of a handover that was read through its guard; of others nothing."""
    if isinstance(record, Handover):
        hidden = hidden_of(actor, record)
        for step in HandoverStep.objects.of(record).order_by("-serial")[:MOST_STEPS]:
            yield step_node(
                root=Handover, step=step, title_of=title_of_code, text=_told(step, hidden)
            )


def _to_write(one: Handover) -> InboxCard:
    reason = _("You hand over command on %(day)s. Tell your successor what they must know.")
    address = reverse("org:handover-step", args=[one.ref, "write"])
    return _card(one, reason % _day(one.starts_on), _("Write the handover"), address, WRITE_WEIGHT)


def _to_take(one: Handover) -> InboxCard:
    count = one.left  # type: ignore[attr-defined]
    reason = ngettext(
        "%(count)s item to take over before %(day)s.",
        "%(count)s items to take over before %(day)s.",
        count,
    ) % {"count": count, **_day(one.due_on)}
    return _card(one, reason, _("Take over"), record_address(one), TAKE_WEIGHT)


def _card(one: Handover, reason: str, action: str, url: str, weight: int) -> InboxCard:
    unit = tree().by_id[one.unit_id].name
    return InboxCard(
        ref=one.ref,
        title=_("Handover of command of %(unit)s") % {"unit": unit},
        reason=reason,
        url=url,
        action=action,
        due=one.due_at,
        weight=weight,
    )


def _day(day: Any) -> dict[str, str]:
    return {"day": formats.date_format(day, "j F Y")}


def _told(step: HandoverStep, hidden: frozenset[str]) -> str:
    """What was said at a step, and about which items, as far as the reader is told."""
    said = {**step.facts, "items": ", ".join(step.facts.get("items", ())), **step.words}
    names = ("item", "items", "about_item", "narrative", "reservations", "note")
    return " – ".join(said[name] for name in names if said.get(name) and name not in hidden)
