"""What measures answer about single records: search, thread, what of a unit is open."""

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
from baken.rooms.library.queries import label_of
from baken.rooms.measures.models import Measure, Purchase
from baken.rooms.measures.permits import READ
from baken.rooms.measures.queries.thread import measure_nodes, nodes_of
from baken.rooms.measures.rules.states import OPEN_STATES
from baken.rooms.org.questions import OpenItems


def search_hits(actor: Actor, text: str, most: int) -> Iterable[SearchHit]:
    """Measures within reach whose text holds every word, newest first; a reference finds its own alone."""
    if not actor.holds(READ):
        return
    ref = reference_in(text)
    found = page_of(
        root=Measure,
        actor=actor,
        permit=READ,
        narrow=(lambda rows: rows.filter(ref=ref)) if ref else None,
        words=None if ref else words_of(text),
        limit=most,
    )
    for one in found.items:
        level, url = label_of("control_levels", one.control_level), record_address(one)
        yield SearchHit(_("Measure"), one.ref, one.title, level, url, one.number)


def thread_nodes(actor: Actor, record: Any) -> Iterable[ThreadNode]:
    """The life of a measure, or of another record the measures it is treated by."""
    if isinstance(record, Measure):
        yield from nodes_of(actor, record)
    elif not isinstance(record, Purchase):
        yield from measure_nodes(actor, record)


def open_items(unit: int) -> Iterable[OpenItems]:
    """Measures on which this unit itself has to act: they need another owner before it can end."""
    acting = Q(owner_unit=unit) | Q(unit=unit, owner_unit__isnull=True)
    rows: Any = Measure.objects.for_system(reason="open items")
    count = rows.filter(acting, state__in=OPEN_STATES).count()
    yield OpenItems(_("Open measures"), count, reverse("measures:measures"))
