"""The small purchase of the demonstration: extraction for the welders, from quotes to ordered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from baken.core.access import Actor
from baken.core.events.outbox import deliver_pending
from baken.core.workflow.unread import newest_step
from baken.rooms.measures.actions.purchase import add_quote, ask_purchase, take_purchase_step
from baken.rooms.measures.models import Measure, Purchase
from baken.rooms.measures.queries.purchase_purpose import purpose_meant
from baken.rooms.org.queries import nearest_holders, tree
from baken.site.demo.measures import ADVISER, COMMANDER, EXTRACTION, moment
from baken.site.demo.people import Cast

ASKED_DAYS_AGO = 16
WANTED: Mapping[str, Any] = {
    "title": "Drie afzuigarmen met filter voor de lastafels",
    "description": "Drie armen met een filter voor chroom-6, voor de lasplekken van de werkplaats.",
    "category": "extraction",
    "supplier": "Noordzee Luchttechniek B.V.",
    "amount": "9.800,00",
    "total": "11.858,00",
    "why_regular_not": "Langs de gewone weg komt het over zeven maanden; tot dan last er niemand veilig.",
    "confirmed": ["ce_mark", "inspection"],
}
QUOTES = (("Noordzee Luchttechniek B.V.", 980_000), ("Afzuigspecialist Oost", 1_045_000))
# How many days ago, by the holder of which role, which step, with what.
STEPS: tuple[tuple[int, str, str, Mapping[str, Any]], ...] = (
    (16, ADVISER, "check", {}),
    (
        15,
        "controller",
        "check_finance",
        {"finding": "Past in het jaar van de brigade; twee offertes, de laagste gekozen."},
    ),
    (14, COMMANDER, "approve", {}),
    (13, ADVISER, "order", {"order_number": "4500118230"}),
)


def load_purchases(*, today: date) -> list[str]:
    """Let it be asked for and happen what happened; returns the references.

    A demonstration of an earlier day may not have the measure yet: then nothing is bought.
    """
    measures = Measure.objects.for_system(reason="demo")
    measure = measures.filter(title=EXTRACTION.fields["title"]).order_by("-number").first()
    return [_buy(measure, Cast(), today).ref] if measure is not None else []


def _buy(measure: Measure, cast: Cast, today: date) -> Purchase:
    at = moment(today, ASKED_DAYS_AGO)
    actor = _holder(ADVISER, measure.unit_id, cast, at)
    serves = purpose_meant(actor, measure.ref)
    record = ask_purchase(actor=actor, serves=serves, fields=WANTED, at=at)
    for supplier, cents in QUOTES:
        add_quote(actor=actor, record=record, supplier=supplier, cents=cents, at=at)
    for days_ago, role, step, fields in STEPS:
        then = moment(today, days_ago)
        who = _holder(role, record.budget_unit_id, cast, then)
        seen = newest_step(record).serial
        take_purchase_step(
            actor=who, record=record, step=step, at=then, fields=dict(fields), seen=seen
        )
        while deliver_pending(at=then):
            pass
    return record


def _holder(role: str, unit: int, cast: Cast, at: datetime) -> Actor:
    found = nearest_holders(roles=(role,), unit=tree().by_id[unit], at=at)
    return cast.actor(cast.person(found[0].person), at)
