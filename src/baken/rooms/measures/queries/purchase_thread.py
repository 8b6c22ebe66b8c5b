"""The thread of a small purchase: what it serves and every step; and what is bought for other records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.access.once import once_a_page
from baken.core.page.addresses import record_address
from baken.core.questions import ThreadNode
from baken.core.threads import MOST_STEPS, relation_words, step_node
from baken.rooms.measures.models import Purchase, PurchaseStep
from baken.rooms.measures.queries.purchase_purpose import SERVED_BY, purchases_for, purposes_of
from baken.rooms.measures.workflow import PURCHASE

# Words of a step that are no text of its own: who took it, and what the page itself shows.
_BESIDE = ("name", "post", "person", "title", "description", "why_regular_not", "supplier")


def nodes_of_purchase(actor: Actor, purchase: Purchase) -> Iterator[ThreadNode]:
    """What it serves first, then the steps, newest first."""
    for relation, other in purposes_of(actor, purchase):
        yield _node(other, relation_words(relation))
    for step in newest_purchase_steps(purchase):
        told = [str(text) for name, text in step.words.items() if name not in _BESIDE]
        text = " – ".join(part for part in told if part)
        yield step_node(root=Purchase, step=step, title_of=title_of_purchase_code, text=text)


def purchase_nodes(actor: Actor, record: Any) -> Iterator[ThreadNode]:
    """What is bought for a record of another kind, as far as the actor reads it."""
    for other in purchases_for(actor, record):
        yield _node(other, relation_words(SERVED_BY), text=str(PURCHASE.states[other.state]))


@once_a_page
def newest_purchase_steps(purchase: Purchase) -> list[PurchaseStep]:
    """The newest steps of a purchase that was read, the newest first."""
    return list(PurchaseStep.objects.of(purchase).order_by("-serial")[:MOST_STEPS])


def title_of_purchase_code(code: str) -> str:
    """What an event that is no step of the workflow is called; an unknown code stays as it is."""
    return {
        "measures.purchase.asked": _("Small purchase asked for"),
        "measures.purchase.quoted": _("Quote added"),
        "measures.purchase.file_added": _("File added"),
    }.get(code, code)


def _node(record: Any, relation: str, text: str = "") -> ThreadNode:
    return ThreadNode(
        kind=str(record._meta.model_name),
        title=getattr(record, "headline", "") or getattr(record, "title", "") or record.ref,
        at=record.asked_at if isinstance(record, Purchase) else None,
        ref=record.ref,
        url=record_address(record),
        relation=relation,
        text=text,
    )
