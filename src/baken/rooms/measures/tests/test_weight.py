"""A measure carries the class and severity of what it serves as these are now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.events.outbox import emit
from baken.rooms.measures.models import Measure, MeasureStep
from baken.rooms.measures.tests.factories import act, decided, propose, risk_of
from baken.rooms.register.events import RISK_STEPPED
from baken.rooms.register.models import Risk
from baken.rooms.reports.events import OCCURRENCE_STEPPED
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.tests.factories import make_occurrence

pytestmark = pytest.mark.django_db
Deliver = Callable[[], int]


def becomes(record: Any, event: str, cast: Cast, **values: Any) -> None:
    """A record as if it had become so by a step."""
    rows: Any = type(record).objects.for_system(reason="advance").filter(pk=record.pk)
    rows.update(**values)
    emit(name=event, record=record, at=cast.at, payload={"step": "score", "state": record.state})


def fresh(measure: Measure) -> Measure:
    rows: Any = Measure.objects.for_system(reason="advance")
    return rows.get(pk=measure.pk)


def weights_noted(measure: Measure) -> list[tuple[str, int]]:
    """Class and priority of every time that it was weighed anew."""
    rows = MeasureStep.objects.of(measure).filter(code="measures.measure.weighed_anew")
    return [(row.facts["risk_class"], row.facts["priority"]) for row in rows.order_by("serial")]


@pytest.fixture
def risk(cast: Cast) -> Risk:
    """A medium risk of the company that is treated."""
    made = risk_of(cast.company)
    rows: Any = Risk.objects.for_system(reason="advance").filter(pk=made.pk)
    rows.update(current_class="medium")
    return made


def test_measure_becomes_as_heavy_as_its_risk_once_and_says_so(
    cast: Cast, risk: Risk, deliver: Deliver
) -> None:
    measure = propose(cast.safety_adviser.actor, risk, cast.at)
    deliver()
    assert (fresh(measure).risk_class, weights_noted(measure)) == ("medium", [])
    becomes(risk, RISK_STEPPED, cast, current_class="extreme")
    deliver()
    becomes(risk, RISK_STEPPED, cast, current_class="extreme")
    deliver()
    after = fresh(measure)
    assert (after.risk_class, after.state) == ("extreme", "proposed")
    assert after.priority < measure.priority
    assert weights_noted(measure) == [("extreme", after.priority)]


def test_priority_that_somebody_chose_stays_when_the_class_changes(
    cast: Cast, risk: Risk, deliver: Deliver
) -> None:
    chosen = {"priority": "3", "priority_reason": "Eerst de werkplaats."}
    measure = propose(cast.safety_adviser.actor, risk, cast.at, **chosen)
    becomes(risk, RISK_STEPPED, cast, current_class="extreme")
    deliver()
    assert (fresh(measure).risk_class, fresh(measure).priority) == ("extreme", 3)


def test_measure_that_is_given_up_keeps_the_weight_that_it_had(
    cast: Cast, risk: Risk, deliver: Deliver
) -> None:
    measure = propose(cast.safety_adviser.actor, risk, cast.at)
    act(measure, cast.commander.actor, cast.at, "cancel", reason="Niet meer nodig.")
    becomes(risk, RISK_STEPPED, cast, current_class="extreme")
    deliver()
    assert (fresh(measure).risk_class, weights_noted(measure)) == ("medium", [])


def test_measure_of_an_occurrence_follows_its_severity(cast: Cast, deliver: Deliver) -> None:
    occurrence: Occurrence = make_occurrence(unit=cast.company, potential_severity=2)
    measure = propose(cast.safety_adviser.actor, occurrence, cast.at)
    becomes(occurrence, OCCURRENCE_STEPPED, cast, potential_severity=5)
    deliver()
    assert fresh(measure).severity == 5


def test_overdue_measure_of_a_heavier_risk_shows_above_no_later(
    cast: Cast, deliver: Deliver
) -> None:
    measure = decided(cast, cast.at)
    before = fresh(measure)
    [risk] = Risk.objects.for_system(reason="advance")
    becomes(risk, RISK_STEPPED, cast, current_class="low")
    deliver()
    lighter = fresh(measure)
    assert (before.risk_class, lighter.risk_class) == ("high", "low")
    assert lighter.rises_at == before.rises_at
    later = before.rises_at + timedelta(days=40)
    rows: Any = Measure.objects.for_system(reason="advance").filter(pk=measure.pk)
    rows.update(rises_at=later)
    becomes(risk, RISK_STEPPED, cast, current_class="extreme")
    deliver()
    heavier = fresh(measure)
    assert heavier.due_at == before.due_at
    assert heavier.due_at <= heavier.rises_at < later
