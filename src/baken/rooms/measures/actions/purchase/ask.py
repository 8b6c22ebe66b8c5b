"""Asks for a small purchase: for a risk, an occurrence or a measure, or for none of them and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, refuse_unless, signing
from baken.core.links.registry import tie
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import Change, begin
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import clean_fields
from baken.rooms.measures.actions.purchase.describe import (
    SEALED_OF_PURCHASE,
    facts_of_purchase,
    wanted,
    words_of_purchase,
)
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.permits import ASK
from baken.rooms.measures.queries.choices import choices_of
from baken.rooms.measures.queries.purchase_money import acting_unit_of, budget_unit_of, year_of
from baken.rooms.measures.queries.purchase_purpose import SERVED_BY
from baken.rooms.measures.questions import Served
from baken.rooms.measures.workflow import ASKING
from baken.rooms.org.queries import UnitView, own_key_of, tree
from baken.rooms.org.queries.heirs import living, why_gone


def ask_purchase(
    *,
    actor: Actor,
    serves: Served | None = None,
    unit: UnitView | None = None,
    fields: Mapping[str, Any],
    at: datetime,
) -> Purchase:
    """A new purchase for something that the actor has read, or without that for a unit of theirs.

    It stands on the same unit, and is held at least as closely as what it serves. Raises AccessDenied for
    who asks for no purchases there, and FieldsRefused with a sentence per field.
    Source: domain reference, vms, section 6.
    """
    record = _new(serves, _unit(serves, unit), actor, at)
    refuse_unless(actor, ASK, record)
    if serves is not None and not serves.is_open:
        raise FieldsRefused({"serves": _("%(ref)s is closed.") % {"ref": serves.ref}})
    cleaned = clean_fields(step=ASKING, raw=fields, choices_of=choices_of)
    values = wanted(cleaned, serves_something=serves is not None)
    for name, value in values.items():
        setattr(record, name, value)
    change = Change(
        facts={**facts_of_purchase(values), "serves": serves.ref if serves else ""},
        words=words_of_purchase(values),
        seal=SEALED_OF_PURCHASE,
    )
    with transaction.atomic():
        record.ref = next_reference(Purchase.prefix, clock.local_date(at))
        signer = signing(actor, ASK, record)
        begin(record=record, code="measures.purchase.asked", actor=signer, at=at, change=change)
        if serves is not None:
            tie(source=serves.record, relation=SERVED_BY, target=record, at=at)
    return record


def _unit(serves: Served | None, unit: UnitView | None) -> UnitView:
    """On which unit it stands. Raises FieldsRefused without one, or for one that is gone."""
    if serves is not None:
        return tree().by_id[serves.unit]
    if unit is None:
        raise FieldsRefused({"unit": _("Say for which unit it is bought.")})
    if gone := why_gone(unit):
        raise FieldsRefused({"unit": gone})
    return unit


def _new(serves: Served | None, unit: UnitView, actor: Actor, at: datetime) -> Purchase:
    """The purchase on the unit; of what is led by one that is gone, by what went on in its place."""
    here = tree()
    owner = here.by_id[serves.owner_unit] if serves and serves.owner_unit else None
    made = Purchase(
        number=row_number(at),
        unit_id=unit.id,
        owner_unit_id=living(owner).id if owner else None,
        confidentiality=serves.confidentiality if serves else 0,
        risk_class=serves.risk_class if serves else "",
        asked_at=at,
        asked_by=actor.person,
        asker_key=actor.own_key or (own_key_of(actor.person) if actor.person else None),
        touched_at=at,
    )
    acts = living(acting_unit_of(made))
    made.budget_unit_id, made.budget_year = budget_unit_of(acts).id, year_of(acts, at)
    return made
