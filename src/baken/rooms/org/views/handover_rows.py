"""Handovers of command and their items as rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.core.page.cards import level_html
from baken.core.page.moments import badge_html
from baken.rooms.org.models import Handover
from baken.rooms.org.queries import persons_named, tree
from baken.rooms.org.queries.handovers import ItemRead, is_party
from baken.rooms.org.questions import Way
from baken.rooms.org.texts import HANDOVER_ITEMS, OUTCOMES
from baken.rooms.org.workflow import HANDOVER

Columns = list[dict[str, Any]]
Rows = list[dict[str, Any]]


def handover_rows(found: Sequence[Handover]) -> tuple[Columns, Rows]:
    """A table of handovers: where, from whom to whom, from which day, and how it stands."""
    here = tree()
    names = persons_named(one for record in found for one in (record.outgoing, record.incoming))
    columns = [
        {"key": "ref", "label": _("Reference"), "url": "url", "head": True, "phone": "line"},
        {"key": "unit", "label": _("Unit"), "phone": "lead"},
        {"key": "outgoing", "label": _("Hands over"), "phone": "line"},
        {"key": "incoming", "label": _("Takes over"), "phone": "line"},
        {"key": "starts", "label": _("In command from"), "phone": "line"},
        {"key": "due", "label": _("To be taken over before"), "phone": "line"},
        {"key": "state", "label": _("State"), "phone": "line"},
    ]
    rows = [
        {
            "ref": one.ref,
            "url": record_address(one),
            "unit": here.by_id[one.unit_id].name,
            "outgoing": names.get(one.outgoing),
            "incoming": names.get(one.incoming),
            "starts": one.starts_on,
            "due": one.due_on,
            "state": HANDOVER.states[one.state],
        }
        for one in found
    ]
    return columns, rows


def item_columns() -> Columns:
    """What a table of items tells of each."""
    return [
        {"key": "what", "label": _("Item"), "phone": "line"},
        {"key": "title", "label": _("About"), "url": "url", "head": True, "phone": "lead"},
        {"key": "level", "label": _("Class"), "phone": "line", "blank": True},
        {"key": "state", "label": _("State"), "phone": "line"},
        {"key": "until", "label": _("Until"), "phone": "line", "blank": True},
        {
            "key": "narrative",
            "label": _("What your predecessor says"),
            "phone": "line",
            "blank": True,
        },
        {"key": "became", "label": _("Taken over"), "phone": "line", "blank": True},
    ]


def item_rows(actor: Actor, record: Handover, items: Iterable[ItemRead]) -> Rows:
    """Items as the actor sees them: what they may not read has neither name nor words."""
    return [_item_row(actor, record, one) for one in items]


def _item_row(actor: Actor, record: Handover, one: ItemRead) -> dict[str, Any]:
    item, shown = one.item, one.shown
    return {
        "what": HANDOVER_ITEMS.get(item.kind, item.kind),
        "title": f"{shown.ref} {shown.title}" if shown else _("something you may not read"),
        "url": shown.url if shown else "",
        "level": level_html(shown.risk_class) if shown and shown.risk_class else "",
        "state": shown.state if shown else "–",
        "until": shown.until if shown else None,
        "narrative": item.narrative if shown or is_party(actor, record) else "",
        "became": _became(actor, record, one),
    }


def _became(actor: Actor, record: Handover, one: ItemRead) -> Any:
    """What became of an item; else what the reader can do about it now."""
    if one.outcome:
        return badge_html(OUTCOMES.get(one.outcome, one.outcome), _TONES.get(one.outcome, "ok"))
    return _links(list(ways_of(actor, record, one)))


def ways_of(actor: Actor, record: Handover, one: ItemRead) -> Iterable[Way]:
    """The steps about an item for who comes, where command was handed over; else for who leaves."""
    if one.shown is None:
        return
    if record.state == "open" and actor.person == record.incoming:
        yield from one.shown.ways
    elif record.state == "prepared" and actor.person == record.outgoing:
        address = reverse("org:handover-step", args=[record.ref, "write_item"])
        yield Way(_("Write about it"), f"{address}?item={one.item.ref}")


def _links(ways: Sequence[Way]) -> Any:
    link = '<a class="utrecht-link" href="{}">{}</a>'
    links = format_html_join(" · ", link, ((way.url, way.label) for way in ways))
    return format_html("<span>{}</span>", links) if ways else ""


_TONES = {
    "lapsed": "danger",
    "not_looked_at": "warning",
    "still_waits": "warning",
    "revised": "info",
    "handed_up": "info",
    "gone": "neutral",
}
