"""Proposing a measure: about what, in which order of controls, with which priority."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import AccessDenied, Confidentiality
from baken.core.api.idempotency import KeyReused
from baken.core.links.models import Link
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.measures.actions.propose_once import propose_once
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.beside import thing_meant, things_served
from baken.rooms.measures.tests.factories import (
    FIELDS,
    act,
    propose,
    risk_of,
    served_by,
)
from baken.rooms.register.models import Risk
from baken.rooms.register.tests.factories import MEDIUM, give_score, make_risk
from baken.rooms.reports.tests.factories import make_occurrence

pytestmark = pytest.mark.django_db


def refused(cast: Cast, record: Any, **fields: Any) -> list[str]:
    """The fields that were refused."""
    with pytest.raises(FieldsRefused) as no:
        propose(cast.safety_adviser.actor, record, cast.at, **fields)
    return sorted(no.value.errors)


def test_measure_about_a_risk_takes_its_unit_class_and_priority(cast: Cast) -> None:
    risk = risk_of(cast.company)
    made = propose(cast.safety_adviser.actor, risk, cast.at)
    assert (made.state, made.unit_id, made.risk_class) == ("proposed", cast.company.pk, "high")
    assert (made.priority, made.proposed_by) == (2, cast.safety_adviser.person.id)
    assert made.ref.startswith("MR-2026-")
    [tie] = Link.objects.filter(target=made.pk, relation="treated_by")
    assert (tie.source_table, tie.source) == ("register.risk", risk.pk)
    assert [one.ref for one in things_served(made)] == [risk.ref]


def test_measure_about_an_occurrence_takes_its_severity(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company, potential_severity=5)
    made = propose(cast.safety_adviser.actor, occurrence, cast.at)
    assert (made.risk_class, made.severity, made.priority) == ("", 5, 1)


def test_measure_is_held_as_closely_as_what_it_serves(cast: Cast) -> None:
    risk = risk_of(cast.company)
    rows: Any = Risk.objects.for_system(reason="advance").filter(pk=risk.pk)
    rows.update(confidentiality=int(Confidentiality.SENSITIVE))
    made = propose(cast.safety_adviser.actor, risk, cast.at)
    assert made.confidentiality == Confidentiality.SENSITIVE


def test_organisational_measure_alone_asks_why_nothing_higher_is_possible(cast: Cast) -> None:
    risk = risk_of(cast.company)
    assert refused(cast, risk, control_level="organisational") == ["justification"]
    made = propose(
        cast.safety_adviser.actor,
        risk,
        cast.at,
        control_level="organisational",
        justification="De koepel is niet te vergrendelen.",
    )
    assert made.control_level == "organisational"


def test_personal_protection_alone_is_refused_without_its_last_day(cast: Cast) -> None:
    risk, why = risk_of(cast.company), "Niets anders kan nu."
    told = {"control_level": "ppe", "justification": why}
    assert refused(cast, risk, **told) == ["ends_on"]
    made = propose(cast.safety_adviser.actor, risk, cast.at, **told, ends_on="2026-06-01")
    assert str(made.ends_on) == "2026-06-01"


def test_personal_protection_beside_a_better_measure_needs_no_last_day(cast: Cast) -> None:
    risk = risk_of(cast.company)
    propose(cast.safety_adviser.actor, risk, cast.at)
    made = propose(cast.safety_adviser.actor, risk, cast.at, control_level="ppe")
    assert (made.ends_on, made.justification) == (None, "")


def test_measure_that_was_given_up_does_not_count_as_a_better_one(cast: Cast) -> None:
    risk = risk_of(cast.company)
    first = propose(cast.safety_adviser.actor, risk, cast.at)
    act(first, cast.commander.actor, cast.at, "cancel", reason="Te duur.")
    assert refused(cast, risk, control_level="ppe") == ["ends_on", "justification"]


def test_priority_outside_the_order_of_classes_asks_a_reason(cast: Cast) -> None:
    risk = risk_of(cast.company)
    assert refused(cast, risk, priority="4") == ["priority_reason"]
    told = {"priority": "4", "priority_reason": "Het voertuig staat stil tot mei."}
    assert propose(cast.safety_adviser.actor, risk, cast.at, **told).priority == 4


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"budget": "veel"}, ["budget"]),
        ({"budget": "2500"}, ["budget_source"]),
        ({"start_on": "2026-05-02", "due_on": "2026-05-01"}, ["due_on"]),
        ({"title": ""}, ["title"]),
        ({"control_level": "magic"}, ["control_level"]),
        ({"standard": "std.magic"}, ["standard"]),
    ],
)
def test_measure_that_is_no_plan_is_refused_by_field(
    cast: Cast, fields: dict[str, Any], wrong: list[str]
) -> None:
    assert refused(cast, risk_of(cast.company), **fields) == wrong


def test_money_is_kept_in_cents_with_its_source(cast: Cast) -> None:
    told = {"budget": "1.250,50", "budget_source": "zka", "standard": "std.interlock"}
    made = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at, **told)
    assert (made.budget_cents, made.budget_source, made.standard) == (
        125_050,
        "zka",
        "std.interlock",
    )


def test_measure_about_what_is_closed_is_refused(cast: Cast) -> None:
    risk = risk_of(cast.company)
    rows: Any = Risk.objects.for_system(reason="advance").filter(pk=risk.pk)
    rows.update(state="closed", closed_at=cast.at)
    assert refused(cast, risk) == ["serves"]


def test_measure_of_somebody_who_does_not_manage_it_is_refused(cast: Cast) -> None:
    risk = risk_of(cast.company)
    serves = served_by(cast.soldier.actor, risk)
    assert not serves.manages
    with pytest.raises(AccessDenied):
        propose_once(actor=cast.soldier.actor, serves=serves, fields=FIELDS, at=cast.at)
    assert thing_meant(cast.outsider.actor, risk.ref) is None


def test_reference_that_cannot_be_printed_reaches_no_filter(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    actor = cast.safety_adviser.actor
    for ref in ("M-\x00", "R-2026-\x00"):
        with django_assert_num_queries(0):
            assert thing_meant(actor, ref) is None


def test_measure_sent_twice_with_one_key_is_one_measure(cast: Cast) -> None:
    actor, risk = cast.safety_adviser.actor, risk_of(cast.company)
    given = {"actor": actor, "serves": served_by(actor, risk), "at": cast.at, "key": "k1"}
    first = propose_once(fields=FIELDS, **given)
    assert propose_once(fields=FIELDS, **given).pk == first.pk
    with pytest.raises(KeyReused):
        propose_once(fields={**FIELDS, "title": "Anders"}, **given)
    assert Measure.objects.for_system(reason="controls").count() == 1


def test_step_while_the_risk_is_scored_anew_keeps_class_and_priority(cast: Cast) -> None:
    risk = make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    for who in (cast.safety_adviser, cast.team_leader):
        risk = give_score(risk, who.actor, cast.at)
    record = propose(cast.safety_adviser.actor, risk, cast.at)
    known = (record.risk_class, record.priority)
    give_score(risk, cast.safety_adviser.actor, cast.at, **MEDIUM)
    assert [one.risk_class for one in things_served(record)] == [""]
    changed = {**FIELDS, "title": "Slot op de koepel"}
    fresh = act(record, cast.safety_adviser.actor, cast.at, "describe", **changed)
    assert (known[0], fresh.risk_class, fresh.priority) == ("high", *known)


def test_description_that_changes_is_weighed_again(cast: Cast) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    with pytest.raises(FieldsRefused) as no:
        act(
            record,
            cast.safety_adviser.actor,
            cast.at,
            "describe",
            **{**FIELDS, "control_level": "ppe"},
        )
    assert sorted(no.value.errors) == ["ends_on", "justification"]
    changed = {**FIELDS, "title": "Slot op de koepel"}
    fresh = act(record, cast.safety_adviser.actor, cast.at, "describe", **changed)
    assert fresh.title == "Slot op de koepel"
