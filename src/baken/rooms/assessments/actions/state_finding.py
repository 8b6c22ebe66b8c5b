"""States one finding of a sheet as a risk of the register, with how people rated it there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor, system_actor
from baken.core.instruments.filling import RaisedRisk
from baken.core.instruments.scoring import Score, score
from baken.rooms.assessments.models import Assessment, AssessmentFinding
from baken.rooms.assessments.queries.sheet import hazard_of
from baken.rooms.assessments.rules import confidence_of
from baken.rooms.library.queries.scoring import scoring_models_for_risks
from baken.rooms.org.queries import tree
from baken.rooms.register.actions import identify_risk
from baken.rooms.register.actions.carry_score import CarriedScore, carry_score
from baken.rooms.register.rules.source_scores import SourceScore
from baken.rooms.sheets.queries.filled import GivenScore, Whole
from baken.rooms.sheets.texts import said

CONTEXT = "non_operational"
LONGEST_TITLE = 200


def risk_name(one: RaisedRisk) -> str:
    """What a raised risk is called."""
    return said(one.trigger.title) if one.trigger else str((one.line or {}).get("title", ""))


def state_finding(
    record: Assessment, whole: Whole, one: RaisedRisk, actor: Actor, at: datetime
) -> AssessmentFinding:
    """The risk that a raised risk becomes, and the finding about it, which is not stored yet.

    What people scored by a model of the register are their scores there. A class by another model, such
    as the priority of a branch RI&E, is no class to decide on: the risk comes in without a score, by the
    usual model, and that class stands beside it as advice.
    Source: domain reference, integral risk management, section 3; instruments, section 4.
    """
    label, name = whole.label_of(one.place.repetition), risk_name(one)
    called = f"{name}: {label}" if label else name
    given = whole.given_now(one.place) if _is_scored_there(one) else ()
    risk = identify_risk(
        actor=actor,
        unit=tree().by_id[record.unit_id],
        fields={
            "title": called[:LONGEST_TITLE],
            "scenario": _scenario(one) or called,
            "hazard": hazard_of(one),
            "context": CONTEXT,
            "activity": record.title,
            "exposed": record.headcount,
        },
        at=at,
        origin=record,
        model=one.current.model if one.current and _is_scored_there(one) else "",
        source=SourceScore() if given else _source(one),
    )
    _carry(one, given, risk, at)
    return _finding(record, one, called[:LONGEST_TITLE], label, risk, at)


def _finding(
    record: Assessment, one: RaisedRisk, title: str, label: str, risk: Any, at: datetime
) -> AssessmentFinding:
    source = _source(one)
    return AssessmentFinding(
        record=record,
        key=one.place.key,
        repetition=one.place.repetition,
        nth=one.nth,
        title=title,
        label=label,
        common=source.common,
        scoring_model=source.model,
        scoring_version=source.version or None,
        native=source.native,
        risk_number=risk.pk,
        risk_ref=risk.ref,
        at=at,
    )


def _source(one: RaisedRisk) -> SourceScore:
    """How it was rated on the sheet, by the model of the sheet."""
    found = one.current
    if found is None:
        return SourceScore()
    common = found.common.value if found.common else ""
    return SourceScore(found.model, found.version, found.native.code, common)


def _is_scored_there(one: RaisedRisk) -> bool:
    """Whether the register scores by the model of the sheet, in the same version."""
    found = one.current
    model = scoring_models_for_risks().get(found.model) if found else None
    return model is not None and found is not None and model.version == found.version


def _carry(one: RaisedRisk, given: tuple[GivenScore, ...], risk: Any, at: datetime) -> None:
    """What people scored on the sheet are their scores in the register: nobody scores the same twice."""
    confidence = confidence_of([_score(one, row).native.code for row in given])
    for row in given:
        carried = CarriedScore(
            row.by, row.post, row.choice, row.argument or _("Scored on the sheet."), confidence
        )
        carry_score(actor=system_actor("assessments"), record=risk, given=carried, at=at)


def _score(one: RaisedRisk, row: GivenScore) -> Score:
    if one.trigger is None or one.trigger.scoring is None:
        raise LookupError(f"{one.place} is scored by no model")
    return score(one.trigger.scoring, row.choice)


def _scenario(one: RaisedRisk) -> str:
    if one.trigger is not None:
        return said(one.trigger.scenario)
    return str((one.line or {}).get("scenario", ""))
