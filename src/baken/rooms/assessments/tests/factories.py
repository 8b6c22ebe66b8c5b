"""Assessments for tests: as people make them, and brought to any state by the people who do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction

from baken.core import clock
from baken.core.access import Actor, system_actor
from baken.core.instruments.filling import Place
from baken.core.links.registry import tie
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import begin_many
from baken.rooms.assessments.actions import (
    act_on_assessments,
    begin_assessment,
    call_after_new_versions,
    open_follow_ups,
    take_assessment_step,
)
from baken.rooms.assessments.actions.add_file import add_assessment_file
from baken.rooms.assessments.actions.begin_assessment import SEALED
from baken.rooms.assessments.models import IN_FORCE, Assessment, AssessmentBasis
from baken.rooms.assessments.queries.sheet import findings_of, sheet_of
from baken.rooms.consultation.queries.subjects import CONSULTED
from baken.rooms.consultation.tests.factories import consultation_in
from baken.rooms.measures.actions import propose_measure
from baken.rooms.org.models import Qualification
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import NOW, PNG, Planted, Prepare
from baken.rooms.register.answers import served_meant
from baken.rooms.sheets.actions import begin_sheet, score_risk
from baken.rooms.sheets.tests.factories import (
    CODE,
    OFTEN,
    TEXT,
    VERSION,
    know_workshop,
    with_machine,
)

FACTORY = system_actor("factory")
READ = "assessments.assessment.read"
DESCRIBED: Mapping[str, Any] = {
    "title": "RI&E herstelwerkplaats",
    "scope": "De werkplaats met draaibanken, gebouw 12",
    "headcount": 24,
    "instrument": CODE,
}
JUDGED: Mapping[str, Any] = {
    **dict.fromkeys(("completeness", "currency", "insights", "reliability", "plan"), "yes"),
    **{
        f"{code}_evidence": "Gezien in de werkplaats."
        for code in ("completeness", "currency", "insights", "reliability", "plan")
    },
    "outcome": "approved",
}
MEASURE: Mapping[str, Any] = {
    "title": "Vaste afscherming",
    "description": "Afscherming om de draaiende as.",
    "control_level": "collective_engineering",
}


def make_assessment(*, actor: Actor, unit: Any, at: datetime = NOW, **fields: Any) -> Assessment:
    """An assessment in preparation, with the small workshop as its instrument."""
    know_workshop()
    earlier = fields.pop("earlier", None)
    return begin_assessment(
        actor=actor,
        unit=tree().by_id[unit.pk],
        fields={**DESCRIBED, **fields},
        at=at,
        earlier=earlier,
    )


def step(actor: Actor, record: Assessment, name: str, at: datetime, **fields: Any) -> Assessment:
    """Take a step, knowing everything."""
    steps = record.steps.model.objects.of(record)
    seen = steps.order_by("-serial").values_list("serial", flat=True).first()
    return take_assessment_step(
        actor=actor, record=record, step=name, at=at, fields=fields, seen=seen
    )


def settle_all(actor: Actor, record: Assessment, at: datetime) -> None:
    """Say of everything that it is used."""
    for row in AssessmentBasis.objects.of(record):
        told = {"item": f"{row.sort}.{row.code}", "standing": "settled", "text": "Map 3"}
        step(actor, record, "settle_basis", at, **told)


def with_finding(cast: Any, record: Assessment, at: datetime) -> str:
    """A machine of which the guard is missing, scored by two people; returns the repetition."""
    sheet = sheet_of(record)
    name = with_machine(actor=cast.commander.actor, record=sheet, at=at, m1="no", m2="79")
    for who in ("commander", "safety_adviser"):
        score_risk(
            actor=getattr(cast, who).actor,
            record=sheet,
            place=Place("m1", name),
            moment="current",
            choice=OFTEN,
            argument="Gezien",
            at=at,
        )
    return name


def with_measures(cast: Any, record: Assessment, at: datetime) -> None:
    """A measure for every finding."""
    for one in findings_of(record):
        [served] = served_meant(cast.commander.actor, one.risk_ref)
        propose_measure(actor=cast.commander.actor, serves=served, fields=MEASURE, at=at)


def consulted(record: Assessment, unit: Any, at: datetime) -> None:
    """A closed consultation of the council about an assessment."""
    asked = consultation_in(unit=unit, state="closed", at=at)
    tie(source=record, relation=CONSULTED, target=asked, at=at)


def expert(cast: Any, *codes: str, until: date | None = None, name: str = "expert") -> Actor:
    """A core expert of the battalion with certificates."""
    member = cast.add(name, ("core_expert", "BATTALION", None))
    for code in codes or ("hvk",):
        Qualification.objects.create(
            record=member.person,
            code=code,
            obtained_on=date(2020, 1, 1),
            valid_until=until,
            certificate=f"CERT-{code}",
        )
    return member.actor


# In which order an assessment comes to a state, and who takes the step.
WAY = (
    ("in_inventory", "start", "commander"),
    ("in_evaluation", "end_inventory", "commander"),
    ("plan_drafting", "end_evaluation", "commander"),
    ("in_consultation", "end_plan", "commander"),
    ("in_expert_review", "end_consultation", "commander"),
    ("approved", "approve", "commander"),
    ("in_force", "sign", "commander"),
)


def brought_to(
    cast: Any, state: str, *, at: datetime | None = None, unit: Any = None
) -> Assessment:
    """An assessment of the company, or of a unit, that came to a state by the steps of people."""
    at, unit = at or cast.at, unit or cast.company
    actor = cast.commander.actor
    record = make_assessment(actor=actor, unit=unit, at=at)
    if state == "draft":
        return record
    for reached, name, _who in WAY:
        _before(cast, record, name, at, unit)
        record = step(actor, record, name, at)
        if reached == state:
            return record
    raise AssertionError(f"no way to {state}")


def _before(cast: Any, record: Assessment, name: str, at: datetime, unit: Any) -> None:
    """What must be there before a step can be taken."""
    if name == "end_inventory":
        with_finding(cast, record, at)
        settle_all(cast.commander.actor, record, at)
    if name == "end_plan":
        with_measures(cast, record, at)
    if name == "end_consultation":
        consulted(record, unit, at)
    if name == "approve":
        reviewer = expert(cast, "hvk")
        for scope in ("system", "safety"):
            step(reviewer, record, "review", at, scope=scope, **JUDGED)


@transaction.atomic
def assessment_in(
    *, unit: Any, state: str = "draft", at: datetime = NOW, **fields: Any
) -> Assessment:
    """An assessment of a unit in a state at once, with its sheet and the first row of its history."""
    know_workshop()
    holds = state in IN_FORCE
    given = {name: DESCRIBED[name] for name in ("title", "scope", "headcount")} | fields
    record = Assessment(
        number=row_number(at),
        ref=next_reference(Assessment.prefix, clock.local_date(at)),
        unit_id=unit.pk,
        kind="rie",
        begun_at=at,
        touched_at=at,
        **{"kept_at": None if holds else at, "in_force_at": at if holds else None, **given},
    )
    begin_many(
        records=[record],
        code="assessments.assessment.begun",
        actor=FACTORY,
        at=at,
        seal=SEALED,
        states=[state],
    )
    begin_sheet(
        actor=FACTORY,
        subject=record,
        serves="assessment",
        instrument_code=CODE,
        version=VERSION,
        title=record.title,
        at=at,
    )
    return record


def plant(*, unit: Any, word: str, at: datetime) -> list[Planted]:
    """An assessment that is not in force, full of words that only its readers may meet."""
    record = assessment_in(
        unit=unit,
        state="in_inventory",
        at=at,
        title=f"rieeen{word} kabel",
        scope=f"rietwee{word} kabel",
    )
    row = AssessmentBasis.objects.create(record=record, sort="input", code="absence")
    told = {"item": "input.absence", "standing": "settled", "text": f"riedrie{word} kabel"}
    take_assessment_step(
        actor=FACTORY, record=record, step="settle_basis", at=at, fields=told, seen=1
    )
    assert row.pk
    words = (f"rieeen{word}", f"rietwee{word}", f"riedrie{word}")
    return [Planted(record, dict.fromkeys(words, (READ,)), {})]


FACTORIES: Mapping[type[Any], Callable[..., Any]] = {Assessment: assessment_in}


def next_workshop() -> None:
    """A version of the small workshop that asks other questions."""
    know_workshop(TEXT.replace(f"version: {VERSION}", "version: 2.2.0"))


def with_conditions(
    cast: Any, record: Assessment, *lines: str, by: date = date(2026, 6, 1), at: Any = None
) -> Actor:
    """A positive review with conditions of the system, and another of safety; returns the expert."""
    at = at or cast.at
    reviewer = expert(cast, "hvk")
    told = {"conditions": "\n".join(lines), "conditions_due_on": by.isoformat()}
    judged = {**JUDGED, "outcome": "with_conditions", **told}
    step(reviewer, record, "review", at, scope="system", **judged)
    step(reviewer, record, "review", at, scope="safety", **JUDGED)
    return reviewer


def _begin(cast: Any, at: datetime) -> Callable[[], Any]:
    know_workshop()
    return partial(
        begin_assessment,
        actor=cast.commander.actor,
        unit=tree().by_id[cast.company.pk],
        fields=DESCRIBED,
        at=at,
    )


def _step(cast: Any, at: datetime) -> Callable[[], Any]:
    record = assessment_in(unit=cast.company, at=at)
    return partial(
        take_assessment_step, actor=cast.commander.actor, record=record, step="start", at=at
    )


def _follow_ups(cast: Any, at: datetime) -> Callable[[], Any]:
    record = make_assessment(actor=cast.commander.actor, unit=cast.company, at=at)
    with_machine(actor=cast.commander.actor, record=sheet_of(record), at=at, m1="yes", m2="85")
    return partial(open_follow_ups, actor=FACTORY, record=record, at=at)


def _act(cast: Any, at: datetime) -> Callable[[], Any]:
    day = clock.local_date(at)
    assessment_in(unit=cast.company, state="in_force", at=at, review_on=day, valid_until=day)
    return partial(act_on_assessments, actor=FACTORY, at=at)


def _newer(cast: Any, at: datetime) -> Callable[[], Any]:
    brought_to(cast, "in_force", at=at)
    next_workshop()
    return partial(call_after_new_versions, actor=FACTORY, at=at)


def _add_file(cast: Any, at: datetime) -> Callable[[], Any]:
    record = assessment_in(unit=cast.company, at=at)
    return partial(add_assessment_file, actor=cast.commander.actor, record=record, file=PNG, at=at)


CALLS: Mapping[str, Prepare] = {
    "begin_assessment": _begin,
    "take_assessment_step": _step,
    "open_follow_ups": _follow_ups,
    "act_on_assessments": _act,
    "call_after_new_versions": _newer,
    "add_assessment_file": _add_file,
}
