"""What the register answers about single risks: search, thread, what of a unit is open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.lists import page_of
from baken.core.page.addresses import record_address
from baken.core.questions import SearchHit, ThreadNode
from baken.core.records.references import reference_in
from baken.core.search.words import words_of
from baken.rooms.consultation.queries.subjects import is_consultation
from baken.rooms.library.queries import label_of
from baken.rooms.measures.queries.beside import is_measure
from baken.rooms.org.questions import OpenItems
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.thread import nodes_of, risk_nodes
from baken.rooms.register.workflow import OPEN_STATES


def search_hits(actor: Actor, text: str, most: int) -> Iterable[SearchHit]:
    """Risks within reach whose text holds every word, newest first; a reference finds its risk alone."""
    if not actor.holds(READ):
        return
    ref = reference_in(text)
    found = page_of(
        root=Risk,
        actor=actor,
        permit=READ,
        narrow=(lambda rows: rows.filter(ref=ref)) if ref else None,
        words=None if ref else words_of(text),
        limit=most,
    )
    for risk in found.items:
        hazard, url = label_of("hazards", risk.hazard), record_address(risk)
        yield SearchHit(_("Risk"), risk.ref, risk.title, hazard, url, risk.number)


def thread_nodes(actor: Actor, record: Any) -> Iterable[ThreadNode]:
    """The life of a risk, or of another record the risks it became or belongs to."""
    if isinstance(record, Risk):
        yield from nodes_of(actor, record)
    elif not (
        is_consultation(record) or is_measure(record)
    ):  # those tell themselves what they serve
        yield from risk_nodes(actor, record)


def open_items(unit: int) -> Iterable[OpenItems]:
    """Risks on which this unit itself has to act: they need another owner before it can end."""
    acting = Q(owner_unit=unit) | Q(unit=unit, owner_unit__isnull=True)
    rows: Any = Risk.objects.for_system(reason="open items")
    count = rows.filter(acting, state__in=OPEN_STATES).count()
    yield OpenItems(_("Open risks"), count, reverse("register:risks"))
