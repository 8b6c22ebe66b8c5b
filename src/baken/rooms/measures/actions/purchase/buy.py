"""Orders and receives what was approved, and sees after a while whether it helped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries import label_of
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.queries.purchase_terms import (
    decide_purchase_by,
    deliver_by,
    effect_by,
)
from baken.rooms.measures.rules.purchasing import (
    NOT_HELPED,
    cents_per_step,
    days_between,
    fits_effect,
)

Fields = Mapping[str, Any]


def ordered(record: Purchase, actor: Actor, at: datetime, fields: Fields) -> Change:
    """It is ordered; the number is that of the finance system."""
    values = {"ordered_at": at, "ordered_by": actor.person, "due_at": deliver_by(record, at)}
    values |= {"order_number": fields.get("order_number", "")[:80]}
    return Change(values=values, facts={"order_number": values["order_number"]})


def received(record: Purchase, actor: Actor, at: datetime, fields: Fields) -> Change:
    """It has come."""
    values: dict[str, Any] = {"received_at": at, "received_by": actor.person}
    values |= {"invoice_number": fields.get("invoice_number", "")[:80]}
    values |= {"due_at": decide_purchase_by(record, at)}
    days = days_between(record.asked_at, at)
    told = {"invoice_number": values["invoice_number"], "days": days}
    return Change(values=values, facts=told)


def put_in_use(record: Purchase, actor: Actor, at: datetime, fields: Fields) -> Change:
    """People work with it; after so many days somebody looks whether it helped."""
    values: dict[str, Any] = {"in_use_at": at, "in_use_by": actor.person}
    values |= {"due_at": effect_by(record, at)}
    return Change(values=values)


def effect_checked(record: Purchase, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Whether what stayed of the risk fell. Raises FieldsRefused when the classes say otherwise."""
    effect, after = fields["effect"], fields.get("class_after", "")
    before = record.risk_class
    if not fits_effect(effect=effect, before=before, after=after):
        wrong = _("The class was %(before)s: this does not fit what you say of the effect.")
        raise FieldsRefused({"class_after": wrong % {"before": label_of("risk_classes", before)}})
    values = {"effect": effect, "class_after": after, "effect_checked_at": at}
    values |= {"effect_checked_by": actor.person, "due_at": decide_purchase_by(record, at)}
    told = {"effect": effect, "before": before, "after": after}
    told |= {
        "cents_per_step": cents_per_step(cents=record.amount_cents, before=before, after=after)
    }
    return Change(values=values, facts=told, words={"finding": fields["finding"]})


def closed(record: Purchase, actor: Actor, at: datetime, fields: Fields) -> Change:
    """It is done, and perhaps an example for others. Raises FieldsRefused for one that did not help."""
    is_example = bool(fields.get("is_example"))
    if is_example and record.effect == NOT_HELPED:
        raise FieldsRefused({"is_example": _("It did not help: it is no example for others.")})
    values = {"closed_at": at, "closed_by": actor.person, "due_at": None}
    return Change(values={**values, "is_example": is_example}, facts={"is_example": is_example})
