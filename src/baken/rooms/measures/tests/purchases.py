"""Small purchases for tests, as the product makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from baken.core.access import Actor, system_actor
from baken.core.files.content import CleanFile
from baken.core.files.store import keep_file
from baken.core.workflow.unread import newest_step
from baken.rooms.measures.actions.purchase import (
    add_purchase_file,
    add_quote,
    ask_purchase,
    take_purchase_step,
)
from baken.rooms.measures.actions.purchase.ask_once import ask_once
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.queries.purchase_purpose import purpose_meant
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import NOW, Planted, Prepare
from baken.rooms.register.tests.factories import make_risk_in

WANTED: Mapping[str, Any] = {
    "title": "Afzuigarm voor de lastafel",
    "description": "Eén arm met een filter, voor de lasplek zonder afzuiging.",
    "category": "extraction",
    "supplier": "Luchttechniek B.V.",
    "amount": "1.800,00",
    "total": "2.178,00",
    "why_regular_not": "De gewone weg duurt zeven maanden.",
    "confirmed": ["ce_mark", "inspection"],
}
CONTROLLER = ("controller", "BATTALION", date(2026, 12, 31))
SECOND = ("commander", "BATTALION", date(2026, 12, 31))
ABOVE = ("commander", "ARMY", date(2026, 12, 31))
FACTORY = system_actor("factory")
LATER = timedelta(days=61)
VERIFIER = ("safety_adviser", "BATTALION", None)
STATES = (
    *("draft", "checked", "returned", "approved", "rejected", "ordered", "received", "in_use"),
    *("effect_checked", "closed", "cancelled"),
)
DECIDED = ("approved", "ordered", "received", "in_use", "effect_checked", "closed")
QUOTE = CleanFile("offerte.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"2" * 40)
_READ = ("measures.purchase.read",)


def no_risk(**more: Any) -> dict[str, Any]:
    """What is wanted about no risk, with its code and reason."""
    told = {"no_risk": "idea", "no_risk_reason": "De ploeg vroeg erom."}
    return {**WANTED, **told, **more}


def ask(actor: Actor, at: datetime, record: Any = None, **fields: Any) -> Purchase:
    """A purchase that somebody asks for, about a record or about none, on the company."""
    if record is None:
        unit = tree().by_code["COMPANY"]
        return ask_purchase(actor=actor, unit=unit, fields=no_risk(**fields), at=at)
    serves = purpose_meant(actor, record.ref)
    assert serves is not None
    return ask_purchase(actor=actor, serves=serves, fields={**WANTED, **fields}, at=at)


def step(record: Purchase, actor: Actor, at: datetime, name: str, **fields: Any) -> Purchase:
    """The purchase after somebody took a step, having seen what stands."""
    told = {"fields": fields, "seen": newest_step(record).serial}
    return take_purchase_step(actor=actor, record=record, step=name, at=at, **told)


def quoted(record: Purchase, actor: Actor, at: datetime, *, others: int = 1) -> Purchase:
    """The purchase with a quote of its own supplier and of so many others."""
    add_quote(
        actor=actor, record=record, supplier=record.supplier, cents=record.amount_cents, at=at
    )
    for nth in range(others):
        cents = record.amount_cents + 1_000 * (nth + 1)
        add_quote(actor=actor, record=record, supplier=f"Handel {nth}", cents=cents, at=at)
    return record


def checked(cast: Any, at: datetime, record: Any = None, **fields: Any) -> Purchase:
    """A purchase of the safety adviser that was checked and waits for a decision."""
    actor = cast.safety_adviser.actor
    made = quoted(ask(actor, at, record, **fields), actor, at)
    return step(made, actor, at, "check")


def approved(cast: Any, at: datetime, record: Any = None, **fields: Any) -> Purchase:
    """A purchase of the safety adviser that the commander approved."""
    return step(checked(cast, at, record, **fields), cast.commander.actor, at, "approve")


def in_use(cast: Any, at: datetime, record: Any = None, **fields: Any) -> Purchase:
    """A purchase that the commander ordered and that people work with."""
    made = approved(cast, at, record, **fields)
    for name in ("order", "receive", "put_in_use"):
        made = step(made, cast.commander.actor, at, name)
    return made


def effect_told(**more: Any) -> dict[str, Any]:
    """What somebody says of an effect that was seen."""
    return {"effect": "yes", "finding": "De meting viel onder de grens.", **more}


def make_purchase_in(
    *, unit: Any, state: str = "draft", at: datetime = NOW, **fields: Any
) -> Purchase:
    """A purchase in a state, as if it had come there by its steps."""
    view = tree().by_id[unit.pk]
    record = ask_purchase(actor=FACTORY, unit=view, fields=no_risk(**fields), at=at)
    moments: dict[str, Any] = {"cancelled_at": at} if state == "cancelled" else {}
    if state in DECIDED:
        moments["decided_at"] = at
    if state in ("effect_checked", "closed"):
        moments |= {"effect_checked_at": at, "effect": "no"}
    rows: Any = Purchase.objects.for_system(reason="advance").filter(pk=record.pk)
    rows.update(state=state, **moments)
    record.refresh_from_db()
    return record


def purchase_of_risk(cast: Any, at: datetime, **fields: Any) -> Purchase:
    """A purchase of the safety adviser for a high risk of the company."""
    risk = make_risk_in(unit=cast.company, state="treating", at=at)
    return ask(cast.safety_adviser.actor, at, risk, **fields)


def planted_purchase(*, unit: Any, word: str, at: datetime, png: CleanFile) -> Planted:
    """A purchase with a quote and a file, full of words to look out for."""
    words = {"title": f"zkwat{word}", "description": f"zkhoe{word}", "supplier": f"zkwie{word}"}
    said = {name: f"{one} kabel" for name, one in words.items()}
    purchase = make_purchase_in(unit=unit, at=at, **said)
    add_quote(actor=FACTORY, record=purchase, supplier=said["supplier"], cents=100, at=at)
    file = CleanFile(f"offerte{word}.png", png.content_type, png.data + b"zk" + word.encode())
    stored = keep_file(record=purchase, file=file, actor=FACTORY, at=at)
    names = (*words.values(), f"offerte{word}")
    return Planted(purchase, dict.fromkeys(names, _READ), {"file_id": str(stored.id)})


def _asking(cast: Any, at: datetime) -> dict[str, Any]:
    unit = tree().by_code["COMPANY"]
    told = {"actor": cast.safety_adviser.actor, "unit": unit, "serves": None}
    return {**told, "fields": no_risk(), "at": at}


def _written(cast: Any, at: datetime) -> dict[str, Any]:
    actor = cast.safety_adviser.actor
    return {"actor": actor, "record": ask(actor, at), "at": at}


def _deciding(cast: Any, at: datetime) -> Callable[[], Any]:
    record, actor = checked(cast, at), cast.commander.actor
    told = {"step": "approve", "at": at, "seen": newest_step(record).serial}
    return partial(take_purchase_step, actor=actor, record=record, **told)


PURCHASE_CALLS: Mapping[str, Prepare] = {
    "ask_purchase": lambda cast, at: partial(ask_purchase, **_asking(cast, at)),
    "ask_once": lambda cast, at: partial(ask_once, **_asking(cast, at)),
    "take_purchase_step": _deciding,
    "add_purchase_file": lambda cast, at: partial(
        add_purchase_file, **_written(cast, at), file=QUOTE
    ),
    "add_quote": lambda cast, at: partial(
        add_quote, **_written(cast, at), supplier="Een ander", cents=100
    ),
}
