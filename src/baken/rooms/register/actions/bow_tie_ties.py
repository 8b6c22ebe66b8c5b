"""What the other steps of a bow-tie do: its description, the risks that lean on it, its use."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor, may
from baken.core.links.registry import tie, untie
from baken.core.workflow.advance import Change, locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.register.actions.barrier_red import bring_back_leaning
from baken.rooms.register.actions.bow_tie_parts import Fields
from baken.rooms.register.actions.draw_bow_tie import WORDS
from baken.rooms.register.models import BowTie, Risk
from baken.rooms.register.permits import MANAGE, READ
from baken.rooms.register.queries.bow_ties import LEANS_ON, bow_tie_of, risk_numbers


def describe(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Other words for what the bow-tie is about."""
    values: dict[str, Any] = {"independence": "", **fields}
    return Change(
        values=values,
        facts={"hazard": values["hazard"]},
        words={name: values[name] for name in WORDS},
        seal=WORDS,
    )


def tie_risk(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Let a risk that the actor manages lean on the bow-tie; a risk leans on one at a time.

    A barrier that fails already brings it back for a decision, as one that turns does.
    """
    risk = locked(_managed(actor, fields["risk"]))
    other = bow_tie_of(risk)
    if other is not None:
        text = _("This risk leans on this bow-tie already.")
        if other != record.pk:
            text = _("This risk leans on another bow-tie. Take it off there first.")
        raise FieldsRefused({"risk": text})
    return Change(
        facts={"risk": risk.ref},
        then=partial(_tie, risk=risk, at=at),
    )


def untie_risk(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """Let a risk no longer lean on the bow-tie."""
    risk = _managed(actor, fields["risk"])
    if not untie(source=risk, relation=LEANS_ON, target=record):
        raise FieldsRefused({"risk": _("This risk does not lean on this bow-tie.")})
    return Change(facts={"risk": risk.ref}, words={"reason": fields["reason"]})


def withdraw(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """No longer in use; the history stays."""
    return Change(values={"withdrawn_at": at}, words={"reason": fields["reason"]})


def reinstate(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """In use again; what was decided on meanwhile with a barrier that fails comes back."""
    among = risk_numbers(record)
    return Change(
        values={"withdrawn_at": None},
        words={"reason": fields["reason"]},
        then=lambda fresh: bring_back_leaning(fresh, among=among, at=at),
    )


def _tie(record: BowTie, *, risk: Risk, at: datetime) -> None:
    tie(source=risk, relation=LEANS_ON, target=record, at=at)
    bring_back_leaning(record, among=[risk.pk], at=at)


def _managed(actor: Actor, ref: str) -> Risk:
    rows = Risk.objects.visible_to(actor, READ).select_related("unit", "owner_unit")
    found = rows.filter(Risk.ref_condition(ref)).first()
    if found is None:
        raise FieldsRefused({"risk": _("You can see no risk with this reference.")})
    if not may(actor, MANAGE, found):
        raise FieldsRefused({"risk": _("You do not manage this risk. Ask who does.")})
    return found
