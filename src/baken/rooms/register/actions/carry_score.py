"""Carries scores over that people gave a risk before it was in the register, on a sheet."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from baken.core.access import Actor
from baken.core.workflow.advance import advance, locked
from baken.rooms.register.actions.score_risk import scored
from baken.rooms.register.models import Risk
from baken.rooms.register.rules.turns import CURRENT


@dataclass(frozen=True)
class CarriedScore:
    """How somebody scored a risk: the values, why, and in which post they did.

    ``confidence`` is how sure the score is, of which nobody was asked: it follows from how far those
    who scored the same agreed.
    """

    scorer: uuid.UUID
    post: str
    choice: Mapping[str, str]
    rationale: str
    confidence: str


def carry_score(*, actor: Actor, record: Risk, given: CarriedScore, at: datetime) -> Risk:
    """One person's score as it is now, as theirs; the step is signed by whoever carries it over.

    ``actor`` is the product itself, for rooms above that saw people give these scores: it follows from
    what those did, and nobody scores in another's name. Raises FieldsRefused for values that are none.
    Source: domain reference, risk management, section 3 (one score, from the first page on).
    """
    with transaction.atomic():
        fresh: Risk = locked(record)
        their = replace(actor, person=given.scorer, post=given.post)
        told = {
            "kind": CURRENT,
            "choice": dict(given.choice),
            "rationale": given.rationale,
            "confidence": given.confidence,
        }
        change = scored(fresh, their, at, told)
        advance(record=fresh, step="score", actor=actor, at=at, change=change)
    return fresh
