"""The small purchases of the demonstration: extraction for the welders, and switches that cannot wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
from baken.site.demo.turret import SWITCHES

CONTROLLER = "controller"


@dataclass(frozen=True)
class Bought:
    """A small purchase for the measure of a title: what is wanted, who quoted what, and what came of it.

    ``steps``: how many days ago, by the holder of which role, which step, with what.
    """

    about: str
    days_ago: int
    fields: Mapping[str, Any]
    quotes: tuple[tuple[str, int], ...]
    steps: tuple[tuple[int, str, str, Mapping[str, Any]], ...]


ARMS = Bought(
    EXTRACTION.fields["title"],
    16,
    {
        "title": "Drie afzuigarmen met filter voor de lastafels",
        "description": "Drie armen met een filter voor chroom-6, voor de lasplekken van de werkplaats.",
        "category": "extraction",
        "supplier": "Noordzee Luchttechniek B.V.",
        "amount": "9.800,00",
        "total": "11.858,00",
        "why_regular_not": "Langs de gewone weg komt het over zeven maanden; tot dan last er niemand veilig.",
        "confirmed": ["ce_mark", "inspection"],
    },
    (("Noordzee Luchttechniek B.V.", 980_000), ("Afzuigspecialist Oost", 1_045_000)),
    (
        (16, ADVISER, "check", {}),
        (
            15,
            CONTROLLER,
            "check_finance",
            {"finding": "Past in het jaar van de brigade; twee offertes, de laagste gekozen."},
        ),
        (14, COMMANDER, "approve", {}),
        (13, ADVISER, "order", {"order_number": "4500118230"}),
    ),
)
# The commander's decision is left to whoever walks through the demonstration.
URGENT = Bought(
    SWITCHES.fields["title"],
    3,
    {
        "title": "Zes schakelaars voor koepelsloten, met spoed",
        "description": "Voor de zes voertuigen die stilstaan en aan de schietweek moeten meedoen.",
        "category": "other",
        "supplier": "Van Rossum Voertuigtechniek",
        "amount": "5.100,00",
        "total": "6.171,00",
        "why_regular_not": "Het depot levert over vijf weken; de schietweek is over drie weken.",
        "confirmed": ["ce_mark"],
    },
    (("Van Rossum Voertuigtechniek", 510_000), ("Delta Schakeltechniek B.V.", 564_000)),
    (
        (2, ADVISER, "check", {}),
        (
            1,
            CONTROLLER,
            "check_finance",
            {"finding": "Past in het jaar van het bataljon; twee offertes, de laagste gekozen."},
        ),
    ),
)


def load_purchases(*, today: date) -> list[str]:
    """Let them be asked for and happen what happened; returns the references.

    A demonstration of an earlier day may not have a measure yet: then nothing is bought for it.
    """
    measures, made = Measure.objects.for_system(reason="demo"), []
    for bought in (ARMS, URGENT):
        measure = measures.filter(title=bought.about).order_by("-number").first()
        made += [_buy(bought, measure, Cast(), today).ref] if measure is not None else []
    return made


def _buy(bought: Bought, measure: Measure, cast: Cast, today: date) -> Purchase:
    at = moment(today, bought.days_ago)
    actor = _holder(ADVISER, measure.unit_id, cast, at)
    serves = purpose_meant(actor, measure.ref)
    record = ask_purchase(actor=actor, serves=serves, fields=bought.fields, at=at)
    for supplier, cents in bought.quotes:
        add_quote(actor=actor, record=record, supplier=supplier, cents=cents, at=at)
    for days_ago, role, step, fields in bought.steps:
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
