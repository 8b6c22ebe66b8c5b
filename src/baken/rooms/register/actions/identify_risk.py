"""States a risk: from an occurrence, from another record, or as somebody sees it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, may, refuse_unless, signing
from baken.core.access.reach import Confidentiality
from baken.core.instruments.scoring import ScoringModel
from baken.core.links.registry import tie
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import Change, begin
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.fields import clean_fields
from baken.rooms.library.queries.assessment import assessment
from baken.rooms.library.queries.scoring import scoring_models_for_risks
from baken.rooms.org.queries import UnitView
from baken.rooms.register.actions.describe import described, keep_categories
from baken.rooms.register.actions.own import owner_meant
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import IDENTIFY, MANAGE
from baken.rooms.register.queries.choices import choices_of
from baken.rooms.register.queries.owners import manages_risks_of
from baken.rooms.register.queries.terms import analysis_due
from baken.rooms.register.queries.told import ORIGINATES
from baken.rooms.register.rules.source_scores import SourceScore, facts_of
from baken.rooms.register.workflow import FINDING, IDENTIFYING


def identify_risk(
    *,
    actor: Actor,
    unit: UnitView,
    fields: Mapping[str, Any],
    at: datetime,
    origin: Any = None,
    origin_severity: int | None = None,
    model: str = "",
    site: int | None = None,
    confidentiality: int = Confidentiality.NORMAL,
    source: SourceScore | None = None,
) -> Risk:
    """A new risk of a unit, in words; nobody can score what is not written down.

    ``origin`` is the record it came from, which the caller has read; a risk is held at least as
    closely as that; ``origin_severity`` is the worst that could have happened with it, 0 to 5. ``site``
    is the id of where it is, ``model`` the scoring model; empty is the usual one of the library.
    ``source`` comes with a finding of an instrument: how it was rated there; only then may the hazard
    be left open, for whoever scores the risk to name.
    Everybody may state one of any unit, as with a report; who manages its risks may name the owner.
    Raises AccessDenied for who has no post, and FieldsRefused with a message per field.
    Source: domain reference, risk management, sections 3 and 17.
    """
    scale = _scale_of(model)
    held = max(int(confidentiality), int(origin.confidentiality) if origin is not None else 0)
    risk = Risk(
        number=row_number(at),
        unit_id=unit.id,
        confidentiality=held,
        site_id=site,
        scoring_model=scale.code,
        scoring_version=scale.version,
        identified_at=at,
        touched_at=at,
        stated_key=actor.own_key or None,
    )
    if not may(actor, MANAGE, risk):
        refuse_unless(actor, IDENTIFY)
    asked = FINDING if source is not None else IDENTIFYING
    cleaned = clean_fields(step=asked, raw=fields, choices_of=choices_of)
    values = described(cleaned)
    for name, value in values.items():
        setattr(risk, name, value)
    if "owner" in cleaned:
        risk.owner = _owner(actor, unit, cleaned["owner"], at)
    told = _told(risk, origin, origin_severity, source)
    return _begun(risk, signing(actor, MANAGE, risk), at, cleaned, origin, told)


def _told(
    risk: Risk, origin: Any, origin_severity: int | None, source: SourceScore | None
) -> dict[str, Any]:
    """What the event says beside the risk itself."""
    told: dict[str, Any] = {"hazard": risk.hazard, "from": origin.ref if origin is not None else ""}
    told |= facts_of(source)
    if origin_severity is not None:
        told["potential_severity"] = origin_severity
    return told


def _owner(actor: Actor, unit: UnitView, wanted: str, at: datetime) -> uuid.UUID:
    if not manages_risks_of(actor, unit):
        raise FieldsRefused({"owner": _("Who manages the risks of this unit says who owns it.")})
    person, _name = owner_meant(unit, wanted, at)
    return person


def _begun(
    risk: Risk,
    signer: Actor,
    at: datetime,
    fields: Mapping[str, Any],
    origin: Any,
    told: Mapping[str, Any],
) -> Risk:
    """Store it with the first row of its history, its kinds of harm and where it came from."""
    with transaction.atomic():
        risk.ref = next_reference(Risk.prefix, clock.local_date(at))
        risk.due_at = analysis_due(at)
        change = Change(
            facts=told,
            words={"title": risk.title, "scenario": risk.scenario},
            seal=("title", "scenario", "legal_basis"),
            news={"owned": True} if risk.owner else {},
        )
        begin(
            record=risk,
            code="register.risk.identified",
            actor=signer,
            at=at,
            change=change,
            notice="stated",
        )
        keep_categories(risk, fields)
        if origin is not None:
            tie(source=origin, relation=ORIGINATES, target=risk, at=at)
    return risk


def _scale_of(model: str) -> ScoringModel:
    """The model that was chosen, or the usual one; one that scores instruments alone is refused."""
    try:
        return scoring_models_for_risks()[model or assessment().default_model]
    except KeyError:
        raise FieldsRefused({"scoring_model": _("There is no such scoring model.")}) from None
